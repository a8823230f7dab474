import { bulkInsert } from '#server/bulk.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { BulkEffect } from '#modules/children/bulk/contract.ts'
import type { WrittenEffect } from '#modules/children/updates/contract.ts'

/** An effect of a roster, with the row that caused it. */
export type RosterEffect = WrittenEffect & { rowNumber: number | null }

export type Sealing = { rosterId: string; keys: CountyKeys; key: Buffer }

const COLUMNS = [
  'roster_id',
  'record_kind',
  'record_id',
  'child_id',
  'row_number',
  'action',
  'version_after',
  'before_sealed',
] as const

/** Writes down what a roster did, with what was there before, sealed: the ground of undoing it. */
export const insertEffects = async (
  db: Db,
  { rosterId, keys, key }: Sealing,
  effects: readonly RosterEffect[],
): Promise<void> => {
  if (!effects.length) return
  await bulkInsert(
    db,
    'roster_effect',
    COLUMNS,
    effects.map((effect) => ({
      roster_id: rosterId,
      record_kind: effect.kind,
      record_id: effect.id,
      child_id: effect.childId,
      row_number: effect.rowNumber,
      action: effect.action,
      version_after: effect.versionAfter,
      before_sealed: effect.before && keys.seal(key, 'before', JSON.stringify(effect.before)),
    })),
  )
}

const BATCH = 5_000

/** All effects of a roster in the order in which they happened, opened. */
export async function* readEffects(db: Db, { rosterId, keys, key }: Sealing): AsyncGenerator<WrittenEffect> {
  let after = 0
  for (;;) {
    const rows = await db
      .selectFrom('rosterEffect')
      .where('rosterId', '=', rosterId)
      .where('seq', '>', after)
      .select(['seq', 'recordKind', 'recordId', 'childId', 'action', 'versionAfter', 'beforeSealed'])
      .orderBy('seq')
      .limit(BATCH)
      .execute()
    for (const row of rows)
      yield {
        // Written by insertEffects alone.
        kind: row.recordKind as BulkEffect['kind'],
        action: row.action as WrittenEffect['action'],
        id: row.recordId,
        childId: row.childId,
        versionAfter: row.versionAfter,
        ...(row.beforeSealed && {
          before: JSON.parse(keys.open(key, 'before', row.beforeSealed)) as Record<string, unknown>,
        }),
      }
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    after = last.seq
  }
}
