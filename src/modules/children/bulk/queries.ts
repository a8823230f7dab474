import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { bulkInsert } from '#server/bulk.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { BulkCounts, BulkEffect, NewChildRecord } from './contract.ts'
import { addRecord, noRows, type Making, type Rows } from './rows/queries.ts'

/** Children at once: large enough to make few statements, small enough to keep memory flat. */
const BATCH = 2_000
/** While one batch is written, the next is sealed; after so many children the socket gets a turn, or the database would wait. */
const TURN = 5

const TABLES = {
  child: { table: 'child', kind: 'child' },
  person: { table: 'person', kind: 'person' },
  childPerson: { table: 'child_person', kind: 'child-person' },
  parentState: { table: 'parent_state', kind: 'parent-state' },
  childCategory: { table: 'child_category', kind: 'category' },
  delegatedCare: { table: 'delegated_care', kind: 'delegated-care' },
  schooling: { table: 'schooling', kind: 'schooling' },
  healthRecord: { table: 'health_record', kind: 'health' },
  childSearch: { table: 'child_search', kind: undefined },
} satisfies Record<keyof Rows, { table: string; kind: BulkEffect['kind'] | undefined }>

export type BulkOptions = {
  /** Who is answerable, for the columns that say so; the set-up of a county has nobody. */
  actorId?: string
  now?: Date
  /** Told of what each batch wrote, after it was written, in the same transaction. */
  onEffects?: (effects: BulkEffect[]) => Promise<void>
}

const nothing = (): BulkCounts => ({
  child: 0,
  person: 0,
  'child-person': 0,
  category: 0,
  'parent-state': 0,
  'delegated-care': 0,
  schooling: 0,
  health: 0,
})

/** Notes for the batch's people which id they have on file. A later batch may name them too, so it is kept for the whole call. */
const findOnFile = async (db: Db, onFile: Map<string, string>, rows: Rows) => {
  const indexes = rows.person.flatMap(({ id_number_index: index }) =>
    index instanceof Buffer ? [index] : [],
  )
  if (!indexes.length) return
  const { rows: known } = await sql<{ index: Buffer; id: string }>`
    select id_number_index as index, id from find_persons(${indexes}::bytea[])`.execute(db)
  const idOf = new Map(known.map(({ index, id }) => [index.toString('latin1'), id]))
  for (const { id, id_number_index: index } of rows.person) {
    const before = index instanceof Buffer ? idOf.get(index.toString('latin1')) : undefined
    if (before) onFile.set(String(id), before)
  }
}

/** People who were on file before this call keep their record; what the rows say of them in addition is only the link. */
const withoutKnownPeople = async (db: Db, onFile: Map<string, string>, rows: Rows): Promise<Rows> => {
  await findOnFile(db, onFile, rows)
  if (!onFile.size) return rows
  const idNow = (id: string) => onFile.get(id) ?? id
  return {
    ...rows,
    person: rows.person.filter(({ id }) => !onFile.has(String(id))),
    parentState: rows.parentState.filter(({ person_id: id }) => !onFile.has(id)),
    childPerson: rows.childPerson.map((row) => ({ ...row, person_id: idNow(row.person_id) })),
    delegatedCare: rows.delegatedCare.map((row) => ({ ...row, carer_id: idNow(row.carer_id) })),
  }
}

const effectsOf = (rows: Rows): BulkEffect[] => {
  const childOf = new Map(rows.childPerson.map(({ person_id: id, child_id: child }) => [id, String(child)]))
  return Object.entries(TABLES).flatMap(([name, { kind }]) =>
    kind === undefined
      ? []
      : rows[name as keyof Rows].map((row): BulkEffect => ({
          kind,
          id: String(row['id']),
          childId:
            kind === 'child'
              ? String(row['id'])
              : kind === 'person'
                ? (childOf.get(String(row['id'])) ?? '')
                : kind === 'parent-state'
                  ? (childOf.get(String(row['person_id'])) ?? '')
                  : String(row['child_id']),
        })),
  )
}

const writeBatch = async (
  db: Db,
  onFile: Map<string, string>,
  batch: Rows,
  counts: BulkCounts,
  options: BulkOptions,
) => {
  const rows = await withoutKnownPeople(db, onFile, batch)
  for (const [name, { table, kind }] of Object.entries(TABLES)) {
    const those: Record<string, unknown>[] = rows[name as keyof Rows]
    const first = those[0]
    if (!first) continue
    const count = await bulkInsert(db, table, Object.keys(first), those)
    if (kind) counts[kind] += count
  }
  await options.onEffects?.(effectsOf(rows))
}

/**
 * Registers many children with their families in the caller's transaction, under its policies. The same adult is one person, within
 * the call and against those on file (see NewPersonRecord). Values are taken as they are: the caller has cleaned and checked them.
 * A child's identity number that is on file already fails the whole call (constraint child_id_number_unique).
 * Keeps nothing but the ids of people: memory grows by about 0.2 MB per thousand children.
 */
export const bulkRegister = async (
  db: Db,
  keys: CountyKeys,
  records: AsyncIterable<NewChildRecord> | Iterable<NewChildRecord>,
  options: BulkOptions = {},
): Promise<BulkCounts> => {
  const making: Making = {
    keys,
    actorId: options.actorId ?? null,
    now: options.now ?? new Date(),
    people: new Map(),
  }
  const counts = nothing()
  const onFile = new Map<string, string>()
  let writing: Promise<void> = Promise.resolve()
  let rows = noRows()
  const write = async () => {
    await writing
    const batch = rows
    rows = noRows()
    writing = writeBatch(db, onFile, batch, counts, options)
    // Its failure is met at the next `await writing`; until then nobody else listens.
    writing.catch(() => undefined)
  }
  for await (const record of records) {
    addRecord(rows, making, record)
    if (rows.child.length % TURN === 0) await setImmediate()
    if (rows.child.length >= BATCH) await write()
  }
  await write()
  await writing
  await sql`select settle_child_search()`.execute(db)
  return counts
}
