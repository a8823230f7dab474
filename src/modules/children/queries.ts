import { sql, type SqlBool } from 'kysely'
import { territoryOf, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { today } from '#kernel/day.ts'
import { found, invalid } from '#kernel/problem.ts'
import { COUNTED_TO, type CategoryKind, type ChildFilter, type Source } from './contract.ts'
import { birthDaysOf } from './rules.ts'

/** What writing to a file needs of a request. */
export type Doing = Pick<Context, 'db' | 'scope' | 'keys' | 'actor' | 'now' | 'note'>

const DUTIES: readonly string[] = ['installer', 'worker']

/** Running grants of the caller on single children; `access_grant` answers to the caller's own rows only. */
const granted = (scope: Scope) => sql`array(
  select access_grant.record_id from access_grant
  where access_grant.record_kind = 'child' and access_grant.ended_at is null and access_grant.ends_at > now()
    and (access_grant.account_id = ${scope.accountId || null} or access_grant.unit_id = ${scope.unitId}))`

/** Sealed files (密封) are seen by named readers only, whatever the territory. */
const isOpenTo = (scope: Scope) =>
  wall(
    scope,
    DUTIES.includes(scope.role)
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(child.label = 'normal' or child.id = any (${granted(scope)}))`,
  )

/** 受艾滋病影响 is known to the caseworkers and the head of the centre alone; `category` names child_category in the query. */
export const isCategoryOpenTo = (scope: Scope) =>
  wall(
    scope,
    [...DUTIES, 'caseworker', 'centre-head'].includes(scope.role)
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(category.kind <> 'hiv-affected' or category.child_id = any (${granted(scope)}))`,
  )

/** The first wall of one child's file: responsible village or hukou in the territory, or a running grant. */
const isSeenBy = (scope: Scope) =>
  wall(
    scope,
    sql<SqlBool>`(${within(scope, sql.ref('child.division_code'))} or ${within(scope, sql.ref('child.hukou_division_code'))}
      or child.id = any (${granted(scope)}))`,
  )

/** Children whom the caller may see; for looking up by id, by index or by a token search, not for lists. */
export const visibleChildren = (db: Db, scope: Scope) =>
  db
    .selectFrom('child')
    .where(() => isSeenBy(scope))
    .where(() => isOpenTo(scope))

/** One child with what other modules need to name it, or undefined outside the scope. */
export const findChild = (db: Db, scope: Scope, id: string) =>
  visibleChildren(db, scope)
    .where('child.id', '=', id)
    .select([
      'child.id',
      'name',
      'sex',
      'birthDay',
      'divisionCode',
      'hukouDivisionCode',
      'state',
      'label',
      'version',
    ])
    .executeTakeFirst()

/**
 * The whole row, locked until the end of the transaction: writes to one file come one after the other. Only within the territory, a
 * grant lets one read. 404 otherwise. The audit entry then names the child.
 */
export const getChildToWrite = async (
  { db, scope, note }: Pick<Doing, 'db' | 'scope' | 'note'>,
  id: string,
) => {
  note({ kind: 'child', id })
  const row = found(
    await visibleChildren(db, scope)
      .where('child.id', '=', id)
      .where(({ eb, ref }) =>
        eb.or([within(scope, ref('child.divisionCode')), within(scope, ref('child.hukouDivisionCode'))]),
      )
      .selectAll('child')
      .forUpdate('child')
      .executeTakeFirst(),
    '儿童',
  )
  note({ divisionCode: row.divisionCode })
  return row
}
export type ChildToWrite = Awaited<ReturnType<typeof getChildToWrite>>

/** Source of what somebody enters now. */
export const entryBy = ({ actor, now }: Pick<Doing, 'actor' | 'now'>): Source => ({
  kind: 'entry',
  by: actor.displayName,
  day: today(now),
})

/** A village (居) of today by its code; 422 at `field` otherwise. */
export const getVillage = async (db: Db, code: string, field: string) => {
  const village = await db
    .selectFrom('division')
    .where('code', '=', code)
    .where('level', '=', 'village')
    .where('validTo', 'is', null)
    .select(['code', 'name', 'parentCode'])
    .executeTakeFirst()
  if (!village)
    throw invalid('请从列表中选择村（居）', [{ field, message: '没有这个村（居），请从列表中选择' }])
  return village
}

const DIFFICULTY: CategoryKind[] = [
  'orphan',
  'de-facto-unattended',
  'hiv-affected',
  'poor-family',
  'severely-disabled-or-ill',
  'improper-guardianship',
  'other-difficulty',
]

/** Children with names of places and running categories, as lists show them. */
export const withRowColumns = (scope: Scope, query: ReturnType<typeof visibleChildren>) =>
  query
    .leftJoin('division as village', 'village.code', 'child.divisionCode')
    .leftJoin('division as town', 'town.code', 'village.parentCode')
    .select([
      'child.id',
      'child.name',
      'sex',
      'birthDay',
      'state',
      'idNumberState',
      'divisionCode',
      'village.name as divisionName',
      'town.name as townName',
      'residence',
      sql<CategoryKind[]>`array(
        select category.kind::text from child_category category
        where category.child_id = child.id and category.to_day is null and ${isCategoryOpenTo(scope)}
        order by category.kind)`.as('categories'),
    ])

/** The filter's conditions. Each is served by an index also under row-level security: only `=` and `<` on plain columns. */
const listed = (db: Db, scope: Scope, filter: Omit<ChildFilter, 'page' | 'pageSize'>, day: string) => {
  const place = filter.divisionCode && territoryOf(filter.divisionCode)
  const column = filter.relation === 'responsible' ? 'child.divisionCode' : 'child.hukouDivisionCode'
  const ages = filter.age && birthDaysOf(filter.age, day)
  // An array, not a join: the planner then reads the few children with a category and not all of the territory.
  const withCategory = (kinds: CategoryKind[]) => sql<SqlBool>`child.id = any (array(
    select category.child_id from child_category category
    where category.to_day is null and category.kind = any (${kinds}::category_kind[]) and ${isCategoryOpenTo(scope)}))`
  const withAny = sql<SqlBool>`exists (select from child_category category
    where category.child_id = child.id and category.to_day is null and ${isCategoryOpenTo(scope)})`
  let query = db
    .selectFrom('child')
    .where(({ ref }) => within(scope, ref(column)))
    .where(() => isOpenTo(scope))
    .where('child.state', '=', filter.state)
  if (filter.relation === 'hukou-only')
    query = query.whereRef('child.hukouDivisionCode', '<>', 'child.divisionCode')
  if (place) query = query.where(column, '>=', place.low).where(column, '<', place.high)
  if (filter.idNumberState) query = query.where('child.idNumberState', '=', filter.idNumberState)
  if (ages?.since) query = query.where('child.birthDay', '>=', ages.since)
  if (ages?.until) query = query.where('child.birthDay', '<=', ages.until)
  if (filter.category === 'none') query = query.where(({ not }) => not(withAny))
  else if (filter.category === 'any-difficulty') query = query.where(() => withCategory(DIFFICULTY))
  else if (filter.category) {
    const kind = filter.category
    query = query.where(() => withCategory([kind]))
  }
  return query
}

type Listed = ReturnType<typeof listed>

const inOrder = (query: Listed, filter: Pick<ChildFilter, 'order' | 'relation'>) => {
  const column = filter.relation === 'responsible' ? 'child.divisionCode' : 'child.hukouDivisionCode'
  return query
    .select('child.id')
    .orderBy(
      filter.order === 'place' ? column : 'child.birthDay',
      filter.order === 'youngest' ? 'desc' : 'asc',
    )
    .orderBy('child.id')
}

/** Ids of one page in order, and how many there are in all: one statement, for a round trip costs as much as the page. */
const pageOf = async (db: Db, query: Listed, filter: ChildFilter) => {
  const ordered = inOrder(query, filter)
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
  const counted = query.select(sql<number>`1`.as('one')).limit(COUNTED_TO + 1)
  const { rows } = await sql<{ ids: string[]; total: number }>`
    select array(${ordered}) as ids, (select count(*) from (${counted}) as counted) as total`.execute(db)
  return rows[0] ?? { ids: [], total: 0 }
}

/** Names of places and categories are looked up for these rows alone; in the order of the ids. */
const rowsOf = async (db: Db, scope: Scope, ids: string[]) => {
  const rows = ids.length
    ? await withRowColumns(scope, visibleChildren(db, scope))
        .where(sql<SqlBool>`child.id = any (${ids}::uuid[])`)
        .execute()
    : []
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => rowOf.get(id) ?? [])
}

export const listChildren = async (db: Db, scope: Scope, filter: ChildFilter, day: string) => {
  const { ids, total } = await pageOf(db, listed(db, scope, filter, day), filter)
  const items = await rowsOf(db, scope, ids)
  return { items, total: Math.min(total, COUNTED_TO), isMore: total > COUNTED_TO }
}

/** All whom the filter finds, or undefined when they are more than anybody takes away at once. */
export const listToExport = async (
  db: Db,
  scope: Scope,
  filter: Omit<ChildFilter, 'page' | 'pageSize'>,
  day: string,
) => {
  const found = await inOrder(listed(db, scope, filter, day), filter)
    .limit(COUNTED_TO + 1)
    .execute()
  if (found.length > COUNTED_TO) return undefined
  return rowsOf(
    db,
    scope,
    found.map(({ id }) => id),
  )
}
