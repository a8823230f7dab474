import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readingsOf, surnameReadingsOf } from '#kernel/pinyin.ts'
import { surnameOf } from '#kernel/names.ts'
import { choose, expectAccessible, follow, heading, press, says, settled, write } from './hands.ts'
import { openStage, PASSWORD } from './stage.ts'

const stage = await openStage()
const VILLAGE = '441821100004'
const DIRECTOR = 'zr100004'
const NEIGHBOUR = 'zr100006'

/** Characters of the demonstration's names that sound alike. */
const ALIKE = [
  '俊峻骏',
  '浩皓昊',
  '宇羽雨',
  '铭明鸣',
  '嘉家佳',
  '伟玮炜',
  '辉晖',
  '宏弘鸿',
  '欣昕馨',
  '怡仪宜',
  '颖莹盈',
  '玲铃',
  '悦玥月',
  '静婧',
  '惠慧',
  '雯文',
  '瑶遥',
  '涵晗',
  '志智',
  '梓紫',
]

const homophoneOf = (name: string) => {
  for (const [position, character] of Array.from(name).entries()) {
    const group = position ? ALIKE.find((each) => each.includes(character)) : undefined
    const other = group && Array.from(group).find((each) => each !== character)
    if (other) return Array.from(name).with(position, other).join('')
  }
  return undefined
}

const children = await stage.childrenOf(VILLAGE)
const child = children.find(
  ({ name }) =>
    Array.from(name).length === 3 &&
    homophoneOf(name) &&
    children.every((each) => each.name !== homophoneOf(name)),
)
if (!child) throw new Error('no child of the village has a name with a homophone')
const syllables = [
  ...surnameReadingsOf(surnameOf(child.name)).map(([first = '']) => first),
  ...Array.from(
    child.name.slice(surnameOf(child.name).length),
    (character) => readingsOf(character)[0] ?? '',
  ),
]

const find = async (page: Page, typed: string) => {
  await page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: /^姓名、拼音/ }))
    .fill(typed)
  await press(page.getByRole('search'), '查找')
}

test.each([
  ['the name', child.name, '同名'],
  ['a space within the name', Array.from(child.name).join(' '), '同名'],
  ['pinyin', syllables.join(''), '拼音相同'],
  ['initials', syllables.map((each) => each[0]).join(''), '首字母相同'],
  ['a homophone', homophoneOf(child.name) ?? '', '同音'],
  ['the beginning and a star', `${child.name.slice(0, 2)}*`, '姓名以此开头'],
])('a director finds a child of the village by %s, and sees why it was found', async (_, typed, why) => {
  const director = await stage.as(DIRECTOR, 'desk', '/children/search')
  await heading(director, '查找儿童')
  await find(director, typed)
  const row = director.getByRole('row').filter({ has: director.locator(`a[href="/children/${child.id}"]`) })
  await row.getByText(why, { exact: true }).waitFor()
  expect(decodeURIComponent(director.url())).not.toContain(typed)
  await follow(row, child.name)
  await heading(director, child.name)
})

test('the ID number shows for a moment, after a reason and the password, and the trace of it is left', async () => {
  const director = await stage.as(DIRECTOR, 'phone', `/children/${child.id}`)
  await heading(director, child.name)
  await expectAccessible(director)
  expect(await director.getByRole('main').innerText()).not.toContain('449821')
  // Signing in proves the password for ten minutes.
  stage.letPass({ minutes: 11 })
  await press(director, '查看身份证号')
  const why = director.getByRole('dialog', { name: '查看身份证号' })
  await expectAccessible(director)
  await press(why, '查看 30 秒')
  await why.getByRole('alert').waitFor()
  await press(why, '核对身份信息')
  await press(why, '查看 30 秒')
  const again = director.getByRole('dialog', { name: '请再次输入登录口令' })
  await write(again, '登录口令', PASSWORD)
  await expectAccessible(director)
  await press(again, '验证并继续')
  await director.getByText(/449821\d{11}[\dX]/).waitFor()
  await press(director, /^隐藏/)
  expect(await director.getByRole('main').innerText()).not.toContain('449821')
  expect(stage.refusals()).toHaveLength(1)

  const audit = await stage.as('shenji', 'desk', `/audit/records/${child.id}`)
  await audit.getByRole('row').filter({ hasText: '儿童主任' }).filter({ hasText: '查看' }).first().waitFor()
})

