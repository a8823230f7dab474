import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { tellReporter } from '#modules/reports/answers/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import {
  closed,
  fillRequired,
  followedUp,
  opened,
  readyToClose,
  requested,
  running,
  seen,
  seenReport,
} from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { CLOSING_WORDS, LOOKED_BACK } from '#tests/loop-words.ts'
import { recordAssessment } from '../assessments/contract.ts'
import { getCase, handOverCase } from '../contract.ts'
import { dropPlanItem } from '../plans/contract.ts'
import { ProcedureContent } from '../procedure/content.ts'
import { everythingMissing } from '../rules.ts'
import {
  agreeClosing,
  getClosing,
  recordLookBack,
  requestClosing,
  sendBackClosing,
  tellOutcome,
} from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, otherSupervisor, duty, worker, head, officer } = county

test('a closing is refused until each item is done or dropped, and says which are missing', async () => {
  const { caseId, own, theirs } = await running(app, county)
  const ask = async () =>
    worker(requestClosing, { id: caseId, version: await seen(worker, caseId), ...CLOSING_WORDS })
  await expect(ask()).rejects.toMatchObject({ code: 'refused', detail: { openItems: [1, 2] } })
  for (const id of [own, theirs]) await worker(dropPlanItem, { id, version: 1, reason: '情况已变，不再需要' })
  await readyToClose(county, caseId)
  await ask()
  expect(await worker(getCase, { id: caseId })).toMatchObject({ state: 'closing-requested' })
})

test('a refusal names everything that is missing, not the first thing', async () => {
  const { caseId } = await running(app, county)
  const refusal = worker(requestClosing, {
    id: caseId,
    version: await seen(worker, caseId),
    ...CLOSING_WORDS,
  })
  for (const words of [
    '还有没办结的事项',
    '第 1、2 项',
    '结案评估还没有填',
    '最近一次跟踪',
    '还没有把结果告诉',
  ])
    await expect(refusal).rejects.toThrow(words)
  const { facts } = await worker(getCase, { id: caseId })
  expect(everythingMissing('requestClosing', 'in-progress', facts).length).toBe(4)
})

test('the outcome is told in words, by somebody, somehow; or why it cannot be told', async () => {
  const { caseId } = await running(app, county)
  const version = await seen(worker, caseId)
  const one = { id: caseId, version, tellingId: uuidv7(), onDay: inDays(0) }
  const told = { toldWhom: 'child', way: 'home', words: '以后奶奶陪你睡', said: '他说好' } as const
  for (const field of ['way', 'words', 'said'] as const)
    await expect(worker(tellOutcome, { ...one, ...told, [field]: undefined })).rejects.toMatchObject({
      fields: [{ field }],
    })
  await expect(worker(tellOutcome, { ...one, toldWhom: 'nobody' })).rejects.toMatchObject({
    fields: [{ field: 'reason' }],
  })
  await expect(worker(tellOutcome, { ...one, ...told, onDay: inDays(1) })).rejects.toMatchObject({
    fields: [{ field: 'onDay' }],
  })
  const reason = '孩子只有八个月，监护人正在服刑'
  await worker(tellOutcome, { ...one, toldWhom: 'nobody', reason })
  expect((await worker(getClosing, { id: caseId })).tellings).toMatchObject([{ toldWhom: 'nobody', reason }])
  expect((await worker(getCase, { id: caseId })).facts.isOutcomeTold).toBe(true)
  expect(JSON.stringify(await app.auditOf('outcome.told'))).not.toContain(reason)
})

test('where a county wants two steps the first agreement waits for the second, and nobody gives both', async () => {
  const { caseId } = await requested(app, county)
  await app.setUp(async (db) => {
    const { content } = await db
      .selectFrom('procedureVersion')
      .where('state', '=', 'published')
      .select('content')
      .executeTakeFirstOrThrow()
    const parsed = ProcedureContent.parse(content)
    for (const level of Object.values(parsed.levels)) level.closingApprovers = ['supervisor', 'centre-head']
    const id = uuidv7()
    const by = { changedAt: new Date(), changedBy: worker.accountId, publishedBy: head.accountId }
    await db
      .insertInto('procedureVersion')
      .values({ id, number: 90, state: 'retired', content: JSON.stringify(parsed), ...by })
      .execute()
    await db.updateTable('caseFile').set({ procedureId: id }).where('id', '=', caseId).execute()
  })
  await head(sendBackClosing, { id: caseId, version: await seen(head, caseId), note: '请再看一次孩子' })
  await followedUp(worker, caseId)
  await worker(requestClosing, { id: caseId, version: await seen(worker, caseId), ...CLOSING_WORDS })
  const version = await seen(head, caseId)
  await expect(head(agreeClosing, { id: caseId, version })).rejects.toMatchObject({ code: 'refused' })
  expect(await supervisor(agreeClosing, { id: caseId, version })).toEqual({ isClosed: false })
  expect(await worker(getCase, { id: caseId })).toMatchObject({ state: 'closing-requested' })
  await expect(
    supervisor(agreeClosing, { id: caseId, version: await seen(supervisor, caseId) }),
  ).rejects.toMatchObject({ code: 'refused' })
  expect(await head(agreeClosing, { id: caseId, version: await seen(head, caseId) })).toEqual({
    isClosed: true,
  })
  const { closings } = await worker(getClosing, { id: caseId })
  expect(closings).toMatchObject([
    { decision: 'agreed', decidedBy: '中心主任' },
    { decision: 'sent-back', decisionNote: '请再看一次孩子' },
  ])
  await expect(
    app.setUp((db) =>
      db.updateTable('closingRequest').set({ goals: 'none' }).where('caseId', '=', caseId).execute(),
    ),
  ).rejects.toThrow('never edited')
})

