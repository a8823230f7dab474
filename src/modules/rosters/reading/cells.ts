import { cellTooLong, tooManyColumns } from './refusals.ts'
import type { RosterLimits } from './limits.ts'

/**
 * One cell as the file holds it. `text` is what a person would read; a formula is its own text ("=…") and is never
 * evaluated; a date is YYYY-MM-DD. `raw` is the stored number, `format` the number format.
 */
export type Cell = {
  text: string
  kind: 'text' | 'number' | 'date' | 'formula' | 'boolean' | 'error' | 'empty'
  raw?: number
  format?: string
  /** Number of columns that this cell is merged over, when more than one. */
  span?: number
  /** The value stands in a cell above that is merged with this one. */
  merged?: true
}

/** A row that holds something; `rowNumber` counts from 1 as the spreadsheet shows it. */
export type RosterRow = { rowNumber: number; cells: Cell[] }

export const EMPTY: Cell = Object.freeze({ text: '', kind: 'empty' })

/** Text from a file: blanks are empty, and what starts with "=" is a formula that someone typed or planted. */
export const textCell = (text: string): Cell => {
  if (text.trim() === '') return EMPTY
  return { text, kind: /^\s*=/.test(text) && text.trim().length > 1 ? 'formula' : 'text' }
}

/** A formula kept as text; a shared formula has no text of its own. */
export const formulaCell = (formula: string): Cell => ({
  text: `=${formula.replace(/^=/, '') || '（共用公式）'}`,
  kind: 'formula',
})

/** Does a number format show a day? Quoted words, colours and escapes do not count. */
export const isDateFormat = (format: string): boolean => {
  const bare = format.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '').replace(/am\/pm|a\/p|general/gi, '')
  return /[yd]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))
}

/**
 * Day of a spreadsheet's serial number, or undefined outside 1900–9999.
 * The 1900 system counts a 29 February 1900 that never was (serial 60); the 1904 system starts at 0 = 1904-01-01.
 */
export const dayOfSerial = (serial: number, is1904 = false): string | undefined => {
  const whole = Math.floor(serial)
  if (!Number.isFinite(serial) || whole < (is1904 ? 0 : 1) || whole > 2_958_465 || (!is1904 && whole === 60))
    return undefined
  const since1970 = is1904 ? whole - 24_107 : whole - (whole > 60 ? 25_569 : 25_568)
  const day = new Date(since1970 * 86_400_000).toISOString()
  return day.length === 24 ? day.slice(0, 10) : undefined
}

/** A number, or a day when its format says so. `stored` is the text in the file, which may be 4.4982E+17. */
export const numberCell = (stored: string, format: string | undefined, is1904: boolean): Cell => {
  const raw = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(raw)) return textCell(stored)
  const day = format && isDateFormat(format) ? dayOfSerial(raw, is1904) : undefined
  if (day) return { text: day, kind: 'date', raw, format }
  return { text: String(raw), kind: 'number', raw, ...(format && { format }) }
}

export const isBlank = (row: RosterRow): boolean => row.cells.every((cell) => cell.kind === 'empty')

/** Trims empty tails and refuses what is beyond the limits. */
export const checkedRow = (row: RosterRow, limits: RosterLimits): RosterRow => {
  let last = row.cells.length
  while (last > 0 && row.cells[last - 1]?.kind === 'empty') last--
  if (last > limits.columns) throw tooManyColumns(limits.columns, row.rowNumber)
  const cells = row.cells.slice(0, last)
  if (cells.some(({ text }) => text.length > limits.cellChars))
    throw cellTooLong(limits.cellChars, row.rowNumber)
  return { rowNumber: row.rowNumber, cells }
}
