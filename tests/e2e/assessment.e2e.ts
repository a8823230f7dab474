import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  choose,
  expectAccessible,
  fillInWith,
  follow,
  heading,
  press,
  says,
  settled,
  write,
} from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const children = await stage.childrenOf('441821100004')
const child = children.find(({ name }) => children.filter((other) => other.name === name).length === 1)
if (!child) throw new Error('no child of the village has a name of its own')

const CASE_NUMBER = /个〔\d{4}〕\d{4}号/

/** A call of no great danger becomes a case of the caseworker. */
const openCase = async () => {
  const officer = await stage.as('zhiban', 'desk', '/reports/new')
  await write(officer, /报告人说了什么/, '孩子常一个人在村口玩，大人说不用管。')
  await choose(officer, /在档案里查找/, child.name, child.name)
  await press(officer, '都问过了，其余都是“否”')
  await write(officer, '报告人姓名', '何阿婆')
  await write(officer, '报告人电话', '13900000000')
  await press(officer, /^提交登记/)
  await heading(officer, /报〔/)
  await press(officer, '保存研判')
  await says(officer, '研判已保存')
  await choose(officer, '个案负责人', /个案社工/, '个案社工')
  await press(officer, '受理并立案')
  await heading(officer, CASE_NUMBER)
  const [number = ''] = CASE_NUMBER.exec(await officer.getByRole('main').innerText()) ?? []
  return { number, path: new URL(officer.url()).pathname }
}

const levelOf = async (page: Page, level: string) =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: level }).waitFor()

/** On the telephone, interrupted in the middle, and gone on with where it was left. */
const fillOnThePhone = async (number: string, path: string) => {
  const worker = await stage.as('gean1', 'phone')
  await follow(worker, `完成评估 ${number}`)
  await heading(worker, CASE_NUMBER)
  await press(worker, /^填写\s*风险筛查/)
  await heading(worker, '风险筛查')
  await worker
    .getByRole('group', { name: /身体健康/ })
    .getByRole('radio')
    .first()
    .check()
  await worker.getByText('已暂存').waitFor()
  await expectAccessible(worker)
  await worker.goto(path)
  await press(worker, /^接着填\s*风险筛查/)
  await worker.getByText('已答 1 /').waitFor()
  // What is missing is named, and one step away.
  await press(worker, '看结果')
  await worker.getByText('还有 29 题没有回答').waitFor()
  await press(worker, /^1\.10 /)
  const asked = worker.getByRole('group', { name: /有没有可以求助的大人/ })
  await asked.waitFor()
  expect(await asked.evaluate((field) => document.activeElement === field)).toBe(true)
  await worker.goto(path)
  await fillInWith(worker, /^接着填\s*风险筛查/, ['不满八岁或需要特别照护'], async () => {
    await worker.getByText('只凭这一条，等级至少为“紧急”').waitFor()
    await expectAccessible(worker)
  })
  await says(worker, '已保存：紧急')
  await levelOf(worker, '红 · 紧急')
  await worker
    .getByText(/还没填齐：监护评估/)
    .first()
    .waitFor()
  await expectAccessible(worker)
  return worker
}

/** Better than the last one: it waits, and the case stays as dangerous as it was. */
const tryToLower = async (worker: Page) => {
  await fillInWith(worker, /^再做一次\s*风险筛查/, ['夜里或整天没有大人'])
  await says(worker, '须另一人确认后才算数')
  await levelOf(worker, '红 · 紧急')
  await worker.getByText('等另一人确认').first().waitFor()
  expect(await worker.getByRole('button', { name: '同意降低' }).count()).toBe(0)
}

const concludeLower = async (worker: Page) => {
  await fillInWith(worker, /^填写\s*监护评估/, [])
  await says(worker, '已保存')
  await press(worker, '写评估结论')
  const dialog = worker.getByRole('dialog', { name: '写评估结论' })
  await dialog.getByText('黄 · 高').click()
  await choose(dialog, '监护状况', '监护不足')
  await write(dialog, /^伤害与风险/, '白天夜里都没有大人。')
  await write(dialog, /^孩子自己怎么说/, '“想有人陪。”')
  await press(dialog, '保存结论')
  await says(worker, '评估结论已保存')
  // By one person it does not fall.
  await levelOf(worker, '红 · 紧急')
}

const agreeAsAnother = async (number: string) => {
  const head = await stage.as('zhongxin')
  await follow(head, `确认降低等级 ${number}`)
  await heading(head, CASE_NUMBER)
  await expectAccessible(head)
  await press(head.getByRole('row', { name: /等另一人确认/ }), '同意降低')
  await says(head, '已确认')
  return head
}

const compareTheTwo = async (head: Page) => {
  await follow(head, '两次对照')
  await heading(head, '评估对照')
  await head.getByRole('heading', { name: '变了的回答（1 题）' }).waitFor()
  const changed = head.getByRole('region', { name: '变了的回答' })
  await changed.getByText('不满八岁或需要特别照护，无人看护').waitFor()
  await changed.getByText('八岁以上，夜里或整天没有大人').waitFor()
  await settled(head)
  await expectAccessible(head)
}

test('one answer drives a case up at once; it comes down by two people only, and what changed is shown', async () => {
  const { number, path } = await openCase()
  const worker = await fillOnThePhone(number, path)
  await tryToLower(worker)
  const head = await agreeAsAnother(number)
  await worker.goto(path)
  await concludeLower(worker)
  await head.goto(path)
  await press(head, '同意降低')
  await says(head, '已确认')
  await levelOf(head, '黄 · 高')
  await compareTheTwo(head)
})

test('an instrument is changed in a draft, tried on past answers, and published by another', async () => {
  const guard = await stage.as('anquan', 'desk', '/settings/instruments')
  await heading(guard, '评估表')
  await expectAccessible(guard)
  await guard
    .locator('section')
    .filter({ hasText: '优势与资源' })
    .last()
    .getByRole('button', { name: '起草新版' })
    .click()
  await heading(guard, /优势与资源.*草稿/)
  await guard.getByRole('textbox', { name: '起点分' }).first().fill('5')
  await guard.getByText('各等级的起点分应从上到下递减').waitFor()
  await guard.getByRole('textbox', { name: '起点分' }).first().fill('20')
  await press(guard, /^改：喜欢做/)
  const question = guard.getByRole('dialog', { name: '改题目' })
  await write(question, '题目', '最喜欢做、做得好的事')
  await expectAccessible(guard)
  await press(question, '用这道题')
  await press(guard, '保存草稿')
  await says(guard, '草稿已保存')
  await expectAccessible(guard)

  const head = await stage.as('zhongxin', 'phone', new URL(guard.url()).pathname)
  await press(head, '试算')
  await head.getByText(/最近的，最多 1000 份/).waitFor()
  await expectAccessible(head)
  await press(head, '发布')
  await press(head.getByRole('dialog', { name: '发布' }), '发布')
  await says(head, '已发布')
  await heading(head, /使用中/)
})
