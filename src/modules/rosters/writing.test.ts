import { createWriteStream, readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as XLSX from '@e965/xlsx'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { neutralised, writeCsv, writeXlsx, type SheetValue } from '#server/workbook.ts'
import { gathered, rosterFolder } from '#tests/roster-files.ts'
import { textCell } from './reading/cells.ts'
import { findHeader } from './reading/header.ts'
import { readRoster } from './reading/roster.ts'
import { openTable } from './reading/table.ts'
import { writeBadRows } from './writing.ts'

const { pathOf } = rosterFolder()

const COLUMNS = [{ label: '姓名' }, { label: '身份证号', width: 22 }, { label: '备注' }]

const saved = async (stream: Readable, extension: string) => {
  const path = pathOf(extension)
  await pipeline(stream, createWriteStream(path))
  return path
}

const bytesOf = async (stream: Readable) => Buffer.concat(await gathered(stream as AsyncIterable<Buffer>))

const textsOf = async (path: string) =>
  (await gathered(readRoster(path))).map(({ cells }) => cells.map(({ text }) => text))

test('a written workbook is read back by our reader and by another', async () => {
  const rows: SheetValue[][] = [
    ['黄塱', '449821201908075296', '<a & "b">\n第二行'],
    ['𠮷野', null, 12.5],
    ['_x000D_', undefined, '\u0001\ud800x'],
  ]
  const path = await saved(writeXlsx(COLUMNS, rows, '名[单]'), 'xlsx')
  expect(await textsOf(path)).toEqual([
    ['姓名', '身份证号', '备注'],
    ['黄塱', '449821201908075296', '<a & "b">\n第二行'],
    ['𠮷野', '', '12.5'],
    ['_x000D_', '', '\ufffdx'],
  ])
  const book = XLSX.read(readFileSync(path), { cellNF: true })
  const sheet = book.Sheets[book.SheetNames[0] ?? ''] ?? {}
  expect(book.SheetNames).toEqual(['名 单'])
  expect(sheet.B2).toMatchObject({ t: 's', v: '449821201908075296', z: '@' })
  expect(sheet.C3).toMatchObject({ t: 'n', v: 12.5 })
})

test('a written CSV begins with a byte-order mark and is read back', async () => {
  const rows = [['黄塱', '449821201908075296', '说"好",\n了']]
  const path = await saved(writeCsv(COLUMNS, rows), 'csv')
  expect(await textsOf(path)).toEqual([['姓名', '身份证号', '备注'], ...rows])
  expect((await bytesOf(writeCsv(COLUMNS, []))).toString()).toBe('\ufeff姓名,身份证号,备注\r\n')
})

test('what could run as a formula gets an apostrophe, in workbooks and in text', async () => {
  const dangerous = ['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', ' =1', '\u0001=1']
  for (const text of dangerous.slice(0, -1)) expect(neutralised(text)).toBe(`'${text}`)
  for (const text of ['王一', '1', 'a=b', '']) expect(neutralised(text)).toBe(text)
  const columns = dangerous.map((label) => ({ label }))
  const cells = (await textsOf(await saved(writeXlsx(columns, [dangerous]), 'xlsx'))).flat()
  expect(cells).toHaveLength(2 * dangerous.length)
  expect(cells.every((text) => text.startsWith("'"))).toBe(true)
  const sheet = XLSX.read(await bytesOf(writeXlsx(columns, [dangerous])), { cellFormula: true })
  expect(JSON.stringify(sheet.Sheets)).not.toContain('"f":')
})

test('whatever is written can be read again, and no cell begins like a formula', async () => {
  const start = fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', '\u0001', '\ufeff', '=', '+', '"', "'", '甲'),
    maxLength: 4,
  })
  const value = fc
    .tuple(start, fc.string({ unit: 'binary', maxLength: 20 }))
    .map(([first, rest]) => `${first}${rest}`)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { maxLength: 4 }),
      async (rows) => {
        for (const path of [
          await saved(writeXlsx(COLUMNS, rows), 'xlsx'),
          await saved(writeCsv(COLUMNS, rows), 'csv'),
        ])
          for (const { cells } of await gathered(readRoster(path)))
            for (const cell of cells) expect(cell.kind).not.toBe('formula')
        const read = await textsOf(await saved(writeXlsx(COLUMNS, rows), 'xlsx'))
        expect(read.length).toBeLessThanOrEqual(rows.length + 1)
      },
    ),
    { numRuns: 60 },
  )
})

test('a text longer than Excel allows is cut with a mark', async () => {
  const [, row] = await textsOf(await saved(writeXlsx([{ label: '备注' }], [['长'.repeat(40_000)]]), 'xlsx'))
  expect(row?.[0]).toHaveLength(32_767)
  expect(row?.[0]?.at(-1)).toBe('…')
})

test('rows are taken only as fast as they are read, and no longer when nobody reads', async () => {
  let taken = 0
  let isReturned = false
  async function* endless() {
    try {
      for (;;) {
        taken++
        yield [`王${taken}`, '449821201908075296', Math.random().toString(36).repeat(8)]
      }
    } finally {
      isReturned = true
    }
  }
  const stream = writeXlsx(COLUMNS, endless())
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) if ((bytes += chunk.length) > 300_000) break
  expect(taken).toBeLessThan(60_000)
  await expect.poll(() => isReturned).toBe(true)
})

test('an error of the rows is an error of the stream', async () => {
  async function* failing() {
    yield ['王一', '', '']
    throw new Error('the database went away')
  }
  await expect(bytesOf(writeXlsx(COLUMNS, failing()))).rejects.toThrow('the database went away')
  await expect(bytesOf(writeCsv(COLUMNS, failing()))).rejects.toThrow('the database went away')
})

test('the workbook of bad rows says what to do, and can be handed in again once corrected', async () => {
  const labels = ['序号', '姓名', '身份证号']
  const header = findHeader([{ rowNumber: 3, cells: labels.map(textCell) }])
  const row = { rowNumber: 17, cells: ['1', '王一', '449821201908075297'].map(textCell) }
  const path = await saved(
    writeBadRows(header, [{ row, messages: ['校验位不符', '校验位不符', '没有姓名'] }]),
    'xlsx',
  )
  expect(await textsOf(path)).toEqual([
    [...labels, '原表行号', '问题和改法'],
    ['1', '王一', '449821201908075297', '17', '校验位不符;没有姓名'],
  ])
  const again = await openTable(path)
  expect(again.header.labels.slice(0, 3)).toEqual(labels)
  await again.close()
})
