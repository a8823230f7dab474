import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { gateway, mailbox } from '#tests/receivers.ts'
import { choose, expectAccessible, follow, heading, press, says, settled, write } from './hands.ts'
import { openStage } from './stage.ts'

const mail = await mailbox()
const sms = await gateway()
const stage = await openStage({
  SHOUWANG_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
  SHOUWANG_SMTP_FROM: 'shouwang@example.cn',
  SHOUWANG_SMS_URL: `${sms.origin}/send`,
  SHOUWANG_PUSH_CONTACT: 'mailto:admin@example.cn',
})
const DIRECTOR = 'zr100004'
const [child] = await stage.childrenOf('441821100004')
if (!child) throw new Error('the village has no child')

const bell = (page: Page) => page.getByRole('button', { name: /^通知，/ })
const unread = async (page: Page) =>
  Number(/(\d+) 条未读/.exec((await bell(page).getAttribute('aria-label')) ?? '')?.[1] ?? 0)

/** A child director writes down what somebody said: a task for the duty desk. */
const report = async (director: Page) => {
  await director.goto('/')
  await press(director, '登记报告')
  await heading(director, '登记报告')
  await write(director, '报告人说了什么', '孩子说爸爸妈妈出门三天了，家里只有奶奶。')
  await choose(director, /在档案里查找/, child.name, child.name)
  await press(director, '都问过了，其余都是“否”')
  await press(director, /^提交登记/)
  await heading(director, '我登记的报告')
}

test('when a report is taken in the village, the bell at the duty desk counts one more by itself', async () => {
  const officer = await stage.as('zhiban')
  await bell(officer).waitFor()
  await settled(officer)
  const before = await unread(officer)
  await report(await stage.as(DIRECTOR, 'phone'))
  await expect.poll(() => unread(officer), { timeout: 5_000 }).toBe(before + 1)

  await bell(officer).click()
  await heading(officer, '通知')
  await expectAccessible(officer)
  const main = officer.getByRole('main')
  expect(await main.innerText()).not.toContain(child.name)
  await main.getByRole('listitem').filter({ hasText: '您有 1 件待办' }).first().waitFor()
  await follow(main, '您有 1 件待办')
  await heading(officer, /报〔\d{4}〕\d{4}号/)
  await expect.poll(() => unread(officer), { timeout: 5_000 }).toBe(before)
})

test('an open list of notices takes in what is new, and is read as a whole', async () => {
  const officer = await stage.as('zhiban', 'phone', '/notices?unread=true')
  await heading(officer, '通知')
  await settled(officer)
  await report(await stage.as(DIRECTOR, 'phone'))
  await officer.getByRole('listitem').filter({ hasText: '您有 1 件待办' }).first().waitFor()
  await expectAccessible(officer)
  await press(officer, '全部标为已读')
  await says(officer, /条通知已标为已读/)
  await officer.getByText('没有未读的通知').first().waitFor()
  expect(await unread(officer)).toBe(0)
  await expectAccessible(officer)
})

test.each(['desk', 'phone'] as const)(
  'somebody chooses mail, writes an address down and sees the test arrive, at %s size',
  async (size) => {
    const officer = await stage.as(size === 'desk' ? 'gean1' : 'gean2', size)
    await officer.getByRole('button', { name: size === 'phone' ? '我的账号' : /个案社工/ }).click()
    await officer.getByRole('menuitem', { name: '通知设置' }).click()
    await heading(officer, '通知设置')
    await expectAccessible(officer)
    await officer.getByRole('group', { name: '其他待办' }).getByText('电子邮件').click()
    await officer.getByLabel('免打扰从').fill('22:00')
    await press(officer, '保存设置')
    await officer.getByText('免打扰要有开始和结束两个时间').first().waitFor()
    expect(stage.refusals()).toEqual(['422 PUT /api/notice-choices'])
    await officer.getByLabel('免打扰到').fill('07:30')
    await press(officer, '保存设置')
    await says(officer, '通知设置已保存')
    await write(officer, '邮箱', `${size}@example.cn`)
    await press(officer, '保存邮箱')
    await officer.getByText(`${size.slice(0, 1)}***@example.cn`).waitFor()
    await press(officer, '发一封测试邮件')
    await officer.getByText('已发出').first().waitFor()
    expect(mail.got.map(({ to }) => to)).toContain(`${size}@example.cn`)
    await expectAccessible(officer)
  },
)

test('the tabs of one browser share one stream, which the next one takes over', async () => {
  const officer = await stage.as('zhiban')
  const context = officer.context()
  let streams = 0
  context.on('request', (request) => {
    if (request.url().endsWith('/api/live')) streams += 1
  })
  const second = await context.newPage()
  await second.goto('/')
  await bell(second).waitFor()
  await settled(second)
  const before = await unread(second)
  await report(await stage.as(DIRECTOR, 'phone'))
  for (const tab of [officer, second])
    await expect.poll(() => unread(tab), { timeout: 5_000 }).toBe(before + 1)
  expect(streams).toBe(0)
  await officer.close()
  await expect.poll(() => streams, { timeout: 5_000 }).toBe(1)
  await report(await stage.as(DIRECTOR, 'phone'))
  await expect.poll(() => unread(second), { timeout: 5_000 }).toBe(before + 2)
})

test('a push shows that there is something to do, though the page is not looked at', async () => {
  const officer = await stage.as('gean1')
  const context = officer.context()
  await context.grantPermissions(['notifications'])
  const cdp = await context.newCDPSession(officer)
  const registered = new Promise<string>((resolve) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations
      if (registration) resolve(registration.registrationId)
    }),
  )
  await cdp.send('ServiceWorker.enable')
  const started = context.waitForEvent('serviceworker')
  await officer.evaluate(async () => {
    await navigator.serviceWorker.register('/push-worker.js')
    await navigator.serviceWorker.ready
  })
  const worker = await started
  // This browser has no desktop to show anything on: what it was asked to show is kept instead.
  await worker.evaluate(`self.shown = []; self.registration.showNotification = async (title, { body, tag }) => {
    self.shown.push({ title, body, tag })
  }`)
  const data = JSON.stringify({ id: 'one', text: '有 1 件紧急待办', isDanger: true })
  const { origin } = new URL(officer.url())
  await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data })
  await expect
    .poll(() => worker.evaluate<unknown>('self.shown'), { timeout: 5_000 })
    .toEqual([{ title: '守望', body: '有 1 件紧急待办', tag: 'one' }])
})

test('the system administrator sees how the sending goes', async () => {
  const admin = await stage.as('xitong')
  await follow(admin, '通知发送情况')
  await heading(admin, '通知发送情况')
  await admin.getByText('电子邮件').first().waitFor()
  await expectAccessible(admin)
})
