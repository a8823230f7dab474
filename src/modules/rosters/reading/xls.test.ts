import * as XLSX from '@e965/xlsx'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { gathered, rosterFolder } from '#tests/roster-files.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { inspectRoster, readRoster } from './roster.ts'

const { put } = rosterFolder()

const sheetOf = () => {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['名单'],
    ['村', '姓名', '出生日期'],
    ['围镇村', '黄塱', 43684],
    [null, '王二', 43685],
  ])
  sheet['!merges'] = [XLSX.utils.decode_range('A1:C1'), XLSX.utils.decode_range('A3:A4')]
  for (const reference of ['C3', 'C4']) sheet[reference].z = 'yyyy-m-d'
  sheet.D4 = { t: 'n', v: 449821201908043200 }
  sheet['!ref'] = 'A1:D4'
  return sheet
}

const xls = (workbook: Partial<XLSX.WorkBook> = {}) => {
  const other = XLSX.utils.aoa_to_sheet([['无']])
  const book: XLSX.WorkBook = { SheetNames: ['名单', '说明'], Sheets: { 名单: sheetOf(), 说明: other } }
  const bytes: unknown = XLSX.write({ ...book, ...workbook }, { type: 'buffer', bookType: 'biff8' })
  return put(bytes as Buffer, 'xls')
}

test('an old workbook is read like a new one: days by format, merged cells, all digits', async () => {
  const path = xls()
  expect(await inspectRoster(path)).toMatchObject({
    format: 'xls',
    sheets: [{ name: '名单', isHidden: false }, { name: '说明' }],
  })
  const rows = await gathered(readRoster(path))
  expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
    ['名单'],
    ['村', '姓名', '出生日期'],
    ['围镇村', '黄塱', '2019-08-07'],
    ['围镇村', '王二', '2019-08-08', '449821201908043200'],
  ])
  expect(rows[0]?.cells[0]?.span).toBe(3)
})

test('another sheet is read when asked for', async () => {
  expect(await gathered(readRoster(xls(), { sheet: '说明' }))).toMatchObject([{ cells: [{ text: '无' }] }])
  await expect(gathered(readRoster(xls(), { sheet: '没有' }))).rejects.toMatchObject({
    code: 'roster-no-sheet',
  })
})

test('an old workbook of the 1904 system counts its days from 1904', async () => {
  const rows = await gathered(readRoster(xls({ Workbook: { WBProps: { date1904: true } } })))
  expect(rows[2]?.cells[2]?.text).toBe('2023-08-08')
})

test('a workbook of 1995, in GBK, is read', async () => {
  // The library writes no Chinese into this format, so the bytes are put in afterwards.
  const sheet = XLSX.utils.aoa_to_sheet([['XINGMING'], ['WEIZHEN.']])
  const bytes: unknown = XLSX.write(XLSX.utils.book_new(sheet, 'A'), { type: 'buffer', bookType: 'biff5' })
  const old = bytes as Buffer
  old.set(iconv.encode('儿童姓名', 'gbk'), old.indexOf('XINGMING'))
  old.set(iconv.encode('围镇王一', 'gbk'), old.indexOf('WEIZHEN.'))
  const codePage = old.indexOf(Buffer.from('42000200', 'hex'))
  old.writeUInt16LE(936, codePage + 4)
  const rows = await gathered(readRoster(put(old, 'xls')))
  expect(rows.map(({ cells }) => cells[0]?.text)).toEqual(['儿童姓名', '围镇王一'])
})

test('an old workbook that is too large, or takes too long, is refused', async () => {
  const path = xls()
  const refused = (limits: Partial<typeof DEFAULT_LIMITS>) =>
    gathered(readRoster(path, { limits: { ...DEFAULT_LIMITS, ...limits } }))
  await expect(refused({ xlsBytes: 1000 })).rejects.toMatchObject({ code: 'roster-too-large' })
  await expect(refused({ xlsMilliseconds: 1 })).rejects.toMatchObject({ code: 'roster-too-slow' })
  await expect(refused({ rows: 2 })).rejects.toMatchObject({ code: 'roster-too-many-rows' })
})
