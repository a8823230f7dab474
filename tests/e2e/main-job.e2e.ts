import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  choose,
  expectAccessible,
  fillInWith,
  follow,
  heading,
  menuOf,
  press,
  says,
  settled,
  tabTo,
  write,
} from './hands.ts'
import { openStage, PASSWORD } from './stage.ts'

const stage = await openStage()
const VILLAGE = '441821100004'
const DIRECTOR = 'zr100004'
const SUPERVISOR = 'dd100'
const children = await stage.childrenOf(VILLAGE)
const child = children.find(({ name }) => children.filter((other) => other.name === name).length === 1)
if (!child) throw new Error('no child of the village has a name of its own')

const numberOn = async (page: Page, pattern: RegExp) => {
  const [number] = pattern.exec(await page.getByRole('main').innerText()) ?? []
  if (!number) throw new Error(`the page shows no number like ${String(pattern)}`)
  return number
}
const REPORT_NUMBER = /报〔\d{4}〕\d{4}号/
const CASE_NUMBER = /个〔\d{4}〕\d{4}号/

/** The director meets the child in the village and writes on the phone. */
const reportInTheVillage = async () => {
  const director = await stage.as(DIRECTOR, 'phone')
  await press(director, '登记报告')
  await heading(director, '登记报告')
  await write(director, '报告人说了什么', '孩子说爸爸妈妈出门三天了，家里只有奶奶，奶奶起不来床。')
  await choose(director, /在档案里查找/, child.name, child.name)
  await press(director, '都问过了，其余都是“否”')
  await expectAccessible(director)
  await press(director, /^提交登记/)
  await heading(director, '我登记的报告')
  await expectAccessible(director)
  return numberOn(director, REPORT_NUMBER)
}

/** A neighbour calls; the officer's hands do not leave the keyboard from signing in to the opened case. */
const takeTheCall = async () => {
  const officer = await stage.stranger('desk')
  const { keyboard } = officer
  await officer.goto('/')
  await tabTo(officer, '登录名')
  await keyboard.type('zhiban')
  await tabTo(officer, '口令')
  await keyboard.type(PASSWORD)
  await keyboard.press('Enter')
  await heading(officer, '今天要做什么')
  await tabTo(officer, '登记报告')
  await keyboard.press('Enter')
  await heading(officer, '登记报告')
  await tabTo(officer, /报告人说了什么/)
  await keyboard.type('隔壁的孩子三天没去上学，奶奶病在床上，大人都不在家。')
  await tabTo(officer, /在档案里查找/)
  await keyboard.type(child.name)
  await officer.locator('.ant-select-item-option:visible').filter({ hasText: child.name }).first().waitFor()
  await keyboard.press('Enter')
  await tabTo(officer, '都问过了，其余都是“否”')
  await keyboard.press('Enter')
  await tabTo(officer, '报告人姓名')
  await keyboard.type('何阿婆')
  await tabTo(officer, '报告人电话')
  await keyboard.type('13900000000')
  await keyboard.press('Control+Enter')
  await heading(officer, REPORT_NUMBER)
  const number = await numberOn(officer, REPORT_NUMBER)
  await tabTo(officer, '保存研判')
  await keyboard.press('Enter')
  await says(officer, '研判已保存')
  await tabTo(officer, '个案负责人')
  await keyboard.type('个案社工')
  await keyboard.press('Enter')
  await tabTo(officer, '受理并立案')
  await keyboard.press('Enter')
  await heading(officer, CASE_NUMBER)
  await expectAccessible(officer)
  return { number, caseNumber: await numberOn(officer, CASE_NUMBER) }
}

/** The village's report is about the same child: it joins the case that runs already. */
const joinTheCase = async (reportNumber: string, caseNumber: string) => {
  const officer = await stage.as('zhiban', 'desk', '/reports')
  await follow(officer, reportNumber)
  await heading(officer, reportNumber)
  await press(officer, '保存研判')
  await press(officer, `受理并并入 ${caseNumber}`)
  await heading(officer, caseNumber)
  await officer.getByText(reportNumber).first().waitFor()
}

