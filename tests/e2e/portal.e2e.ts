import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#kernel/endpoint.ts'
import { listReports } from '#modules/reports/contract.ts'
import { openReport } from '#modules/reports/desk/contract.ts'
import { listMessages, writeMessage } from '#modules/reports/messages/contract.ts'
import { newId } from '#web/ids.ts'
import { expectAccessible, heading, press, write } from './hands.ts'
import { openStage } from './stage.ts'

const built = join(import.meta.dirname, '../../dist/portal')
if (!existsSync(join(built, 'index.html')))
  throw new Error('the portal is not built: run `npm run build` first')

const stage = await openStage()

/** A call of whoever is signed in on the page, made by their browser. */
const callFrom = async <E extends Endpoint>(
  page: Page,
  endpoint: E,
  input: InputOf<E>,
): Promise<OutputOf<E>> => {
  const { url, body } = addressOf(endpoint, input)
  const answer = await page.evaluate(
    async ({ address, method, text }) => {
      const response = await fetch(address, {
        method,
        headers: { 'x-shouwang-request': '1', ...(text && { 'content-type': 'application/json' }) },
        ...(text && { body: text }),
      })
      return { status: response.status, text: await response.text() }
    },
    { address: url, method: endpoint.method, text: body === undefined ? '' : JSON.stringify(body) },
  )
  expect(answer).toMatchObject({ status: 200 })
  return JSON.parse(answer.text) as OutputOf<E>
}

const portalReports = async (officer: Page) =>
  (await callFrom(officer, listReports, { source: 'portal', pageSize: 100 })).items

/** What each page asked of the server, in order. */
const requestsOf = new WeakMap<Page, string[]>()

const openPortal = async (size: 'desk' | 'phone' = 'phone') => {
  const page = await stage.stranger(size)
  const requests: string[] = []
  requestsOf.set(page, requests)
  page.on('request', (request) => requests.push(request.url()))
  await page.goto('/portal/')
  await heading(page, /有孩子受到伤害/)
  return page
}

const next = (page: Page) => press(page, '下一步')
const skip = (page: Page) => press(page, '跳过')

/** From the door to the page on which everything stands once more. */
const writeReport = async (page: Page, story: string) => {
  await press(page, /我要报告/)
  await heading(page, '孩子现在有危险吗？')
  await press(page, '现在没有危险')
  await next(page)
  await write(page, '请用自己的话写，知道多少写多少', story)
  await next(page)
  await heading(page, '是哪个孩子？')
  await next(page)
  await heading(page, /孩子住在哪里/)
  await skip(page)
  await heading(page, /是谁做的/)
  await next(page)
  const files = page.getByRole('heading', { name: /有没有照片/ })
  await files.or(page.getByRole('heading', { name: '要不要留姓名？' })).waitFor()
  if (await files.isVisible()) await next(page)
  await press(page, '跳过，不留姓名')
  await heading(page, '交出去之前，再看一遍')
  await page.getByText(story).waitFor()
}

const codeOn = async (page: Page) => ({
  digits: await page.locator('.digits span').allInnerTexts(),
  words: await page.locator('.words span').allInnerTexts(),
})

const ORDER = '一二三四五六'

/** Types what the page asks of the code, from what was written down. */
const retype = async (page: Page, { digits }: { digits: string[] }) => {
  const box = page.getByRole('textbox')
  const [, nth = ''] = /第(.)组数字/.exec(await page.locator('label').innerText()) ?? []
  await box.fill(digits[ORDER.indexOf(nth)] ?? '')
  await press(page, '对一对')
}

/** Through to the end, with the code in hand. */
const keepCode = async (page: Page) => {
  await heading(page, '请记下回访码')
  const code = await codeOn(page)
  await press(page, '我已经记下')
  await retype(page, code)
  await heading(page, '已经收到')
  return code
}

/** What a browser could still tell of this page to whoever takes it in hand. */
const tracesIn = async (page: Page) => {
  const context = page.context()
  const inPage = await page.evaluate(
    async (addresses) => {
      const kept = await Promise.all(
        addresses.map((address) =>
          fetch(address, { cache: 'only-if-cached', mode: 'same-origin' }).then(
            ({ ok }) => (ok ? [address] : []),
            () => [],
          ),
        ),
      )
      return {
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: typeof caches === 'undefined' ? 0 : (await caches.keys()).length,
        workers: 'serviceWorker' in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
        cached: kept.flat(),
        state: history.state as unknown,
        name: window.name,
      }
    },
    requestsOf.get(page) ?? [],
  )
  return { ...inPage, cookies: await context.cookies() }
}
const NO_TRACES = {
  local: 0,
  session: 0,
  databases: 0,
  caches: 0,
  workers: 0,
  cached: [],
  state: null,
  name: '',
  cookies: [],
}

