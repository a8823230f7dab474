import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import * as XLSX from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel'
import { EMPTY, formulaCell, isBlank, numberCell, textCell, type Cell, type RosterRow } from './cells.ts'
import { mergeFiller } from './merges.ts'

/**
 * Reads one legacy workbook in a thread of its own, because the library neither streams nor gives up:
 * the main thread can end this one when it takes too long or too much memory.
 */
export type XlsTask = { path: string; sheet?: string; rows: number }

/** What the thread answers: one `sheets` or `refused`, then on each 'next' a batch; an empty batch is the end. */
export type XlsAnswer =
  | { kind: 'sheets'; sheets: { name: string; isHidden: boolean }[] }
  | { kind: 'refused'; why: 'macro' | 'encrypted' | 'word' | 'not-excel' | 'no-sheet' | 'damaged' }
  | { kind: 'rows'; rows: RosterRow[] }

const BATCH = 1000

// Workbooks older than 1997, and some that other programs still write, hold GBK text.
XLSX.set_cptable(codePages)

const refusedBy = (bytes: Buffer): (XlsAnswer & { kind: 'refused' })['why'] | undefined => {
  const { FullPaths }: { FullPaths: string[] } = XLSX.CFB.read(bytes, { type: 'buffer' })
  const has = (name: RegExp) => FullPaths.some((path) => name.test(path))
  if (has(/\/(EncryptedPackage|EncryptionInfo)$/)) return 'encrypted'
  if (has(/\/_VBA_PROJECT(_CUR)?(\/|$)/i)) return 'macro'
  if (has(/\/(WordDocument|PowerPoint Document)$/)) return 'word'
  return has(/\/(Workbook|Book)$/i) ? undefined : 'not-excel'
}

const toCell = (cell: XLSX.CellObject | undefined, is1904: boolean): Cell => {
  if (!cell || cell.t === 'z') return EMPTY
  if (cell.f !== undefined) return formulaCell(cell.f)
  if (cell.t === 'n')
    return numberCell(String(cell.v), typeof cell.z === 'string' ? cell.z : undefined, is1904)
  if (cell.t === 'b') return { text: cell.v ? '是' : '否', kind: 'boolean' }
  if (cell.t === 'e') return { text: cell.w ?? '#ERROR', kind: 'error' }
  return textCell(String(cell.v ?? ''))
}

function* rowsOf(sheet: XLSX.WorkSheet, is1904: boolean): Generator<RosterRow> {
  const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({
    column: s.c,
    lastColumn: e.c,
    row: s.r + 1,
    lastRow: e.r + 1,
  }))
  const fill = mergeFiller(merges)
  const dense = (sheet['!data'] ?? []) as (XLSX.CellObject | undefined)[][]
  for (const [index, line] of dense.entries()) {
    if (!line) continue
    const row = { rowNumber: index + 1, cells: Array.from(line, (cell) => toCell(cell, is1904)) }
    if (!isBlank(row)) yield fill(row)
  }
}

const nextBatch = (rows: Iterator<RosterRow>): RosterRow[] => {
  const batch: RosterRow[] = []
  while (batch.length < BATCH) {
    const { done, value } = rows.next()
    if (done) break
    batch.push(value)
  }
  return batch
}

const answer = (message: XlsAnswer) => parentPort?.postMessage(message)

const open = ({ path, sheet, rows }: XlsTask) => {
  const bytes = readFileSync(path)
  const why = refusedBy(bytes)
  if (why) return answer({ kind: 'refused', why })
  const book = XLSX.read(bytes, {
    dense: true,
    cellNF: true,
    cellText: false,
    cellHTML: false,
    sheetRows: rows,
    bookVBA: false,
  })
  const sheets = book.SheetNames.map((name, i) => ({
    name,
    isHidden: Boolean(book.Workbook?.Sheets?.[i]?.Hidden),
  }))
  const chosen = sheet ?? sheets.find(({ isHidden }) => !isHidden)?.name ?? sheets[0]?.name
  const found = chosen === undefined ? undefined : book.Sheets[chosen]
  if (!found) return answer({ kind: 'refused', why: 'no-sheet' })
  answer({ kind: 'sheets', sheets })
  const iterator = rowsOf(found, Boolean(book.Workbook?.WBProps?.date1904))
  parentPort?.on('message', () => answer({ kind: 'rows', rows: nextBatch(iterator) }))
}

try {
  open(workerData as XlsTask)
} catch (error) {
  const isLocked = error instanceof Error && /password|encrypt/i.test(error.message)
  answer({ kind: 'refused', why: isLocked ? 'encrypted' : 'damaged' })
}