const AIM = '孩子每天有大人照料，按时上学'

/** The caseworker sees the child first, then plans with the child's own words, and asks the education bureau for its part. */
const assessAndPlan = async (caseNumber: string) => {
  const worker = await stage.as('gean1')
  await follow(worker, `完成评估 ${caseNumber}`)
  await heading(worker, caseNumber)
  await fillInWith(worker, /^填写\s*风险筛查/, ['常请假', '管不过来'])
  await says(worker, '已保存')
  await press(worker, '写评估结论')
  const assessment = worker.getByRole('dialog', { name: '写评估结论' })
  await choose(assessment, '监护状况', '监护不足')
  await write(assessment, /^伤害与风险/, '奶奶卧床，父母在外；孩子自己做饭，三天没有上学。')
  await write(assessment, /^孩子自己怎么说/, '“我想上学，也想有人管奶奶吃药。”')
  await press(assessment, '保存结论')
  await says(worker, '评估结论已保存')

  await press(worker, '制定计划')
  const plan = worker.getByRole('dialog', { name: '制定计划' })
  await write(plan, /^目标/, AIM)
  const first = plan.getByRole('group', { name: '第 1 项' })
  await write(first, '做什么', '安排老师接送并补上落下的功课')
  await choose(first, '谁来做', /教育局/, '教育')
  await press(plan, '再加一项')
  const second = plan.getByRole('group', { name: '第 2 项' })
  await write(second, '做什么', '联系父母，落实一名照护人')
  await choose(second, '谁来做', /个案社工/, '个案社工')
  await write(plan, '孩子对计划的意见', '“好的，我认识那位老师。”')
  await expectAccessible(worker)
  await press(plan, '保存计划')
  await says(worker, '计划已保存')
  await press(worker, '开始实施')
  await says(worker, '计划已开始实施')

  await press(worker, '发出转介')
  const referral = worker.getByRole('dialog', { name: '发出转介' })
  await write(referral, '请对方做什么、要什么样的答复', '请安排班主任接送，一周内说明到校情况。')
  await write(referral, '为什么需要这些信息', '找到孩子就读的班级')
  await expectAccessible(worker)
  await press(referral, '发出转介')
  await says(worker, '已发出')
  const closing = worker.getByRole('button', { name: '申请结案' })
  await closing.hover()
  await worker.getByRole('tooltip').filter({ hasText: '第 1、2 项' }).waitFor()
  await closing.click({ force: true })
  expect(await worker.getByRole('dialog').count()).toBe(0)
  await expectAccessible(worker)
  return new URL(worker.url()).pathname
}

/** The bureau's officer sees the task and what it needs of the child, and nothing of the case behind it. */
const answerForTheBureau = async (casePath: string) => {
  const officer = await stage.as('ll-education')
  const menu = (await menuOf(officer)).map(({ label }) => label)
  expect(menu).toContain('收到的转介')
  for (const closed of ['儿童', '个案', '登记报告', '报告收件箱']) expect(menu).not.toContain(closed)
  await follow(officer, /^签收转介/)
  await officer.getByText('请安排班主任接送').waitFor()
  const shown = await officer.getByRole('main').innerText()
  expect(shown).toContain(child.name)
  expect(shown).not.toMatch(/卧床|何阿婆|449821/)
  expect(shown).not.toContain(AIM)
  await expectAccessible(officer)
  await press(officer, '签收')
  await says(officer, '已签收')
  await write(officer, '办理情况和结果', '班主任每天接送，孩子已到校五天，功课在补。')
  await press(officer, '提交答复')
  await says(officer, '已答复')
  await officer.goto(casePath)
  await heading(officer, '您的岗位没有这个页面')
}

