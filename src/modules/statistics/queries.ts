import { sql } from 'kysely'
import { within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { isCategoryOpenTo } from '#modules/children/queries.ts'
import { SUPPRESSED_BELOW } from './contract.ts'

/** Villages of the caller's territory with their number of children in difficulty; null where it is too small to be shown. */
export const childrenInDifficulty = async (db: Db, scope: Scope) => {
  const inDifficulty = db
    .selectFrom('childCategory as category')
    .innerJoin('child', 'child.id', 'category.childId')
    .where('category.toDay', 'is', null)
    .where('category.kind', 'not in', ['left-behind', 'migrant'])
    .where('child.state', '=', 'active')
    .where('child.label', '=', 'normal')
    .where(({ ref }) => within(scope, ref('child.divisionCode')))
    .where(() => isCategoryOpenTo(scope))
    .select(['child.divisionCode', sql<number>`count(distinct child.id)`.as('count')])
    .groupBy('child.divisionCode')
    .as('counted')
  const rows = await db
    .selectFrom('division')
    .leftJoin(inDifficulty, 'counted.divisionCode', 'division.code')
    .where('level', '=', 'village')
    .where('validTo', 'is', null)
    .where(({ ref }) => within(scope, ref('division.code')))
    .select(['division.code as divisionCode', 'counted.count'])
    .orderBy('division.code')
    .execute()
  return rows.map(({ divisionCode, count }) => ({
    divisionCode,
    count: count !== null && count >= SUPPRESSED_BELOW ? count : null,
  }))
}
