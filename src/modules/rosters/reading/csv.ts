import { createReadStream } from 'node:fs'
import { checkedRow, isBlank, textCell, type RosterRow } from './cells.ts'
import { csvSplitter } from './csv-records.ts'
import { badEncoding, emptyFile, tooManyRows } from './refusals.ts'
import type { RosterLimits } from './limits.ts'

/** How a text file is written; GB18030 covers GBK and GB2312. */
export type CsvForm = { encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'; separator: ',' | ';' | '\t' }

/** Lines that are looked at to guess the separator. */
const SAMPLE_LINES = 30

/** Text of the file piece by piece, without a byte-order mark; throws TypeError where the bytes are not of that encoding. */
async function* decoded(path: string, encoding: CsvForm['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of createReadStream(path, { highWaterMark: 16 * 1024 })) {
    const text = decoder.decode(chunk as Buffer, { stream: true })
    if (text) yield text
  }
  const rest = decoder.decode()
  if (rest) yield rest
}

const isValidIn = async (path: string, encoding: CsvForm['encoding']): Promise<boolean> => {
  try {
    for await (const _ of decoded(path, encoding)) continue
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** Chinese in UTF-8 at the start, up to a character that the cut may have split. */
const startsAsUtf8 = (head: Uint8Array): boolean => {
  const text = new TextDecoder('utf-8').decode(head.subarray(0, Math.max(0, head.length - 3)))
  return !text.slice(0, -1).includes('\ufffd') && /[\u4e00-\u9fff]/.test(text)
}

const encodingOf = async (path: string, head: Uint8Array): Promise<CsvForm['encoding']> => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (await isValidIn(path, 'utf-8')) return 'utf-8'
  const isMarkedUtf8 = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  // Damaged UTF-8 is often valid GB18030, but reads as nonsense: better refused than stored.
  if (isMarkedUtf8 || startsAsUtf8(head) || !(await isValidIn(path, 'gb18030'))) throw badEncoding()
  return 'gb18030'
}

const fieldsPerLine = (text: string, separator: string): number[] =>
  text
    .replace(/"[^"]*"/g, '')
    .split(/\r\n|\n|\r/)
    .slice(0, SAMPLE_LINES)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(separator).length)

/** The separator that cuts most lines into the most and the same number of fields. */
const separatorOf = (text: string): CsvForm['separator'] => {
  const score = (separator: string) => {
    const counts = fieldsPerLine(text, separator).toSorted((a, b) => a - b)
    const middle = counts[counts.length >> 1] ?? 1
    return middle > 1 ? middle * counts.filter((count) => count === middle).length : 0
  }
  const candidates = [',', '\t', ';'] as const
  return candidates.reduce((best, next) => (score(next) > score(best) ? next : best))
}

/** Encoding (checked over the whole file) and separator. Throws a Problem when the text cannot be read without nonsense. */
export const inspectCsv = async (path: string, head: Uint8Array): Promise<CsvForm> => {
  const encoding = await encodingOf(path, head)
  const sample = new TextDecoder(encoding).decode(head)
  if (sample.trim() === '') throw emptyFile()
  return { encoding, separator: separatorOf(sample) }
}

async function* recordsOf(path: string, form: CsvForm, maxChars: number): AsyncGenerator<string[][]> {
  const splitter = csvSplitter(form.separator, maxChars)
  for await (const text of decoded(path, form.encoding)) yield splitter.push(text)
  yield splitter.end()
}

/** Rows one by one; a record with line breaks inside quotes counts as one row, as Excel shows it. */
export async function* readCsv(path: string, form: CsvForm, limits: RosterLimits): AsyncGenerator<RosterRow> {
  let rowNumber = 0
  let rows = 0
  // A quote that nobody closed shows by a field far beyond the limit; one that is merely too long is told by its row.
  for await (const records of recordsOf(path, form, 8 * limits.cellChars))
    for (const record of records) {
      rowNumber++
      const row = checkedRow({ rowNumber, cells: record.map(textCell) }, limits)
      if (isBlank(row)) continue
      if (++rows > limits.rows) throw tooManyRows(limits.rows)
      yield row
    }
}