const finishTheItems = async (caseNumber: string) => {
  const worker = await stage.as('gean1')
  await follow(worker, '审看转介答复')
  await heading(worker, caseNumber)
  await press(worker, '采纳答复')
  await press(worker.getByRole('dialog', { name: '采纳答复' }), '采纳答复')
  await says(worker, '已采纳')
  await press(worker.getByRole('listitem').filter({ hasText: '联系父母' }), '记录结果')
  const result = worker.getByRole('dialog', { name: '记录结果' })
  await write(result, /^办理结果/, '母亲已回家照料，签了照护约定。')
  await press(result, '记录结果')
  await says(worker, '结果已记录')
  await press(worker, '申请结案')
  const closing = worker.getByRole('dialog', { name: '申请结案' })
  await write(closing, /^结案小结/, '孩子天天上学，母亲在家，奶奶按时吃药。')
  await press(closing, '申请结案')
  await says(worker, '已申请结案')
  // Whoever asks does not approve.
  expect(await worker.getByRole('button', { name: '批准结案' }).count()).toBe(0)
}

const approve = async (caseNumber: string) => {
  const head = await stage.as('zhongxin')
  await follow(head, `审批结案 ${caseNumber}`)
  await press(head, '批准结案')
  await says(head, '已批准结案')
  await heading(head, `${caseNumber} 已结案`)
  await expectAccessible(head)
}

/** Each of the two who reported is told, and neither hears what was done about the child. */
const tellWhoReported = async (caseNumber: string, reports: [number: string, how: string][]) => {
  const officer = await stage.as('zhiban')
  for (const [number, how] of reports) {
    await officer.goto('/')
    await follow(officer, `答复报告人 ${caseNumber}`)
    await heading(officer, caseNumber)
    await follow(officer, number)
    await heading(officer, number)
    await choose(officer, '怎么告知的', how)
    await write(officer, '告知的内容', '谢谢您。孩子现在有人照料，我们会继续关心。')
    await press(officer, '记录答复')
    await says(officer, '已记录答复')
    await heading(officer, `${number} 已答复`)
  }
  await expectAccessible(officer)
  await officer.goto('/')
  await settled(officer)
  expect(await officer.getByRole('link', { name: `答复报告人 ${caseNumber}` }).count()).toBe(0)
}

test('a child’s trouble goes from the village and the telephone through all tiers and a unit to a closed case', async () => {
  const villageReport = await reportInTheVillage()
  const { number, caseNumber } = await takeTheCall()
  await joinTheCase(villageReport, caseNumber)
  const casePath = await assessAndPlan(caseNumber)
  await answerForTheBureau(casePath)
  await finishTheItems(caseNumber)
  await approve(caseNumber)
  await tellWhoReported(caseNumber, [
    [number, '电话告知'],
    [villageReport, '当面告知'],
  ])

  const worker = await stage.as('gean1')
  await worker.getByRole('link', { name: `结案后回访 ${caseNumber}` }).waitFor()
  const director = await stage.as(DIRECTOR, 'phone', '/my-reports')
  await director.getByRole('listitem').filter({ hasText: villageReport }).getByText('已办结').waitFor()
})

test('what is late in the town stands by its owner’s name on the supervisor’s phone', async () => {
  const worker = await stage.as('gean1')
  const [name = ''] = (await worker.getByRole('button', { name: '个案社工' }).innerText()).split('\n')
  await worker.close()
  stage.letPass({ days: 40 })
  const supervisor = await stage.as(SUPERVISOR, 'phone')
  await supervisor.getByText('超期按责任人').click()
  const late = supervisor.getByRole('list', { name: '超期按责任人' })
  await late
    .getByRole('listitem')
    .filter({ hasText: name })
    .filter({ hasText: /\d+ 件/ })
    .waitFor()
  await expectAccessible(supervisor)
  await supervisor.getByText('辖区他人的待办').click()
  // The latest of them stands last.
  await supervisor.getByTitle('下一页').getByRole('button').click()
  await supervisor
    .getByRole('listitem')
    .filter({ hasText: name })
    .filter({ hasText: '结案后回访' })
    .first()
    .waitFor()
  await expectAccessible(supervisor)
})
