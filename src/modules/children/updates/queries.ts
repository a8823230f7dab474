import { sql } from 'kysely'
import { bulkInsert } from '#server/bulk.ts'
import type { Db } from '#server/database.ts'
import { refreshSearch } from '../search/queries.ts'
import { keyOfPerson } from '../secrets/queries.ts'
import type { FileUpdate, StateUpdate, WrittenEffect } from './contract.ts'
import {
  addState,
  addUpdate,
  INSERTED,
  noDraft,
  type Draft,
  type InsertedKind,
  type Updating,
} from './drafts/queries.ts'
import type { FileNow } from './files/queries.ts'
import { findChildren } from './finding/queries.ts'
import { PATCHED, patchRows, type PatchedKind } from './patches/queries.ts'
import type { Row } from './rows/queries.ts'

// Object.keys of a literal record gives its keys; TypeScript only says string.
const INSERTED_KINDS = Object.keys(INSERTED) as InsertedKind[]
const PATCHED_KINDS = Object.keys(PATCHED) as PatchedKind[]

const textOf = (index: unknown) => (index instanceof Buffer ? index.toString('base64') : undefined)

const findPersons = async (db: Db, indexes: readonly Buffer[]): Promise<Map<string, string>> => {
  if (!indexes.length) return new Map()
  const { rows } = await sql<{ index: Buffer; id: string }>`
    select id_number_index as index, id from find_persons(${indexes}::bytea[])`.execute(db)
  return new Map(rows.map(({ index, id }) => [index.toString('base64'), id]))
}

/** Numbers that an update gives to somebody although they are on file with somebody else are left out of it. */
const withoutTakenNumbers = async (on: Updating, updates: readonly FileUpdate[]): Promise<FileUpdate[]> => {
  const indexOf = (number: unknown) => on.keys.index('id-number', String(number))
  const given = updates.flatMap(({ fields, persons }) =>
    [...fields, ...persons.flatMap((person) => person.fields)].filter(({ field }) => field === 'idNumber'),
  )
  if (!given.length) return [...updates]
  const indexes = given.map(({ to }) => indexOf(to))
  const persons = await findPersons(on.db, indexes)
  const children = await findChildren(on.db, indexes)
  const isFree =
    (taken: Map<string, string>, ownId: string) =>
    ({ field, to }: FileUpdate['fields'][number]) => {
      const owner = field === 'idNumber' ? taken.get(textOf(indexOf(to)) ?? '') : undefined
      return owner === undefined || owner === ownId
    }
  return updates.map((update) => ({
    ...update,
    fields: update.fields.filter(isFree(children, update.childId)),
    persons: update.persons.map((person) => ({
      ...person,
      fields: person.fields.filter(isFree(persons, person.id)),
    })),
  }))
}

/** Adults who are on file keep their record; the new link leads to it. */
const withoutKnownPeople = async (db: Db, { inserts }: Draft) => {
  const indexes = inserts.person.flatMap(({ row }) => {
    const index = row['id_number_index']
    return index instanceof Buffer ? [index] : []
  })
  const onFile = await findPersons(db, indexes)
  if (!onFile.size) return
  const idNow = new Map<string, string>()
  inserts.person = inserts.person.filter(({ row }) => {
    const known = onFile.get(textOf(row['id_number_index']) ?? '')
    if (known) idNow.set(row.id, known)
    return known === undefined
  })
  for (const { row } of inserts['child-person'])
    row['person_id'] = idNow.get(String(row['person_id'])) ?? row['person_id']
}

const insertAll = async (db: Db, table: string, those: readonly Row[]) => {
  const [first] = those
  if (first) await bulkInsert(db, table, Object.keys(first), those)
}

const write = async (on: Updating, draft: Draft): Promise<WrittenEffect[]> => {
  const { db } = on
  await withoutKnownPeople(db, draft)
  const effects: WrittenEffect[] = []
  for (const kind of PATCHED_KINDS)
    effects.push(...(await patchRows(db, kind, [...draft.patches[kind].values()])))
  for (const kind of INSERTED_KINDS) {
    const those = draft.inserts[kind]
    await insertAll(
      db,
      INSERTED[kind],
      those.map(({ row }) => row),
    )
    for (const { row, childId } of those)
      effects.push({ kind, id: row.id, childId, action: 'inserted', versionAfter: 1 })
  }
  await insertAll(db, 'child_change', draft.history)
  await insertAll(db, 'timeline_entry', draft.timeline)
  await refreshSearch(db, [...draft.searched])
  return effects
}

/**
 * Writes into files that are there, many at once, in the caller's transaction and under its policies: values, history, timeline and
 * what children are found by. `files` are those that `openFiles` gave, locked. Answers what was written, for taking it back. Fails as a
 * whole (`changed-meanwhile`) when another transaction wrote to one of the records.
 */
export const writeUpdates = async (
  on: Updating,
  files: ReadonlyMap<string, FileNow>,
  updates: readonly FileUpdate[],
): Promise<WrittenEffect[]> => {
  const draft = noDraft()
  for (const update of await withoutTakenNumbers(on, updates)) {
    const file = files.get(update.childId)
    if (file) await addUpdate(draft, on, file, update)
  }
  return write(on, draft)
}

/** The same for states of grown-ups: 死亡, 服刑, 失联 … `files` are those of their children. */
export const writeStates = async (
  on: Updating,
  files: ReadonlyMap<string, FileNow>,
  updates: readonly StateUpdate[],
): Promise<WrittenEffect[]> => {
  const draft = noDraft()
  for (const update of updates) {
    const own = update.childIds.flatMap((id) => files.get(id) ?? [])
    const key = update.key() ?? (await keyOfPerson(on.db, on.keys, update.personId))
    await addState(draft, on, own, update, key)
  }
  return write(on, draft)
}
