import { expect, test } from 'vitest'
import { gathered, rosterFolder, textRows, xlsxParts } from '#tests/roster-files.ts'
import { inspectRoster, readRoster } from './roster.ts'
import type { RosterRow } from './cells.ts'

const { putZip } = rosterFolder()

const cellsOf = ([row]: RosterRow[]) => row?.cells

test('shared, inline, rich and escaped text is read, phonetic guides are not', async () => {
  const path = await putZip(
    xlsxParts({
      strings:
        '<si><t>姓名</t></si><si><r><t>王</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 一</t></r><rPh sb="0" eb="1"><t>wang</t></rPh></si>',
      rows: '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>行一_x000D_&amp;行二</t></is></c><c r="E2" t="s"><v>99</v></c></row>',
    }),
  )
  const rows = await gathered(readRoster(path))
  expect(rows.map(({ rowNumber }) => rowNumber)).toEqual([2])
  expect(cellsOf(rows)?.map(({ text }) => text)).toEqual(['姓名', '王 一', '', '行一\r&行二'])
})

const STYLES =
  '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="177" formatCode="[Red]0.00_);\\d"/></numFmts>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="20"/></cellXfs>'

const numberRow = (...cells: [style: number, value: string][]) =>
  `<row r="1">${cells.map(([style, value]) => `<c s="${style}"><v>${value}</v></c>`).join('')}</row>`

test('a number is a day when its format shows one, and only then', async () => {
  const rows = numberRow(
    [0, '43684'],
    [1, '43684'],
    [2, '43684.75'],
    [3, '1'],
    [3, '60'],
    [4, '43684'],
    [5, '0.5'],
  )
  const cells = cellsOf(await gathered(readRoster(await putZip(xlsxParts({ rows, styles: STYLES })))))
  expect(cells?.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'number 43684',
    'date 2019-08-07',
    'date 2019-08-07',
    'date 1900-01-01',
    // 29 February 1900, a day that Excel invented.
    'number 60',
    'number 43684',
    'number 0.5',
  ])
  expect(cells?.[1]?.raw).toBe(43684)
})

test('a workbook of the 1904 system counts its days from 1904', async () => {
  const parts = xlsxParts({
    rows: numberRow([1, '42222'], [1, '0']),
    styles: STYLES,
    properties: 'date1904="1"',
  })
  const cells = cellsOf(await gathered(readRoster(await putZip(parts))))
  expect(cells?.map(({ text }) => text)).toEqual(['2019-08-07', '1904-01-01'])
})

test('an identity number that Excel rounded is seen with all the digits that the file has', async () => {
  const parts = xlsxParts({ rows: numberRow([0, '449821201908043200'], [0, '4.4982120190804321E+17']) })
  const cells = cellsOf(await gathered(readRoster(await putZip(parts))))
  expect(cells?.map(({ text }) => text)).toEqual(['449821201908043200', '449821201908043200'])
})

test('formulas are kept as text and never answered by their stored result', async () => {
  const rows =
    '<row><c><f>1+1</f><v>2</v></c><c t="str"><f t="shared" si="0"/><v>x</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
  expect(cellsOf(await gathered(readRoster(await putZip(xlsxParts({ rows })))))).toEqual([
    { text: '=1+1', kind: 'formula' },
    { text: '=（共用公式）', kind: 'formula' },
    { text: '是', kind: 'boolean' },
    { text: '#N/A', kind: 'error' },
  ])
})

test('a cell merged over several rows gives its content to the rows beneath, a merged title keeps its span', async () => {
  const path = await putZip(
    xlsxParts({
      rows: textRows([
        ['名单', undefined, undefined],
        ['村', '姓名', '性别'],
        ['围镇村', '王一', '男'],
        [undefined, '王二', '女'],
        [undefined, '王三', '男'],
      ]),
      merges: '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/></mergeCells>',
    }),
  )
  const rows = await gathered(readRoster(path))
  expect(rows[0]?.cells[0]).toMatchObject({ text: '名单', span: 3 })
  expect(rows.slice(2).map(({ cells }) => cells[0])).toEqual([
    { text: '围镇村', kind: 'text' },
    { text: '围镇村', kind: 'text', merged: true },
    { text: '', kind: 'empty' },
  ])
})

test('the first sheet that is not hidden is read, or the one asked for', async () => {
  const path = await putZip(
    xlsxParts({ rows: textRows([['姓名']]), sheets: ['name="旧表" state="hidden"', 'name="名单"'] }),
  )
  expect(await inspectRoster(path)).toMatchObject({
    format: 'xlsx',
    sheets: [
      { name: '旧表', isHidden: true },
      { name: '名单', isHidden: false },
    ],
  })
  expect(await gathered(readRoster(path))).toHaveLength(1)
  expect(await gathered(readRoster(path, { sheet: '旧表' }))).toHaveLength(0)
  await expect(gathered(readRoster(path, { sheet: '没有' }))).rejects.toMatchObject({
    code: 'roster-no-sheet',
  })
})

test('styled but empty cells out to the last column, and rows without positions, cost nothing', async () => {
  const rows =
    '<row><c t="inlineStr"><is><t>姓名</t></is></c><c/><c t="inlineStr"><is><t>性别</t></is></c><c r="XFD1" s="1"/></row>'
  const [row] = await gathered(readRoster(await putZip(xlsxParts({ rows }))))
  expect(row).toMatchObject({ rowNumber: 1, cells: [{ text: '姓名' }, { kind: 'empty' }, { text: '性别' }] })
})