const addressesBehind = async (page: Page) => {
  const client = await page.context().newCDPSession(page)
  const { entries } = await client.send('Page.getNavigationHistory')
  return entries.map(({ url }) => url)
}

test('a child tells at night on a phone, keeps the code, and two days later reads the answer and writes back', async () => {
  const child = await openPortal()
  await press(child, /我是未成年人/)
  await heading(child, '你现在安全吗？')
  await expectAccessible(child)
  await press(child, '我现在没有危险')
  await next(child)
  await heading(child, '发生了什么？')
  await expectAccessible(child)
  await next(child)
  await child.getByRole('alert').filter({ hasText: '点一个，或者写几个字' }).waitFor()
  await press(child, '有人打我')
  await write(child, '还想说什么，写在这里', '叔叔喝了酒就打我，今天晚上也打了')
  await next(child)
  await heading(child, '是谁让你难受？')
  await expectAccessible(child)
  await press(child, '家里的大人')
  await next(child)
  await heading(child, '你住在哪里？')
  await expectAccessible(child)
  await child.getByRole('searchbox').fill('村')
  await child.getByRole('status').getByRole('button').first().click()
  await next(child)
  await heading(child, '你叫什么？怎么找你？')
  await expectAccessible(child)
  await next(child)
  await heading(child, '看一看，对不对？')
  await expectAccessible(child)
  await press(child, '告诉他们')
  await heading(child, '记下这个码')
  await expectAccessible(child)
  const { digits, words } = await codeOn(child)
  expect(digits.join('')).toMatch(/^\d{22}$/)
  expect(words).toHaveLength(6)
  await press(child, '我没有地方记')
  await expectAccessible(child)
  await press(child, '再看一眼码')
  await press(child, '我记好了')
  await expectAccessible(child)
  await child.getByRole('textbox').fill('0000')
  await press(child, '对一对')
  await child.getByRole('alert').filter({ hasText: '和码对不上' }).waitFor()
  await retype(child, { digits })
  await heading(child, /他们收到了/)
  await expectAccessible(child)
  expect(await tracesIn(child)).toEqual(NO_TRACES)

  const officer = await stage.as('zhiban')
  const [report] = await portalReports(officer)
  if (!report) throw new Error('the report did not reach the desk')
  await callFrom(officer, openReport, { id: report.id, reason: '值守处理网上报告' })
  await callFrom(officer, writeMessage, {
    id: report.id,
    messageId: newId(),
    text: '谢谢你告诉我们。你今晚住在谁家？',
  })

  await officer.context().close()
  stage.letPass({ days: 2 })
  const again = await openPortal()
  await press(again, /凭码回来/)
  await expectAccessible(again)
  await write(again, '您记下的码', words.join(''))
  await press(again, '打开')
  await again.getByText('谢谢你告诉我们。你今晚住在谁家？').waitFor()
  await expectAccessible(again)
  await write(again, '还想说什么，写在这里', '我在奶奶家')
  await press(again, '交给工作人员')
  await again.getByText('已经交给工作人员').waitFor()
  await again.getByRole('listitem').filter({ hasText: '我在奶奶家' }).waitFor()
  expect(await tracesIn(again)).toEqual(NO_TRACES)

  const { items } = await callFrom(await stage.as('zhiban'), listMessages, { id: report.id })
  expect(items.map(({ text, isFromReporter }) => [text, isFromReporter])).toEqual([
    ['谢谢你告诉我们。你今晚住在谁家？', false],
    ['我在奶奶家', true],
  ])
})

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
  const page = await openPortal()
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
  const page = await openPortal()
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
  const page = await openPortal('desk')
  await writeReport(page, '隔壁孩子半夜在外面哭')
  await press(page, '交出去')
  await heading(page, '请记下回访码')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await heading(page, '乘法口诀表')
  expect(await addressesBehind(page)).not.toContainEqual(expect.stringContaining('portal'))
})

