import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible, heading, press, settled, write } from './hands.ts'
import { openStage, signIn } from './stage.ts'

const stage = await openStage()
const BANNER = '演示县：全部人员与事件均为虚构'

const attempt = async (page: Page, password: string) => {
  await write(page, '登录名', 'gean2')
  await write(page, '口令', password)
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/session'))
  await press(page, '登录')
  await answered
}

test.each(['desk', 'phone'] as const)(
  'a demonstration says before and after signing in that all is invented, at %s size',
  async (size) => {
    const page = await stage.stranger(size)
    await page.goto('/')
    await heading(page, '登录')
    await page.getByText(BANNER).waitFor()
    await expectAccessible(page)
    await signIn(page, 'zhiban')
    await heading(page, '今天要做什么')
    await page.getByText(BANNER).waitFor()
  },
)

test('a wrong password is told without saying which of the two was wrong, and guessing becomes slow', async () => {
  const page = await stage.stranger('desk')
  await page.goto('/')
  for (let tries = 0; tries < 4; tries += 1) await attempt(page, '不是这个口令')
  await page.getByRole('alert').filter({ hasText: '登录名或口令不对' }).waitFor()
  await expectAccessible(page)
  await attempt(page, 'shouwang-demo')
  await page
    .getByRole('alert')
    .filter({ hasText: /连续输错多次.请等 \d+ 秒后再试/ })
    .waitFor()
  expect(stage.refusals()).toEqual([
    ...Array<string>(4).fill('401 POST /api/session'),
    '429 POST /api/session',
  ])
  await page.waitForTimeout(2_500)
  await signIn(page, 'gean2')
  await heading(page, '今天要做什么')
})

test('whoever wanted to open a page is on it after signing in', async () => {
  const page = await stage.as('zhiban', 'desk', '/network/vacancies?kind=child-director')
  await heading(page, '空缺岗位')
  expect(page.url()).toMatch(/\/network\/vacancies\?kind=child-director$/)
})

test('signing out on every device ends the other one too, and its person comes back to where they were', async () => {
  const desk = await stage.as('gean1', 'desk', '/cases')
  const phone = await stage.as('gean1', 'phone', '/me/devices')
  await heading(phone, '我的登录设备')
  await expectAccessible(phone)
  await press(phone, '在所有设备上退出')
  const question = phone.getByRole('dialog', { name: '在所有设备上退出' })
  await question.getByText(/您登录着的全部 \d+ 台设备/).waitFor()
  await press(question, '在所有设备上退出')
  await heading(phone, '登录')

  await desk.getByText('只看在办').click()
  await heading(desk, '登录')
  expect(new Set(stage.refusals())).toEqual(new Set(['401 GET /api/cases']))
  await signIn(desk, 'gean1')
  await heading(desk, '个案')
  expect(desk.url()).toMatch(/\/cases\?running=true$/)
})

test('whoever signs out leaves nothing behind on the screen, and the way back shows nothing either', async () => {
  const page = await stage.as('dd100', 'desk', '/children')
  await heading(page, '本镇儿童')
  await settled(page)
  await press(page, /儿童督导员/)
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await heading(page, '登录')
  await page.goBack()
  await heading(page, '登录')
  expect(await page.getByRole('table').count()).toBe(0)
  expect(stage.refusals().filter((each) => !each.startsWith('401 GET'))).toEqual([])
})

test('one’s own password is changed with the old one, and the page says what a good one is', async () => {
  const page = await stage.as('lingdao2', 'phone', '/me/password')
  await heading(page, '修改口令')
  await expectAccessible(page)
  await write(page, '现在的口令', 'shouwang-demo')
  await write(page, /^新口令/, '短口令')
  await press(page, '修改口令')
  await page.getByText(/^口令至少 10 个字符/).waitFor()
  expect(stage.refusals()).toEqual(['422 POST /api/session/password'])
  await write(page, /^新口令/, '山上的灯亮到天明了吗')
  await press(page, '修改口令')
  await heading(page, '您好')
  const again = await stage.stranger('phone')
  await again.goto('/')
  await signIn(again, 'lingdao2', '山上的灯亮到天明了吗')
  await heading(again, '您好')
})
