import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { recordEmergencyCall } from '#modules/reports/emergencies/contract.ts'
import { tellReporter } from '#modules/reports/answers/contract.ts'
import { acceptReport, triageReport } from '#modules/reports/decisions/contract.ts'
import { getReport, listReports, takeReport } from '#modules/reports/contract.ts'
import { acceptAnswer, listCaseReferrals, sendReferral } from '#modules/referrals/contract.ts'
import {
  answerReferral,
  getUnitReferral,
  listUnitReferrals,
  signReferral,
} from '#modules/referrals/unit/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { fillRequired, inDays, loopCounty, newChild, seen, seenReport, VILLAGE } from '#tests/loop.ts'
import { recordAssessment } from './assessments/contract.ts'
import { confirmLowering } from './assessments/filling/contract.ts'
import { agreeClosing, recordLookBack, requestClosing } from './closing/contract.ts'
import { getCase } from './contract.ts'
import { finishPlanItem, getPlanItem, makePlan, startPlan } from './plans/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, duty, worker, head, officer, otherOfficer, police } = county

const kindsOf = async (who: typeof duty) => (await who(listMyTasks)).items.map(({ kind }) => kind)

test('a telephone call becomes a case, three tiers and a unit work on it, and it ends with a child better off', async () => {
  const child = await newChild(app, VILLAGE)
  const reportId = uuidv7()
  const taken = await duty(takeReport, {
    id: reportId,
    childId: child.id,
    narrative: '孩子昨晚一个人在家哭到半夜',
    reporterName: '王邻居',
    reporterPhone: '139 0000 0002',
    danger: { isUnattended: 'yes' },
  })
  expect(taken).toMatchObject({ isEmergency: true })
  expect(taken.number).toMatch(/^报〔\d{4}〕\d{4}号$/)
  const inbox = await duty(listReports, { emergency: true })
  expect(inbox.items).toMatchObject([{ id: reportId, isEmergency: true, child: { name: child.name } }])
  expect(await kindsOf(duty)).toContain('triage-report')

  const danger = { isUnattended: 'yes' } as const
  await duty(triageReport, { id: reportId, version: 1, danger, dangerLevel: 'immediate' })
  const call = { callId: uuidv7(), called: '110', said: '民警二十分钟内到' }
  await duty(recordEmergencyCall, { id: reportId, ...call })
  const { caseId } = await duty(acceptReport, { id: reportId, version: 2, ownerId: worker.accountId })
  expect(await kindsOf(duty)).not.toContain('triage-report')
  expect(await kindsOf(worker)).toEqual(['assess-case'])

  const assessmentId = uuidv7()
  await fillRequired(worker, caseId, 'immediate')
  await worker(recordAssessment, {
    id: caseId,
    version: 1,
    assessmentId,
    dangerLevel: 'high',
    guardianship: 'absent',
    harm: '夜间无人看护',
    childView: '想和奶奶一起住',
  })
  expect(await kindsOf(worker)).toEqual(['plan-case', 'redo-assessment'])
  expect(await kindsOf(head)).toEqual(['confirm-lowering'])
  expect(await worker(getCase, { id: caseId })).toMatchObject({ dangerLevel: 'immediate' })
  await head(confirmLowering, { id: assessmentId })
  expect(await worker(getCase, { id: caseId })).toMatchObject({ dangerLevel: 'high' })
  const visit = { itemId: uuidv7(), title: '每周上门看望', ownerId: director.accountId, dueDay: inDays(27) }
  const inquiry = { itemId: uuidv7(), title: '调查核实', unitId: police, dueDay: inDays(31) }
  await worker(makePlan, {
    id: caseId,
    version: 3,
    goal: '孩子夜里有人照看',
    childOpinion: '愿意',
    items: [visit, inquiry],
  })
  await worker(startPlan, { id: caseId, version: 4 })
  expect(await kindsOf(director)).toEqual(['do-item'])

  const referral = await worker(sendReferral, {
    caseId,
    version: 5,
    referralId: uuidv7(),
    planItemId: inquiry.itemId,
    unitId: police,
    subject: '核实看护情况',
    request: '请上门核实并告知结果',
    fields: ['name', 'phone'],
    reason: '上门核实需要',
    accessEndsOn: inDays(58),
  })
  expect(referral.number).toMatch(/^转〔\d{4}〕\d{4}号$/)
  expect((await kindsOf(officer)).toSorted()).toEqual(['answer-referral', 'sign-referral'])
  expect(await otherOfficer(listUnitReferrals)).toEqual({ items: [], total: 0 })
  const received = await officer(getUnitReferral, { id: referral.id })
  expect(received.child).toEqual([
    { field: 'name', value: child.name, isSecret: false },
    { field: 'phone', value: `${child.phone.slice(0, 3)}****${child.phone.slice(-4)}`, isSecret: true },
  ])
  await officer(signReferral, { id: referral.id, version: received.version })
  const answer = '已上门核实，父亲已被训诫'
  await officer(answerReferral, { id: referral.id, version: received.version + 1, answer })
  expect(await kindsOf(officer)).toEqual([])
  expect(await kindsOf(worker)).toContain('review-answer')

  await director(finishPlanItem, { id: visit.itemId, version: 1, result: '已看望四周' })
  expect(await kindsOf(director)).toEqual([])
  const refusal = worker(requestClosing, { id: caseId, version: 6, summary: '都办好了' })
  await expect(refusal).rejects.toMatchObject({ status: 409, code: 'refused', detail: { openItems: [2] } })
  await expect(refusal).rejects.toThrow('第 2 项')

  const [sent] = (await worker(listCaseReferrals, { caseId })).items
  expect(sent).toMatchObject({ state: 'answered', answer, firstReadAt: expect.any(String) })
  await worker(acceptAnswer, { id: referral.id, version: sent!.version, result: answer })
  await expect(officer(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 404 })
  const planned = await worker(getCase, { id: caseId })
  expect(planned.plan?.items.map(({ state, result }) => ({ state, result }))).toEqual([
    { state: 'done', result: '已看望四周' },
    { state: 'done', result: answer },
  ])

  await worker(requestClosing, { id: caseId, version: 6, summary: '孩子由奶奶照看，夜里不再独自在家' })
  await expect(
    head(tellReporter, { id: reportId, version: 3, how: 'telephone', said: '已经处理' }),
  ).rejects.toThrow('还没有可以告知的结果')
  await head(agreeClosing, { id: caseId, version: 7 })
  expect(await kindsOf(duty)).toContain('tell-reporter')
  await duty(tellReporter, {
    id: reportId,
    version: await seenReport(duty, reportId),
    how: 'telephone',
    said: '您反映的情况已经处理，孩子现在安全',
  })
  expect(await kindsOf(duty)).not.toContain('tell-reporter')
  expect(await duty(getReport, { id: reportId })).toMatchObject({
    state: 'answered',
    told: { how: 'telephone' },
  })

  const { items: left } = await worker(listMyTasks)
  expect(left.map(({ kind }) => kind)).toEqual(['look-back'])
  const daysLeft = (Date.parse(left[0]!.dueAt) - Date.now()) / 86_400_000
  expect(daysLeft).toBeGreaterThan(29)
  expect(daysLeft).toBeLessThan(40)
  const version = await seen(worker, caseId)
  const finding = '孩子按时上学，夜里有奶奶照看'
  expect(await worker(recordLookBack, { id: caseId, version, isBetter: true, finding })).toEqual({
    isReopened: false,
  })
  expect(await worker(getCase, { id: caseId })).toMatchObject({
    state: 'closed',
    turn: null,
    lookBacks: [{ isBetter: true, finding }],
  })
  expect(await kindsOf(worker)).toEqual([])
  await expect(director(getCase, { id: caseId })).rejects.toMatchObject({ status: 403 })
  expect(await director(getPlanItem, { id: visit.itemId })).toMatchObject({ caseId: null, state: 'done' })
})
