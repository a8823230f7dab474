import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible, heading, press, says, settled } from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const folder = mkdtempSync(join(tmpdir(), 'shouwang-procedure-'))
const pictures = process.env['PICTURES']

const look = async (page: Page, name: string) => {
  await settled(page)
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

test('one administrator changes the procedure, another publishes it, and everybody reads and takes it along', async () => {
  const system = await stage.as('xitong', 'desk', '/settings/procedure')
  await expectAccessible(system)
  await look(system, 'procedure-list-desk')
  await press(system, '起草新版')
  await heading(system, /第 2 版/)
  await expectAccessible(system)
  const days = system.getByRole('textbox', { name: '回访' })
  await days.fill('90、30')
  await system.getByText('红 · 紧急：回访：回访日应从近到远，不重复').waitFor()
  await days.fill('30、60、90')
  await system.getByText('红 · 紧急：回访从 30、90 天 改为 30、60、90 天').waitFor()
  await press(system, '保存草稿')
  await says(system, '草稿已保存')
  await press(system, '试算')
  await system.getByRole('region', { name: '试算结果' }).waitFor()
  await expectAccessible(system)
  await look(system, 'procedure-draft-desk')
  await system.setViewportSize({ width: 360, height: 640 })
  await expectAccessible(system)
  await look(system, 'procedure-draft-phone')

  const security = await stage.as('anquan', 'desk', '/settings/procedure')
  await press(security, /接着改草稿/)
  await heading(security, /第 2 版/)
  await press(security, /^发\s*布$/)
  await security
    .getByRole('dialog')
    .getByRole('button', { name: /^发\s*布$/ })
    .click()
  await says(security, '已发布')
  await security.goto('/settings/procedure')
  await security.getByText('红 · 紧急：回访从 30、90 天 改为 30、60、90 天').waitFor()
  await expectAccessible(security)
  await look(security, 'procedure-compare-desk')

  const worker = await stage.as('gean1', 'desk', '/procedure')
  await heading(worker, '办案规程 第 2 版')
  await expectAccessible(worker)
  await look(worker, 'procedure-read-desk')
  const [given] = await Promise.all([worker.waitForEvent('download'), press(worker, '导出文件')])
  const path = join(folder, 'procedure.json')
  await given.saveAs(path)
  await worker.emulateMedia({ media: 'print' })
  await look(worker, 'procedure-read-print')
  const director = await stage.as('zr100004', 'phone', '/procedure')
  await heading(director, '办案规程 第 2 版')
  await expectAccessible(director)
  await look(director, 'procedure-read-phone')

  const picker = security.locator('input[type=file]')
  writeFileSync(path, readFileSync(path, 'utf8').replace('"unreadHours": 24', '"unreadHours": 12'))
  await picker.setInputFiles(path)
  await security.getByText('未读提醒从 24 小时 改为 12 小时').waitFor()
  writeFileSync(path, '{"format":"shouwang-procedure","formatVersion":1}')
  await picker.setInputFiles(path)
  await security.getByText('这个文件不能用').waitFor()
  await expectAccessible(security)
  await look(security, 'procedure-import-desk')
  expect(stage.refusals()).toEqual([])
})
