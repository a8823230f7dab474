import { expect, test } from 'vitest'
import { choose, expectAccessible, follow, heading, menuOf, press, says, settled, write } from './hands.ts'
import { openStage, signIn } from './stage.ts'

const stage = await openStage()
const [child] = await stage.childrenOf('441821100004')

const proposeAccount = async (displayName: string, signInName: string) => {
  const system = await stage.as('xitong', 'desk', '/accounts')
  await press(system, '建立账号')
  const form = system.getByRole('dialog', { name: '建立账号' })
  await write(form, '姓名', displayName)
  await write(form, '登录名', signInName)
  await expectAccessible(system)
  await press(form, '建立账号')
  const once = system.getByRole('dialog', { name: '请把首次口令交给本人' })
  await once.getByText(signInName).waitFor()
  await expectAccessible(system)
  const password = (await once.getByRole('code').innerText()).trim()
  await press(once, '已记下，关闭')
  await follow(system, displayName)
  await heading(system, displayName)
  await settled(system)
  // Who proposes does not grant.
  expect(await system.getByRole('button', { name: '授权' }).count()).toBe(0)
  return password
}

const grantPost = async (displayName: string) => {
  const security = await stage.as('anquan', 'desk', '/accounts')
  await choose(security, '状态', '待授权')
  await follow(security, displayName)
  await choose(security, '岗位', '儿童督导员')
  await choose(security, '负责的镇（街道）', '汤塘镇', '汤塘')
  await expectAccessible(security)
  await press(security, '授权')
  await says(security, '已授权')
  await security.getByText('使用中').waitFor()
}

test('an account is proposed by one, granted by another, taken over by its person, and seen by the third', async () => {
  const password = await proposeAccount('温小满', 'wenxiaoman')

  await grantPost('温小满')
  const person = await stage.stranger('phone')
  await person.goto('/')
  await signIn(person, 'wenxiaoman', password)
  await heading(person, '请先设置自己的口令')
  await expectAccessible(person)
  await person.goto('/children')
  await heading(person, '请先设置自己的口令')
  await write(person, '初始口令', password)
  await write(person, /^新口令/, '门前的黄皮树又结果了')
  await press(person, '保存并继续')
  await person.getByRole('navigation', { name: '常用' }).waitFor()

  const audit = await stage.as('shenji', 'desk', '/audit')
  for (const act of ['授予', '建立'])
    await audit.getByRole('row').filter({ hasText: act }).filter({ hasText: '温小满' }).first().waitFor()
  await audit.goto('/audit-chain')
  await heading(audit, '审计链核验')
  await press(audit, '开始核验')
  await audit
    .getByRole('alert')
    .filter({ hasText: /条审计记录全部完好/ })
    .waitFor()
  await expectAccessible(audit)
})

test.each([
  ['the system administrator', 'xitong'],
  ['the security administrator', 'anquan'],
  ['the audit administrator', 'shenji'],
])('%s finds no child, neither by the menu nor by an address', async (_, signInName) => {
  const page = await stage.as(signInName)
  const menu = (await menuOf(page)).map(({ label }) => label)
  for (const closed of ['儿童', '查找', '个案', '报告收件箱', '登记报告']) expect(menu).not.toContain(closed)
  expect(await page.getByLabel('查找儿童').count()).toBe(0)
  for (const path of [
    '/children',
    '/children/search',
    `/children/${child?.id ?? ''}`,
    '/cases',
    '/reports',
  ]) {
    await page.goto(path)
    await heading(page, '您的岗位没有这个页面')
  }
  for (const path of [`/api/children/${child?.id ?? ''}`, '/api/children', '/api/cases', '/api/reports'])
    expect((await page.request.get(path)).status()).toBe(403)
})
