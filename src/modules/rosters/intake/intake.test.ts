import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { csvOf, handIn, HOUSEHOLD, imported, previewed } from '#tests/rosters.ts'
import { rosterFolder, textRows, xlsxParts } from '#tests/roster-files.ts'
import { uuidv7 } from '#server/ids.ts'
import { listRows } from '../preview/contract.ts'
import { receiveRoster, chooseSheet, getMapping } from './contract.ts'
import { receiveSealed, removeSealed, sweepUploads, withClearCopy } from './sealed-file.ts'

const app = await testApp()
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
// Files are counted here, so this app keeps its own beside those of other tests.
const dataFolder = mkdtempSync(join(tmpdir(), 'uploads-'))
app.running.config.dataFolder = dataFolder
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))
const uploads = join(dataFolder, 'uploads')
mkdirSync(uploads)
const { putZip } = rosterFolder()

beforeAll(() => addPlaces(app))

const place = () => ({ dataFolder, county: '449821', id: uuidv7() })
const keyed = { keys: app.keys, key: Buffer.alloc(32, 9) }

test.each([0, 1, 65_535, 65_536, 65_537, 200_000])(
  'a file of %i bytes comes back as it was handed in',
  async (size) => {
    const clear = Buffer.alloc(size, 'x身份')
    const at = place()
    const { bytes } = await receiveSealed(
      at,
      keyed,
      Readable.from(size ? [clear.subarray(0, 7), clear.subarray(7)] : []),
    )
    expect(bytes).toBe(size)
    const read = await withClearCopy(at, keyed, async (path) => readFileSync(path))
    expect(read.equals(clear)).toBe(true)
    await removeSealed(at)
  },
)

test('what lies on the disk holds nothing in clear, neither kept nor while it is read', async () => {
  const number = idNumberOf('2016-06-06', 'male')
  const rows = csvOf(HOUSEHOLD, [
    ['1', '明文', '男', '汉族', number, '20160606', '石角镇围镇村', '', '', '', '', ''],
  ])
  const roster = await handIn(app, caseworker, rows)
  const lying = () => readdirSync(uploads).map((name) => readFileSync(join(uploads, name)))
  expect(readdirSync(uploads)).toContain(`449821-${roster.id}.sealed`)
  for (const content of lying()) expect(content.includes(number)).toBe(false)
  const key = Buffer.alloc(32, 3)
  const at = place()
  await receiveSealed(at, { keys: app.keys, key }, Readable.from([rows]))
  await withClearCopy(at, { keys: app.keys, key }, async (path) => {
    expect(readFileSync(path).includes(number)).toBe(true)
    for (const content of lying()) expect(content.includes(number)).toBe(false)
  })
  const ready = await previewed(caseworker, roster)
  const stored = await app.setUp((db) =>
    db.selectFrom('rosterRow').where('rosterId', '=', ready.id).selectAll().execute(),
  )
  expect(JSON.stringify(stored)).not.toMatch(new RegExp(`${number}|明文`))
})

test('a sealed file that was cut, swapped or sealed under another key does not open', async () => {
  const at = place()
  await receiveSealed(at, keyed, Readable.from([Buffer.alloc(150_000, 'a')]))
  const open = (key = keyed.key) =>
    withClearCopy(at, { keys: app.keys, key }, async (path) => readFileSync(path).length)
  expect(await open()).toBe(150_000)
  await expect(open(Buffer.alloc(32, 1))).rejects.toThrow()
  const path = join(uploads, `449821-${at.id}.sealed`)
  const content = readFileSync(path)
  const { truncate } = await import('node:fs/promises')
  await truncate(path, 4 + content.readUInt32BE(0))
  await expect(open()).rejects.toThrow()
  await removeSealed(at)
  await expect(open()).rejects.toMatchObject({ code: 'roster-file-gone' })
})

test('the file goes when the roster is applied', async () => {
  const rows = csvOf(HOUSEHOLD, [
    [
      '1',
      '用完',
      '男',
      '汉族',
      idNumberOf('2016-06-06', 'male'),
      '20160606',
      '石角镇围镇村',
      '',
      '',
      '',
      '',
      '',
    ],
  ])
  const roster = await imported(app, caseworker, rows)
  await expect.poll(() => readdirSync(uploads)).not.toContain(`449821-${roster.id}.sealed`)
})

test('a body of 500 MB is refused at the limit without being held', async () => {
  const piece = Buffer.alloc(1024 * 1024, '1,张三,男\n')
  let sent = 0
  const body = Readable.from(
    (function* pieces() {
      for (; sent < 500; sent += 1) yield piece
    })(),
  )
  const before = process.memoryUsage().rss
  const at = place()
  await expect(receiveSealed(at, keyed, body)).rejects.toMatchObject({
    status: 413,
    code: 'roster-too-large',
    message: expect.stringContaining('50 MB'),
  })
  // The body is not destroyed: the refusal must still get through the same connection.
  expect(body.destroyed).toBe(false)
  expect(sent).toBeLessThan(60)
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(100)
  expect(readdirSync(uploads)).not.toContain(`449821-${at.id}.sealed`)
})

