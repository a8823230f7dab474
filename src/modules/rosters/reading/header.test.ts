import { expect, test } from 'vitest'
import { gathered, rosterFolder, textRows, xlsxParts } from '#tests/roster-files.ts'
import { textCell, type Cell, type RosterRow } from './cells.ts'
import { findHeader, layoutFingerprint, noteReason } from './header.ts'
import { openTable } from './table.ts'

const { put, putZip } = rosterFolder()

/** Rows from texts; 名单*3 is merged over three columns. */
const rowsOf = (...lines: string[][]): RosterRow[] =>
  lines.map((line, i) => ({
    rowNumber: i + 1,
    cells: line.map((text): Cell => {
      const [own = '', span] = text.split('*')
      return { ...textCell(own), ...(span && { span: Number(span) }) }
    }),
  }))

const RECORD = ['1', '王一', '男', '449821201908075296']

test('titles and notes stand above the header and are told with their reason', () => {
  const header = findHeader(
    rowsOf(
      ['困境儿童信息台账*4'],
      ['填报单位:佛冈县民政局    统计截止:2026年10月31日*4'],
      ['序号', '儿童姓名', '性别', '身份证号码'],
      RECORD,
    ),
  )
  expect(header).toMatchObject({
    rows: [3],
    labels: ['序号', '儿童姓名', '性别', '身份证号码'],
    title: '困境儿童信息台账',
    skipped: [
      { rowNumber: 1, reason: '标题' },
      { rowNumber: 2, reason: '填报说明' },
    ],
  })
})

test('a header of two lines is one: the group goes before its columns', () => {
  const header = findHeader(
    rowsOf(
      ['名单*6'],
      ['序号', '姓名', '监护人信息*2', '', '父亲*2', ''],
      ['', '', '姓名', '联系电话', '姓名', '身份证号'],
      RECORD,
    ),
  )
  expect(header.rows).toEqual([2, 3])
  expect(header.labels).toEqual(['序号', '姓名', '监护人姓名', '监护人联系电话', '父亲姓名', '父亲身份证号'])
})

test('the same in a text file, where nothing is merged', () => {
  const header = findHeader(rowsOf(['序号', '姓名', '监护人', ''], ['', '', '姓名', '联系电话'], RECORD))
  expect(header.labels).toEqual(['序号', '姓名', '监护人姓名', '监护人联系电话'])
})

test('cells of a header merged downwards are said once', () => {
  const rows = rowsOf(['序号', '姓名', '家长*2', ''], ['序号', '姓名', '姓名', '电话'], RECORD)
  for (const cell of rows[1]?.cells.slice(0, 2) ?? []) cell.merged = true
  expect(findHeader(rows).labels).toEqual(['序号', '姓名', '家长姓名', '家长电话'])
})

test('a header of words that nobody knows is the first row of several short texts', () => {
  expect(
    findHeader(rowsOf(['名单'], ['甲项', '乙项', '丙项'], ['1', '张三丰', '449821201908075296'])).rows,
  ).toEqual([2])
})

test('a file of records without a header, and a file of prose, are refused', () => {
  const notes = Array.from({ length: 5 }, (_, i) => [`第 ${i} 段说明文字`])
  for (const rows of [rowsOf(RECORD.slice(2), RECORD.slice(2)), rowsOf(...notes), []])
    expect(() => findHeader(rows)).toThrow(/没有找到表头/)
})

test('a layout has one fingerprint however its headers are spaced, and another when columns change places', () => {
  const own = layoutFingerprint(['序号', '姓名', '期限(月)'])
  expect(layoutFingerprint(['序 号', '姓 名*', '期限(月)'])).toBe(own)
  expect(layoutFingerprint(['姓名', '序号', '期限(月)'])).not.toBe(own)
})

const HEADER = findHeader(rowsOf(['序号', '姓名', '性别', '身份证号', '地址', '备注'], RECORD))

const NO_RECORDS: [row: string[], reason: string][] = [
  [['合计', '', '12'], '合计行'],
  [['小 计:3人'], '合计行'],
  [['填表人:', '', '审核人:', '', '填表日期:'], '填表人、审核人等签署行'],
  [['单位负责人(签字):王一'], '填表人、审核人等签署行'],
  [['备注:1.本表一式两份;2.按月报送'], '表后说明'],
  [['注:带*的必填'], '表后说明'],
  [['以下空白'], '表后说明'],
  [['序号', '姓名', '性别', '身份证号', '地址', '备注'], '重复的表头'],
  [['17'], '只有序号，没有内容'],
  [['', '石角镇'], '只有一格有内容，不是一条记录'],
]

for (const [row, reason] of NO_RECORDS)
  test(`“${row.filter(Boolean).join(' ')}” is no record: ${reason}`, () => {
    expect(noteReason({ rowNumber: 50, cells: row.map(textCell) }, HEADER)).toBe(reason)
  })

test('a child whose row is sparse, or whose note begins with 注, is a record', () => {
  for (const row of [
    ['3', '王一'],
    ['', '合计', '男', '449821201908075296'],
    ['4', '王二', '女', '', '', '注:随母居住'],
  ])
    expect(noteReason({ rowNumber: 50, cells: row.map(textCell) }, HEADER)).toBeUndefined()
})

test('a table gives its records and tells what it left out', async () => {
  const path = await putZip(
    xlsxParts({
      rows: textRows([
        ['名单', undefined, undefined],
        ['序号', '姓名', '性别'],
        ['1', '王一', '男'],
        ['2', '王二', '女'],
        ['合计', undefined, '2'],
      ]),
      merges: '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>',
    }),
  )
  const table = await openTable(path)
  expect(table.header.rows).toEqual([2])
  expect(table.samples.map(({ rowNumber }) => rowNumber)).toEqual([3, 4])
  const lines = await gathered(table.lines)
  expect(lines.map((line) => (line.kind === 'record' ? line.row.rowNumber : line.skipped))).toEqual([
    3,
    4,
    { rowNumber: 5, reason: '合计行', text: '合计 2' },
  ])
})

test('reading a table can be given up early', async () => {
  const table = await openTable(put(`姓名,性别\n${'王一,男\n'.repeat(100_000)}`))
  await table.close()
  expect(await gathered(table.lines)).toHaveLength(table.samples.length)
})
