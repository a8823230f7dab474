import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { afterAll } from 'vitest'

/** A folder for files of one test file, removed at its end; answers how to put a file there. */
export const rosterFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'rosters-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const pathOf = (extension: string) => join(folder, `${randomUUID()}.${extension}`)
  return {
    pathOf,
    put: (content: string | Uint8Array, extension = 'csv') => {
      const path = pathOf(extension)
      writeFileSync(path, content)
      return path
    },
    putZip: async (parts: Record<string, string | Buffer>, extension = 'xlsx') => {
      const path = pathOf(extension)
      const zip = new ZipFile()
      for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name)
      zip.end()
      await pipeline(zip.outputStream, createWriteStream(path))
      return path
    },
  }
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** What a workbook made by hand is to hold; each part is the inside of its root element. */
export type Sheet = {
  /** <row>…</row> … */
  rows: string
  /** <mergeCells>…</mergeCells> */
  merges?: string
  strings?: string
  /** <numFmts>… and <cellXfs>… */
  styles?: string
  /** Attributes of <workbookPr>. */
  properties?: string
  /** Names of the sheets, with attributes such as state="hidden"; the last one holds the rows. */
  sheets?: string[]
  prolog?: string
}

/** The parts of an .xlsx as Excel lays them out. */
export const xlsxParts = ({
  rows,
  merges = '',
  strings,
  styles,
  properties = '',
  sheets,
  prolog = '',
}: Sheet) => {
  const names = sheets ?? ['name="Sheet1"']
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const worksheet = (data: string) =>
    `<?xml version="1.0"?>${prolog}<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData>${merges}</worksheet>`
  return {
    '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr ${properties}/><sheets>${names
      .map((name, i) => `<sheet ${name} sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships>${names
      .map((_, i) => relation(i + 1, 'worksheet', `worksheets/sheet${i + 1}.xml`))
      .join(
        '',
      )}${relation(90, 'sharedStrings', 'sharedStrings.xml')}${relation(91, 'styles', 'styles.xml')}</Relationships>`,
    ...Object.fromEntries(
      names.map((_, i) => [`xl/worksheets/sheet${i + 1}.xml`, worksheet(i === names.length - 1 ? rows : '')]),
    ),
    ...(strings !== undefined && {
      'xl/sharedStrings.xml': `<?xml version="1.0"?><sst xmlns="${MAIN}">${strings}</sst>`,
    }),
    ...(styles !== undefined && {
      'xl/styles.xml': `<?xml version="1.0"?><styleSheet xmlns="${MAIN}">${styles}</styleSheet>`,
    }),
  }
}

/** Rows of inline text. */
export const textRows = (lines: (string | undefined)[][]) =>
  lines
    .map((line, r) => {
      const cells = line.map((text, c) =>
        text === undefined
          ? ''
          : `<c r="${String.fromCharCode(65 + c)}${r + 1}" t="inlineStr"><is><t>${text}</t></is></c>`,
      )
      return `<row r="${r + 1}">${cells.join('')}</row>`
    })
    .join('')

/** All that a generator gives. */
export const gathered = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
