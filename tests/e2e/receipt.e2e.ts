import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { expectAccessible, follow, heading, press, settled, write } from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const folder = mkdtempSync(join(tmpdir(), 'shouwang-receipt-'))
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

const verdictOf = (page: Page) => page.getByRole('status').getByRole('heading', { level: 2 }).innerText()

test('a teacher reports on a phone in two minutes, and the receipt is checked from a file without network', async () => {
  const page = await stage.as('xuexiao1', 'phone')
  await look(page, 'home-phone')
  await follow(page.getByRole('main'), /强制报告/)
  await heading(page, '强制报告')
  await expectAccessible(page)
  await look(page, 'form-phone')
  const began = Date.now()
  await page.getByRole('radiogroup', { name: '孩子现在有危险吗' }).getByText('是', { exact: true }).click()
  await page.getByRole('link', { name: '拨打 110' }).waitFor()
  await page.getByRole('checkbox', { name: /已拨打 110/ }).check()
  await write(page, '发生了什么', '孩子胳膊上有几处新伤，说不敢回家。')
  await page.getByRole('radiogroup', { name: '什么时候知道的' }).getByText('更早').click()
  await write(page, '孩子的姓名', '欧阳守望')
  await write(page, /班级/, '三年级二班')
  await page.locator('input[type=file]').setInputFiles({
    name: '手臂.png',
    mimeType: 'image/png',
    buffer: await sharp({ create: { width: 320, height: 240, channels: 3, background: '#a65' } })
      .png()
      .toBuffer(),
  })
  await page.getByText('已经传好').waitFor()
  await page.getByRole('checkbox', { name: /身体多处受伤/ }).check()
  await expectAccessible(page)
  await look(page, 'form-filled-phone')
  await press(page, '提交报告')
  await heading(page, '报告已收到')
  expect(Date.now() - began).toBeLessThan(120_000)
  await expectAccessible(page)
  await look(page, 'sent-phone')
  const kept = await download(page, '下载留底', 'kept.txt')
  await press(page, '查看回执')
  await heading(page, '责任回执')
  await expectAccessible(page)
  await look(page, 'receipt-phone')
  expect(await page.getByRole('main').innerText()).not.toContain('欧阳')
  const paper = await download(page, '下载 PDF', 'receipt.pdf')
  expect(readFileSync(paper).subarray(0, 5).toString()).toBe('%PDF-')
  const check = await download(page, '下载核验页', 'check.html')
  await page.locator('summary', { hasText: '签名的全文' }).click()
  const text = await page.locator('pre').innerText()

  const browser = page.context().browser()
  if (!browser) throw new Error('no browser')
  const alone = await browser.newContext({ offline: true, locale: 'zh-CN' })
  const offline = await alone.newPage()
  const asked: string[] = []
  offline.on('request', (request) => asked.push(request.url()))
  await offline.goto(`file://${check}`)
  await write(offline, /粘贴回执全文/, text)
  await press(offline, '核验')
  expect(await verdictOf(offline)).toBe('有效')
  await look(offline, 'check-valid')
  await write(offline, /粘贴回执全文/, text.replace(/报告：\d{4}/, '报告：2020'))
  await press(offline, '核验')
  expect(await verdictOf(offline)).toBe('内容被改动')
  await look(offline, 'check-changed')
  await offline.locator('input[type=file]').setInputFiles(kept)
  await offline.getByText('内容相符').waitFor()
  writeFileSync(kept, readFileSync(kept, 'utf8').replace('几处新伤', '没有伤'))
  await offline.locator('input[type=file]').setInputFiles([])
  await offline.locator('input[type=file]').setInputFiles(kept)
  await offline.getByText('内容不符').waitFor()
  expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([])
  await alone.close()
  expect(existsSync(paper)).toBe(true)
})

test('the head of the school sees that the duty was done, on a desk, and not by whom or what', async () => {
  const page = await stage.as('xuexiao1', 'desk', '/duty-reports')
  await look(page, 'form-desk')
  await write(page, '发生了什么', '有学生说放学路上被人跟踪。')
  await press(page, '提交报告')
  await heading(page, '报告已收到')
  const number = /责〔\d{4}〕\d{4}号/.exec(await page.getByRole('main').innerText())?.[0] ?? ''
  await look(page, 'sent-desk')
  await page.goto('/duty-reports/receipts')
  await page.getByRole('link', { name: number }).waitFor()
  await expectAccessible(page)
  await look(page, 'receipts-desk')
  await follow(page, number)
  await heading(page, '责任回执')
  await look(page, 'receipt-desk')
  await page.emulateMedia({ media: 'print' })
  await look(page, 'receipt-print')

  const everybodys = await page.request.get('/portal/receipt-check.html')
  expect(await everybodys.text()).toContain('441821 ed25519-1-')

  const unit = await stage.as('xx-school-008', 'desk', '/duty-reports/unit')
  await unit.getByText(number).first().waitFor()
  await expectAccessible(unit)
  await look(unit, 'unit-desk')
  expect(await unit.getByRole('main').innerText()).not.toContain('跟踪')
})

test('a lost network keeps what was written, and it is sent once', async () => {
  const page = await stage.as('yiyuan1', 'phone', '/duty-reports/receipts')
  const mine = page.getByRole('list', { name: '我的回执' }).getByRole('link')
  await mine.first().waitFor()
  const before = await mine.count()
  await page.goto('/duty-reports')
  await write(page, '发生了什么', '幼儿身上有烫伤，家长说法前后不一。')
  await page.context().setOffline(true)
  await press(page, '提交报告')
  await page.getByText('网络不通').first().waitFor()
  await look(page, 'offline-phone')
  await page.context().setOffline(false)
  await press(page, '提交报告')
  await heading(page, '报告已收到')
  await page.goto('/duty-reports/receipts')
  await mine.first().waitFor()
  expect(await mine.count()).toBe(before + 1)
  await expectAccessible(page)
  await look(page, 'receipts-phone')
})
