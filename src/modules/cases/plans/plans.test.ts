import { expect, test } from 'vitest'
import { endOfDay } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { assessed, inDays, loopCounty, running, seen, sent } from '#tests/loop.ts'
import { getCase } from '../contract.ts'
import { addPlanItem, dropPlanItem, finishPlanItem, getPlanItem, makePlan, startPlan } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherDirector, supervisor, otherSupervisor, duty, worker, officer, police } = county

const item = (more: object = {}) => ({
  itemId: uuidv7(),
  title: '每周上门看望',
  ownerId: director.accountId,
  dueDay: inDays(27),
  ...more,
})
const plan = async (caseId: string, more: object = {}) => ({
  id: caseId,
  version: await seen(worker, caseId),
  goal: '孩子夜里有人照看',
  childOpinion: '愿意',
  items: [item()],
  ...more,
})

test('a plan needs the child’s opinion or why there is none, and an owner or a unit for each item', async () => {
  const { caseId } = await assessed(app, county)
  const make = async (more: object) => worker(makePlan, await plan(caseId, more))
  await expect(make({ childOpinion: ' ' })).rejects.toMatchObject({ fields: [{ field: 'childOpinion' }] })
  await expect(make({ items: [] })).rejects.toMatchObject({ status: 422 })
  const both = item({ unitId: police })
  await expect(make({ items: [both] })).rejects.toMatchObject({ fields: [{ field: 'items.0.ownerId' }] })
  await expect(make({ items: [item({ dueDay: inDays(-1) })] })).rejects.toMatchObject({
    fields: [{ field: 'items' }],
  })
  await make({ childOpinion: undefined, noChildOpinionReason: '孩子只有一岁' })
  expect(await worker(getCase, { id: caseId })).toMatchObject({
    state: 'planned',
    plan: { childOpinion: null, noChildOpinionReason: '孩子只有一岁' },
  })
})

test('an item belongs to somebody who works where the child is', async () => {
  const { caseId } = await assessed(app, county)
  for (const ownerId of [otherDirector.accountId, otherSupervisor.accountId, officer.accountId, uuidv7()])
    await expect(worker(makePlan, await plan(caseId, { items: [item({ ownerId })] }))).rejects.toMatchObject({
      status: 422,
      fields: [{ field: 'items' }],
    })
  const noUnit = item({ ownerId: undefined, unitId: uuidv7() })
  await expect(worker(makePlan, await plan(caseId, { items: [noUnit] }))).rejects.toMatchObject({
    status: 422,
  })
  await worker(makePlan, await plan(caseId, { items: [item({ ownerId: supervisor.accountId })] }))
})

test('as long as it has not begun a plan is written anew; what it leaves out is kept as dropped', async () => {
  const { caseId } = await assessed(app, county)
  const first = item()
  const second = item({ title: '联系学校' })
  await worker(makePlan, await plan(caseId, { items: [first, second] }))
  await worker(makePlan, await plan(caseId, { items: [{ ...second, dueDay: inDays(32) }] }))
  const { plan: written } = await worker(getCase, { id: caseId })
  expect(written?.items).toMatchObject([
    { id: first.itemId, state: 'dropped', dropReason: '修订计划时删去' },
    { id: second.itemId, state: 'open', dueDay: inDays(32) },
  ])
  await worker(startPlan, { id: caseId, version: await seen(worker, caseId) })
  await expect(worker(makePlan, await plan(caseId))).rejects.toMatchObject({ code: 'refused' })
})

test('two people write one plan: the second sees both texts before anything is saved', async () => {
  const { caseId } = await assessed(app, county)
  const version = await seen(worker, caseId)
  await worker(makePlan, await plan(caseId, { goal: '先住到奶奶家' }))
  const second = duty(makePlan, { ...(await plan(caseId)), version })
  await expect(second).rejects.toMatchObject({
    code: 'stale',
    detail: { yours: { goal: '孩子夜里有人照看' }, theirs: { goal: '先住到奶奶家' }, version: version + 1 },
  })
  expect(await worker(getCase, { id: caseId })).toMatchObject({ plan: { goal: '先住到奶奶家' } })
})

