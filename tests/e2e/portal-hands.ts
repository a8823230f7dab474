import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#kernel/endpoint.ts'
import { listReports } from '#modules/reports/contract.ts'
import { heading, press, write } from './hands.ts'
import type { openStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof openStage>>

/** A call of whoever is signed in on the page, made by their browser. */
export const callFrom = async <E extends Endpoint>(
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

export const portalReports = async (officer: Page) =>
  (await callFrom(officer, listReports, { source: 'portal', pageSize: 100 })).items

export const newestReport = async (officer: Page) => {
  const [newest] = (await portalReports(officer)).toSorted((one, other) =>
    other.receivedAt.localeCompare(one.receivedAt),
  )
  if (!newest) throw new Error('no report reached the desk')
  return newest
}

/** What each page asked of the server, in order. */
export const requestsOf = new WeakMap<Page, string[]>()

export const openPortal = async (stage: Stage, size: 'desk' | 'phone' = 'phone') => {
  const page = await stage.stranger(size)
  const requests: string[] = []
  requestsOf.set(page, requests)
  page.on('request', (request) => requests.push(request.url()))
  await page.goto('/portal/')
  await heading(page, /有孩子受到伤害/)
  return page
}

export const next = (page: Page) => press(page, '下一步')
export const skip = (page: Page) => press(page, '跳过')

/** From the door to the page on which everything stands once more. */
export const writeReport = async (page: Page, story: string) => {
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
  await heading(page, '有没有照片、录音、录像？')
  await skip(page)
  await press(page, '跳过，不留姓名')
  await heading(page, '交出去之前，再看一遍')
  await page.getByText(story).waitFor()
}

export const codeOn = async (page: Page) => ({
  digits: await page.locator('.digits span').allInnerTexts(),
  words: await page.locator('.words span').allInnerTexts(),
})

const ORDER = '一二三四五六'

/** Types what the page asks of the code, from what was written down. */
export const retype = async (page: Page, { digits }: { digits: string[] }) => {
  const box = page.getByRole('textbox')
  const [, nth = ''] = /第(.)组数字/.exec(await page.locator('label').innerText()) ?? []
  await box.fill(digits[ORDER.indexOf(nth)] ?? '')
  await press(page, '对一对')
}

/** Through to the end, with the code in hand. */
export const keepCode = async (page: Page) => {
  await heading(page, '请记下回访码')
  const code = await codeOn(page)
  await press(page, '我已经记下')
  await retype(page, code)
  await heading(page, '已经收到')
  return code
}

/** What a browser could still tell of this page to whoever takes it in hand. */
export const tracesIn = async (page: Page) => {
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
export const NO_TRACES = {
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

export const addressesBehind = async (page: Page) => {
  const client = await page.context().newCDPSession(page)
  const { entries } = await client.send('Page.getNavigationHistory')
  return entries.map(({ url }) => url)
}
