import type { Db } from '#server/database.ts'
import { findChildren } from '#modules/children/updates/finding/queries.ts'
import { removeSealed } from '../intake/sealed-file.ts'
import type { Counts } from '../contract.ts'
import type { StoredMapping } from '../queries.ts'
import { endRunOrStop, type Run, type Work, type WorkTools } from '../works/jobs.ts'
import { keyOfRoster, witness, type Clerk, type RosterToWork } from '../works/queries.ts'
import { countRowsToWrite, linkRow, listRowsToWrite, takeTurn, type RowToWrite } from './queries.ts'
import { newRecordOf, registerRows, stateRows, updateRows, type Applying, type Written } from './writing.ts'

const BATCH = 1_000

/** Rows in order, piece by piece. */
async function* batchesOf(db: Db, rosterId: string, kind: 'new' | 'changed') {
  let after = 0
  for (;;) {
    const rows = await listRowsToWrite(db, rosterId, kind, { after, limit: BATCH })
    if (rows.length) yield rows
    after = rows.at(-1)?.rowNumber ?? 0
    if (rows.length < BATCH) return
  }
}

const textOf = ({ numberIndex }: RowToWrite) => numberIndex?.toString('base64') ?? ''

/**
 * New rows as records. Who was registered since the preview goes to `late` and is treated as a file that is there. Reads over a
 * connection of its own, because the other is busy writing.
 */
async function* newRecords(reader: Db, on: Applying, late: RowToWrite[], tick: (rows: number) => void) {
  for await (const rows of batchesOf(reader, on.rosterId, 'new')) {
    const known = await findChildren(
      reader,
      rows.flatMap(({ numberIndex }) => numberIndex ?? []),
    )
    for (const row of rows) {
      const childId = known.get(textOf(row))
      const child = childId ? undefined : newRecordOf(on, row)
      if (childId) late.push({ ...row, childId })
      else if (child) yield { rowNumber: row.rowNumber, isLinked: row.childId !== null, child }
    }
    tick(rows.length)
  }
}

const applyNew = async (reader: Db, on: Applying, written: Written, tick: (rows: number) => void) => {
  const late: RowToWrite[] = []
  const unlinked: { rowNumber: number; childId: string }[] = []
  async function* records() {
    for await (const { rowNumber, isLinked, child } of newRecords(reader, on, late, tick)) {
      if (!isLinked) unlinked.push({ rowNumber, childId: child.id })
      yield { rowNumber, child }
    }
  }
  // Reading runs ahead of writing: whoever stops the work is heard after each batch that was written, too.
  await registerRows(on, records(), written, () => tick(0))
  for (const { rowNumber, childId } of unlinked) await linkRow(on.db, on.rosterId, rowNumber, childId)
  await updateRows(on, late, written)
  for (const { rowNumber, childId } of late) await linkRow(on.db, on.rosterId, rowNumber, childId ?? '')
}

const applyAll = async (reader: Db, on: Applying, report: WorkTools['report']): Promise<Written> => {
  const written: Written = {}
  const total = await countRowsToWrite(reader, on.rosterId)
  let done = 0
  const tick = (rows: number) => {
    done += rows
    report({ phase: 'writing', done, total })
  }
  tick(0)
  const isAboutChildren = on.mapping.subject === 'child'
  if (isAboutChildren) await applyNew(reader, on, written, tick)
  for await (const rows of batchesOf(reader, on.rosterId, 'changed')) {
    await (isAboutChildren ? updateRows : stateRows)(on, rows, written)
    tick(rows.length)
  }
  return written
}

export const applyingOf = (db: Db, clerk: Clerk, roster: RosterToWork): Applying => ({
  db,
  scope: clerk.scope,
  keys: clerk.keys,
  key: keyOfRoster(clerk.keys, roster),
  rosterId: roster.id,
  department: roster.department,
  asOfDay: roster.asOfDay,
  mapping: roster.mapping as StoredMapping,
  actorId: clerk.actorId,
  now: clerk.now(),
})

/** The whole roster in one transaction or not at all; afterwards the file is not needed any more. */
export const applyWork = (clerk: Clerk, run: Run, roster: RosterToWork): Work => ({
  run,
  action: 'roster.applied',
  onFailure: 'previewed',
  onStop: 'previewed',
  perform: async ({ db, report }) => {
    await takeTurn(db, clerk.county)
    const on = applyingOf(db, clerk, roster)
    const written = await clerk.transaction((reader) => applyAll(reader, on, report))
    const counts: Counts = { ...(roster.counts as Counts), written }
    await endRunOrStop(db, run, {
      state: 'applied',
      counts,
      appliedBy: clerk.actorId,
      appliedAt: clerk.now(),
    })
    const count = Object.values(written).reduce((sum, each) => sum + each, 0)
    await witness(db, clerk, { action: 'roster.applied', id: run.id, count })
  },
  onDone: () => removeSealed({ dataFolder: clerk.dataFolder, county: clerk.county, id: run.id }),
})
