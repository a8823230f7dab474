import { createHash } from 'node:crypto'
import { bareHeader, isKnownHeader } from '../cleaning/header-words.ts'
import { noHeader } from './refusals.ts'
import type { Cell, RosterRow } from './cells.ts'

/** A row that is no record, with the reason that the user reads. */
export type SkippedRow = { rowNumber: number; reason: string; text: string }

/** The line (or two lines) that name the columns, and what stood above. */
export type Header = {
  /** Row numbers of the header, one or two. */
  rows: number[]
  /** One label a column, '' where there is none; of a two-line header both, e.g. 监护人 + 姓名. */
  labels: string[]
  /** The title above, '' when there is none. */
  title: string
  /** Titles and notes above the header. */
  skipped: SkippedRow[]
  /** Same for the same columns in the same order: the mapping that a user corrected is remembered under it. */
  fingerprint: string
}

/** Rows among which the header must stand. */
export const HEADER_WITHIN = 30

const filled = (row: RosterRow) => row.cells.filter(({ kind }) => kind !== 'empty')

const textOf = (row: RosterRow) =>
  filled(row)
    .map(({ text }) => text.trim())
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, 200)

const isLabel = ({ kind, text, merged }: Cell) =>
  kind === 'text' && !merged && text.trim().length <= 30 && !/\d{5,}/.test(text)

/** Hash of the labels, in order, without spaces and brackets; 16 hexadecimal digits. */
export const layoutFingerprint = (labels: readonly string[]): string =>
  createHash('sha256').update(labels.map(bareHeader).join('\u0001')).digest('hex').slice(0, 16)

const knownIn = (row: RosterRow) =>
  row.cells.filter((cell) => isLabel(cell) && isKnownHeader(cell.text)).length

/** The row with most known words; without any, the first row that only holds several different short texts. */
const bestRow = (rows: RosterRow[]): number => {
  const scores = rows.map((row) =>
    filled(row).every((cell) => cell.kind === 'text' || cell.merged) ? knownIn(row) : 0,
  )
  const most = Math.max(0, ...scores)
  if (most >= 2) return scores.indexOf(most)
  const width = Math.max(0, ...rows.map((row) => filled(row).length))
  const plain = rows.findIndex((row) => {
    const cells = filled(row)
    const distinct = new Set(cells.map(({ text }) => text.trim())).size === cells.length
    return cells.length >= 2 && cells.length >= width / 2 && distinct && cells.every(isLabel)
  })
  return plain >= 0 ? plain : scores.indexOf(most > 0 ? most : -1)
}

const hasGroups = (row: RosterRow | undefined): row is RosterRow =>
  row !== undefined &&
  filled(row).length >= 2 &&
  row.cells.some(({ span = 1 }) => span > 1) &&
  filled(row).every(isLabel)

/** Sub-labels: short texts only, some of them where the line above is blank or spread over several columns. */
const isSecondLine = (row: RosterRow | undefined, above: RosterRow): row is RosterRow => {
  if (
    !row ||
    row.rowNumber !== above.rowNumber + 1 ||
    !filled(row).every((cell) => cell.merged || isLabel(cell))
  )
    return false
  const own = row.cells.flatMap((cell, i) => (cell.kind !== 'empty' && !cell.merged ? [i] : []))
  const isUnderGroup = (i: number) => {
    const kind = above.cells[i]?.kind ?? 'empty'
    return (
      kind === 'empty' || (above.cells[i]?.span ?? 1) > 1 || (above.cells[i + 1]?.kind ?? 'empty') === 'empty'
    )
  }
  const known = own.filter((i) => isKnownHeader(row.cells[i]?.text ?? '')).length
  return own.length >= 2 && own.every(isUnderGroup) && known * 2 >= own.length
}

/** The group's word at a column, carried to the right over the columns it spans or leaves blank. */
const groupAt = (row: RosterRow, column: number): string => {
  for (let i = column; i >= 0; i--) {
    const cell = row.cells[i]
    if (cell && cell.kind !== 'empty')
      return i + Math.max(cell.span ?? 1, column - i + 1) > column ? cell.text : ''
  }
  return ''
}

