import { sql, type Insertable } from 'kysely'
import { today } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import type { DB } from '#server/schema.ts'
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

/** The report's number, in the shared series of the year: taken last, since whoever else takes a report waits for it until the commit. */
const numberReport = async (db: Db, id: string, day: string) => {
  const { rows } = await sql<{ number: string | null }>`
    select number_report(${id}, '报', ${Number(day.slice(0, 4))}) as number`.execute(db)
  const number = rows[0]?.number
  if (!number) throw new Error('the report has a number already')
  return number
}

/**
 * Takes a report of any door: number, sealed content, first limit, the desk's task. Once: the caller looks first whether the id was
 * taken, and the constraint report_pkey refuses the second of two at once. `alongside` writes whatever else belongs to it, sealed by its key.
 */
export const takeIn = async (
  { db, actor, keys, now }: Pick<Context, 'db' | 'actor' | 'keys' | 'now'>,
  incoming: Incoming,
  alongside: (key: Buffer) => Promise<unknown> = () => Promise.resolve(),
) => {
  const { id, source, divisionCode, described, reporter, above } = incoming
  const isEmergency = leastLevel(incoming.danger) === 'immediate'
  const limit = await triageLimit(db, isEmergency, now)
  const { key, wrapped } = keys.newKey(id, above?.routedTo)
  const seal = (field: string, value: object) =>
    isFilled(value) ? keys.sealPadded(key, field, JSON.stringify(value)) : null
  await insertReport(db, {
    ...incoming.more,
    id,
    number: id,
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
      number: id,
      divisionCode,
      owner: above?.owner ?? { role: 'duty-officer' },
      isUrgent: isEmergency,
    },
    now,
  )
  await alongside(key)
  const number = await numberReport(db, id, today(now))
  if (!above) tellDesk(db, divisionCode)
  return { id, number, isEmergency, dueAt: limit.dueAt.toISOString() }
}
