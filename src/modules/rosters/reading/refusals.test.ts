import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import { expect, test } from 'vitest'
import { Problem } from '#kernel/problem.ts'
import { gathered, rosterFolder, textRows, xlsxParts } from '#tests/roster-files.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { inspectRoster, readRoster } from './roster.ts'

const { put, putZip, pathOf } = rosterFolder()

const workbook = xlsxParts({ rows: textRows([['姓名', '性别']]) })

/** An OLE compound file with streams of these names. */
const ole = (...names: string[]) => {
  const file = XLSX.CFB.utils.cfb_new()
  for (const name of names) XLSX.CFB.utils.cfb_add(file, name, Buffer.alloc(64))
  return XLSX.CFB.write(file, { type: 'buffer' }) as Buffer
}

const REFUSED: [what: string, code: string, path: () => string | Promise<string>][] = [
  ['an empty file', 'roster-empty', () => put('')],
  ['a file of blanks', 'roster-empty', () => put('\ufeff \r\n\t\n')],
  ['a PDF', 'roster-not-workbook', () => put('%PDF-1.7 …', 'xlsx')],
  ['a picture', 'roster-not-workbook', () => put(Buffer.from('89504e470d0a1a0a0000', 'hex'), 'xls')],
  ['bytes of nobody', 'roster-not-workbook', () => put(Buffer.from([1, 2, 3, 0, 5]))],
  [
    'a web page posing as .xls',
    'roster-web-page',
    () => put('<html><table><tr><td>姓名</td></tr></table></html>', 'xls'),
  ],
  [
    'a web page archive',
    'roster-web-page',
    () => put('MIME-Version: 1.0\r\nContent-Type: multipart/related', 'xls'),
  ],
  [
    'XML of 2003',
    'roster-other-format',
    () => put('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', 'xls'),
  ],
  ['a zip of something else', 'roster-not-workbook', () => putZip({ 'a.txt': 'a' }, 'zip')],
  [
    'a Word document',
    'roster-not-workbook',
    () => putZip({ '[Content_Types].xml': '', 'word/document.xml': '' }),
  ],
  ['an OpenDocument sheet', 'roster-other-format', () => putZip({ mimetype: '', 'content.xml': '' })],
  [
    'a binary workbook',
    'roster-other-format',
    () => putZip({ '[Content_Types].xml': '', 'xl/workbook.bin': '' }),
  ],
  [
    'a workbook with a macro',
    'roster-has-macro',
    () => putZip({ ...workbook, 'xl/vbaProject.bin': 'x' }, 'xlsx'),
  ],
  [
    'a workbook with macro sheets',
    'roster-has-macro',
    () => putZip({ ...workbook, 'xl/macrosheets/sheet1.xml': '' }),
  ],
  [
    'a workbook with a password',
    'roster-encrypted',
    () => put(ole('EncryptionInfo', 'EncryptedPackage'), 'xlsx'),
  ],
  [
    'an old workbook with a macro',
    'roster-has-macro',
    () => put(ole('Workbook', '_VBA_PROJECT_CUR/VBA/dir'), 'xls'),
  ],
  ['an old Word file', 'roster-not-workbook', () => put(ole('WordDocument'), 'xls')],
  ['half an old workbook', 'roster-damaged', () => put(ole('Workbook').subarray(0, 700), 'xls')],
  ['half a workbook', 'roster-damaged', async () => put('PK\u0003\u0004 …', 'xlsx')],
  [
    'a workbook without its sheet list',
    'roster-not-workbook',
    () => putZip({ '[Content_Types].xml': '', 'xl/a.xml': '' }),
  ],
]

for (const [what, code, path] of REFUSED)
  test(`${what} is refused with ${code} and a word on what to do`, async () => {
    const refusal = await inspectRoster(await path(), { fileName: '名单.xls' }).catch(
      (error: unknown) => error,
    )
    expect(refusal).toBeInstanceOf(Problem)
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(/[请已]/) })
  })

test('500 MB are refused at once, before anything is read', async () => {
  const path = pathOf('csv')
  writeFileSync(path, '姓名,性别\n')
  truncateSync(path, 500 * 1024 * 1024)
  const start = performance.now()
  await expect(inspectRoster(path)).rejects.toMatchObject({ status: 413, code: 'roster-too-large' })
  expect(performance.now() - start).toBeLessThan(200)
})

