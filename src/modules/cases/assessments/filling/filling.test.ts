import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import {
  assessed,
  closed,
  fill,
  fillRequired,
  harmlessAnswers,
  loopCounty,
  newChild,
  opened,
  seen,
  triaged,
} from '#tests/loop.ts'
import { acceptReport } from '#modules/reports/decisions/contract.ts'
import { getCase } from '../../contract.ts'
import { recordAssessment, type DangerLevel } from '../contract.ts'
import {
  confirmLowering,
  fillIn,
  getFilled,
  listFilled,
  openForm,
  printFilled,
  refuseLowering,
  saveDraft,
} from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, otherSupervisor, duty, worker, head, officer } = county

const kindsOf = async (who: Caller) =>
  (await who(listMyTasks, { pageSize: 100 })).items.map(({ kind, caseId }) => `${kind} ${caseId ?? ''}`)
const conclude = async (who: Caller, caseId: string, dangerLevel: DangerLevel) => {
  const assessmentId = uuidv7()
  await who(recordAssessment, {
    id: caseId,
    version: await seen(who, caseId),
    assessmentId,
    dangerLevel,
    guardianship: 'insufficient',
    harm: '夜间常无人看护',
    childView: '想和奶奶一起住',
  })
  return assessmentId
}
const levelOf = async (caseId: string) => (await head(getCase, { id: caseId })).dangerLevel

test('the assessment of a case waits for what the rules name for its level, and says what is missing', async () => {
  const { caseId } = await opened(app, county)
  expect((await worker(getCase, { id: caseId })).facts.missingInstruments).toEqual(['风险筛查'])
  await expect(conclude(worker, caseId, 'medium')).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('风险筛查'),
  })
  await fill(worker, caseId, 'risk-screening')
  await expect(conclude(worker, caseId, 'high')).rejects.toMatchObject({
    code: 'refused',
    detail: { missingInstruments: ['监护评估'] },
  })
  await fill(worker, caseId, 'guardianship')
  await conclude(worker, caseId, 'high')
  expect(await levelOf(caseId)).toBe('high')
})

test('one answer drives the level up, the case with it, and is told as the driver', async () => {
  const { caseId } = await opened(app, county)
  const { level, isAwaiting, id } = await fill(worker, caseId, 'risk-screening', { alone: 'small' })
  expect({ level, isAwaiting }).toEqual({ level: '紧急', isAwaiting: false })
  expect(await worker(getCase, { id: caseId })).toMatchObject({
    dangerLevel: 'immediate',
    facts: { missingInstruments: ['监护评估'] },
    steps: expect.arrayContaining([
      expect.objectContaining({ command: 'raise-level', note: '风险筛查：蓝 · 中 → 红 · 紧急' }),
    ]),
  })
  const read = await worker(getFilled, { id })
  expect(read.drivers).toEqual([
    '“独自在家、无人看护”：不满八岁或需要特别照护，无人看护；只凭这一条，等级至少为“紧急”',
  ])
  expect(read.answers['alone']).toBe('small')
  await expect(conclude(worker, caseId, 'high')).rejects.toMatchObject({ code: 'refused' })
  await fill(worker, caseId, 'guardianship')
  await expect(conclude(worker, caseId, 'high')).rejects.toMatchObject({ fields: [{ field: 'dangerLevel' }] })
  await conclude(worker, caseId, 'immediate')
})

test('a lower level counts once another person agrees; until then the case stays as dangerous as it was', async () => {
  const { caseId } = await assessed(app, county)
  await fill(worker, caseId, 'risk-screening', { alone: 'night' })
  const { id, isAwaiting } = await fill(worker, caseId, 'risk-screening', { papers: 'missing' })
  expect(isAwaiting).toBe(true)
  expect(await levelOf(caseId)).toBe('high')
  expect(await kindsOf(head)).toContain(`confirm-lowering ${caseId}`)
  await expect(worker(confirmLowering, { id })).rejects.toMatchObject({ status: 403 })
  await head(confirmLowering, { id })
  expect(await levelOf(caseId)).toBe('low')
  expect(await kindsOf(head)).not.toContain(`confirm-lowering ${caseId}`)
  expect((await head(getFilled, { id })).decision).toMatchObject({ by: '中心主任' })
  await expect(head(confirmLowering, { id })).rejects.toMatchObject({ code: 'refused' })
})