const joined = (group: string, own: string) => {
  const [first, second] = [group.trim(), own.trim()]
  if (!second || first === second) return first
  return first.replace(/(基本)?(信息|情况|资料)$/, '') + second
}

const labelsOf = (top: RosterRow, bottom: RosterRow | undefined): string[] => {
  const own = (row: RosterRow, i: number) => (row.cells[i]?.text ?? '').replace(/\s+/g, ' ').trim()
  const width = Math.max(top.cells.length, bottom?.cells.length ?? 0)
  return Array.from({ length: width }, (_, i) => {
    if (!bottom) return own(top, i)
    const below = own(bottom, i)
    return below ? joined(groupAt(top, i), below) : own(top, i)
  })
}

/**
 * Finds the header among the first 30 rows that hold something: titles and notes (填报单位, 统计截止 …) stand above it, and
 * it may have two lines with merged cells. Throws a Problem `roster-no-header` when there is none.
 */
export const findHeader = (rows: RosterRow[]): Header => {
  const first = rows.slice(0, HEADER_WITHIN)
  const at = bestRow(first)
  const best = first[at]
  if (!best) throw noHeader()
  const above = first[at - 1]
  const below = first[at + 1]
  const isBottom = hasGroups(above) && isSecondLine(best, above)
  const top = isBottom ? above : best
  const bottom = isBottom ? best : isSecondLine(below, best) ? below : undefined
  const labels = labelsOf(top, bottom)
  const skipped = first
    .slice(0, isBottom ? at - 1 : at)
    .map((row, i) => ({ rowNumber: row.rowNumber, reason: i === 0 ? '标题' : '填报说明', text: textOf(row) }))
  return {
    rows: bottom ? [top.rowNumber, bottom.rowNumber] : [top.rowNumber],
    labels,
    title: skipped[0]?.text ?? '',
    skipped,
    fingerprint: layoutFingerprint(labels),
  }
}

const NOTES: [pattern: RegExp, reason: string][] = [
  [/^(合计|总计|小计|共计|总人数|总数|本页(小计|合计))/, '合计行'],
  [
    /^(填表|制表|填报|审核|复核|经办|负责人|单位负责|报送|统计|联系人|签字|签名|盖章|打印|领导签|日期|时间).{0,12}[:\uff1a]/,
    '填表人、审核人等签署行',
  ],
  [/^(备注|注|说明|附注|附|注意|提示|填表说明|[★※*])\s*[\d一二三]?[:\uff1a、.]/, '表后说明'],
  [/^(以下空白|本页以下空白|此页无正文)/, '表后说明'],
]

const isHeaderAgain = (row: RosterRow, labels: readonly string[]) => {
  const named = labels.filter(Boolean).length
  const same = row.cells.filter((cell, i) => cell.kind === 'text' && cell.text.trim() === labels[i]).length
  return same >= 2 && same * 5 >= named * 4
}

const isSerialColumn = (label: string | undefined) => /^(序号?|编号|NO)$/i.test(bareHeader(label ?? ''))

/**
 * Why a row beneath the header is no record: a total, a signature line, a note, the header printed again on the next page,
 * a lone cell, a line with nothing but its running number. Undefined for a record.
 */
export const noteReason = (row: RosterRow, header: Header): string | undefined => {
  if (header.rows.includes(row.rowNumber)) return '表头'
  if (isHeaderAgain(row, header.labels)) return '重复的表头'
  const own = row.cells.flatMap((cell, column) =>
    cell.kind === 'empty' || cell.merged ? [] : [{ ...cell, column }],
  )
  const text = own[0]?.text.replace(/\s/g, '') ?? ''
  const columns = header.labels.filter(Boolean).length
  const note = NOTES.find(([pattern]) => pattern.test(text))
  if (note && !own.some((cell) => /\d{17}[\dX]/i.test(cell.text))) return note[1]
  if (own.every(({ column }) => isSerialColumn(header.labels[column]))) return '只有序号，没有内容'
  if (own.length === 1 && columns >= 3) return '只有一格有内容，不是一条记录'
  return undefined
}

/** A skipped row as it is told to the user. */
export const skippedRow = (row: RosterRow, reason: string): SkippedRow => ({
  rowNumber: row.rowNumber,
  reason,
  text: textOf(row),
})
