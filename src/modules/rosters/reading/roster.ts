import { open, stat } from 'node:fs/promises'
import { openArchive } from './archive.ts'
import { inspectCsv, readCsv, type CsvForm } from './csv.ts'
import { DEFAULT_LIMITS, type RosterLimits } from './limits.ts'
import { readSheet } from './sheet.ts'
import { sniffRoster, type Container } from './sniff.ts'
import { chooseSheet, readSheets, readWorkbook } from './workbook.ts'
import { inspectXls, readXls } from './xls.ts'
import { emptyFile, fileTooLarge } from './refusals.ts'
import type { RosterRow } from './cells.ts'

/** What a handed-in file is. A text file has neither sheets nor a choice. */
export type RosterFile =
  | { format: 'xlsx' | 'xls'; bytes: number; sheets: { name: string; isHidden: boolean }[] }
  | ({ format: 'csv'; bytes: number; sheets: [] } & CsvForm)

/** `fileName` is only used in messages; the content decides. */
export type ReadOptions = { fileName?: string; sheet?: string; limits?: RosterLimits }

type Opened = { container: Container; head: Uint8Array; bytes: number }

const HEAD = 64 * 1024

const openHead = async (path: string, fileName: string, limits: RosterLimits): Promise<Opened> => {
  const { size } = await stat(path)
  if (size === 0) throw emptyFile()
  if (size > limits.bytes) throw fileTooLarge(size, limits.bytes)
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    const head = buffer.subarray(0, bytesRead)
    return { container: sniffRoster(head, fileName), head, bytes: size }
  } finally {
    await file.close()
  }
}

const sheetsOfXlsx = async (path: string, limits: RosterLimits) => {
  const archive = await openArchive(path, limits)
  try {
    const { sheets } = await readSheets(archive)
    return sheets.map(({ name, isHidden }) => ({ name, isHidden }))
  } finally {
    archive.zip.close()
  }
}

/**
 * What the file is, without reading its rows: format, sheets, and for text the encoding and separator.
 * Throws a Problem in Chinese (codes `roster-…`) for everything that is no roster: empty, too large, password, macro,
 * web page, zip bomb, damaged, another kind of file.
 */
export const inspectRoster = async (
  path: string,
  { fileName = '', limits = DEFAULT_LIMITS }: ReadOptions = {},
): Promise<RosterFile> => {
  const { container, head, bytes } = await openHead(path, fileName, limits)
  if (container === 'text') return { format: 'csv', bytes, sheets: [], ...(await inspectCsv(path, head)) }
  if (container === 'ole') return { format: 'xls', bytes, sheets: await inspectXls(path, bytes, limits) }
  return { format: 'xlsx', bytes, sheets: await sheetsOfXlsx(path, limits) }
}

/**
 * Rows of a roster in order, one by one, with bounded memory: of the named sheet, or of the first that is not hidden.
 * Blank rows are left out; `rowNumber` is what the spreadsheet shows. Throws the Problems of `inspectRoster`, and those of
 * too many rows, columns or characters — possibly after rows were given: whoever stores rows does it in one transaction.
 */
export async function* readRoster(
  path: string,
  { fileName = '', sheet, limits = DEFAULT_LIMITS }: ReadOptions = {},
): AsyncGenerator<RosterRow> {
  const { container, head, bytes } = await openHead(path, fileName, limits)
  if (container === 'text') yield* readCsv(path, await inspectCsv(path, head), limits)
  else if (container === 'ole') yield* readXls(path, bytes, limits, sheet)
  else {
    const archive = await openArchive(path, limits)
    try {
      const book = await readWorkbook(archive)
      yield* readSheet(archive, book, chooseSheet(book.sheets, sheet).part)
    } finally {
      archive.zip.close()
    }
  }
}
