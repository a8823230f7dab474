import { sql, type Expression, type Insertable, type SqlBool } from 'kysely'
import { isKeptFrom, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { permits } from '#modules/identity/rules.ts'
import type { Light } from '../../contract.ts'
import type { LaneBounds, LightBounds } from '../../lights/rules.ts'
import { owedReferrals } from '../queries.ts'

type Shown = Exclude<Light, 'within'>

const isOfLane = (light: Shown, { near, now, longLate }: LightBounds) => {
  const due = sql.ref('owed.due_at')
  if (light === 'near') return sql<SqlBool>`(${due} > ${now} and ${due} <= ${near})`
  if (light === 'late') return sql<SqlBool>`(${due} <= ${now} and ${due} > ${longLate})`
  return sql<SqlBool>`(${due} <= ${longLate})`
}
const isLight = (light: Shown, { welfare, urgent }: LaneBounds) =>
  sql<SqlBool>`(case owed.lane when 'urgent' then ${isOfLane(light, urgent)} else ${isOfLane(light, welfare)} end)`

const isWithin = ({ welfare, urgent }: LaneBounds) =>
  sql<SqlBool>`(owed.due_at > case owed.lane when 'urgent' then ${urgent.near}::timestamptz else ${welfare.near}::timestamptz end)`

type Filter = {
  light?: Shown | undefined
  unitId?: string | undefined
  all?: boolean | undefined
  page: number
  pageSize: number
}

/** What is owed, the oldest first. */
export const listOwed = async (
  db: Db,
  scope: Scope,
  officeId: string | undefined,
  filter: Filter,
  bounds: LaneBounds,
) => {
  const wanted = owedReferrals(db, scope, officeId)
    .$if(filter.unitId !== undefined, (qb) => qb.where('owed.unitId', '=', filter.unitId!))
    .$if(filter.light !== undefined, (qb) => qb.where(isLight(filter.light!, bounds)))
    .$if(filter.light === undefined && !filter.all, (qb) => qb.where(sql<SqlBool>`not ${isWithin(bounds)}`))
  const rows = await wanted
    .innerJoin('unit', 'unit.id', 'owed.unitId')
    .selectAll('owed')
    .select('unit.name as unitName')
    .orderBy('owed.dueAt')
    .orderBy('owed.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const count = (light: Shown) => sql<number>`(count(*) filter (where ${isLight(light, bounds)}))::int`
  const { total } = await wanted
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const counts = await owedReferrals(db, scope, officeId)
    .select([count('near').as('near'), count('late').as('late'), count('long-late').as('longLate')])
    .executeTakeFirstOrThrow()
  return { rows, total, counts }
}

export const findOwed = (db: Db, scope: Scope, officeId: string | undefined, id: string) =>
  owedReferrals(db, scope, officeId).where('owed.id', '=', id).selectAll('owed').executeTakeFirst()

/** The desk of the place, the office, the leaders, and the unit itself. */
const isSeen = (scope: Scope, officeId: string | undefined): Expression<SqlBool> => {
  const here = permits(scope.role, 'services.read')
    ? within(scope, sql.ref<string>('urging.division_code'))
    : sql<SqlBool>`false`
  const isAbove = scope.role === 'leader' || (officeId !== undefined && scope.unitId === officeId)
  return wall(
    scope,
    sql<SqlBool>`((${here} or ${isAbove} or urging.unit_id = ${scope.unitId})
      and not ${isKeptFrom(scope, 'case', sql.ref<string>('urging.case_id'))})`,
  )
}

export const listUrgings = (db: Db, scope: Scope, officeId: string | undefined, referralIds: string[]) =>
  referralIds.length
    ? db
        .selectFrom('urging')
        .where(isSeen(scope, officeId))
        .where('urging.referralId', 'in', referralIds)
        .innerJoin('account', 'account.id', 'urging.urgedBy')
        .selectAll('urging')
        .select('account.displayName as byName')
        .orderBy('urgedAt', 'desc')
        .orderBy('urging.id')
        .execute()
    : []
export type UrgingFound = Awaited<ReturnType<typeof listUrgings>>[number]

export const insertUrging = (db: Db, urging: Insertable<DB['urging']>) =>
  db.insertInto('urging').values(urging).execute()

/** Answers what is unanswered; undefined when nothing of the unit's is. */
export const answerUrgings = async (
  db: Db,
  scope: Scope,
  referralId: string,
  answer: { expectedDay: string; by: string; now: Date },
) => {
  const answered = await db
    .updateTable('urging')
    .set({ expectedDay: answer.expectedDay, answeredBy: answer.by, answeredAt: answer.now })
    .where('referralId', '=', referralId)
    .where('answeredAt', 'is', null)
    .where(wall(scope, sql<SqlBool>`(urging.unit_id = ${scope.unitId})`))
    .where(wall(scope, sql<SqlBool>`(not ${isKeptFrom(scope, 'case', sql.ref('urging.case_id'))})`))
    .returning(['id', 'divisionCode'])
    .execute()
  return answered.length ? answered : undefined
}
