import { expect, test } from 'vitest'
import { textCell, type RosterRow } from '../reading/cells.ts'
import { findHeader } from '../reading/header.ts'
import { rememberMapping, suggestMapping } from './columns.ts'
import { FIELD_NAMES, FIELDS } from './fields.ts'
import { fieldOfHeader, isKnownHeader } from './header-words.ts'

const TODAY = '2026-11-23'

const rowsOf = (...lines: string[][]): RosterRow[] =>
  lines.map((line, i) => ({ rowNumber: i + 1, cells: line.map(textCell) }))

const mapped = (
  labels: string[],
  records: string[][],
  hints: Partial<Parameters<typeof suggestMapping>[2]> = {},
) => {
  const [, ...samples] = rowsOf(labels, ...records)
  return suggestMapping(findHeader(rowsOf(labels, ...records)), samples, { today: TODAY, ...hints })
}

const fieldsOf = (...of: Parameters<typeof mapped>) => mapped(...of).columns.map(({ field }) => field)

test('each field of the catalogue has a label of its own', () => {
  expect(new Set(FIELD_NAMES.map((field) => FIELDS[field].label)).size).toBe(FIELD_NAMES.length)
})

const HEADERS: [label: string, child: string | undefined, person: string | undefined][] = [
  ['姓 名*', 'name', 'personName'],
  ['公民身份号码', 'idNumber', 'personIdNumber'],
  ['身份证号(必填)', 'idNumber', 'personIdNumber'],
  ['父亲公民身份号码', 'fatherIdNumber', 'personIdNumber'],
  ['母亲身份证号码', 'motherIdNumber', 'personIdNumber'],
  ['监护人身份证', 'guardianIdNumber', 'personIdNumber'],
  ['监护人联系方式', 'guardianPhone', 'phone'],
  ['出生年月', 'birthDay', 'personBirthDay'],
  ['户籍所在地', 'hukouAddress', 'personAddress'],
  ['残疾证号', 'disabilityCardNo', 'documentNo'],
  ['刑期（月）', undefined, 'stateMonths'],
  ['受理报案日期', undefined, 'stateStartDay'],
  ['刑满释放日期', undefined, 'stateEndDay'],
  ['是否住校', 'isBoarding', undefined],
  ['血型', undefined, undefined],
]

for (const [label, child, person] of HEADERS)
  test(`the header ${label} is ${child ?? 'nothing'} of a child and ${person ?? 'nothing'} of a grown-up`, () => {
    expect(fieldOfHeader(label, 'child')?.field).toBe(child)
    expect(fieldOfHeader(label, 'person')?.field).toBe(person)
  })

test('running numbers and ages are known and not kept', () => {
  for (const label of ['序号', '年龄', '照片', '原表行号', '问题和改法'])
    expect(isKnownHeader(label)).toBe(true)
  expect(fieldsOf(['序号', '年龄', '姓名'], [['1', '7', '王一']])).toEqual(['ignore', 'ignore', 'name'])
})

test('a roster is about children or grown-ups by the birth days of those in it', () => {
  const labels = ['姓名', '身份证号', '户籍地']
  expect(mapped(labels, [['王一', '449821201908075296', '石角镇']])).toMatchObject({ subject: 'child' })
  const grownUps = mapped(labels, [['王二', '449821198208097414', '石角镇']], {
    fileName: '司法_服刑人员.xlsx',
  })
  expect(grownUps).toMatchObject({ subject: 'person', state: 'imprisoned' })
  expect(grownUps.columns.map(({ field }) => field)).toEqual([
    'personName',
    'personIdNumber',
    'personAddress',
  ])
})

test('a child with its parents in one row makes no roster of grown-ups', () => {
  const labels = ['姓名', '身份证号', '父亲', '父亲身份证号', '母亲', '母亲身份证号']
  const record = ['王一', '449821201908075296', '王二', '449821198208097414', '李三', '449821198303283100']
  expect(mapped(labels, [record]).subject).toBe('child')
})

test('columns without a useful header are known by what stands in them', () => {
  const labels = ['姓名', '性别', '号码一', '号码二', '联络', '甲']
  const record = ['王一', '男', '449821201908075296', '44982120190807529623', '19903636871', '呜呼']
  const { columns } = mapped(labels, [record, record])
  expect(columns.map(({ field }) => field)).toEqual([
    'name',
    'sex',
    'idNumber',
    'disabilityCardNo',
    'phone',
    'ignore',
  ])
  expect(columns[2]).toMatchObject({ confidence: 0.65, why: expect.stringContaining('身份证号') })
})

test('what stands in a column wins over a mistaken header, and the user is asked to look', () => {
  const { columns } = mapped(
    ['姓名', '身份证号', '联系电话'],
    [['王一', '19903636871', '449821201908075296']],
  )
  expect(columns.map(({ field }) => field)).toEqual(['name', 'phone', 'idNumber'])
  expect(columns.slice(1).every(({ confidence }) => confidence < 0.7)).toBe(true)
})

test('a carer of whom only the kinship is written is a relation', () => {
  expect(fieldsOf(['姓名', '受委托照护人'], [['王一', '祖母']])).toEqual(['name', 'carerRelation'])
  expect(fieldsOf(['姓名', '受委托照护人'], [['王一', '李桂花']])).toEqual(['name', 'carerName'])
})

test('of two columns for one field the first is taken, the other told', () => {
  const { columns } = mapped(['姓名', '联系电话', '电话'], [['王一', '', '']])
  expect(columns.map(({ field }) => field)).toEqual(['name', 'phone', 'ignore'])
  expect(columns[2]?.why).toContain('联系电话')
})

test('what the user chose for the same layout before is used again', () => {
  const first = mapped(['姓名', '甲'], [['王一', '呜呼']])
  const corrected = {
    ...first,
    columns: first.columns.map((column) =>
      column.label === '甲' ? { ...column, field: 'note' as const } : column,
    ),
  }
  const again = mapped(['姓名', '甲'], [['王二', '呜呼']], { remembered: rememberMapping(corrected) })
  expect(again.columns).toMatchObject([
    { field: 'name' },
    { field: 'note', confidence: 1, why: '沿用上次的对应' },
  ])
})
