import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { gathered, rosterFolder } from '#tests/roster-files.ts'
import { inspectRoster, readRoster } from './roster.ts'

const { put } = rosterFolder()

const textsOf = async (path: string) =>
  (await gathered(readRoster(path))).map(({ rowNumber, cells }) => [
    rowNumber,
    ...cells.map(({ text }) => text),
  ])

const LINES = [
  ['姓名', '住址'],
  ['黄塱', '佛冈县龙山镇湴镇村委会'],
]

const written = (separator: string) => LINES.map((line) => line.join(separator)).join('\r\n')

for (const encoding of ['utf-8', 'gb18030', 'utf-16le'] as const)
  for (const separator of [',', ';', '\t'])
    test(`a text in ${encoding} with ${JSON.stringify(separator)} between fields is read`, async () => {
      const path = put(iconv.encode(written(separator), encoding, { addBOM: encoding === 'utf-16le' }))
      expect(await inspectRoster(path)).toMatchObject({ format: 'csv', encoding, separator })
      expect(await textsOf(path)).toEqual([
        [1, '姓名', '住址'],
        [2, '黄塱', '佛冈县龙山镇湴镇村委会'],
      ])
    })

test('a byte-order mark does not become part of the first header', async () => {
  expect((await textsOf(put(`\ufeff${written(',')}`)))[0]).toEqual([1, '姓名', '住址'])
})

test('signs that only GB18030 has, such as 㙟 and 𠮷, are read', async () => {
  const path = put(iconv.encode('姓名,村\n张𠮷,㙟村', 'gb18030'))
  expect((await textsOf(path))[1]).toEqual([2, '张𠮷', '㙟村'])
})

test('Chinese far behind an English start is still told from UTF-8', async () => {
  const english = `id,name\n${'1,abc\n'.repeat(40_000)}`
  const rows = await textsOf(put(iconv.encode(`${english}2,黄塱`, 'gb18030')))
  expect(rows.at(-1)).toEqual([40_002, '2', '黄塱'])
})

test('UTF-8 with a broken byte is refused instead of read as nonsense', async () => {
  const bytes = Buffer.from('姓名,住址\n黄塱,石角镇\n'.repeat(50))
  bytes[bytes.length - 8] = 0xff
  await expect(inspectRoster(put(bytes))).rejects.toMatchObject({ code: 'roster-bad-encoding' })
})

test('line breaks and separators inside quotes stay in the cell, and the row counts as Excel shows it', async () => {
  const rows = await textsOf(put('姓名,备注\n王一,"家住,\n石角镇"\n王二,"说""好""了"\n'))
  expect(rows.slice(1)).toEqual([
    [2, '王一', '家住,\n石角镇'],
    [3, '王二', '说"好"了'],
  ])
})

test('a quote that is never closed is refused with the row in which it stands', async () => {
  const rest = '王二,石角镇\n'.repeat(60_000)
  await expect(gathered(readRoster(put(`姓名,住址\n王一,"石角镇\n${rest}`)))).rejects.toMatchObject({
    code: 'roster-unclosed-quote',
    message: expect.stringContaining('第 2 行'),
  })
})

test('blank lines are left out but counted, and rows may be shorter or longer than the header', async () => {
  const rows = await textsOf(put('姓名,性别\n\n , \n王一\n王二,男,多,,\n'))
  expect(rows).toEqual([
    [1, '姓名', '性别'],
    [4, '王一'],
    [5, '王二', '男', '多'],
  ])
})

test('what looks like a formula is kept as text and marked', async () => {
  const rows = await gathered(
    readRoster(put('姓名,备注\n王一,"=HYPERLINK(""http://example.invalid"",""详情"")"\n')),
  )
  expect(rows[1]?.cells[1]).toEqual({ text: '=HYPERLINK("http://example.invalid","详情")', kind: 'formula' })
})