const refusals: [what: string, content: Buffer, fileName: string, code: string][] = [
  ['an empty file', Buffer.alloc(0), '空.csv', 'roster-empty'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]), '照片.xlsx', 'roster-not-workbook'],
  [
    'a web page',
    Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'),
    '名单.xls',
    'roster-web-page',
  ],
  [
    'a zip that is no workbook',
    Buffer.from('PK\x03\x04garbage garbage garbage'),
    '名单.xlsx',
    'roster-damaged',
  ],
  ['a text without a header', Buffer.from('1\n2\n3\n'), '数字.csv', 'roster-no-header'],
]

test.each(refusals)(
  '%s is refused in words, and leaves no roster and no file',
  async (_, content, fileName, code) => {
    const before = readdirSync(uploads).length
    const response = await app.send(
      receiveRoster,
      { fileName, department: '公安局' },
      caseworker.token,
      content.length ? content : (Readable.from([]) as never),
    )
    expect([code, response.json<{ code: string; title: string }>().code]).toEqual([code, code])
    expect(response.json<{ title: string }>().title).toMatch(/[\u4e00-\u9fff]{6,}/)
    expect(readdirSync(uploads)).toHaveLength(before)
    expect((await app.auditOf('roster.received')).at(-1)).toMatchObject({ result: 'refused', code })
  },
)

test('what is refused deep in the file leaves no row, and the server stays up', async () => {
  const line = Buffer.from('1,张三,男,,,2015-01-01,围镇村,,,,,\n')
  const many = Buffer.concat([
    Buffer.from(`${HOUSEHOLD}\n`),
    ...Array.from({ length: 2_500 }, () => line),
    Buffer.from(`1,${'长'.repeat(40_000)},男,,,,,,,,,\n`),
  ])
  const roster = await handIn(app, caseworker, many)
  const failed = await previewed(caseworker, roster)
  expect(failed).toMatchObject({
    state: 'failed',
    counts: null,
    failure: expect.stringMatching(/第 2502 行.*32767 个字/),
  })
  expect((await caseworker(listRows, { id: roster.id })).total).toBe(0)
})

test('department and file name are needed, a day must be one', async () => {
  const content = csvOf(HOUSEHOLD, [])
  await expect(handIn(app, caseworker, content, { department: ' ' })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'department' }],
  })
  await expect(handIn(app, caseworker, content, { fileName: '' })).rejects.toMatchObject({ status: 422 })
  await expect(handIn(app, caseworker, content, { asOfDay: '2026-02-30' })).rejects.toMatchObject({
    status: 422,
  })
})

test('of a workbook with several sheets the first with a table is read, and another one can be chosen', async () => {
  const rows = textRows([
    ['姓名', '性别', '身份证号', '出生日期'],
    ['周六', '男', idNumberOf('2015-01-01', 'male'), '2015-01-01'],
  ])
  const path = await putZip(xlsxParts({ rows, sheets: ['name="填表说明"', 'name="名单"'] }))
  const roster = await handIn(app, caseworker, readFileSync(path), { fileName: '两张.xlsx' })
  expect(roster).toMatchObject({ format: 'xlsx', sheets: ['填表说明', '名单'], sheetName: '名单' })
  const { id, version } = roster
  await expect(caseworker(chooseSheet, { id, version, sheetName: '没有的' })).rejects.toMatchObject({
    status: 422,
  })
  await expect(caseworker(chooseSheet, { id, version, sheetName: '填表说明' })).rejects.toMatchObject({
    code: 'roster-no-header',
  })
  const none = await putZip(xlsxParts({ rows: '', sheets: ['name="填表说明"', 'name="空白"'] }))
  await expect(
    handIn(app, caseworker, readFileSync(none), { fileName: '没有名单.xlsx' }),
  ).rejects.toMatchObject({ code: 'roster-no-header' })
  const chosen = await caseworker(chooseSheet, { id, version, sheetName: '名单' })
  expect(chosen.version).toBe(version + 1)
  expect((await caseworker(getMapping, { id })).columns.map(({ field }) => field)).toEqual([
    'name',
    'sex',
    'idNumber',
    'birthDay',
  ])
})

test('what broken-off uploads left is swept, what is in use stays', async () => {
  const roster = await handIn(
    app,
    caseworker,
    csvOf(HOUSEHOLD, [['1', '留着', '男', '', '', '2015-01-01', '围镇村', '', '', '', '', '']]),
  )
  const at = place()
  await receiveSealed(at, keyed, Readable.from([Buffer.from('x')]))
  const inTwoHours = new Date(Date.now() + 7_200_000)
  await sweepUploads(at, new Set([roster.id]), inTwoHours)
  const names = readdirSync(uploads)
  expect(names).toContain(`449821-${roster.id}.sealed`)
  expect(names).not.toContain(`449821-${at.id}.sealed`)
})
