import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { assessed, conferred, seen } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { PLAN_WORDS } from '#tests/loop-words.ts'
import { requestClosing } from '../closing/contract.ts'
import { getCase } from '../contract.ts'
import {
  addPlanItem,
  approvePlan,
  makePlan,
  sendBackPlan,
  startPlan,
  startUrgently,
  submitPlan,
} from '../plans/contract.ts'
import { SHIPPED_PROCEDURE } from '../procedure/shipped.ts'
import { approveLate, listApprovals, requestLate, sendBackLate } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, otherSupervisor, duty, worker, head, officer } = county
const otherHead = await app.as({ role: 'centre-head', name: '副主任' })

// Two steps: the town's supervisor, then the centre's head.
await app.setUp(async (db) => {
  const { levels, ...content } = SHIPPED_PROCEDURE.content
  const high = { ...levels.high, planApprovers: ['supervisor', 'centre-head'] }
  await db.updateTable('procedureVersion').set({ state: 'retired' }).execute()
  await db
    .insertInto('procedureVersion')
    .values({
      id: uuidv7(),
      number: 2,
      state: 'published',
      content: JSON.stringify({ ...content, levels: { ...levels, high } }),
      changedAt: new Date(),
      changedBy: head.accountId,
      publishedAt: new Date(),
      publishedBy: worker.accountId,
    })
    .execute()
})

const item = (title = '每周上门看望') => ({
  itemId: uuidv7(),
  title,
  ownerId: director.accountId,
  dueDay: inDays(20),
})

const plan = async (who: Caller, id: string, title?: string) =>
  who(makePlan, { id, version: await seen(who, id), ...PLAN_WORDS, items: [item(title)] })

const planned = async () => {
  const { caseId } = await assessed(app, county)
  await conferred(app, county, caseId)
  await plan(worker, caseId)
  return caseId
}

/** A command of the case with the version that stands there now. */
type Plain =
  | typeof submitPlan
  | typeof startPlan
  | typeof approvePlan
  | typeof requestLate
  | typeof approveLate
const act = async (who: Caller, command: Plain, id: string) =>
  who(command, { id, version: await seen(head, id) })
const sendBack = async (who: Caller, id: string) =>
  who(sendBackPlan, { id, version: await seen(head, id), note: '目标写得太大' })
const kindsOf = async (who: Caller, caseId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.caseId === caseId)
    .map(({ kind }) => kind)

test('a plan passes its approvers one after the other, each with a task, and begins after the last', async () => {
  const id = await planned()
  await expect(act(worker, startPlan, id)).rejects.toThrow('先送审')
  await act(worker, submitPlan, id)
  expect(await kindsOf(supervisor, id)).toEqual(['approve-plan'])
  expect(await kindsOf(head, id)).toEqual([])
  await expect(act(head, approvePlan, id)).rejects.toThrow('现在不由您审批')
  expect(await act(supervisor, approvePlan, id)).toEqual({ isComplete: false })
  expect(await kindsOf(supervisor, id)).toEqual([])
  expect(await kindsOf(head, id)).toEqual(['approve-plan'])
  await expect(act(worker, startPlan, id)).rejects.toThrow('还没有批准')
  expect(await act(head, approvePlan, id)).toEqual({ isComplete: true })
  await act(worker, startPlan, id)
  expect((await worker(listApprovals, { id })).items).toMatchObject([
    {
      kind: 'plan',
      requestedBy: '社工',
      mark: expect.stringMatching(/^[0-9a-f]{8}$/),
      steps: [
        { step: 1, role: 'supervisor', decision: 'agreed', decidedBy: '甲镇督导员' },
        { step: 2, role: 'centre-head', decision: 'agreed', decidedBy: '中心主任' },
      ],
    },
  ])
})

test('whoever submits does not approve: with nobody else of the role, the next role is asked', async () => {
  const id = await planned()
  await act(supervisor, submitPlan, id)
  const [request] = (await head(listApprovals, { id })).items
  // The town has one supervisor, who asks; the centre has two heads.
  expect(request?.steps.map(({ role }) => role)).toEqual(['centre-head', 'centre-head'])
  await expect(act(supervisor, approvePlan, id)).rejects.toMatchObject({ code: 'refused' })
  await act(head, approvePlan, id)
  await expect(act(head, approvePlan, id)).rejects.toMatchObject({ code: 'refused' })
  expect(await act(otherHead, approvePlan, id)).toEqual({ isComplete: true })
})

