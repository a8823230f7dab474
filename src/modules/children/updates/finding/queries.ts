import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { ParentStateKind } from '../../contract.ts'
import { visibleChildren } from '../../queries.ts'
import { keyOf } from '../files/queries.ts'

/** Ids of children by the blind index of their identity number, sealed files among them: an id and nothing else (`find_children`). */
export const findChildren = async (db: Db, indexes: readonly Buffer[]): Promise<Map<string, string>> => {
  if (!indexes.length) return new Map()
  const { rows } = await sql<{ index: Buffer; id: string }>`
    select id_number_index as index, id from find_children(${indexes}::bytea[])`.execute(db)
  return new Map(rows.map(({ index, id }) => [index.toString('base64'), id]))
}

/** Children of the scope who were born on these days, whatever their state: where to look for somebody without a number. */
export const listBornOn = (db: Db, scope: Scope, days: readonly string[]) =>
  visibleChildren(db, scope)
    .where(sql<boolean>`child.birth_day = any (${days}::date[])`)
    .select(['child.id', 'name', 'sex', 'birthDay', 'divisionCode', 'hukouDivisionCode', 'idNumberState'])
    .orderBy('child.id')
    .execute()
export type BornThen = Awaited<ReturnType<typeof listBornOn>>[number]

/** An adult as the parent of children whom the caller sees. */
export type ParentNow = {
  id: string
  name: string
  key: ReturnType<typeof keyOf>
  children: { id: string; divisionCode: string }[]
  states: {
    id: string
    kind: ParentStateKind
    fromDay: string | null
    toDay: string | null
    acceptedDay: string | null
  }[]
}

/** Adults of families in the scope, by the blind index (base64) of their identity number. */
export const findParents = async (
  { db, scope, keys }: { db: Db; scope: Scope; keys: CountyKeys },
  indexes: readonly Buffer[],
): Promise<Map<string, ParentNow>> => {
  if (!indexes.length) return new Map()
  const links = await visibleChildren(db, scope)
    .innerJoin('childPerson as link', 'link.childId', 'child.id')
    .innerJoin('person', 'person.id', 'link.personId')
    .where(sql<boolean>`person.id_number_index = any (${indexes}::bytea[])`)
    .where('link.toDay', 'is', null)
    .select([
      'person.id',
      'person.name',
      'person.idNumberIndex as index',
      'person.keySealed',
      'child.id as childId',
      'child.divisionCode',
    ])
    .orderBy('child.id')
    .execute()
  const parents = new Map<string, ParentNow & { index: string }>()
  for (const { id, name, index, keySealed, childId, divisionCode } of links) {
    const parent = parents.get(id) ?? {
      id,
      name,
      index: index?.toString('base64') ?? '',
      key: keyOf(keys, { id, keySealed }),
      children: [],
      states: [],
    }
    if (!parent.children.some((child) => child.id === childId))
      parent.children.push({ id: childId, divisionCode })
    parents.set(id, parent)
  }
  const states = await db
    .selectFrom('parentState')
    .where(sql<boolean>`person_id = any (${[...parents.keys()]}::uuid[])`)
    .select(['id', 'personId', 'kind', 'fromDay', 'toDay', 'acceptedDay'])
    .execute()
  for (const state of states) parents.get(state.personId)?.states.push(state)
  return new Map([...parents.values()].map((parent) => [parent.index, parent]))
}