test('the owner of an item sees that item and nothing of the case, and records its result once', async () => {
  const { own, child } = await running(app, county)
  expect(await director(getPlanItem, { id: own })).toMatchObject({
    title: '每周上门看望',
    child: { name: child.name },
    isMine: true,
    caseId: null,
  })
  await expect(otherDirector(getPlanItem, { id: own })).rejects.toMatchObject({ status: 404 })
  await expect(officer(getPlanItem, { id: own })).rejects.toMatchObject({ status: 403 })
  const result = '已看望两次，孩子精神好'
  await expect(director(finishPlanItem, { id: own, version: 1, result: ' ' })).rejects.toMatchObject({
    status: 422,
  })
  await director(finishPlanItem, { id: own, version: 1, result })
  expect(await director(getPlanItem, { id: own })).toMatchObject({ state: 'done', result })
  await expect(director(finishPlanItem, { id: own, version: 2, result })).rejects.toMatchObject({
    code: 'refused',
  })
  expect((await app.auditOf('plan-item.done')).filter((entry) => entry['subject_id'] === own)).toHaveLength(3)
  expect(JSON.stringify(await app.auditOf('plan-item.done'))).not.toContain('精神好')
})

test('a supervisor records for a director, another town’s does not even find the item', async () => {
  const { own } = await running(app, county)
  await expect(
    otherSupervisor(finishPlanItem, { id: own, version: 1, result: '代录' }),
  ).rejects.toMatchObject({
    status: 404,
  })
  await supervisor(finishPlanItem, { id: own, version: 1, result: '代儿童主任录入：已看望' })
  expect(await duty(getPlanItem, { id: own })).toMatchObject({ doneBy: '甲镇督导员' })
  expect((await director(listMyTasks)).items.filter(({ subjectId }) => subjectId === own)).toEqual([])
})

test('two people end one item at once: one is told that it changed', async () => {
  const { own } = await running(app, county)
  const outcomes = await Promise.allSettled([
    director(finishPlanItem, { id: own, version: 1, result: '已看望' }),
    worker(dropPlanItem, { id: own, version: 1, reason: '已由亲属照看' }),
  ])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('an item that was referred waits for its answer; it is neither done nor dropped on the side', async () => {
  const story = await running(app, county)
  await sent(county, story)
  const { version } = await worker(getPlanItem, { id: story.theirs })
  const drop = worker(dropPlanItem, { id: story.theirs, version, reason: '不再需要' })
  await expect(drop).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('已转介') })
  await expect(worker(dropPlanItem, { id: story.own, version: 1, reason: '短' })).rejects.toMatchObject({
    status: 422,
  })
  await expect(
    director(dropPlanItem, { id: story.own, version: 1, reason: '不想做了' }),
  ).rejects.toMatchObject({
    status: 403,
  })
})

test('an item added later has its task, and the owner’s own task moves with the last day', async () => {
  const { caseId } = await running(app, county)
  const added = item({ title: '心理老师谈话', ownerId: worker.accountId, dueDay: inDays(37) })
  await worker(addPlanItem, { id: caseId, version: await seen(worker, caseId), item: added })
  const tasks = (await worker(listMyTasks, { pageSize: 100 })).items.filter((task) => task.caseId === caseId)
  expect(tasks.find(({ kind }) => kind === 'request-closing')).toMatchObject({
    dueAt: endOfDay(inDays(37)).toISOString(),
  })
  expect(tasks.find(({ kind }) => kind === 'do-item')).toBeDefined()
  const again = worker(addPlanItem, { id: caseId, version: 1, item: item() })
  await expect(again).rejects.toMatchObject({ code: 'stale' })
})
