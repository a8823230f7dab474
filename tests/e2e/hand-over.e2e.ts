import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible, heading, press, says, settled, write } from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const folder = mkdtempSync(join(tmpdir(), 'shouwang-hand-over-'))
const pictures = process.env['PICTURES']

const look = async (page: Page, name: string) => {
  await settled(page)
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

/** Presses a button and keeps what the browser is given. */
const download = async (page: Page, name: string, fileName: string) => {
  const [given] = await Promise.all([page.waitForEvent('download'), press(page, name)])
  const path = join(folder, fileName)
  await given.saveAs(path)
  return path
}

/** A case that is not sealed; one with a referral that its unit still owes, or without. */
const caseWith = async (page: Page, isReferred: boolean) => {
  const read = async <T>(path: string): Promise<T> => {
    const answer = await page.request.get(`/api${path}`)
    // What the endpoint's contract says, as far as it is looked at here.
    return (await answer.json()) as T
  }
  const { items } = await read<{ items: { id: string }[] }>('/cases?running=true&pageSize=100')
  for (const { id } of items) {
    if ((await read<{ isSealed: boolean }>(`/cases/${id}/hand-over-files`)).isSealed) continue
    const sent = await read<{ items: { state: string }[] }>(`/cases/${id}/referrals`)
    if (sent.items.some(({ state }) => state === 'dispatched' || state === 'signed') === isReferred) return id
  }
  throw new Error('no such case in the demonstration county')
}

/** A machine without network on which the file lies. */
const offlinePage = async (browser: Browser, path: string, size = { width: 1366, height: 768 }) => {
  const context = await browser.newContext({ offline: true, locale: 'zh-CN', viewport: size })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`file://${path}`)
  return { context, page, asked }
}

const changedCopy = (path: string, name: string, change: (text: string) => string) => {
  const copy = join(folder, name)
  writeFileSync(copy, change(readFileSync(path, 'utf8')))
  return copy
}

test('a referral goes out as a file, is opened and answered offline, and its answer comes back in', async () => {
  const worker = await stage.as('gean1')
  const caseId = await caseWith(worker, true)
  await worker.goto(`/cases/${caseId}`)
  await press(worker, '离线交接')
  await heading(worker, '离线交接')
  await expectAccessible(worker)
  await press(worker, '制作交接文件')
  await expectAccessible(worker)
  await look(worker, 'make-desk')
  await press(worker, '制作文件')
  await worker.getByText('口令只显示这一次').waitFor()
  await expectAccessible(worker)
  await look(worker, 'made-desk')
  const words = await worker
    .getByRole('list', { name: '口令的 6 个词' })
    .getByRole('listitem')
    .allInnerTexts()
  expect(words).toHaveLength(6)
  const file = await download(worker, '下载文件', 'file.html')

  const browser = worker.context().browser()
  if (!browser) throw new Error('no browser')
  const { context, page, asked } = await offlinePage(browser, file)
  await expectAccessible(page)
  await look(page, 'locked-desk')
  await write(page, '口令', words.toReversed().join(' '))
  await press(page, '打开')
  await page.getByRole('alert').getByText('口令不对').waitFor()
  await write(page, '口令', words.slice(1).join(' '))
  await press(page, '打开')
  await page
    .getByRole('alert')
    .getByText(/一共 12 个字/)
    .waitFor()
  await write(page, '口令', words.join(' '))
  await press(page, '打开')
  await page.getByRole('heading', { name: '请贵单位办理' }).waitFor()
  await expectAccessible(page)
  await look(page, 'opened-desk')
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: '生成回件文件' }).isVisible()).toBe(false)
  await look(page, 'opened-print')
  await page.emulateMedia({ media: 'screen' })
  await write(page, '办理情况', '已经上门，孩子夜里由外婆照看。')
  await write(page, '姓名', '王警官')
  await write(page, '单位和职务', '某派出所 社区民警')
  const answer = await download(page, '生成回件文件', 'answer.json')
  expect(readFileSync(answer, 'utf8')).not.toContain('外婆')
  expect(asked.filter((url) => !/^(file|blob):/.test(url))).toEqual([])
  await context.close()

  await press(worker, '已下载，口令已记下')
  const picker = worker.locator('input[type=file]').first()
  await picker.setInputFiles(changedCopy(answer, 'cut.json', (text) => text.slice(0, 200)))
  await worker.getByText('请对方重新生成回件文件').first().waitFor()
  expect(stage.refusals()).toEqual(['409 POST /api/hand-over-files/:id/answers'])
  await picker.setInputFiles(answer)
  await says(worker, '回件已收下')
  await worker.getByText('孩子夜里由外婆照看').waitFor()
  await picker.setInputFiles(answer)
  await worker.getByText('这份回件已经收过').first().waitFor()
  expect(stage.refusals()).toEqual(['409 POST /api/hand-over-files/:id/answers'])
  await expectAccessible(worker)
  await look(worker, 'answered-desk')
  await press(worker, '采纳为转介答复')
  await says(worker, '已采纳为这份转介的答复')
  await worker.setViewportSize({ width: 360, height: 640 })
  await expectAccessible(worker)
  await look(worker, 'answered-phone')
})

test('a case goes to another county; a changed, a cut and an ended file say so and do not open; on a phone it fits', async () => {
  const worker = await stage.as('gean1')
  const caseId = await caseWith(worker, false)
  await worker.goto(`/cases/${caseId}/hand-over`)
  await press(worker, '制作交接文件')
  await write(worker, '交给谁', '邻县未成年人救助保护中心')
  await write(worker, /移交的情况/, '孩子已随母亲迁往贵县，请接续帮扶。')
  await write(worker, '为什么需要这些信息', '接续帮扶需要')
  await press(worker, '制作文件')
  await worker.getByText('口令只显示这一次').waitFor()
  const file = await download(worker, '下载文件', 'second.html')
  const browser = worker.context().browser()
  if (!browser) throw new Error('no browser')
  const says = async (path: string, words: string) => {
    const { context, page } = await offlinePage(browser, path, { width: 360, height: 640 })
    await page.getByRole('alert').getByText(words).waitFor()
    expect(await page.getByRole('button', { name: '打开' }).isVisible()).toBe(false)
    await context.close()
  }
  await says(
    changedCopy(file, 'changed.html', (text) => text.replace('交给：', '交给：某公司、')),
    '文件被改动过',
  )
  await says(
    changedCopy(file, 'cut.html', (text) => text.replace(/"content":"[^"]{40}/, '"content":"')),
    '文件被改动过',
  )
  await says(
    changedCopy(file, 'half.html', (text) => text.replace(/"content":"[^"]+"/, '"content":"')),
    '文件不完整',
  )
  const { context, page } = await offlinePage(browser, file, { width: 360, height: 640 })
  await expectAccessible(page)
  await look(page, 'locked-phone')
  await context.close()
  const later = await browser.newContext({ offline: true, locale: 'zh-CN' })
  await later.clock.setSystemTime(new Date(Date.now() + 400 * 86_400_000))
  const old = await later.newPage()
  await old.goto(`file://${file}`)
  await old.getByRole('alert').getByText('已经过了截止日').waitFor()
  await later.close()
})
