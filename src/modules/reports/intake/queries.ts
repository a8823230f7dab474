import type { Insertable } from 'kysely'
import { today } from '#kernel/day.ts'
import type { Context } from '#server/route.ts'
import type { DB } from '#server/schema.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { openTask } from '#modules/tasks/queries.ts'
import type { DangerAnswers, DescribedChild, Reporter, ReportSource } from '../contract.ts'
import { insertReport, triageLimit } from '../queries.ts'
import { leastLevel } from '../rules.ts'

/** What every door hands over: the words as they were told, and where the desk files them. */
export type Incoming = {
  id: string
  source: ReportSource
  narrative: string
  described: DescribedChild
  reporter: Reporter
  danger: DangerAnswers
  divisionCode: string
  isAnonymous?: boolean
  childId?: string | null
  /** Of its own door. */
  more?: Partial<Insertable<DB['report']>>
}

const isFilled = (value: object) => Object.values(value).some((each) => each !== undefined)

/**
 * Takes a report of any door: number, sealed content, first limit, the desk's task. Once: the caller looks first whether the id was
 * taken, and the constraint report_pkey refuses the second of two at once. `key` seals whatever else belongs to the report.
 */
export const takeIn = async (
  { db, actor, keys, now }: Pick<Context, 'db' | 'actor' | 'keys' | 'now'>,
  incoming: Incoming,
) => {
  const { id, source, divisionCode, described, reporter } = incoming
  const isEmergency = leastLevel(incoming.danger) === 'immediate'
  const number = await nextNumber(db, '报', today(now))
  const { key, wrapped } = keys.newKey(id)
  await insertReport(db, {
    ...incoming.more,
    id,
    number,
    source,
    receivedAt: now,
    receivedBy: actor.accountId || null,
    divisionCode,
    childId: incoming.childId ?? null,
    keySealed: wrapped,
    narrativeSealed: keys.seal(key, 'narrative', incoming.narrative),
    childSealed: isFilled(described) ? keys.seal(key, 'child', JSON.stringify(described)) : null,
    reporterSealed: isFilled(reporter) ? keys.seal(key, 'reporter', JSON.stringify(reporter)) : null,
    isAnonymous: incoming.isAnonymous ?? false,
    dangerAnswers: JSON.stringify(incoming.danger),
    dangerLevel: isEmergency ? 'immediate' : null,
  })
  const limit = await triageLimit(db, isEmergency, now)
  await openTask(
    db,
    {
      ...limit,
      kind: 'triage-report',
      subjectKind: 'report',
      subjectId: id,
      number,
      divisionCode,
      owner: { role: 'duty-officer' },
    },
    now,
  )
  return { id, number, isEmergency, dueAt: limit.dueAt.toISOString(), key, wrapped }
}