test('whoever assessed never confirms, and another town’s supervisor does not find it', async () => {
  const { caseId } = await assessed(app, county)
  await fill(head, caseId, 'risk-screening', { alone: 'night' })
  const { id } = await fill(head, caseId, 'risk-screening')
  await expect(head(confirmLowering, { id })).rejects.toMatchObject({
    message: expect.stringContaining('评估人以外'),
  })
  await expect(head(refuseLowering, { id, note: '再看看情况' })).rejects.toMatchObject({ code: 'refused' })
  await expect(otherSupervisor(confirmLowering, { id })).rejects.toMatchObject({ status: 404 })
  expect(await kindsOf(supervisor)).toContain(`confirm-lowering ${caseId}`)
  await supervisor(refuseLowering, { id, note: '夜里还是没有人' })
  expect(await levelOf(caseId)).toBe('high')
  expect(await head(getFilled, { id })).toMatchObject({
    state: 'refused',
    decision: { note: '夜里还是没有人' },
  })
  expect(JSON.stringify(await app.auditOf('assessment.lowering-refused'))).not.toContain('夜里')
})

test('a newer assessment takes the place of one that waits', async () => {
  const { caseId } = await assessed(app, county)
  await fill(worker, caseId, 'risk-screening', { alone: 'night' })
  const waiting = await fill(worker, caseId, 'risk-screening')
  const worse = await fill(worker, caseId, 'risk-screening', { carer: 'nobody' })
  expect(worse.isAwaiting).toBe(false)
  expect(await levelOf(caseId)).toBe('immediate')
  await expect(head(confirmLowering, { id: waiting.id })).rejects.toMatchObject({ code: 'refused' })
})

test('the screening comes back by the rules, as a task of the owner that ends with the next one or with the case', async () => {
  const { caseId } = await assessed(app, county)
  const [filled] = (await worker(listFilled, { caseId })).items.filter(
    ({ code }) => code === 'risk-screening',
  )
  expect(Date.parse(filled?.nextDueAt ?? '') - Date.now()).toBeGreaterThan(85 * 86_400_000)
  const redo = async () => (await kindsOf(worker)).filter((each) => each === `redo-assessment ${caseId}`)
  expect(await redo()).toHaveLength(1)
  await fill(worker, caseId, 'risk-screening', { alone: 'night' })
  expect(await redo()).toHaveLength(1)
  const over = await closed(app, county)
  expect(await kindsOf(worker)).not.toContain(`redo-assessment ${over.caseId}`)
})

test('what is half filled in stays on the server, for its writer alone, and goes when it is recorded', async () => {
  const { caseId } = await opened(app, county)
  const { versionId, content, draft } = await worker(openForm, { caseId, code: 'risk-screening' })
  expect(draft).toBeNull()
  await worker(saveDraft, { caseId, versionId, answers: { health: 'minor' } })
  await worker(saveDraft, { caseId, versionId, answers: { health: 'minor', mood: 'low' } })
  expect((await worker(openForm, { caseId, code: 'risk-screening' })).draft).toMatchObject({
    answers: { health: 'minor', mood: 'low' },
  })
  expect((await duty(openForm, { caseId, code: 'risk-screening' })).draft).toBeNull()
  expect((await worker(listFilled, { caseId })).instruments[0]).toMatchObject({
    code: 'risk-screening',
    draftSavedAt: expect.any(String),
  })
  const { rows } = await app.owner.query<{ text: string }>(
    `select encode(answers_sealed, 'escape') as text from county_449821.assessment_draft`,
  )
  expect(JSON.stringify(rows)).not.toContain('minor')
  await worker(fillIn, {
    caseId,
    id: uuidv7(),
    versionId,
    answers: harmlessAnswers(content, { health: 'minor' }),
  })
  expect((await worker(openForm, { caseId, code: 'risk-screening' })).draft).toBeNull()
})

