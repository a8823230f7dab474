import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { expectAccessible, heading, press, write } from './hands.ts'
import {
  addressesBehind,
  keepCode,
  next,
  NO_TRACES,
  openPortal,
  requestsOf,
  skip,
  tracesIn,
  writeReport,
} from './portal-hands.ts'
import { openStage } from './stage.ts'

const built = join(import.meta.dirname, '../../dist/portal')
const stage = await openStage()

test('without JavaScript a neighbour still sees whom to call, and a way out', async () => {
  const page = await stage.stranger('phone')
  const context = await page
    .context()
    .browser()
    ?.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } })
  const plain = await context?.newPage()
  if (!context || !plain) throw new Error('the browser is gone')
  await page.goto('/portal/')
  await plain.goto(page.url())
  const numbers = await plain
    .locator('.numbers a')
    .evaluateAll((links) => links.map((a) => a.getAttribute('href')))
  expect(numbers.slice(0, 2)).toEqual(['tel:110', 'tel:120'])
  await plain.locator('noscript p').filter({ hasText: '开启 JavaScript' }).waitFor()
  await plain.getByRole('link', { name: '马上离开' }).click()
  await heading(plain, '乘法口诀表')
  await context.close()
})

test('the first useful page with everything it needs is at most 60 KB on the wire, its style at most 10 KB', async () => {
  const page = await openPortal(stage)
  await press(page, /我要报告/)
  await heading(page, '孩子现在有危险吗？')
  const loaded = (requestsOf.get(page) ?? [])
    .map((address) => new URL(address).pathname)
    .filter((path) => path.startsWith('/portal/assets/') && !path.includes('labour-worker'))
  const bytesOf = (path: string) => readFileSync(join(built, path.replace('/portal/', '')))
  const files = ['/portal/index.html', ...new Set(loaded)]
  const total = files.reduce((sum, path) => sum + gzipSync(bytesOf(path)).length, 0)
  const styles = files.filter((path) => path.endsWith('.css'))
  expect(files.length).toBeGreaterThan(3)
  expect(total).toBeLessThan(60 * 1024)
  expect(styles.reduce((sum, path) => sum + bytesOf(path).length, 0)).toBeLessThan(10 * 1024)
})

test('the quick exit takes the page, what was written and the way back with it', async () => {
  const page = await openPortal(stage)
  await press(page, /我要报告/)
  await press(page, '现在没有危险')
  await next(page)
  await write(page, '请用自己的话写，知道多少写多少', '写到一半有人进来了')
  await page.getByRole('link', { name: '马上离开' }).click()
  await heading(page, '乘法口诀表')
  expect(await addressesBehind(page)).not.toContainEqual(expect.stringContaining('portal'))
  await page.goBack()
  expect(page.url()).not.toContain('portal')
  expect(await page.content()).not.toContain('写到一半')
})

test('two presses of Escape leave as well, from the code too, without any question', async () => {
  const page = await openPortal(stage, 'desk')
  await writeReport(page, '隔壁孩子半夜在外面哭')
  await press(page, '交出去')
  await heading(page, '请记下回访码')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await heading(page, '乘法口诀表')
  expect(await addressesBehind(page)).not.toContainEqual(expect.stringContaining('portal'))
})

test('the back key goes one question back while one writes, and never shows what was sent', async () => {
  const page = await openPortal(stage)
  await press(page, /我要报告/)
  await press(page, '现在没有危险')
  await next(page)
  await heading(page, '发生了什么？')
  await page.evaluate(() => history.back())
  await heading(page, '孩子现在有危险吗？')
  await page.evaluate(() => history.back())
  await heading(page, /有孩子受到伤害/)

  await writeReport(page, '村口有个孩子没有人管')
  await press(page, '交出去')
  await keepCode(page)
  await page.goto('about:blank')
  await page.goBack()
  await heading(page, /有孩子受到伤害/)
  expect(await page.content()).not.toContain('村口有个孩子')
  expect(await tracesIn(page)).toEqual(NO_TRACES)
})

test.each([
  ['phone', 'phone', 360],
  ['desk', 'desk', 1366],
  ['desk at 200 %', 'desk', 683],
  ['the narrowest phone', 'phone', 320],
] as const)(
  'every page for a report is accessible and keeps within the screen: %s',
  async (_, size, width) => {
    const page = await openPortal(stage, size)
    await page.setViewportSize({ width, height: 600 })
    await press(page, '大字')
    await expectAccessible(page)
    await page.getByText('说得更细一点').click()
    await expectAccessible(page)
    await press(page, /我想求助/)
    await press(page, '现在就有危险')
    await page.getByRole('link', { name: '打 110 报警' }).waitFor()
    await expectAccessible(page)
    await next(page)
    await write(page, '请用自己的话写，需要什么帮助也写上', '孩子的爸爸走了，我一个人顾不过来')
    await expectAccessible(page)
    await next(page)
    await expectAccessible(page)
    await next(page)
    await expectAccessible(page)
    await skip(page)
    await write(page, '姓名或称呼', '说不上来')
    await page.getByRole('searchbox').fill('中心')
    await expectAccessible(page)
    await page.getByRole('button', { name: '县未成年人救助保护中心', exact: true }).click()
    await page.getByText('这个单位的人看不到您的报告').waitFor()
    await next(page)
    await heading(page, '有没有照片、录音、录像？')
    await expectAccessible(page)
    await skip(page)
    await press(page, /留姓名，请保密/)
    await expectAccessible(page)
    await next(page)
    await expectAccessible(page)
  },
)
