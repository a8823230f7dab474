import { dayOf } from '#kernel/day.ts'
import { cleanRow } from '../cleaning/clean-row.ts'
import { findDuplicates } from '../cleaning/duplicates.ts'
import { clearRows } from '../intake/queries.ts'
import { withClearCopy } from '../intake/sealed-file.ts'
import { villagesOf } from '../intake/villages.ts'
import type { SkippedRow } from '../reading/header.ts'
import { openTable, type RosterTable } from '../reading/table.ts'
import type { StoredMapping } from '../queries.ts'
import { endRunOrStop, type Run, type Work, type WorkTools } from '../works/jobs.ts'
import { keyOfRoster, witness, type Clerk, type RosterToWork } from '../works/queries.ts'
import { settleRows, type ReadRow, type Settling } from './settling.ts'
import { insertRows, type StagedRow } from './staging.ts'
import { startTally } from './tally.ts'

/** Rows that are matched and written together: enough to make few statements, little enough to hold. */
const BATCH = 1_000

const skippedRow = ({ rowNumber, reason }: SkippedRow): StagedRow => ({
  rowNumber,
  verdict: 'skipped',
  divisionCode: null,
  childId: null,
  personId: null,
  candidates: [],
  numberIndex: null,
  changes: [],
  problems: [{ field: 'note', code: 'no-record', message: reason, severity: 'note' }],
  content: null,
})

/** Reads all lines, settles and stores them batch by batch; while one batch is written, the next is read and cleaned. */
const readAll = async (
  table: RosterTable,
  on: Settling,
  { report, sealing }: { report: WorkTools['report']; sealing: Parameters<typeof insertRows>[1] },
  clean: (row: ReadRow['raw']) => ReadRow,
) => {
  const tally = startTally()
  const firstRows = new Map<string, number>()
  let writing: Promise<unknown> = Promise.resolve()
  let done = 0
  const flush = async (rows: ReadRow[], skipped: StagedRow[]) => {
    await writing
    const settled = await settleRows(on, rows, firstRows)
    settled.forEach((row, at) => tally.add({ ...row, rules: rows[at]?.cleaned.rules ?? [] }))
    for (const row of skipped) tally.add({ ...row, rules: [] })
    const all = [...settled, ...skipped]
    writing = all.length ? insertRows(on.db, sealing, all) : Promise.resolve()
    // Its failure is met at the next `await writing`; until then nobody else listens.
    writing.catch(() => undefined)
    done += all.length
    report({ phase: 'reading', done, total: null })
  }
  let rows: ReadRow[] = []
  let skipped = table.header.skipped.map(skippedRow)
  for await (const line of table.lines) {
    if (line.kind === 'record') rows.push(clean(line.row))
    else skipped.push(skippedRow(line.skipped))
    if (rows.length + skipped.length < BATCH) continue
    await flush(rows, skipped)
    rows = []
    skipped = []
  }
  await flush(rows, skipped)
  await writing
  return tally.counts()
}

/** The preview of a roster: every row read, cleaned, matched and settled; nothing outside the roster changes. */
export const previewWork = (clerk: Clerk, run: Run, roster: RosterToWork): Work => ({
  run,
  action: 'roster.previewed',
  onFailure: 'failed',
  onStop: 'received',
  perform: async ({ db, report }) => {
    const { county, keys, scope, dataFolder } = clerk
    const { id, fileName, sheetName, department, asOfDay } = roster
    const mapping = roster.mapping as StoredMapping
    const key = keyOfRoster(keys, roster)
    const now = clerk.now()
    await clearRows(db, id)
    const context = { today: dayOf(now), villages: await villagesOf(db, county) }
    const duplicateOf = findDuplicates(mapping.subject)
    const clean = (raw: ReadRow['raw']): ReadRow => {
      const cleaned = cleanRow(raw, mapping, context)
      const duplicate = duplicateOf(cleaned)
      if (duplicate) cleaned.problems.push(duplicate)
      return { raw, cleaned }
    }
    const on: Settling = { db, scope, keys, rosterId: id, department, asOfDay, mapping, now }
    const counts = await withClearCopy({ dataFolder, county, id }, { keys, key }, async (path) => {
      const table = await openTable(path, { fileName, ...(sheetName && { sheet: sheetName }) })
      try {
        return await readAll(table, on, { report, sealing: { id, keys, key } }, clean)
      } finally {
        await table.close()
      }
    })
    await endRunOrStop(db, run, { state: 'previewed', counts })
    await witness(db, clerk, { action: 'roster.previewed', id, count: counts.rows })
  },
})