test('what is missing or does not fit is said by question', async () => {
  const { caseId } = await opened(app, county)
  const { versionId, content } = await worker(openForm, { caseId, code: 'risk-screening' })
  const { school: _, ...answers } = harmlessAnswers(content, { mood: 'purple' })
  await expect(worker(fillIn, { caseId, id: uuidv7(), versionId, answers })).rejects.toMatchObject({
    status: 422,
    fields: [
      { field: 'answers.mood', message: '“情绪和睡眠”的回答不在选项里' },
      { field: 'answers.school', message: '没有回答“上学”' },
    ],
  })
})

test('the same form sent twice is recorded once', async () => {
  const { caseId } = await opened(app, county)
  const { versionId, content } = await worker(openForm, { caseId, code: 'strengths' })
  const once = { caseId, id: uuidv7(), versionId, answers: harmlessAnswers(content) }
  await worker(fillIn, once)
  await expect(worker(fillIn, once)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('已经保存过'),
  })
  expect((await worker(listFilled, { caseId })).items).toHaveLength(1)
})

test('a child is asked in the words of its age', async () => {
  const { caseId } = await opened(app, county)
  const codes = (await worker(listFilled, { caseId })).instruments.map(({ code }) => code)
  // Born in May 2016.
  expect(codes).toContain('child-view-8-13')
  expect(codes).not.toContain('child-view-under-8')
  expect(codes).not.toContain('child-view-14-17')
})

test('a child that says it is being hurt now makes the case urgent, whatever else is well', async () => {
  const { caseId } = await opened(app, county)
  const { level } = await fill(worker, caseId, 'child-view-8-13', { hurt: 'now' })
  expect(level).toBe('现在就要管')
  expect(await levelOf(caseId)).toBe('immediate')
})

test('directors, units and other towns neither read nor fill in; what is printed bears who and why', async () => {
  const { caseId } = await opened(app, county)
  const { id } = await fill(worker, caseId, 'risk-screening')
  const { versionId } = await worker(openForm, { caseId, code: 'strengths' })
  for (const who of [director, officer]) {
    await expect(who(listFilled, { caseId })).rejects.toMatchObject({ status: 403 })
    await expect(who(getFilled, { id })).rejects.toMatchObject({ status: 403 })
  }
  await expect(otherSupervisor(listFilled, { caseId })).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(getFilled, { id })).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(openForm, { caseId, code: 'strengths' })).rejects.toMatchObject({
    status: 404,
  })
  await expect(otherSupervisor(saveDraft, { caseId, versionId, answers: {} })).rejects.toMatchObject({
    status: 404,
  })
  const printed = await worker(printFilled, { id, reason: '会商会议使用' })
  expect(printed.watermark).toContain('社工')
  expect(await app.auditOf('assessment.printed')).toMatchObject([{ purpose: '会商会议使用' }])
  expect(JSON.stringify(await app.auditOf('assessment.filled-in'))).not.toContain('risk')
})

test('a closed case takes no more', async () => {
  const { caseId } = await closed(app, county)
  const { closedReason, versionId } = await worker(openForm, { caseId, code: 'strengths' })
  expect(closedReason).toBe('个案已结案')
  await expect(worker(saveDraft, { caseId, versionId, answers: {} })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('two people assess one case at once: both are kept, and the worse level stands', async () => {
  const child = await newChild(app)
  const reportId = await triaged(county, child.id)
  const { caseId } = await duty(acceptReport, { id: reportId, version: 2, ownerId: worker.accountId })
  await fillRequired(worker, caseId)
  await Promise.all([
    fill(worker, caseId, 'risk-screening', { carer: 'nobody' }),
    fill(supervisor, caseId, 'risk-screening', { violence: 'violent' }),
  ])
  expect((await worker(listFilled, { caseId })).items).toHaveLength(3)
  expect(await levelOf(caseId)).toBe('immediate')
})