test('2 million rows are refused after the first 200,000', async () => {
  const path = put(`姓名,性别\n${'王一,男\n'.repeat(2_000_000)}`)
  let rows = 0
  const read = async () => {
    for await (const _ of readRoster(path)) rows++
  }
  await expect(read()).rejects.toMatchObject({
    code: 'roster-too-many-rows',
    message: expect.stringContaining('200000'),
  })
  expect(rows).toBe(200_000)
})

const refusalWhileReading = (path: string, limits = DEFAULT_LIMITS) =>
  gathered(readRoster(path, { limits })).then(
    () => 'read',
    (error: unknown) => (error instanceof Problem ? error.code : error),
  )

test('too many columns and too long cells are refused with the row', async () => {
  const wide = put(`姓名\n${'a,'.repeat(250)}b\n`)
  await expect(gathered(readRoster(wide))).rejects.toMatchObject({
    code: 'roster-too-many-columns',
    message: expect.stringContaining('第 2 行'),
  })
  expect(await refusalWhileReading(put(`姓名,备注\n王一,${'长'.repeat(40_000)}\n`))).toBe(
    'roster-cell-too-long',
  )
  expect(await refusalWhileReading(await putZip(xlsxParts({ rows: textRows([['x'.repeat(40_000)]]) })))).toBe(
    'roster-cell-too-long',
  )
})

test('a part that unpacks to two hundred times its size is refused before it is unpacked', async () => {
  const path = await putZip({ ...workbook, 'xl/media/image1.bmp': Buffer.alloc(64 * 1024 * 1024) })
  await expect(inspectRoster(path)).rejects.toMatchObject({ code: 'roster-bomb' })
})

test('too many parts, and too much unpacked in all, are a bomb', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`xl/a${i}.xml`, 'x'.repeat(1000)]))
  const path = await putZip({ ...workbook, ...many })
  await expect(inspectRoster(path, { limits: { ...DEFAULT_LIMITS, parts: 20 } })).rejects.toMatchObject({
    code: 'roster-bomb',
  })
  await expect(
    inspectRoster(path, { limits: { ...DEFAULT_LIMITS, unpackedBytes: 20_000 } }),
  ).rejects.toMatchObject({ code: 'roster-bomb' })
})

test('a part that is longer than it says is not unpacked further', async () => {
  const path = await putZip(xlsxParts({ rows: textRows(Array.from({ length: 5000 }, () => ['王一', '男'])) }))
  const bytes = readFileSync(path)
  const name = bytes.lastIndexOf('xl/worksheets/sheet1.xml')
  // Uncompressed size in the central directory, 46 − 24 bytes before the name.
  bytes.writeUInt32LE(1000, name - 22)
  expect(await refusalWhileReading(put(bytes, 'xlsx'))).toBe('roster-damaged')
})

test('a document type, the home of entity bombs, is refused', async () => {
  const prolog = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
  const rows = '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
  expect(await refusalWhileReading(await putZip(xlsxParts({ rows, prolog })))).toBe('roster-damaged')
})

test('one endless text or comment does not fill the memory', async () => {
  const endless = Buffer.alloc(
    40 * 1024 * 1024,
    Buffer.from('无尽的文字 0123456789 abcdefghijklmnopqrstuvwxyz '),
  )
  const limits = { ...DEFAULT_LIMITS, ratio: 100_000 }
  for (const [open, close] of [
    ['<row><c t="inlineStr"><is><t>', '</t></is></c></row>'],
    ['<!--', '-->'],
  ] as const) {
    const parts: Record<string, string> = xlsxParts({ rows: `${open}HERE${close}` })
    const [before = '', after = ''] = parts['xl/worksheets/sheet1.xml']?.split('HERE') ?? []
    const sheet = Buffer.concat([Buffer.from(before), endless, Buffer.from(after)])
    const path = await putZip({ ...parts, 'xl/worksheets/sheet1.xml': sheet })
    expect(await refusalWhileReading(path, limits)).toBe('roster-cell-too-long')
  }
})

test('shared strings beyond the limit are refused', async () => {
  const strings = Array.from({ length: 2000 }, (_, i) => `<si><t>第 ${i} 条</t></si>`).join('')
  const path = await putZip(xlsxParts({ rows: textRows([['姓名']]), strings }))
  expect(await refusalWhileReading(path, { ...DEFAULT_LIMITS, sharedTexts: 1000 })).toBe(
    'roster-too-much-text',
  )
  expect(await refusalWhileReading(path, { ...DEFAULT_LIMITS, sharedBytes: 1000 })).toBe(
    'roster-too-much-text',
  )
  expect(await refusalWhileReading(path)).toBe('read')
})
