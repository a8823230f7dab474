import type { Readable } from 'node:stream'
import { writeXlsx } from '#server/workbook.ts'
import type { Header } from './reading/header.ts'
import type { RosterRow } from './reading/cells.ts'

/** Headers of the two columns that the workbook of bad rows adds; they are ignored when it is handed in again. */
export const BAD_ROW_COLUMNS = ['原表行号', '问题和改法'] as const

async function* badRowValues(rows: AsyncIterable<BadRow> | Iterable<BadRow>, width: number) {
  for await (const { row, messages } of rows) {
    const cells = Array.from({ length: width }, (_, i) => row.cells[i]?.text ?? '')
    yield [...cells, row.rowNumber, [...new Set(messages)].join(';')]
  }
}

/** A row that could not be applied, as it stood in the roster, and what is wrong with it. */
export type BadRow = { row: RosterRow; messages: readonly string[] }

/**
 * A workbook of only the bad rows: the roster's own columns in their order, so that it can be corrected and handed in
 * again, then the row's number in the roster and what to do.
 */
export const writeBadRows = (header: Header, rows: AsyncIterable<BadRow> | Iterable<BadRow>): Readable => {
  const own = header.labels.map((label) => ({
    label,
    width: Math.max(12, Math.min(40, label.length * 2 + 6)),
  }))
  const [rowNumber, problem] = BAD_ROW_COLUMNS
  const columns = [...own, { label: rowNumber, width: 10 }, { label: problem, width: 60 }]
  return writeXlsx(columns, badRowValues(rows, header.labels.length), '需要改正的行')
}
