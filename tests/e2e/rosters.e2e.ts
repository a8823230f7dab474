import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import xlsx from '@e965/xlsx'
import iconv from 'iconv-lite'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { checkDigit } from '#kernel/id-number.ts'
import { choose, expectAccessible, follow, heading, press, write } from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const [known] = await stage.childrenOf('441821100004')
if (!known) throw new Error('no child of the village')

const numberOf = (birthDay: string, ordinal: string) => {
  const seventeen = `449821${birthDay.replaceAll('-', '')}${ordinal}`
  return seventeen + checkDigit(seventeen)
}
const wrongNumberOf = (birthDay: string, ordinal: string) => {
  const right = numberOf(birthDay, ordinal)
  return right.slice(0, 17) + (right.endsWith('1') ? '2' : '1')
}

const PLACE = '广东省佛冈县石角镇城东社区'
const NEW_CHILD = { name: '冼望舒', birthDay: '2015-03-09', number: numberOf('2015-03-09', '962') }

/** As a department keeps it: GB18030, a title and a note above the header, days of several kinds, and faults. */
const ROWS = [
  ['佛冈县户籍未成年人名册'],
  ['制表单位:县公安局', '', '', '制表日期:2026年11月'],
  ['序号', '姓名', '性别', '民族', '公民身份号码', '出生日期', '户籍地址', '联系电话'],
  ['1', NEW_CHILD.name, '女', '汉族', `'${NEW_CHILD.number}`, '2015.3.9', `${PLACE}3组`, '13900000003'],
  ['2', known.name, known.sex === 'male' ? '男' : '女', '汉族', '', known.birthDay, PLACE, ''],
  ['3', '温错码', '男', '汉', wrongNumberOf('2014-06-01', '971'), '20140601', PLACE, ''],
  ['4', '温大人', '男', '汉', numberOf('1990-06-01', '971'), '1990/6/1', PLACE, ''],
  ['5', '温无日', '女', '汉', '', '2015年2月30日', PLACE, ''],
  ['6', '温何处', '女', '汉', '', '2016-05-04', '广东省佛冈县石角镇天上村委会', ''],
  ['7', NEW_CHILD.name, '女', '汉族', NEW_CHILD.number, '2015-03-09', `${PLACE}3组`, '13900000003'],
]

const putRoster = () => {
  const path = join(stage.folder, '公安_户籍未成年人.csv')
  writeFileSync(path, iconv.encode(ROWS.map((row) => row.join(',')).join('\r\n'), 'gb18030'))
  return path
}

const handIn = async (page: Page) => {
  await page.getByRole('button', { name: '交来一份名册' }).first().click()
  await heading(page, '交来一份名册')
  await page.getByRole('combobox', { name: /^哪个部门的名册/ }).fill('公安局')
  await page.keyboard.press('Tab')
  await press(page, '交来并查看')
  await page.getByRole('alert').filter({ hasText: '请先选择名册文件' }).waitFor()
  const choosing = page.waitForEvent('filechooser')
  await press(page, '选择文件')
  await (await choosing).setFiles(putRoster())
  await expectAccessible(page)
  await press(page, '交来并查看')
  await heading(page, /公安_户籍未成年人\.csv/)
}

/** The workbook that goes back to the department: names and what is to be mended. */
const badRowsOf = async (page: Page) => {
  await press(page, '下载有错的行')
  const why = page.getByRole('dialog', { name: '下载有错的行' })
  await write(why, /^事由/, '退回公安局改正')
  const downloading = page.waitForEvent('download')
  await press(why, '下载有错的行')
  const path = join(stage.folder, 'bad-rows.xlsx')
  await (await downloading).saveAs(path)
  const workbook = xlsx.read(readFileSync(path))
  const sheet = workbook.Sheets[workbook.SheetNames[0] ?? '']
  if (!sheet) throw new Error('the workbook is empty')
  const [, ...rows] = xlsx.utils.sheet_to_json<string[]>(sheet, { header: 1 })
  return rows.map((row) => [row[1], row.at(-1)])
}

const find = async (page: Page, name: string) => {
  await page.goto('/children/search')
  await write(page, /^姓名、拼音/, name)
  await press(page.getByRole('search'), '查找')
}

test('a department’s roster is mapped, previewed with reasons, applied as a whole, and taken back', async () => {
  const head = await stage.as('zhongxin', 'desk', '/rosters')
  await heading(head, '部门名册')
  await handIn(head)

  await head.getByText('表头在第 3 行').waitFor()
  await choose(head, '“联系电话”对应', '父亲电话', '父亲电话')
  await head.getByRole('row').filter({ hasText: '联系电话' }).getByText('由您改选').waitFor()
  await expectAccessible(head)
  await press(head, '保存并预览')

  await head.getByRole('heading', { name: '预览结果' }).waitFor()
  const row = (number: number) => head.getByRole('row').filter({ hasText: `第 ${number} 行` })
  await row(4).getByText('新增').waitFor()
  for (const [line, verdict, reason] of [
    [5, '没有变化', known.name],
    [6, '有错', '校验位不符'],
    [7, '有错', '已满 18 周岁'],
    [8, '有错', '没有这一天'],
    [9, '有错', '本县没有这个村'],
    [10, '有错', '与第 4 行的身份证号相同'],
  ] as const)
    await row(line).filter({ hasText: verdict }).filter({ hasText: reason }).waitFor()
  await expectAccessible(head)
  const rosterPath = new URL(head.url()).pathname

  await press(head, '应用')
  const applying = head.getByRole('dialog', { name: '应用这份名册' })
  await applying.getByText('新增 1 行').waitFor()
  await press(applying, '应用')
  await heading(head, /已应用/)
  await expectAccessible(head)
  expect(await badRowsOf(head)).toEqual([
    ['温错码', expect.stringContaining('校验位')],
    ['温大人', expect.stringContaining('18 周岁')],
    ['温无日', expect.stringContaining('没有这一天')],
    ['温何处', expect.stringContaining('没有这个村')],
    [NEW_CHILD.name, expect.stringContaining('第 4 行')],
  ])

  await find(head, NEW_CHILD.name)
  await follow(head.getByRole('main'), NEW_CHILD.name)
  await heading(head, NEW_CHILD.name)
  await head.getByRole('button', { name: /^姓名.来自.公安局名册 第 4 行/ }).waitFor()

  await head.goto(rosterPath)
  await press(head, '撤销')
  const undoing = head.getByRole('dialog', { name: '撤销这份名册' })
  await undoing.getByRole('textbox', { name: /^事由/ }).fill('部门说这份名册交错了')
  await press(undoing, '撤销')
  await heading(head, /已撤销/)
  await find(head, NEW_CHILD.name)
  await head.getByText('在您的工作范围内没有找到').waitFor()
})

test('the caseworker’s phone shows a roster and its rows within the screen', async () => {
  const worker = await stage.as('gean1', 'phone', '/rosters')
  await follow(worker, /公安_户籍未成年人\.csv/)
  await heading(worker, /公安_户籍未成年人\.csv/)
  await worker.getByRole('list', { name: '名册各行' }).waitFor()
  await expectAccessible(worker)
  await follow(worker, /^第 6 行/)
  await heading(worker, /第 6 行/)
  await expectAccessible(worker)
})
