import type { Insertable } from 'kysely'
import { today } from '#kernel/day.ts'
import type { Context } from '#server/route.ts'
import type { DB } from '#server/schema.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import type { DangerAnswers, DescribedChild, Reporter, ReportSource } from '../contract.ts'
import { tellDesk } from '../decisions/queries.ts'
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
  /** Somebody whom it accuses, and where they work, as it was told. */
  accused?: object | undefined
  /** Who works on it, when that is not the desk. */
  above?: { routedTo: 'leading-group' | 'procuratorate'; owner: TaskOwner }
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
  const { id, source, divisionCode, described, reporter, above } = incoming
  const isEmergency = leastLevel(incoming.danger) === 'immediate'
  const limit = await triageLimit(db, isEmergency, now)
  const { key, wrapped } = keys.newKey(id, above?.routedTo)
  const seal = (field: string, value: object) =>
    isFilled(value) ? keys.sealPadded(key, field, JSON.stringify(value)) : null
  // Late: whoever else takes a report waits for this row until the commit.
  const number = await nextNumber(db, '报', today(now))
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
    narrativeSealed: keys.sealPadded(key, 'narrative', incoming.narrative),
    childSealed: seal('child', described),
    reporterSealed: seal('reporter', reporter),
    accusedSealed: incoming.accused ? seal('accused', incoming.accused) : null,
    routedTo: above?.routedTo ?? 'desk',
    isAnonymous: incoming.isAnonymous ?? false,
    dangerAnswers: JSON.stringify(incoming.danger),
    dangerLevel: isEmergency ? 'immediate' : null,
  })
  await openTask(
    db,
    {
      ...limit,
      kind: 'triage-report',
      subjectKind: 'report',
      subjectId: id,
      number,
      divisionCode,
      owner: above?.owner ?? { role: 'duty-officer' },
      isUrgent: isEmergency,
    },
    now,
  )
  if (!above) tellDesk(db, divisionCode)
  return { id, number, isEmergency, dueAt: limit.dueAt.toISOString(), key, wrapped }
}