test('who is kept out of a case is not counted among those who could approve', async () => {
  const id = await planned()
  await app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values(
        [head, otherHead, supervisor].map(({ accountId }) => ({
          id: uuidv7(),
          recordKind: 'case',
          recordId: id,
          accountId,
          madeAt: new Date(),
        })),
      )
      .execute(),
  )
  await expect(worker(submitPlan, { id, version: await seen(worker, id) })).rejects.toThrow(
    '没有可以审批的人',
  )
})

test('what was submitted and then changed is approved by nobody, and what was approved and then changed does not begin', async () => {
  const id = await planned()
  await act(worker, submitPlan, id)
  await act(supervisor, approvePlan, id)
  await act(head, approvePlan, id)
  await plan(worker, id, '改为每天上门看望')
  expect(await worker(getCase, { id })).toMatchObject({
    state: 'planned',
    facts: { isPlanApproved: false },
  })
  await expect(act(worker, startPlan, id)).rejects.toThrow('先送审')
  await act(worker, submitPlan, id)
  await plan(worker, id, '改为每两天上门看望')
  expect(await kindsOf(supervisor, id)).toEqual([])
  expect(await kindsOf(worker, id)).toContain('plan-case')
  const [voided] = (await worker(listApprovals, { id })).items
  expect(voided?.steps.map(({ decision }) => decision)).toEqual(['void', 'void'])
})

test('sent back, the plan is its owner’s again with the reason, and the later steps are void', async () => {
  const id = await planned()
  await act(worker, submitPlan, id)
  await sendBack(supervisor, id)
  const [request] = (await worker(listApprovals, { id })).items
  expect(request?.steps).toMatchObject([
    { decision: 'sent-back', note: '目标写得太大' },
    { decision: 'void' },
  ])
  expect(await kindsOf(worker, id)).toContain('plan-case')
  await expect(act(supervisor, approvePlan, id)).rejects.toMatchObject({ code: 'refused' })
})

const urgent = async () => {
  const id = await planned()
  await worker(startUrgently, { id, version: await seen(worker, id), reason: '今晚就要转移' })
  return id
}

test('what began before its approval is owed one within a working day, and does not close before', async () => {
  const id = await urgent()
  expect(await worker(getCase, { id })).toMatchObject({
    state: 'in-progress',
    facts: { isApprovalOwed: true },
  })
  const [task] = (await supervisor(listMyTasks, { pageSize: 100 })).items.filter((each) => each.caseId === id)
  expect(task).toMatchObject({ kind: 'approve-late' })
  const closing = worker(requestClosing, {
    id,
    version: await seen(worker, id),
    summary: '目标已经达到',
    goals: 'all',
    bestInterests: PLAN_WORDS.bestInterests,
  })
  await expect(closing).rejects.toThrow('补批还没有批下来')
  await expect(act(head, approveLate, id)).rejects.toMatchObject({ code: 'refused' })
  await act(supervisor, approveLate, id)
  expect((await worker(getCase, { id })).facts.isApprovalOwed).toBe(true)
  await act(head, approveLate, id)
  expect((await worker(getCase, { id })).facts.isApprovalOwed).toBe(false)
  await expect(act(worker, requestLate, id)).rejects.toThrow('没有欠着的补批')
})

test('an item added meanwhile voids the request and puts the plan forward anew; sent back, its owner has the task', async () => {
  const id = await urgent()
  await act(supervisor, approveLate, id)
  await worker(addPlanItem, { id, version: await seen(worker, id), item: item('联系学校') })
  const [now, before] = (await worker(listApprovals, { id })).items
  expect(before?.steps.map(({ decision }) => decision)).toEqual(['agreed', 'void'])
  expect(now?.steps.map(({ decision }) => decision)).toEqual([null, null])
  expect(now?.mark).not.toBe(before?.mark)
  await expect(act(head, approveLate, id)).rejects.toMatchObject({ code: 'refused' })
  const version = await seen(head, id)
  await supervisor(sendBackLate, { id, version, note: '请写明为什么等不及' })
  expect(await kindsOf(worker, id)).toContain('ask-late-approval')
  expect((await worker(getCase, { id })).facts.isApprovalOwed).toBe(true)
  await act(worker, requestLate, id)
  expect(await kindsOf(worker, id)).not.toContain('ask-late-approval')
  expect(await kindsOf(supervisor, id)).toEqual(['approve-late'])
})

test('only a pressing case begins before its approval', async () => {
  const id = await planned()
  await app.setUp((db) =>
    db.updateTable('caseFile').set({ dangerLevel: 'medium' }).where('id', '=', id).execute(),
  )
  await expect(
    worker(startUrgently, { id, version: await seen(worker, id), reason: '想快一点' }),
  ).rejects.toThrow('只有紧急和高风险')
})

