import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { RELATION } from '../labels.ts'
import { visibleChildren, withRowColumns, type Doing } from '../queries.ts'
import { MOST_HITS, type FoundBy } from './contract.ts'
import { childTokens, placeToken, soughtBy, type Way } from './rules.ts'

const placesOf = (db: Db) =>
  db
    .selectFrom('division')
    .where('level', '<>', 'county')
    .where('validTo', 'is', null)
    .select(['code', 'name', 'aliases'])
    .execute()

/** Within one village or town the index itself narrows to it, so that a common surname stays cheap for a child director. */
const scopeTokens = (scope: Scope) => {
  if (scope.isWallOpen) return []
  const width = Number(BigInt(scope.high || '0') - BigInt(scope.low || '0'))
  return width === 1 || width === 1_000 ? [placeToken(scope.low)] : []
}

/** Ids with the best way in which each was found, best first; one more than shown for each way. */
const lookUp = async (db: Db, scope: Scope, ways: readonly Way[]) => {
  const narrowing = scopeTokens(scope)
  // A token never holds a tab.
  const wanted = ways.map(({ tokens }) => [...new Set([...tokens, ...narrowing])].join('\t'))
  const { rows } = await sql<{ way: number; childId: string }>`
    select way.number::int as way, hit.child_id as "childId"
    from unnest(${wanted}::text[]) with ordinality as way (tokens, number),
      lateral search_children(string_to_array(way.tokens, ${'\t'}), null, null, ${MOST_HITS + 1}) hit
    order by way.number`.execute(db)
  const best = new Map<string, Way>()
  for (const { way, childId } of rows) {
    const found = ways[way - 1]
    if (found && !best.has(childId)) best.set(childId, found)
  }
  return best
}

const rowsOf = (db: Db, scope: Scope, ids: string[]) =>
  withRowColumns(scope, visibleChildren(db, scope))
    .where(sql<boolean>`child.id = any (${ids}::uuid[])`)
    .execute()

/** Family of several children in one line each; the children were found in the scope before. */
const familiesOf = async (db: Db, ids: string[]) => {
  const rows = await db
    .selectFrom('childPerson as link')
    .innerJoin('person', 'person.id', 'link.personId')
    .where(sql<boolean>`link.child_id = any (${ids}::uuid[])`)
    .where('link.toDay', 'is', null)
    .select(['link.childId', 'link.relation', 'person.name'])
    .orderBy('link.relation')
    .orderBy('link.id')
    .execute()
  const families = new Map<string, string[]>()
  for (const { childId, relation, name } of rows)
    families.set(childId, [...(families.get(childId) ?? []), `${RELATION[relation]} ${name}`])
  return families
}

const byIndex = async ({ db, scope }: Doing, column: 'idNumberIndex' | 'phoneIndex', index: Buffer) => {
  const own = await visibleChildren(db, scope)
    .where(`child.${column}`, '=', index)
    .select('child.id')
    .orderBy('child.id')
    .limit(MOST_HITS + 1)
    .execute()
  const family = await visibleChildren(db, scope)
    .innerJoin('childPerson as link', 'link.childId', 'child.id')
    .innerJoin('person', 'person.id', 'link.personId')
    .where(`person.${column}`, '=', index)
    .where('link.toDay', 'is', null)
    .select('child.id')
    .distinct()
    .orderBy('child.id')
    .limit(MOST_HITS + 1)
    .execute()
  return { own, family }
}

type Found = Map<string, { foundBy: FoundBy; weight: number }>

const foundByNumber = async (doing: Doing, kind: 'id-number' | 'phone', value: string): Promise<Found> => {
  const column = kind === 'phone' ? 'phoneIndex' : 'idNumberIndex'
  const { own, family } = await byIndex(doing, column, doing.keys.index(kind, value))
  const found: Found = new Map()
  for (const { id } of family) found.set(id, { foundBy: `guardian-${kind}`, weight: 90 })
  for (const { id } of own) found.set(id, { foundBy: kind, weight: 100 })
  return found
}

/** Children whom the typed words fit, best first, with the reason. */
export const search = async (doing: Doing, typed: string) => {
  const { db, scope } = doing
  const sought = soughtBy(typed, await placesOf(db))
  const found: Found =
    sought.kind === 'words'
      ? await lookUp(db, scope, sought.ways)
      : await foundByNumber(doing, sought.kind, sought.value)
  const weightOf = (id: string) => found.get(id)?.weight ?? 0
  const ids = [...found.keys()]
    .toSorted((one, other) => weightOf(other) - weightOf(one) || (one < other ? -1 : 1))
    .slice(0, MOST_HITS)
  const rows = ids.length ? await rowsOf(db, scope, ids) : []
  const families = rows.length
    ? await familiesOf(
        db,
        rows.map(({ id }) => id),
      )
    : new Map<string, string[]>()
  const items = rows
    .map((row) => ({
      ...row,
      foundBy: found.get(row.id)?.foundBy ?? ('contains' as const),
      family: families.get(row.id) ?? [],
    }))
    .toSorted(
      (one, other) =>
        weightOf(other.id) - weightOf(one.id) ||
        (one.divisionCode < other.divisionCode ? -1 : one.divisionCode > other.divisionCode ? 1 : 0) ||
        (one.birthDay < other.birthDay ? 1 : one.birthDay > other.birthDay ? -1 : 0),
    )
  return { items, isMore: found.size > MOST_HITS, hint: items.length ? null : sought.hint }
}

/** Writes what these children are found by; call it whenever a name, a family or a place has changed. */
export const refreshSearch = async (db: Db, childIds: readonly string[]): Promise<void> => {
  if (!childIds.length) return
  const children = await db
    .selectFrom('child')
    .where(sql<boolean>`child.id = any (${childIds}::uuid[])`)
    .select(['id', 'name', 'divisionCode', 'hukouDivisionCode', 'label'])
    .execute()
  const links = await db
    .selectFrom('childPerson as link')
    .innerJoin('person', 'person.id', 'link.personId')
    .where(sql<boolean>`link.child_id = any (${childIds}::uuid[])`)
    .where('link.toDay', 'is', null)
    .select(['link.childId', 'person.name'])
    .execute()
  const family = Map.groupBy(links, ({ childId }) => childId)
  for (const { id, name, divisionCode, hukouDivisionCode, label } of children) {
    const values = {
      divisionCode,
      hukouDivisionCode,
      label,
      tokens: childTokens({
        name,
        family: (family.get(id) ?? []).map((link) => link.name),
      }),
    }
    await db
      .insertInto('childSearch')
      .values({ childId: id, ...values })
      .onConflict((conflict) => conflict.column('childId').doUpdateSet(values))
      .execute()
  }
}