test('what is recorded while the approver looks takes the request out of their hands', async () => {
  const { caseId } = await requested(app, county)
  await followedUp(worker, caseId, { hasConcern: true, concerns: '手臂上有新伤' })
  await expect(head(agreeClosing, { id: caseId, version: await seen(head, caseId) })).rejects.toThrow(
    '又有改动',
  )
  await head(sendBackClosing, { id: caseId, version: await seen(head, caseId), note: '先看新的伤' })
})

test('whoever requested a closing never approves it, whatever the role', async () => {
  const { caseId, own, theirs } = await running(app, county)
  for (const id of [own, theirs]) await head(dropPlanItem, { id, version: 1, reason: '情况已变，不再需要' })
  await readyToClose({ ...county, head: supervisor }, caseId)
  await head(requestClosing, { id: caseId, version: await seen(head, caseId), ...CLOSING_WORDS })
  const version = await seen(head, caseId)
  await expect(head(agreeClosing, { id: caseId, version })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('申请人以外'),
  })
  await expect(head(sendBackClosing, { id: caseId, version, note: '再看一看' })).rejects.toMatchObject({
    code: 'refused',
  })
  expect((await supervisor(listMyTasks, { pageSize: 100 })).items.map(({ kind }) => kind)).toContain(
    'approve-closing',
  )
  await supervisor(agreeClosing, { id: caseId, version })
})

test('neither worker, director, unit nor another town approves', async () => {
  const { caseId } = await requested(app, county)
  const version = await seen(worker, caseId)
  for (const who of [duty, director, officer])
    await expect(who(agreeClosing, { id: caseId, version })).rejects.toMatchObject({ status: 403 })
  await expect(worker(agreeClosing, { id: caseId, version })).rejects.toMatchObject({ code: 'refused' })
  await expect(otherSupervisor(agreeClosing, { id: caseId, version })).rejects.toMatchObject({ status: 404 })
})

test('an approval binds the version that was seen: a case that changed since is approved by nobody', async () => {
  const { caseId } = await requested(app, county)
  const version = await seen(head, caseId)
  await head(handOverCase, { id: caseId, version, ownerId: duty.accountId, reason: '原负责人调离' })
  await expect(head(agreeClosing, { id: caseId, version })).rejects.toMatchObject({ code: 'stale' })
  await expect(head(agreeClosing, { id: caseId, version: version + 1 })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('又有改动'),
  })
  await head(sendBackClosing, { id: caseId, version: version + 1, note: '请新负责人核对' })
  expect((await duty(listMyTasks, { pageSize: 100 })).items.map(({ kind }) => kind)).toContain(
    'request-closing',
  )
  expect(await duty(getCase, { id: caseId })).toMatchObject({
    state: 'in-progress',
    closing: { decision: 'sent-back', decisionNote: '请新负责人核对' },
  })
})

test('the child is heard, or the assessment says why not', async () => {
  const { caseId } = await opened(app, county)
  const assess = async (more: object) =>
    worker(recordAssessment, {
      id: caseId,
      version: await seen(worker, caseId),
      assessmentId: uuidv7(),
      dangerLevel: 'low',
      guardianship: 'adequate',
      harm: '没有发现伤害',
      ...more,
    })
  await fillRequired(worker, caseId)
  await expect(assess({})).rejects.toMatchObject({ fields: [{ field: 'childView' }] })
  await assess({ noChildViewReason: '孩子只有八个月' })
  await expect(assess({ childView: '愿意' })).rejects.toMatchObject({ code: 'refused' })
  const stored = JSON.stringify(await app.auditOf('assessment.recorded'))
  expect(stored).not.toContain('八个月')
})

test('a look-back that finds the child no better takes the case up again, and its reporter waits', async () => {
  const { caseId, reportId } = await closed(app, county)
  const version = await seen(worker, caseId)
  const finding = '孩子又独自过夜'
  await expect(
    director(recordLookBack, { id: caseId, version, ...LOOKED_BACK, isBetter: false, finding }),
  ).rejects.toMatchObject({
    status: 403,
  })
  expect(
    await worker(recordLookBack, { id: caseId, version, ...LOOKED_BACK, isBetter: false, finding }),
  ).toEqual({
    isReopened: true,
    joined: null,
  })
  const kase = await worker(getCase, { id: caseId })
  expect(kase).toMatchObject({ state: 'opened', closedAt: null, turn: { kind: 'assess-case' } })
  const telling = {
    id: reportId,
    version: await seenReport(duty, reportId),
    how: 'telephone',
    said: '已处理',
  } as const
  await expect(duty(tellReporter, telling)).rejects.toMatchObject({ code: 'refused' })
  const open = (await duty(listMyTasks, { pageSize: 100 })).items.filter((task) => task.caseId === caseId)
  expect(open).toEqual([])
})

test('a case that changes hands takes its tasks along', async () => {
  const { caseId } = await opened(app, county)
  await expect(
    worker(handOverCase, { id: caseId, version: 1, ownerId: duty.accountId, reason: '人员调整' }),
  ).rejects.toMatchObject({ status: 403 })
  await head(handOverCase, { id: caseId, version: 1, ownerId: duty.accountId, reason: '人员调整' })
  const tasks = async (who: typeof duty) =>
    (await who(listMyTasks, { pageSize: 100 })).items.filter((task) => task.caseId === caseId)
  expect(await tasks(worker)).toEqual([])
  expect(await tasks(duty)).toMatchObject([{ kind: 'assess-case' }])
  expect(await worker(getCase, { id: caseId })).toMatchObject({
    owner: { name: '值班员' },
    steps: [{ command: 'open' }, { command: 'hand-over', note: '人员调整' }],
  })
})