test('the database keeps what the application keeps: another person, in order, once, as it was asked', async () => {
  const id = await planned()
  await act(worker, submitPlan, id)
  const change = (step: number, set: object) =>
    app.setUp((db) =>
      db.updateTable('approval').set(set).where('caseId', '=', id).where('step', '=', step).execute(),
    )
  const agreed = (by: Caller & { accountId: string }) => ({
    decision: 'agreed',
    decidedBy: by.accountId,
    decidedAt: new Date(),
  })
  await expect(change(1, agreed(worker))).rejects.toThrow('approval_by_another')
  await expect(change(2, agreed(head))).rejects.toThrow('follow one another')
  await expect(change(1, { subjectHash: 'a'.repeat(64) })).rejects.toThrow('as it was asked')
  await change(1, agreed(supervisor))
  await expect(change(1, agreed(head))).rejects.toThrow('never edited')
  await expect(change(2, agreed(supervisor))).rejects.toThrow('another person')
})

test('who works elsewhere or not on cases neither reads nor decides', async () => {
  const id = await planned()
  await act(worker, submitPlan, id)
  for (const who of [director, officer]) {
    await expect(who(listApprovals, { id })).rejects.toMatchObject({ status: 403 })
    await expect(act(who, approvePlan, id)).rejects.toMatchObject({ status: 403 })
    await expect(act(who, submitPlan, id)).rejects.toMatchObject({ status: 403 })
  }
  await expect(duty(approvePlan, { id, version: 1 })).rejects.toMatchObject({ status: 403 })
  await expect(otherSupervisor(listApprovals, { id })).rejects.toMatchObject({ status: 404 })
  await expect(act(otherSupervisor, approvePlan, id)).rejects.toMatchObject({ status: 404 })
  await sendBack(supervisor, id)
  expect(JSON.stringify(await app.auditOf('plan.sent-back'))).not.toContain('目标写得太大')
})

const WALKERS = { worker, duty, supervisor, head, otherHead, otherSupervisor, director }
const WALK = {
  plan: async (who, id) => plan(who, id, `看望 ${uuidv7()}`),
  submit: (who, id) => act(who, submitPlan, id),
  approve: (who, id) => act(who, approvePlan, id),
  sendBack,
  start: (who, id) => act(who, startPlan, id),
  urgently: async (who, id) =>
    who(startUrgently, { id, version: await seen(head, id), reason: '等不及审批' }),
  late: (who, id) => act(who, approveLate, id),
  askLate: (who, id) => act(who, requestLate, id),
} satisfies Record<string, (who: Caller, id: string) => Promise<unknown>>
// Object.keys of literal records gives their keys.
const anyStep = fc.tuple(
  fc.constantFrom(...(Object.keys(WALKERS) as (keyof typeof WALKERS)[])),
  fc.constantFrom(...(Object.keys(WALK) as (keyof typeof WALK)[])),
)

const stepsOf = (id: string) =>
  app.setUp((db) => db.selectFrom('approval').where('caseId', '=', id).selectAll().orderBy('id').execute())

test('whatever anybody tries: nobody approves their own, nothing that changed begins, the bypass leaves an approval owed', async () => {
  let starts = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 15, maxLength: 30 }), async (walk) => {
      const id = await planned()
      let submitted: unknown
      for (const [name, what] of walk) {
        const before = await head(getCase, { id })
        const isDone = await WALK[what](WALKERS[name], id).then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof Problem) || error.status >= 500) throw error
            return false
          },
        )
        const after = await head(getCase, { id })
        if (isDone && what === 'submit') submitted = before.plan
        const steps = await stepsOf(id)
        for (const { decision, decidedBy, requestedBy } of steps)
          if (decision === 'agreed') expect(decidedBy).not.toBe(requestedBy)
        if (isDone && what === 'start') {
          starts += 1
          expect(before.plan).toEqual(submitted)
          expect(before.facts.isPlanApproved).toBe(true)
        }
        const late = steps.filter(({ kind, decision }) => kind === 'late' && decision !== 'void')
        const isSettled = late.length === 2 && late.every(({ decision }) => decision === 'agreed')
        const hasBypassed = after.steps.some(({ command }) => command === 'startUrgently')
        if (hasBypassed) {
          starts += 1
          expect(after.facts.isApprovalOwed).toBe(!isSettled)
        }
      }
    }),
    { numRuns: 6, interruptAfterTimeLimit: 30_000 },
  )
  expect(starts).toBeGreaterThan(0)
})
