import { randomBytes, randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newPair } from '#server/crypto/boxes.ts'
import { workOn } from '#apps/portal/proof-of-work.ts'
import { choose, expectAccessible, heading, press, says, settled, tabTo, write } from './hands.ts'
import { openStage, signIn } from './stage.ts'

const stage = await openStage()
const VILLAGE = '441821100004'
const children = await stage.childrenOf(VILLAGE)
const child = children.find(({ name }) => children.filter((other) => other.name === name).length === 1)
if (!child) throw new Error('no child of the village has a name of its own')

const NUMBER = /报〔\d{4}〕\d{4}号/
const numberOn = async (page: Page) => {
  const [number] = NUMBER.exec(await page.getByRole('heading', { level: 1 }).innerText()) ?? []
  if (!number) throw new Error('the page shows no number of a report')
  return number
}

/** Somebody outside sends a report and keeps a code; answers the report's id. */
const sendFromOutside = async (origin: string, more: object) => {
  const call = async (path: string, body?: object) => {
    const headers = { 'x-shouwang-request': '1', 'content-type': 'application/json' }
    const answer = await fetch(`${origin}/api${path}`, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { challenge, bits } = (await call('/portal/challenge')) as { challenge: string; bits: number }
  const nonce = await workOn(challenge, bits, () => undefined)
  const base64 = (bytes: Buffer) => bytes.toString('base64')
  const code = {
    lookup: base64(randomBytes(16)),
    proof: base64(randomBytes(32)),
    publicKey: base64(newPair().publicKey),
  }
  const id = randomUUID()
  await call('/portal/reports', { id, door: 'anonymous', ...more, code, work: { challenge, nonce } })
  return id
}

/** As fast as somebody types who listens at the same time. */
const TYPING = { delay: 90 }

/** The telephone rings: hands on the keyboard from the first word to the number. */
const takeTheCall = async (officer: Page, words: string, isInDanger: boolean) => {
  const { keyboard } = officer
  await officer.goto('/reports/new')
  await heading(officer, '登记报告')
  const began = performance.now()
  // The cursor stands where the caller begins.
  await keyboard.type(words, TYPING)
  await keyboard.press('Tab')
  await keyboard.press(isInDanger ? '1' : '2')
  await keyboard.press('0')
  await tabTo(officer, /在档案里查找/)
  await keyboard.type(child.name, TYPING)
  await officer.locator('.ant-select-item-option:visible').filter({ hasText: child.name }).first().waitFor()
  await keyboard.press('Enter')
  await tabTo(officer, '报告人姓名')
  await keyboard.type('何阿婆', TYPING)
  await tabTo(officer, '报告人电话')
  await keyboard.type('13900000000', TYPING)
  await keyboard.press('Control+Enter')
  await heading(officer, NUMBER)
  return (performance.now() - began) / 1_000
}

test('a call is taken by keyboard alone within a minute, and what was typed outlives the session', async () => {
  const officer = await stage.as('zhiban')
  const seconds = await takeTheCall(officer, '隔壁孩子被打，脸上有血，跑到小卖部不敢回家。', true)
  console.log(`a telephone report by keyboard alone: ${seconds.toFixed(1)} s`)
  expect(seconds).toBeLessThan(60)
  await officer.getByText('先保安全，再办手续').waitFor()
  await expectAccessible(officer)

  await officer.goto('/reports/new')
  await heading(officer, '登记报告')
  await officer.keyboard.type('还没说完的话')
  await officer.context().clearCookies()
  await officer.keyboard.press('Control+Enter')
  await heading(officer, '登录')
  await signIn(officer, 'zhiban')
  await heading(officer, '登记报告')
  const field = officer.getByRole('textbox', { name: '报告人说了什么' })
  await expect.poll(() => field.inputValue()).toBe('还没说完的话')
  await expectAccessible(officer)
  expect(stage.refusals()).toContain('401 POST /api/reports')
})

const triage = async (officer: Page) => {
  await press(officer, '都问过了，其余都是“否”')
  await press(officer, '保存研判')
  await says(officer, '研判已保存')
}

const openWithReason = async (officer: Page) => {
  await press(officer, '打开报告')
  const dialog = officer.getByRole('dialog', { name: '打开报告' })
  await press(dialog, '值班研判')
  await press(dialog, '打开')
  await officer.getByRole('heading', { name: '第一步：研判' }).waitFor()
}

const answer = async (
  officer: Page,
  how: string,
  words = '您反映的情况不属于我们的职责，已交给有权处理的单位办理。',
) => {
  await choose(officer, '怎么告知的', how)
  await press(officer, words)
  await press(officer, '记录答复')
  await says(officer, '已记录答复')
}

/** The emergency: called, judged, given to the police, and followed until they took it. */
const handleTheEmergency = async (officer: Page) => {
  await takeTheCall(officer, '市场里一个孩子被大人拖着走，一直哭喊救命。', true)
  const number = await numberOn(officer)
  await write(officer, '打给了谁', '110')
  await write(officer, '对方怎么说', '民警五分钟内到市场')
  await press(officer, '记下联络')
  await says(officer, '已记下这次联络')
  await press(officer, '保存研判')
  await says(officer, '研判已保存')
  await officer.getByText('转交', { exact: true }).click()
  await choose(officer, '转交给成员单位', /公安局/, '公安')
  await write(officer, '为什么由对方处理', '需公安机关立即到场处置')
  await press(officer, '转交')
  await says(officer, '已转交')
  await write(officer, /对方谁接收/, '治安大队李警官接收，已到场')
  await press(officer, '对方已接收')
  await says(officer, '已记下对方接收')
  await expectAccessible(officer)
  return { number, path: new URL(officer.url()).pathname }
}

/** The same market, another caller: joined to the first, and answered. */
const joinTheSecond = async (officer: Page, first: string) => {
  await takeTheCall(officer, '市场里有个孩子被大人拖着走，哭喊救命，快来人。', false)
  const number = await numberOn(officer)
  await press(officer, `并入 ${first}`)
  await says(officer, '已并入')
  await answer(officer, '电话告知')
  return number
}

/** Turned down by one, confirmed by another, and told. */
const turnDownByTwo = async (officer: Page, head: Page) => {
  await takeTheCall(officer, '想问问孩子上户口要带什么证件。', false)
  const number = await numberOn(officer)
  await triage(officer)
  await officer.getByText('不予受理', { exact: true }).click()
  await write(officer, '不予受理的理由', '咨询户籍事项，与未成年人受侵害无关')
  await press(officer, '不予受理，提交复核')
  await says(officer, '等第二人复核')
  await head.goto(new URL(officer.url()).pathname)
  await press(head, '同意不予受理')
  await says(head, '已同意不予受理')
  await answer(head, '电话告知')
  return number
}

test('the desk through a shift: every report of it is answered, and the head’s page holds none of them', async () => {
  const head = await stage.as('zhongxin')
  const officer = await stage.as('zhiban', 'desk', '/reports')
  const inbox = await stage.as('gean1', 'desk', '/reports')
  await settled(inbox)
  await expectAccessible(inbox)
  const unseen = async () =>
    Number(/未看 (\d+)/.exec(await inbox.getByRole('radiogroup', { name: '看哪些报告' }).innerText())?.[1])
  const before = await unseen()
  const id = await sendFromOutside(new URL(officer.url()).origin, {
    narrative: '我们班有个同学这几天都没有饭吃。',
  })
  // Nobody touches this page: it hears of the report by itself.
  await expect.poll(unseen, { timeout: 10_000 }).toBe(before + 1)

  const emergency = await handleTheEmergency(officer)
  const second = await joinTheSecond(officer, emergency.number)
  await officer.goto(emergency.path)
  await answer(officer, '电话告知')

  await officer.goto(`/reports/${id}`)
  await openWithReason(officer)
  const fromOutside = await numberOn(officer)
  await expectAccessible(officer)
  await triage(officer)
  await officer.getByText('转交', { exact: true }).click()
  await choose(officer, '转交给成员单位', /教育局/, '教育')
  await write(officer, '为什么由对方处理', '请学校核实并安排用餐')
  await press(officer, '转交')
  await says(officer, '已转交')
  await answer(officer, '凭回访码留言告知')
  await officer.getByRole('listitem').filter({ hasText: '已交给有权处理的单位办理' }).first().waitFor()

  const turnedDown = await turnDownByTwo(officer, head)
  await head.goto('/reports/unanswered')
  await heading(head, '还没答复的报告')
  await settled(head)
  const left = await head.getByRole('main').innerText()
  for (const number of [emergency.number, second, fromOutside, turnedDown]) expect(left).not.toContain(number)
  await expectAccessible(head)
})

test('an officer who is named in a report never sees it, and learns of it nowhere', async () => {
  const named = await stage.as('gean2', 'desk', '/reports')
  const [name = ''] = (await named.getByRole('button', { name: '个案社工' }).innerText()).split('\n')
  await settled(named)
  const id = await sendFromOutside(new URL(named.url()).origin, {
    narrative: '他吼孩子，还推了一把，说是来做工作的。',
    accusedName: name,
  })
  const officer = await stage.as('zhiban', 'desk', `/reports/${id}`)
  await openWithReason(officer)
  const number = await numberOn(officer)
  await named.goto(`/reports?number=${encodeURIComponent(number)}`)
  await named.getByText('没有符合条件的报告').waitFor()
  expect(await named.getByText(number).count()).toBe(0)
  await named.goto(`/reports/${id}`)
  await named.getByRole('alert').filter({ hasText: '没有找到' }).waitFor()
  await named.goto('/')
  await settled(named)
  expect(await named.getByText(number).count()).toBe(0)
  expect(stage.refusals()).toContain('404 GET /api/reports/:id')
})

test('the roster, the figures and the unanswered fit a phone and are read by keyboard', async () => {
  const head = await stage.as('zhongxin', 'phone', '/duty-roster')
  for (const path of ['/duty-roster', '/report-figures', '/reports/unanswered', '/reports', '/reports/new']) {
    await head.goto(path)
    await settled(head)
    await expectAccessible(head)
  }
  const leader = await stage.as('lingdao1', 'desk', '/report-figures')
  await leader.getByText('已决定，还没答复').first().waitFor()
  expect(await leader.getByText('按来源').count()).toBe(0)
  await leader.goto('/')
  await leader.getByText(/现在值班/).waitFor()
})
