import sharp from 'sharp'
import { expect, test } from 'vitest'
import { listFiles } from '#modules/files/contract.ts'
import { openReport } from '#modules/reports/desk/contract.ts'
import { listMessages, writeMessage } from '#modules/reports/messages/contract.ts'
import { newId } from '#web/ids.ts'
import { expectAccessible, heading, press, write } from './hands.ts'
import {
  callFrom,
  codeOn,
  keepCode,
  newestReport,
  next,
  NO_TRACES,
  openPortal,
  portalReports,
  retype,
  skip,
  tracesIn,
  writeReport,
} from './portal-hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()

test('a child tells at night on a phone, keeps the code, and two days later reads the answer and writes back', async () => {
  const child = await openPortal(stage)
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
  const report = await newestReport(officer)
  await callFrom(officer, openReport, { id: report.id, reason: '值守处理网上报告' })
  await callFrom(officer, writeMessage, {
    id: report.id,
    messageId: newId(),
    text: '谢谢你告诉我们。你今晚住在谁家？',
  })

  await officer.context().close()
  stage.letPass({ days: 2 })
  const again = await openPortal(stage)
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

test('two taps on send are one report', async () => {
  const officer = await stage.as('zhiban')
  const before = await portalReports(officer)
  const page = await openPortal(stage)
  await writeReport(page, '两次点到了交出去')
  await page.getByRole('button', { name: '交出去' }).dblclick()
  await keepCode(page)
  expect(await portalReports(officer)).toHaveLength(before.length + 1)
})

test('what is written stays when the network goes, and is one report when it comes back', async () => {
  const officer = await stage.as('zhiban')
  const before = await portalReports(officer)
  const page = await openPortal(stage)
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

test('a phone that loses the network before all of the page has come can still send when it is back', async () => {
  const page = await openPortal(stage)
  let held = 0
  await page.context().route(/assets\/(labour|argon|browser|index\.esm)[^/]*\.js/, async (route) => {
    held += 1
    await route.abort()
  })
  await writeReport(page, '写到一半没了信号')
  await press(page, '交出去')
  await page.getByRole('alert').filter({ hasText: '没有网络，还没有交出去' }).waitFor()
  expect(held).toBeGreaterThan(0)
  await page.context().unroute(/assets\/(labour|argon|browser|index\.esm)[^/]*\.js/)
  await press(page, '交出去')
  await keepCode(page)
})

test('a slip in the code is told without asking the server, a code that nobody has in the same words as one that ended', async () => {
  const page = await openPortal(stage)
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
  const page = await openPortal(stage, 'desk')
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
  const first = await openPortal(stage)
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

test('the head of the centre prints a poster that leads here', async () => {
  const page = await stage.as('zhongxin', 'desk', '/portal-poster')
  await heading(page, '对外页面海报')
  await expectAccessible(page)
  await page.getByRole('img', { name: /二维码：.*\/portal\// }).waitFor()
})

test('a sheet of paper is printed with its number, and its code opens the fast form with that number', async () => {
  const page = await stage.as('zhongxin', 'desk', '/paper-reports')
  await heading(page, '纸质报告单')
  await expectAccessible(page)
  const code = page.getByRole('img', { name: /二维码/ })
  const [, address = ''] = /二维码：(.*)/.exec((await code.getAttribute('aria-label')) ?? '') ?? []
  const [number = ''] = /纸-\d{8}-\d{5}/.exec(decodeURIComponent(address)) ?? []
  await page.getByText(number).waitFor()
  const scanned = new URL(address)
  const officer = await stage.as('zhiban', 'desk', scanned.pathname + scanned.search)
  await heading(officer, '登记报告')
  expect(await officer.getByLabel('对方的编号').inputValue()).toBe(number)
  await write(officer, '报告人说了什么', '信上说隔壁的孩子没有人管')
  await press(officer, '都问过了，其余都是“否”')
  await press(officer, /^提交登记/)
  await officer.getByText(number).waitFor()
})

test('photos go on their way while one writes, can be taken back, and come with the report', async () => {
  const photo = await sharp({
    create: {
      width: 900,
      height: 900,
      channels: 3,
      background: '#345',
      noise: { type: 'gaussian', mean: 120, sigma: 60 },
    },
  })
    .jpeg({ quality: 95 })
    .toBuffer()
  const page = await openPortal(stage)
  await press(page, /我要报告/)
  await next(page)
  await write(page, '请用自己的话写，知道多少写多少', '孩子手臂上有烫伤，拍了照片')
  await next(page)
  await next(page)
  await skip(page)
  await next(page)
  await heading(page, '有没有照片、录音、录像？')
  const picker = page.getByLabel('选照片、录音、录像')
  await picker.setInputFiles([
    { name: '照片一.jpg', mimeType: 'image/jpeg', buffer: photo },
    { name: '照片二.jpg', mimeType: 'image/jpeg', buffer: photo },
    { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('不是照片') },
  ])
  await page.getByText('这种文件不能收').waitFor()
  await expectAccessible(page)
  await press(page, /去掉.*照片二/)
  await page.getByText(/已经传/).waitFor()
  await next(page)
  await press(page, '跳过，不留姓名')
  await page.getByText('照片一.jpg').waitFor()
  await press(page, '交出去')
  await keepCode(page)
  const officer = await stage.as('zhiban')
  const report = await newestReport(officer)
  await callFrom(officer, openReport, { id: report.id, reason: '值守处理网上报告' })
  const { items } = await callFrom(officer, listFiles, { recordKind: 'report', recordId: report.id })
  expect(items.map(({ kind }) => kind)).toEqual(['image'])
  expect(stage.refusals().every((each) => /^4\d\d \w+ \/api\/portal\/uploads/.test(each))).toBe(true)
})
