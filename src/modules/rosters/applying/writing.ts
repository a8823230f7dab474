import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { bulkRegister } from '#modules/children/bulk/queries.ts'
import type { NewChildRecord } from '#modules/children/bulk/contract.ts'
import type { FileUpdate, StateUpdate } from '#modules/children/updates/contract.ts'
import type { Updating } from '#modules/children/updates/drafts/queries.ts'
import { openFiles } from '#modules/children/updates/files/queries.ts'
import { findParents } from '#modules/children/updates/finding/queries.ts'
import { writeStates, writeUpdates } from '#modules/children/updates/queries.ts'
import { writableRecord } from '../matching/verdict.ts'
import { openRow } from '../preview/staging.ts'
import { partsOf, tellingOf } from '../preview/settling.ts'
import { newChildOf, proposeUpdate } from '../proposing/child.ts'
import { proposeState } from '../proposing/parent-state.ts'
import type { StoredMapping } from '../queries.ts'
import { insertEffects, type RosterEffect } from './effects.ts'
import type { RowToWrite } from './queries.ts'

/** All that writing rows of one roster needs; `db` is the transaction in which everything or nothing happens. */
export type Applying = {
  db: Db
  scope: Scope
  keys: CountyKeys
  key: Buffer
  rosterId: string
  department: string
  asOfDay: string
  mapping: StoredMapping
  actorId: string | null
  now: Date
}

/** Records written, by kind. */
export type Written = Record<string, number>

const count = (written: Written, effects: readonly { kind: string }[]) => {
  for (const { kind } of effects) written[kind] = (written[kind] ?? 0) + 1
}

const updating = (on: Applying): Updating => ({
  db: on.db,
  scope: on.scope,
  keys: on.keys,
  actorId: on.actorId,
  now: on.now,
  reason: `${on.department}名册（${on.asOfDay}）`,
  title: '部门名册更新了档案',
  cause: { kind: 'roster', id: on.rosterId },
})

/** The row as a new file; the whole row where a person decided, else without what is in doubt. */
export const newRecordOf = (on: Applying, row: RowToWrite): (NewChildRecord & { id: string }) | undefined => {
  const { record } = openRow(on.keys, on.key, row.recordSealed)
  const values = row.decision ? record : writableRecord(record, row.problems)
  const child = newChildOf(values, tellingOf(on, row.rowNumber), row.decidedDivisionCode ?? undefined)
  return child && { ...child, id: row.childId ?? uuidv7(on.now.getTime()) }
}

/** Registers rows as new files; links of new children stand for themselves by their source and need no line of effect. */
export const registerRows = async (
  on: Applying,
  records: AsyncIterable<{ rowNumber: number; child: NewChildRecord & { id: string } }>,
  written: Written,
  onBatch?: () => void,
): Promise<void> => {
  const rowOf = new Map<string, number>()
  async function* children() {
    for await (const { rowNumber, child } of records) {
      rowOf.set(child.id, rowNumber)
      yield child
    }
  }
  await bulkRegister(on.db, on.keys, children(), {
    ...(on.actorId && { actorId: on.actorId }),
    now: on.now,
    onEffects: async (effects) => {
      count(written, effects)
      const kept = effects.flatMap((effect): RosterEffect[] =>
        effect.kind === 'child-person'
          ? []
          : [
              {
                ...effect,
                action: 'inserted',
                versionAfter: 1,
                rowNumber: rowOf.get(effect.childId) ?? null,
              },
            ],
      )
      await insertEffects(on.db, on, kept)
      for (const { kind, id } of effects) if (kind === 'child') rowOf.delete(id)
      onBatch?.()
    },
  })
}

/** Writes rows into files that are there, as those are now. Answers rows whose file is not in sight any more. */
export const updateRows = async (
  on: Applying,
  rows: readonly RowToWrite[],
  written: Written,
): Promise<void> => {
  const ids = rows.flatMap(({ childId }) => childId ?? [])
  const files = await openFiles(on, ids, partsOf(on.mapping), true)
  const updates: FileUpdate[] = []
  const rowOf = new Map<string, number>()
  for (const row of rows) {
    const file = files.get(row.childId ?? '')
    if (!file) continue
    const { record } = openRow(on.keys, on.key, row.recordSealed)
    const telling = tellingOf(on, row.rowNumber)
    const { update, touched } = proposeUpdate(writableRecord(record, row.problems), file, telling)
    if (!touched.length) continue
    updates.push(update)
    rowOf.set(file.id, row.rowNumber)
  }
  const effects = await writeUpdates(updating(on), files, updates)
  count(written, effects)
  await insertEffects(
    on.db,
    on,
    effects.map((effect) => ({ ...effect, rowNumber: rowOf.get(effect.childId ?? '') ?? null })),
  )
}

/** Writes rows about grown-ups into the files of their children. */
export const stateRows = async (
  on: Applying,
  rows: readonly RowToWrite[],
  written: Written,
): Promise<void> => {
  const { state: kind } = on.mapping
  if (!kind) throw new Error('a roster of grown-ups without a state')
  const parents = await findParents(
    on,
    rows.flatMap(({ numberIndex }) => numberIndex ?? []),
  )
  const updates: (StateUpdate & { rowNumber: number })[] = []
  for (const { rowNumber, numberIndex, recordSealed } of rows) {
    const parent = numberIndex && parents.get(numberIndex.toString('base64'))
    if (!parent) continue
    const { record } = openRow(on.keys, on.key, recordSealed)
    const { state } = proposeState(kind, record, parent)
    if (!state) continue
    const { source } = tellingOf(on, rowNumber)
    const childIds = parent.children.map(({ id }) => id)
    updates.push({ personId: parent.id, key: parent.key, childIds, source, state, rowNumber })
  }
  const childIds = [...new Set(updates.flatMap((update) => update.childIds))]
  const files = await openFiles(on, childIds, {}, true)
  const effects = await writeStates(updating(on), files, updates)
  count(written, effects)
  await insertEffects(
    on.db,
    on,
    effects.map((effect, at) => ({ ...effect, rowNumber: updates[at]?.rowNumber ?? null })),
  )
}
