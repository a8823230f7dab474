import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { tellReporter } from '#modules/reports/answers/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import {
  closed,
  fillRequired,
  loopCounty,
  opened,
  requested,
  running,
  seen,
  seenReport,
} from '#tests/loop.ts'
import { recordAssessment } from '../assessments/contract.ts'
import { getCase, handOverCase } from '../contract.ts'
import { dropPlanItem } from '../plans/contract.ts'
import { agreeClosing, recordLookBack, requestClosing, sendBackClosing } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, otherSupervisor, duty, worker, head, officer } = county

test('a closing is refused until each item is done or dropped, and says which are missing', async () => {
  const { caseId, own, theirs } = await running(app, county)
  const ask = async () =>
    worker(requestClosing, { id: caseId, version: await seen(worker, caseId), summary: '都办好了' })
  await expect(ask()).rejects.toMatchObject({ code: 'refused', detail: { openItems: [1, 2] } })
  for (const id of [own, theirs]) await worker(dropPlanItem, { id, version: 1, reason: '情况已变，不再需要' })
  await ask()
  expect(await worker(getCase, { id: caseId })).toMatchObject({ state: 'closing-requested' })
})

test('whoever requested a closing never approves it, whatever the role', async () => {
  const { caseId, own, theirs } = await running(app, county)
  for (const id of [own, theirs]) await head(dropPlanItem, { id, version: 1, reason: '情况已变，不再需要' })
  await head(requestClosing, { id: caseId, version: await seen(head, caseId), summary: '都办好了' })
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
  for (const who of [worker, duty, director, officer])
    await expect(who(agreeClosing, { id: caseId, version })).rejects.toMatchObject({ status: 403 })
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
    director(recordLookBack, { id: caseId, version, isBetter: false, finding }),
  ).rejects.toMatchObject({
    status: 403,
  })
  expect(await worker(recordLookBack, { id: caseId, version, isBetter: false, finding })).toEqual({
    isReopened: true,
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

test('a closed case has one look-back at a time and keeps its owner', async () => {
  const { caseId } = await closed(app, county)
  const version = await seen(worker, caseId)
  await worker(recordLookBack, { id: caseId, version, isBetter: true, finding: '一切都好' })
  await expect(
    worker(recordLookBack, { id: caseId, version: version + 1, isBetter: true, finding: '再看一次' }),
  ).rejects.toMatchObject({ code: 'refused' })
  await expect(
    head(handOverCase, { id: caseId, version: version + 1, ownerId: duty.accountId, reason: '人员调整' }),
  ).rejects.toMatchObject({ code: 'refused' })
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
