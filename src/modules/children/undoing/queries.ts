import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import { bulkInsert } from '#server/bulk.ts'
import { clientOf, type Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { BulkEffect } from '../bulk/contract.ts'
import { visibleChildren } from '../queries.ts'
import { refreshSearch } from '../search/queries.ts'
import type { WrittenEffect } from '../updates/contract.ts'
import type { Updating } from '../updates/drafts/queries.ts'
import { PATCHED } from '../updates/patches/queries.ts'
import { timelineRow } from '../updates/rows/queries.ts'

type Kind = BulkEffect['kind']

/** Where records of each kind stand, in the order in which they are taken away: what hangs on others goes first. */
const TABLES = [
  ['category', 'child_category'],
  ['parent-state', 'parent_state'],
  ['delegated-care', 'delegated_care'],
  ['schooling', 'schooling'],
  ['health', 'health_record'],
  ['child-person', 'child_person'],
  ['child', 'child'],
  ['person', 'person'],
] as const satisfies readonly (readonly [Kind, string])[]

const BATCH = 5_000

const loadEffects = async (db: Db, effects: AsyncIterable<WrittenEffect>) => {
  const client = clientOf(db)
  await client.query(`create temporary table effect (
    kind text, id uuid, child_id uuid, action text, version_after int, before jsonb) on commit drop`)
  const insert = (batch: WrittenEffect[]) =>
    client.query(
      `insert into pg_temp.effect
        select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::jsonb[])`,
      [
        batch.map(({ kind }) => kind),
        batch.map(({ id }) => id),
        batch.map(({ childId }) => childId),
        batch.map(({ action }) => action),
        batch.map(({ versionAfter }) => versionAfter),
        batch.map(({ before }) => (before ? JSON.stringify(before) : null)),
      ],
    )
  let batch: WrittenEffect[] = []
  for await (const effect of effects) {
    batch.push(effect)
    if (batch.length < BATCH) continue
    await insert(batch)
    batch = []
  }
  if (batch.length) await insert(batch)
}

/**
 * One line for each record: inserted or not, how it was before the first touch, and the version after the last; `is_whole` when nobody
 * else came in between.
 */
const WRITTEN = `
  create temporary table written on commit drop as
  select kind, id, (array_agg(child_id order by version_after))[1] as child_id, bool_or(action = 'inserted') as is_inserted,
    max(version_after) as version_after, count(*) = max(version_after) - min(version_after) + 1 as is_whole,
    (array_agg(before order by version_after) filter (where before is not null))[1] as before
  from pg_temp.effect group by kind, id;
  create unique index written_by_id on pg_temp.written (id, kind);
  create temporary table new_child on commit drop as select id from pg_temp.written where kind = 'child' and is_inserted;
  create unique index new_child_by_id on pg_temp.new_child (id);
  create temporary table left_alone (child_id uuid, record_id uuid, why text) on commit drop;
  analyze pg_temp.written; analyze pg_temp.new_child`

/** Every column that refers to a child or an adult, by the database's own word, so that no table that comes later is forgotten. */
const referencesTo = async (db: Db, table: 'child' | 'person') => {
  const { rows } = await clientOf(db).query<{ table: string; column: string }>(
    `select quote_ident(t.relname) as table, quote_ident(a.attname) as column
      from pg_constraint c join pg_class t on t.oid = c.conrelid
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = $1::regclass and cardinality(c.conkey) = 1`,
    [table],
  )
  // A search entry is no record of its own, it goes with the child.
  return rows.filter((row) => row.table !== 'child_search')
}

/** Links of new children carry the import in their source; there is no line for each. */
const OWN_LINK = `(link.version = 1 and link.sources -> '*' ->> 'rosterId' = $1)`

const markChanged = async (db: Db) => {
  const client = clientOf(db)
  for (const [kind, table] of TABLES)
    await client.query(
      `insert into pg_temp.left_alone
        select coalesce(written.child_id, written.id), written.id, 'changed-since'
        from pg_temp.written join ${table} as now using (id)
        where written.kind = $1 and (now.version <> written.version_after or not written.is_whole)`,
      [kind],
    )
  // Who belongs to an adult that somebody corrected stays with that adult.
  await client.query(`insert into pg_temp.left_alone
    select link.child_id, written.id, 'changed-since' from pg_temp.left_alone
      join pg_temp.written on written.id = left_alone.record_id and written.kind = 'person'
      join child_person link on link.person_id = written.id join pg_temp.new_child on new_child.id = link.child_id`)
}

const markUsed = async (db: Db, importId: string) => {
  const client = clientOf(db)
  for (const { table, column } of await referencesTo(db, 'child'))
    await client.query(
      `insert into pg_temp.left_alone
        select distinct link.${column}, link.${column}, 'used-since'
        from ${table} as link join pg_temp.new_child on new_child.id = link.${column}
        where not exists (select from pg_temp.written where written.id = link.id and written.is_inserted)
          ${table === 'child_person' ? `and not ${OWN_LINK}` : ''}`,
      table === 'child_person' ? [importId] : [],
    )
}

/**
 * Looks at what an import wrote, as far as it can be taken back without losing what came after: a new child whose file somebody
 * changed or used stays with all that belongs to it, a record that somebody changed stays as it is. Under the worker's duty, so that
 * what the caller does not see counts too. Answers the children concerned.
 */
export const examine = async (
  db: Db,
  importId: string,
  effects: AsyncIterable<WrittenEffect>,
): Promise<{ childId: string; why: 'changed-since' | 'used-since' }[]> => {
  await loadEffects(db, effects)
  await clientOf(db).query(WRITTEN)
  await markChanged(db)
  await markUsed(db, importId)
  const client = clientOf(db)
  await client.query(`create index on pg_temp.left_alone (child_id); analyze pg_temp.left_alone`)
  const { rows } = await client.query<{ childId: string; why: 'changed-since' | 'used-since' }>(
    `select child_id as "childId", min(why) as why from pg_temp.left_alone group by child_id order by child_id`,
  )
  return rows
}

const IS_LEFT = `exists (select from pg_temp.left_alone
  where left_alone.record_id = written.id or (left_alone.child_id = written.child_id and written.child_id in (select id from pg_temp.new_child)))`

const removeInserted = async (db: Db): Promise<number> => {
  const client = clientOf(db)
  const going = `(select id from pg_temp.new_child where not exists (
    select from pg_temp.left_alone where left_alone.child_id = new_child.id))`
  const unused = (await referencesTo(db, 'person')).map(
    ({ table, column }) => `not exists (select from ${table} as link where link.${column} = now.id)`,
  )
  let count = 0
  for (const [kind, table] of TABLES) {
    if (kind === 'child') {
      await client.query(`delete from child_person where child_id in ${going}`)
      await client.query(`delete from child_search where child_id in ${going}`)
    }
    const { rowCount } = await client.query(
      `delete from ${table} as now using pg_temp.written
        where written.id = now.id and written.kind = $1 and written.is_inserted and not ${IS_LEFT}
        ${kind === 'person' ? `and ${unused.join(' and ')}` : ''}`,
      [kind],
    )
    count += rowCount ?? 0
  }
  return count
}

const restoreChanged = async (db: Db): Promise<number> => {
  let count = 0
  for (const [kind, { table, columns }] of Object.entries(PATCHED)) {
    const { rowCount } = await clientOf(db).query(
      `update ${table} as now set version = now.version + 1, (${columns.join(', ')}) = (
          select ${columns.map((column) => `was.${column}`).join(', ')} from jsonb_populate_record(null::${table}, written.before) as was)
        from pg_temp.written where written.id = now.id and written.kind = $1 and not written.is_inserted and not ${IS_LEFT}`,
      [kind],
    )
    count += rowCount ?? 0
  }
  return count
}

/** Children who stay and from whose file something was taken back. */
const restoredChildren = async (db: Db): Promise<string[]> => {
  const { rows } = await clientOf(db).query<{ id: string }>(
    `select distinct child.id from pg_temp.written join child on child.id = written.child_id where not ${IS_LEFT} order by child.id`,
  )
  return rows.map(({ id }) => id)
}

/** Takes back what `examine` did not mark, in the same transaction and duty. */
export const takeBack = async (
  db: Db,
): Promise<{ removed: number; restored: number; childIds: string[] }> => {
  const restored = await restoreChanged(db)
  const removed = await removeInserted(db)
  const childIds = await restoredChildren(db)
  await refreshSearch(db, childIds)
  return { removed, restored, childIds }
}

/** That something was taken back stands in the history and on the timeline of each file; the history of before stays. */
export const noteTakenBack = async (on: Updating, childIds: readonly string[]): Promise<void> => {
  const { db, now, actorId, reason, title, cause } = on
  if (!childIds.length) return
  const history = childIds.map((childId) => ({
    id: uuidv7(now.getTime()),
    child_id: childId,
    record_kind: 'child',
    record_id: childId,
    fields: [],
    reason,
    changed_by: actorId,
    changed_at: now,
  }))
  const columns = [
    'id',
    'child_id',
    'record_kind',
    'record_id',
    'fields',
    'reason',
    'changed_by',
    'changed_at',
  ] as const
  await bulkInsert(db, 'child_change', columns, history)
  const timeline = childIds.map((childId) =>
    timelineRow(on, { childId, kind: cause.kind, title, subjectKind: cause.kind, subjectId: cause.id }),
  )
  const [first] = timeline
  if (first) await bulkInsert(db, 'timeline_entry', Object.keys(first), timeline)
}

/** Names and places of children whom the caller may see, for the list of what is left alone. */
export const listNames = (db: Db, scope: Scope, ids: readonly string[]) =>
  visibleChildren(db, scope)
    .where(sql<boolean>`child.id = any (${ids}::uuid[])`)
    .select(['child.id', 'name', 'divisionCode'])
    .orderBy('child.id')
    .execute()
