import { sql, type Expression, type SqlBool } from 'kysely'
import type { Db } from '#server/database.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import { calendarOf } from '#modules/organisations/queries.ts'
import type { Light } from '../contract.ts'
import { lightBounds, urgentBounds, type LaneBounds, type LightBounds } from './rules.ts'

/** Where the lights of both lanes begin at this moment, by the county's procedure and calendar. */
export const boundsOf = async (db: Db, now: Date): Promise<LaneBounds> => {
  const { referrals } = (await currentProcedure(db)).content
  return {
    welfare: lightBounds(referrals, now, await calendarOf(db)),
    urgent: urgentBounds(referrals, now),
  }
}

const rangeOf = (light: Light, { near, now, longLate }: LightBounds): Expression<SqlBool> => {
  const due = sql.ref<Date>('referral.due_at')
  if (light === 'within') return sql<SqlBool>`${due} > ${near}`
  if (light === 'near') return sql<SqlBool>`(${due} > ${now} and ${due} <= ${near})`
  return light === 'late'
    ? sql<SqlBool>`(${due} > ${longLate} and ${due} <= ${now})`
    : sql<SqlBool>`${due} <= ${longLate}`
}

/** Of a list, the referrals that the unit still owes and that show this light. */
export const hasLight = (light: Light, bounds: LaneBounds): Expression<SqlBool> =>
  sql<SqlBool>`(referral.state in ('dispatched', 'signed')
    and case referral.lane when 'urgent' then ${rangeOf(light, bounds.urgent)} else ${rangeOf(light, bounds.welfare)} end)`
