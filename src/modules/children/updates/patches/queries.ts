import { Problem } from '#kernel/problem.ts'
import { clientOf, type Db } from '#server/database.ts'
import type { BulkEffect } from '../../bulk/contract.ts'
import type { WrittenEffect } from '../contract.ts'

/** Where each kind of record stands, and the columns that an import may change and an undo puts back. */
export const PATCHED = {
  child: {
    table: 'child',
    columns: [
      'state',
      'state_reason',
      'name',
      'sex',
      'ethnicity',
      'birth_day',
      'id_number_sealed',
      'id_number_index',
      'id_number_state',
      'phone_sealed',
      'phone_index',
      'division_code',
      'hukou_division_code',
      'hukou_address_sealed',
      'residence',
      'residence_place',
      'residence_address_sealed',
      'sources',
      'updated_at',
      'updated_by',
    ],
  },
  person: {
    table: 'person',
    columns: [
      'name',
      'sex',
      'birth_day',
      'id_number_sealed',
      'id_number_index',
      'id_number_state',
      'phone_sealed',
      'phone_index',
      'whereabouts',
      'sources',
      'updated_at',
      'updated_by',
    ],
  },
  'child-person': {
    table: 'child_person',
    columns: ['relation', 'is_guardian', 'is_household', 'from_day', 'to_day', 'end_reason', 'sources'],
  },
  category: { table: 'child_category', columns: ['detail', 'from_day', 'to_day', 'end_reason', 'sources'] },
  schooling: {
    table: 'schooling',
    columns: ['status', 'school_name', 'grade', 'class_name', 'is_boarding', 'from_day', 'to_day', 'sources'],
  },
} as const satisfies Partial<Record<BulkEffect['kind'], { table: string; columns: readonly string[] }>>
export type PatchedKind = keyof typeof PATCHED

/** Columns (as in SQL) to set in one row; bytes as `\x…` text. The row must still have that version, where one is named. */
export type Patch = {
  id: string
  version?: number
  childId: string | null
  values: Record<string, unknown>
  isEnding?: boolean
}

/** Bytes as JSON carries them to a bytea column. */
export const bytesText = (bytes: Buffer | null) => (bytes ? `\\x${bytes.toString('hex')}` : null)

const changedMeanwhile = () =>
  new Problem({
    status: 409,
    code: 'changed-meanwhile',
    title: '有人同时改动了同样的档案，这一次没有写入任何内容，请再试一次',
  })

/**
 * Sets columns of many rows with one statement, each row its own, and answers how each was before. Fails as a whole with
 * `changed-meanwhile` when a row is no longer there in the version named.
 */
export const patchRows = async (
  db: Db,
  kind: PatchedKind,
  patches: readonly Patch[],
): Promise<WrittenEffect[]> => {
  if (!patches.length) return []
  const { table, columns } = PATCHED[kind]
  const client = clientOf(db)
  const given = `(select * from unnest($1::uuid[], $2::int[], $3::jsonb[]) as given (id, version, patch)) as given`
  const values = [
    patches.map(({ id }) => id),
    patches.map(({ version }) => version ?? null),
    patches.map((patch) => JSON.stringify(patch.values)),
  ]
  const { rows } = await client.query<{ id: string; before: Record<string, unknown> }>(
    `select target.id, to_jsonb(target) as before from ${table} as target join ${given} using (id)
      where given.version is null or target.version = given.version for update of target`,
    values,
  )
  const before = new Map(rows.map(({ id, before: was }) => [id, was]))
  const { rowCount } = await client.query(
    `update ${table} as target set version = target.version + 1, (${columns.join(', ')}) = (
        select ${columns.map((column) => `next.${column}`).join(', ')} from jsonb_populate_record(target, given.patch) as next)
      from ${given} where target.id = given.id and (given.version is null or target.version = given.version)`,
    values,
  )
  if (before.size !== patches.length || rowCount !== patches.length) throw changedMeanwhile()
  return patches.map(({ id, childId, isEnding }) => {
    const was = before.get(id) ?? {}
    return {
      kind,
      id,
      childId,
      action: isEnding ? 'ended' : 'changed',
      versionAfter: Number(was['version']) + 1,
      before: was,
    }
  })
}
