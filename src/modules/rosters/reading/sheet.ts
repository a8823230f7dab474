import { parseXml, type Archive } from './archive.ts'
import {
  checkedRow,
  EMPTY,
  formulaCell,
  isBlank,
  numberCell,
  textCell,
  type Cell,
  type RosterRow,
} from './cells.ts'
import { columnOf, mergeFiller, readMerges } from './merges.ts'
import { damaged, tooManyColumns, tooManyRows } from './refusals.ts'
import { textGatherer, unescapeText } from './strings.ts'
import type { Workbook } from './workbook.ts'

/** A cell while its tags go by. */
type Draft = { column: number; type: string; style: number; value: string; formula: string | undefined }

const errorCell = (text: string): Cell => ({ text, kind: 'error' })

const toCell = (draft: Draft, inline: string, { strings, formats, is1904 }: Workbook): Cell => {
  const { type, value } = draft
  if (draft.formula !== undefined) return formulaCell(draft.formula)
  if (type === 's') return textCell(strings.at(Number(value)) ?? '')
  if (type === 'inlineStr') return textCell(inline)
  if (value === '') return EMPTY
  if (type === 'b') return { text: value === '1' ? '是' : '否', kind: 'boolean' }
  if (type === 'e') return errorCell(value)
  if (type === 'd') return { text: value.slice(0, 10), kind: 'date' }
  if (type === 'str') return textCell(unescapeText(value))
  return numberCell(value, formats[draft.style] || undefined, is1904)
}

/** Gathers rows from the events of a sheet; `take` hands over those that are complete. */
const rowGatherer = (book: Workbook, maxColumns: number, maxChars: number) => {
  const inline = textGatherer(maxChars)
  let done: RosterRow[] = []
  let row: RosterRow = { rowNumber: 0, cells: [] }
  let draft: Draft | undefined
  let capturing: 'v' | 'f' | undefined
  let lastColumn = -1

  const put = (cell: Cell, column: number) => {
    if (cell.kind === 'empty') return
    if (column >= maxColumns) throw tooManyColumns(maxColumns, row.rowNumber)
    while (row.cells.length < column) row.cells.push(EMPTY)
    row.cells[column] = cell
  }

  return {
    open: (tag: string, attributes: Record<string, string>) => {
      if (tag === 'row') {
        row = { rowNumber: Number(attributes.r) || row.rowNumber + 1, cells: [] }
        lastColumn = -1
      } else if (tag === 'c') {
        const column = attributes.r ? columnOf(attributes.r) : lastColumn + 1
        lastColumn = column
        draft = {
          column,
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
          value: '',
          formula: undefined,
        }
      } else if (draft && tag === 'v') capturing = 'v'
      else if (draft && tag === 'f') {
        capturing = 'f'
        draft.formula = ''
      } else if (draft) inline.open(tag)
    },
    text: (piece: string) => {
      if (draft && capturing === 'v') draft.value += piece
      else if (draft && capturing === 'f') draft.formula += piece
      else if (draft) inline.text(piece)
    },
    close: (tag: string) => {
      if (tag === 'v' || tag === 'f') capturing = undefined
      else if (tag === 'c' && draft) {
        const text = inline.take()
        if (draft.column >= 0) put(toCell(draft, text, book), draft.column)
        draft = undefined
      } else if (tag === 'row') {
        if (!isBlank(row)) done.push(row)
        row = { rowNumber: row.rowNumber, cells: [] }
      } else inline.close(tag)
    },
    take: () => {
      const taken = done
      done = []
      return taken
    },
  }
}

/** Rows of one sheet that hold something, with merged cells filled downwards. Throws a Problem beyond the limits. */
export async function* readSheet(archive: Archive, book: Workbook, part: string): AsyncGenerator<RosterRow> {
  if (!archive.parts.has(part)) throw damaged()
  const { limits } = archive
  const fill = mergeFiller(await readMerges(archive, part))
  const gatherer = rowGatherer(book, limits.columns, limits.cellChars)
  let rows = 0
  for await (const _ of parseXml(archive, part, gatherer)) {
    for (const row of gatherer.take()) {
      if (++rows > limits.rows) throw tooManyRows(limits.rows)
      yield checkedRow(fill(row), limits)
    }
  }
}
