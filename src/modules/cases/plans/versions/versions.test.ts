import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { approveLate } from '../../approvals/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { running, seen, sent } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { PLAN_WORDS } from '#tests/loop-words.ts'
import { getCase } from '../../contract.ts'
import { addPlanItem, dropPlanItem, makePlan, revisePlan } from '../contract.ts'
import { openPlanForm, savePlanDraft } from '../drafts/contract.ts'
import { listPlanVersions } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherSupervisor, duty, worker, head, police } = county

const revision = async (caseId: string, more: object = {}) => {
  const { plan, version } = await worker(getCase, { id: caseId })
  const items = (plan?.items ?? [])
    .filter(({ state }) => state === 'open')
    .map(({ id, kind, title, owner, dueDay }) => ({
      itemId: id,
      kind,
      title,
      dueDay,
      ...(owner.kind === 'person' ? { ownerId: owner.id } : { unitId: owner.id }),
    }))
  return { id: caseId, version, why: '母亲回来了，照看方式变了', ...PLAN_WORDS, items, ...more }
}

test('a running plan is revised as a new version that says what changed and why; the old one stays readable', async () => {
  const { caseId, own, theirs } = await running(app, county)
  const input = await revision(caseId)
  const items = [
    ...input.items
      .map((each) => (each.itemId === own ? { ...each, dueDay: inDays(40) } : each))
      .filter(({ itemId }) => itemId !== theirs),
    {
      itemId: uuidv7(),
      kind: 'visit' as const,
      title: '陪母亲谈一次',
      ownerId: worker.accountId,
      dueDay: inDays(15),
    },
  ]
  const goals = [{ text: '母子住在一起', sign: '母亲每晚在家' }]
  expect(await worker(revisePlan, { ...input, goals, items })).toEqual({ number: 2, isApprovalOwed: true })
  const { items: versions, isChangedSince } = await worker(listPlanVersions, { id: caseId })
  expect(isChangedSince).toBe(false)
  expect(versions).toMatchObject([
    { number: 2, why: '母亲回来了，照看方式变了', content: { goals } },
    { number: 1, why: null, changes: [], content: { goals: PLAN_WORDS.goals } },
  ])
  expect(versions[0]?.changes).toEqual([
    '删去目标“孩子夜里有人照看”（看：连续四周夜里有成年人在家）',
    '增加目标“母子住在一起”（看：母亲每晚在家）',
    `第 1 项“每周上门看望”的期限由 ${inDays(27)} 改为 ${inDays(40)}`,
    '取消第 2 项“调查核实”',
    '增加第 3 项“陪母亲谈一次”',
  ])
  const tasks = (await worker(listMyTasks, { pageSize: 100 })).items.filter((task) => task.caseId === caseId)
  expect(tasks.filter(({ kind }) => kind === 'do-item').map(({ title }) => title.slice(-3))).toEqual(['3 项'])
  expect(
    (await director(listMyTasks, { pageSize: 100 })).items.filter(({ subjectId }) => subjectId === own),
  ).toHaveLength(1)
})

test('where the level asks for approval a revision is approved afterwards, and the case does not close before', async () => {
  const { caseId } = await running(app, county)
  await worker(revisePlan, await revision(caseId, { goals: [{ text: '孩子住奶奶家', sign: '住满一个月' }] }))
  expect((await worker(getCase, { id: caseId })).facts).toMatchObject({ isApprovalOwed: true })
  await head(approveLate, { id: caseId, version: await seen(head, caseId) })
  expect((await worker(getCase, { id: caseId })).facts).toMatchObject({ isApprovalOwed: false })
})

test('adding and dropping an item are versions too', async () => {
  const { caseId, own } = await running(app, county)
  const added = { itemId: uuidv7(), title: '心理老师谈话', ownerId: worker.accountId, dueDay: inDays(9) }
  await worker(addPlanItem, { id: caseId, version: await seen(worker, caseId), item: added })
  await worker(dropPlanItem, { id: own, version: 1, reason: '奶奶已经搬来同住' })
  const { items } = await worker(listPlanVersions, { id: caseId })
  expect(items.map(({ number, why, changes }) => ({ number, why, changes }))).toMatchObject([
    { number: 3, why: '奶奶已经搬来同住', changes: ['取消第 1 项“每周上门看望”'] },
    { number: 2, why: '增加第 3 项', changes: ['增加第 3 项“心理老师谈话”'] },
    { number: 1 },
  ])
})

test('what a unit works on is not revised away behind its back', async () => {
  const story = await running(app, county)
  await sent(county, story)
  const input = await revision(story.caseId)
  const without = input.items.filter(({ itemId }) => itemId !== story.theirs)
  await expect(worker(revisePlan, { ...input, items: without })).rejects.toThrow('第 2 项已转介')
  const elsewhere = input.items.map((each) =>
    each.itemId === story.theirs ? { ...each, unitId: county.education } : each,
  )
  await expect(worker(revisePlan, { ...input, items: elsewhere })).rejects.toThrow('第 2 项已转介')
})

test('a revision says why, and a plan that has not begun is written anew instead', async () => {
  const { caseId } = await running(app, county)
  const input = await revision(caseId)
  await expect(worker(revisePlan, { ...input, why: '改' })).rejects.toMatchObject({
    fields: [{ field: 'why' }],
  })
  const { why: _why, ...plan } = input
  await expect(worker(makePlan, plan)).rejects.toMatchObject({ code: 'refused' })
  await expect(otherSupervisor(revisePlan, input)).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(listPlanVersions, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await expect(director(listPlanVersions, { id: caseId })).rejects.toMatchObject({ status: 403 })
})

test('no kept version is ever changed, whoever asks', async () => {
  const { caseId } = await running(app, county)
  const { numUpdatedRows } = await app.setUp((db) =>
    db.updateTable('planVersion').set({ number: 9 }).where('caseId', '=', caseId).executeTakeFirst(),
  )
  expect(numUpdatedRows).toBe(0n)
})

test('a half-filled plan is kept for whoever fills it in, and for nobody else', async () => {
  const { caseId } = await running(app, county)
  const values = JSON.stringify({ goals: [{ text: '写到一半' }] })
  await worker(savePlanDraft, { id: caseId, caseVersion: await seen(worker, caseId), values })
  expect((await worker(openPlanForm, { id: caseId })).draft).toMatchObject({ values, isOlder: false })
  expect((await duty(openPlanForm, { id: caseId })).draft).toBeNull()
  await worker(
    revisePlan,
    await revision(caseId, {
      items: [{ itemId: uuidv7(), title: '再核实', unitId: police, dueDay: inDays(5) }],
    }),
  )
  expect((await worker(openPlanForm, { id: caseId })).draft).toBeNull()
  await expect(otherSupervisor(openPlanForm, { id: caseId })).rejects.toMatchObject({ status: 404 })
})