test('the back key goes one question back while one writes, and never shows what was sent', async () => {
  const page = await openPortal()
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

test('two taps on send are one report', async () => {
  const officer = await stage.as('zhiban')
  const before = await portalReports(officer)
  const page = await openPortal()
  await writeReport(page, '两次点到了交出去')
  await page.getByRole('button', { name: '交出去' }).dblclick()
  await keepCode(page)
  expect(await portalReports(officer)).toHaveLength(before.length + 1)
})

test('what is written stays when the network goes, and is one report when it comes back', async () => {
  const officer = await stage.as('zhiban')
  const before = await portalReports(officer)
  const page = await openPortal()
  await writeReport(page, '信号不好，写了很久')
  await page.context().setOffline(true)
  await press(page, '交出去')
  await page.getByRole('alert').filter({ hasText: '没有网络，还没有交出去' }).waitFor()
  await page.getByText('信号不好，写了很久').waitFor()
  await page.context().setOffline(false)
  // This time it arrives, and only the answer is lost.
  await page.route(
    '**/api/portal/reports',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  const lost = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/portal/reports'))
  await press(page, '交出去')
  await lost
  await page.getByRole('alert').filter({ hasText: '没有网络，还没有交出去' }).waitFor()
  await press(page, '交出去')
  const { digits } = await keepCode(page)
  expect(await portalReports(officer)).toHaveLength(before.length + 1)
  await press(page, '回到首页')
  await press(page, /凭码回来/)
  await write(page, '您记下的码', digits.join(' '))
  await press(page, '打开')
  await heading(page, '已经收到')
})

test('a slip in the code is told without asking the server, a code that nobody has in the same words as one that ended', async () => {
  const page = await openPortal()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/api/portal/returns')) asked += 1
  })
  await press(page, /凭码回来/)
  await write(page, '您记下的码', '0000 0000 0000 0000 0000 11')
  await press(page, '打开')
  await page.getByRole('alert').filter({ hasText: '写错或写颠倒' }).waitFor()
  expect(asked).toBe(0)
  await write(page, '您记下的码', '红山 红山 红山 红山 红山 红山')
  await press(page, '打开')
  await page.getByRole('alert').filter({ hasText: '没有这个码，或者这件事已经办完' }).waitFor()
  expect(asked).toBe(1)
})

test('the guide says who must report at once and sends nothing; what was answered goes along with the report', async () => {
  const page = await openPortal('desk')
  await press(page, /我必须报告吗/)
  await heading(page, '您在哪里工作？')
  await expectAccessible(page)
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url()))
  await press(page, /中小学/)
  await expectAccessible(page)
  await press(page, /被遗弃/)
  await press(page, '看结果')
  await heading(page, '应当立即报告')
  await expectAccessible(page)
  await page.getByText('高检发〔2020〕9号').waitFor()
  expect(await page.getByRole('main').innerText()).not.toMatch(/\d+ ?小时/)
  expect(sent).toEqual([])
  await press(page, '没有账号，在这里报告')
  await press(page, '不知道')
  await next(page)
  await page.getByText('被遗弃，或者长期没有人照料').waitFor()
})

test('ten tabs hold ten stories apart', async () => {
  const first = await openPortal()
  const pages = [first]
  while (pages.length < 10) {
    const page = await first.context().newPage()
    await page.goto('/portal/')
    pages.push(page)
  }
  for (const [nth, page] of pages.entries()) {
    await press(page, /我要报告/)
    await next(page)
    await write(page, '请用自己的话写，知道多少写多少', `第 ${nth} 件事`)
  }
  for (const [nth, page] of pages.entries())
    expect(await page.getByRole('textbox').inputValue()).toBe(`第 ${nth} 件事`)
})

test.each([
  ['phone', 'phone', 360],
  ['desk', 'desk', 1366],
  ['desk at 200 %', 'desk', 683],
  ['the narrowest phone', 'phone', 320],
] as const)(
  'every page for a report is accessible and keeps within the screen: %s',
  async (_, size, width) => {
    const page = await openPortal(size)
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
    const files = page.getByRole('heading', { name: /有没有照片/ })
    await files.or(page.getByRole('heading', { name: '要不要留姓名？' })).waitFor()
    await expectAccessible(page)
    if (await files.isVisible()) await next(page)
    await press(page, /留姓名，请保密/)
    await expectAccessible(page)
    await next(page)
    await expectAccessible(page)
  },
)

test('the head of the centre prints a poster that leads here', async () => {
  const page = await stage.as('zhongxin', 'desk', '/portal-poster')
  await heading(page, '对外页面海报')
  await expectAccessible(page)
  await page.getByRole('img', { name: /二维码：.*\/portal\// }).waitFor()
})
