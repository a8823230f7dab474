import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import { roundBegan } from '../queries.ts'
import type { Station } from './contract.ts'

/** When each station of a case that the caller has found was done or last happened since the case was opened or taken up again. */
export const stationTimes = async (db: Db, caseId: string): Promise<Partial<Record<Station, string>>> => {
  const began = roundBegan(caseId)
  const step = (...commands: string[]) => sql<Date | null>`(select max(s.at) from case_step s
    where s.case_id = ${caseId} and s.command = any (${commands}::text[]) and s.at >= ${began})`
  const { rows } = await sql<Record<string, Date | null>>`select
    ${began} as accepted,
    greatest(${began}, ${step('raise-level', 'lower-level')}) as graded,
    (select max(m.happened_at) from emergency_measure m where m.case_id = ${caseId} and m.safety is not null
      and m.recorded_at >= ${began}) as emergency,
    ${step('assess')} as assessment,
    (select max(c.signed_at) from conference c where c.case_id = ${caseId} and c.called_at >= ${began}) as conference,
    ${step('startPlan', 'startUrgently')} as plan,
    (select max(i.done_at) from plan_item i where i.case_id = ${caseId} and i.done_at >= ${began}) as implementation,
    (select max(f.made_at) from follow_up f where f.case_id = ${caseId} and f.made_at >= ${began}) as "followUp",
    ${step('agreeClosing')} as closing,
    (select max(l.done_at) from look_back l where l.case_id = ${caseId} and l.done_at >= ${began}) as "lookBack"`.execute(
    db,
  )
  const { followUp, lookBack, ...others } = rows[0] ?? {}
  return Object.fromEntries(
    Object.entries({ ...others, 'follow-up': followUp, 'look-back': lookBack }).flatMap(([station, at]) =>
      at ? [[station, at.toISOString()]] : [],
    ),
  )
}

/** Since when the case has been in its state: the last step that led into it from another, or the first step. */
export const inStateSince = async (db: Db, caseId: string): Promise<Date | undefined> => {
  const row = await db
    .selectFrom('caseStep')
    .where('caseId', '=', caseId)
    .where(({ eb, or, ref }) => or([eb('fromState', 'is', null), eb('fromState', '<>', ref('toState'))]))
    .select(({ fn }) => fn.max('at').as('at'))
    .executeTakeFirst()
  return row?.at ?? undefined
}