test('whoever saves second sees both values and decides', async () => {
  const first = await stage.as(DIRECTOR, 'desk', `/children/${child.id}`)
  const second = await first.context().newPage()
  await second.goto(`/children/${child.id}`)
  const correct = async (page: Page, ethnicity: string) => {
    await press(page.locator('#basics'), '更正')
    const form = page.getByRole('dialog', { name: '更正基本信息' })
    await write(form, /^民族/, ethnicity)
    await form.getByRole('combobox', { name: /^事由/ }).fill('走访时核对')
    return form
  }
  const mine = await correct(second, '瑶族')
  await press(await correct(first, '壮族'), '保存更正')
  await says(first, '已更正')
  await press(mine, '保存更正')
  const both = second.getByRole('dialog', { name: '这条记录刚被别人改过' })
  await both
    .getByRole('row')
    .filter({ hasText: '民族' })
    .filter({ hasText: '瑶族' })
    .filter({ hasText: '壮族' })
    .waitFor()
  await expectAccessible(second)
  expect(stage.refusals()).toHaveLength(1)
  await press(both, '仍按我的内容保存')
  await says(second, '已更正')
  await second.getByText('瑶族').first().waitFor()
})

test('a file is printed with a watermark that names who, when and why, and without numbers', async () => {
  const supervisor = await stage.as('dd100', 'desk', `/children/${child.id}`)
  await press(supervisor, '打印')
  await heading(supervisor, '打印档案')
  const why = supervisor.getByRole('dialog', { name: '打印档案' })
  await press(why, '个案会商会议使用')
  await press(why, '生成打印页')
  const sheet = supervisor.getByRole('article')
  await sheet.getByText('事由：个案会商会议使用').waitFor()
  await sheet.getByText(child.name).first().waitFor()
  await settled(supervisor)
  const [name = ''] = (await supervisor.getByRole('button', { name: '儿童督导员' }).innerText()).split('\n')
  const watermark = await sheet.locator('svg text').textContent()
  expect(watermark).toContain(name)
  expect(watermark).toMatch(/20\d\d/)
  expect(await sheet.innerText()).not.toContain('449821')
  await expectAccessible(supervisor)
  await supervisor.emulateMedia({ media: 'print' })
  expect(await supervisor.getByRole('banner').isVisible()).toBe(false)
  expect(await supervisor.getByRole('navigation', { name: '主菜单' }).isVisible()).toBe(false)
  expect(await sheet.isVisible()).toBe(true)
})

test('to the director of another village the file does not exist', async () => {
  const neighbour = await stage.as(NEIGHBOUR, 'phone', `/children/${child.id}`)
  await neighbour
    .getByRole('alert')
    .filter({ hasText: /找不到|没有找到|不存在/ })
    .waitFor()
  expect(await neighbour.getByRole('main').innerText()).not.toContain(child.name)
  await expectAccessible(neighbour)
  expect(new Set(stage.refusals())).toEqual(new Set(['404 GET /api/children/:id']))
})

test('a director registers a child on the phone, and is told when the child is there already', async () => {
  const director = await stage.as(DIRECTOR, 'phone', '/children')
  await heading(director, '我村的儿童')
  await press(director, '新建档案')
  await heading(director, '新建档案')
  await write(director, '姓名', child.name)
  await choose(director, '性别', child.sex === 'male' ? '男' : '女')
  await director.getByLabel('出生日期').fill(child.birthDay)
  await director.getByText('可能已经建过档，请先看一看').waitFor()
  await director.getByText('姓名和出生日期相同').waitFor()
  await expectAccessible(director)
  await write(director, '姓名', '温小满')
  await press(director, '建档')
  await says(director, '已建档')
  await heading(director, '温小满')
  await expectAccessible(director)
})
