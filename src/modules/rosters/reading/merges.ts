import { bytesOf, type Archive } from './archive.ts'
import { tooMuchText } from './refusals.ts'
import type { Cell, RosterRow } from './cells.ts'

/** A merged range, zero-based columns, one-based rows, all inclusive. */
export type Merge = { column: number; lastColumn: number; row: number; lastRow: number }

/** Bytes that the list of merged ranges may have: more than 100,000 ranges. */
const MAX_LIST = 8 * 1024 * 1024

/** Zero-based column of a reference such as AB12; -1 when it has no letters. */
export const columnOf = (reference: string): number => {
  let column = 0
  for (const character of reference) {
    const code = character.charCodeAt(0)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

const rowOf = (reference: string) => Number(/\d+/.exec(reference)?.[0] ?? 0)

const toMerge = (range: string): Merge => {
  const [first = '', last = first] = range.split(':')
  return { column: columnOf(first), lastColumn: columnOf(last), row: rowOf(first), lastRow: rowOf(last) }
}

/**
 * The merged ranges of a sheet. They stand behind the rows they concern, so the part is unpacked once more before reading;
 * nothing is parsed until the list begins.
 */
export const readMerges = async (archive: Archive, part: string): Promise<Merge[]> => {
  let list = ''
  let tail = Buffer.alloc(0)
  for await (const chunk of bytesOf(archive, part)) {
    if (list) list += chunk.toString('latin1')
    else {
      const joined = Buffer.concat([tail, chunk])
      const start = joined.indexOf('mergeCells')
      if (start >= 0) list = joined.toString('latin1', start)
      tail = Buffer.from(joined.subarray(-16))
    }
    if (list.length > MAX_LIST) throw tooMuchText()
  }
  return [...list.matchAll(/mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"/g)].map(
    ([, range]) => toMerge(range ?? ''),
  )
}

/**
 * Puts the merged ranges into the rows as they come by, in order: a cell gets its span, and the cells beneath a vertically
 * merged one get its content with `merged`, as the person who made the table meant it.
 */
export const mergeFiller = (merges: Merge[]) => {
  const starting = Map.groupBy(merges, ({ row }) => row)
  const open = new Map<number, { cell: Cell; lastRow: number }>()

  const begin = ({ column, lastColumn, lastRow, row }: Merge, cells: Cell[]) => {
    const cell = cells[column]
    if (!cell || cell.kind === 'empty') return
    if (lastColumn > column) cells[column] = { ...cell, span: lastColumn - column + 1 }
    if (lastRow > row) open.set(column, { cell: { ...(cells[column] ?? cell), merged: true }, lastRow })
  }

  return ({ rowNumber, cells }: RosterRow): RosterRow => {
    for (const [column, { cell, lastRow }] of open) {
      if (lastRow < rowNumber) open.delete(column)
      else if ((cells[column]?.kind ?? 'empty') === 'empty') {
        while (cells.length < column) cells.push({ text: '', kind: 'empty' })
        cells[column] = cell
      }
    }
    for (const merge of starting.get(rowNumber) ?? []) begin(merge, cells)
    return { rowNumber, cells }
  }
}
