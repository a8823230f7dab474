import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { Problem } from '#kernel/problem.ts'

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A column of an export; `width` in characters of the standard font. */
export type SheetColumn = { label: string; width?: number }

/** Text stays text (identity numbers too); only a number is written as a number. */
export type SheetValue = string | number | null | undefined

export type SheetRows = AsyncIterable<readonly SheetValue[]> | Iterable<readonly SheetValue[]>

/** Excel's own limits. */
const MAX_ROWS = 1_048_576
const MAX_CHARS = 32_767

/** Pieces of about this many characters are handed to the compressor. */
const PIECE = 64 * 1024

/**
 * Makes text harmless for every program that opens the file: what begins with = + - @ (also full-width, also after blanks),
 * tab or a line break could be run as a formula, so an apostrophe goes before it (OWASP, CSV injection).
 */
export const neutralised = (text: string): string =>
  /^(\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/.test(text) ? `'${text}` : text

// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Signs that no format holds go first: they must not hide what begins like a formula. */
const cellText = (value: SheetValue): string => {
  const text = neutralised(
    String(value ?? '')
      .toWellFormed()
      .replace(UNWRITABLE, ''),
  )
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS - 1)}…` : text
}

/** For XML: escapes, and guards text that Excel would read as an escape (_x000D_). */
const xmlText = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;')

/** A, B … Z, AA … of a zero-based column. */
const lettersOf = (column: number): string =>
  (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

const xmlCell = (value: SheetValue, reference: string, style: number): string => {
  if (value === null || value === undefined || value === '') return `<c r="${reference}" s="${style}"/>`
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${reference}"><v>${value}</v></c>`
  const text = xmlText(cellText(value))
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

const xmlRow = (values: readonly SheetValue[], rowNumber: number, style: number) =>
  `<row r="${rowNumber}">${values.map((value, i) => xmlCell(value, lettersOf(i) + rowNumber, style)).join('')}</row>`

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Style 0: number; 1: text (format @, so that numbers typed into it stay whole); 2: header, bold on grey. */
const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>` +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF0F0F0"/></patternFill></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs></styleSheet>'

const partsOf = (sheetName: string): Record<string, string> => ({
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${xmlText(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': STYLES,
})

/** Wide enough for the label: a Chinese character takes two. */
const widthOf = ({ label, width }: SheetColumn) => width ?? Math.min(60, Math.max(10, label.length * 2 + 4))

/**
 * Printed under every page: who exported it, when and why. An ampersand begins a code of Excel's, so it is doubled; the whole line holds
 * at most 255 characters, so a long text is cut.
 */
const printedFoot = (text: string) => {
  const line = text.replace(UNWRITABLE, '').replace(/\s+/g, ' ').slice(0, 120).toWellFormed()
  return `<headerFooter><oddFooter>${xmlText(`&L${line.replace(/&/g, '&&')}&R&P/&N`)}</oddFooter></headerFooter>`
}

const sheetStart = (columns: readonly SheetColumn[]) => {
  const widths = columns.map(
    (column, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${widthOf(column)}" style="1" customWidth="1"/>`,
  )
  const frozen =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  const cols = widths.length ? `<cols>${widths.join('')}</cols>` : ''
  return `${XML}<worksheet xmlns="${MAIN}">${frozen}${cols}<sheetData>${xmlRow(
    columns.map(({ label }) => label),
    1,
    2,
  )}`
}

const tooManyRows = () =>
  new Problem({
    status: 422,
    code: 'export-too-many-rows',
    title: '超过 Excel 一张表 1048576 行的上限，请缩小范围或改用 CSV 导出',
  })

/** How rows become text: what stands before, each row (numbered from 2, the header is 1), what stands behind. */
type Form = {
  start: string
  row: (values: readonly SheetValue[], rowNumber: number) => string
  end: string
  maxRows: number
}

async function* pieces(rows: SheetRows, { start, row, end, maxRows }: Form) {
  let piece = start
  let rowNumber = 1
  for await (const values of rows) {
    if (++rowNumber > maxRows) throw tooManyRows()
    piece += row(values, rowNumber)
    if (piece.length < PIECE) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece + end)
}

/** Excel allows no []:*?/\ and at most 31 characters in the name of a sheet. */
const sheetNameOf = (name: string) =>
  name
    .replace(/[[\]:*?/\\]/g, ' ')
    .trim()
    .slice(0, 31) || '名单'

async function* withFoot(rows: SheetRows, foot: string) {
  yield* rows
  yield []
  yield [foot]
}

/**
 * A workbook of one sheet as a stream of bytes: text cells with format @, frozen bold header, column widths, nothing that
 * runs as a formula. Rows are taken as fast as the reader drinks, so memory does not grow with their number.
 * The stream fails with a Problem `export-too-many-rows` beyond Excel's limit, and with the rows' own error.
 * @param foot stands below the last row and under every printed page
 */
export const writeXlsx = (
  columns: readonly SheetColumn[],
  rows: SheetRows,
  sheetName = '名单',
  foot?: string,
): Readable => {
  const zip = new ZipFile()
  const output = new PassThrough()
  const row: Form['row'] = (values, rowNumber) => xmlRow(values, rowNumber, 1)
  const end = `</sheetData>${foot ? printedFoot(foot) : ''}</worksheet>`
  const form = { start: sheetStart(columns), row, end, maxRows: MAX_ROWS }
  const sheet = Readable.from(pieces(foot ? withFoot(rows, foot) : rows, form))
  // Whoever stops reading (a closed connection) also stops the rows.
  output.once('close', () => sheet.destroy())
  sheet.once('error', (error) => output.destroy(error))
  zip.on('error', (error: Error) => output.destroy(error))
  for (const [name, text] of Object.entries(partsOf(sheetNameOf(sheetName))))
    zip.addBuffer(Buffer.from(text), name)
  zip.addReadStreamLazy('xl/worksheets/sheet1.xml', (give) => give(null, sheet))
  zip.end()
  zip.outputStream.pipe(output)
  return output
}

const csvField = (value: SheetValue): string => {
  const text = typeof value === 'number' ? String(value) : cellText(value)
  return /[",\r\n\t;]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

const csvLine = (values: readonly SheetValue[]) => `${values.map(csvField).join(',')}\r\n`

/** The same as CSV: UTF-8 with byte-order mark (Excel needs it for Chinese), CRLF, nothing that runs as a formula. */
export const writeCsv = (columns: readonly SheetColumn[], rows: SheetRows): Readable => {
  const start = `\ufeff${csvLine(columns.map(({ label }) => label))}`
  return Readable.from(pieces(rows, { start, row: csvLine, end: '', maxRows: Number.POSITIVE_INFINITY }), {
    objectMode: false,
  })
}
