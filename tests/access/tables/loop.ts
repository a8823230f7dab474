import { uuidv7 } from '#server/ids.ts'
import { recordAssessment } from '#modules/cases/assessments/contract.ts'
import * as closing from '#modules/cases/closing/contract.ts'
import * as cases from '#modules/cases/contract.ts'
import * as plans from '#modules/cases/plans/contract.ts'
import * as sent from '#modules/referrals/contract.ts'
import * as received from '#modules/referrals/unit/contract.ts'
import { tellReporter } from '#modules/reports/answers/contract.ts'
import { passOnReport } from '#modules/reports/passing-on/contract.ts'
import * as reports from '#modules/reports/contract.ts'
import * as decisions from '#modules/reports/decisions/contract.ts'
import * as tasks from '#modules/tasks/contract.ts'
import { line, REASON, type Row } from '../entry.ts'
import { farDay } from '../around.ts'
import { ALL_NO } from '../reports.ts'

const many = () => ({ pageSize: 100 })

const report: Row[] = [
  line(reports.takeReport, {
    about: 'child',
    input: ({ children }) => ({ id: uuidv7(), childId: children.main, narrative: '孩子说没人做饭' }),
  }),
  line(reports.listReports, {
    about: 'nothing',
    input: many,
    shows: { number: 'report', name: 'report' },
  }),
  line(reports.listMyReports, { about: 'nothing', input: many, shows: { number: 'own-report' } }),
  line(reports.getReport, {
    about: 'report',
    input: (set) => ({ id: set.reports.triaged }),
    shows: { report: 'report', number: 'report', name: 'report' },
  }),
  line(reports.revealReporter, {
    about: 'report',
    isReading: true,
    input: (set) => ({ id: set.reports.triaged, reason: REASON }),
    shows: { reporter: 'report' },
  }),
  line(decisions.triageReport, {
    about: 'report',
    input: (set) => ({ id: set.reports.fresh, version: 1, danger: ALL_NO, dangerLevel: 'low' }),
  }),
  line(decisions.acceptReport, {
    about: 'report',
    input: (set) => ({ id: set.reports.triaged, version: 1, ownerId: set.strangerId }),
    mayShow: { number: 'report' },
  }),
  line(passOnReport, {
    about: 'report',
    input: (set) => ({ id: set.reports.triaged, version: 1, to: '邻县', reason: REASON }),
  }),
  line(decisions.turnDownReport, {
    about: 'report',
    input: (set) => ({ id: set.reports.triaged, version: 1, reason: REASON }),
  }),
  line(decisions.confirmTurnDown, {
    about: 'report',
    input: (set) => ({ id: set.reports.turnedDown, version: 1 }),
  }),
  line(decisions.reconsiderReport, {
    about: 'report',
    input: (set) => ({ id: set.reports.turnedDown, version: 1, reason: REASON }),
  }),
  line(tellReporter, {
    about: 'report',
    input: (set) => ({ id: set.reports.passedOn, version: 1, how: 'telephone', said: '已经转交' }),
  }),
]

/** A grant on the case lets one read its items; they are ended by their owner or by who works on the case. */
const readersOnly: Row['instead'] = (role, relation) => {
  const isReader =
    (role === 'supervisor' && relation === 'granted') ||
    (role === 'child-director' && (relation === 'granted' || relation === 'named'))
  return isReader ? { status: 409, code: 'refused', why: '授权只让人看，不让人办' } : undefined
}

const kase: Row[] = [
  line(cases.listCases, { about: 'nothing', input: many, shows: { number: 'case-list', name: 'case-list' } }),
  line(cases.getCase, {
    about: 'case',
    input: (set) => ({ id: set.cases.requested }),
    shows: { number: 'case', name: 'case', case: 'case', item: 'case' },
  }),
  line(cases.handOverCase, {
    about: 'case-writing',
    input: (set, _, { people }) => ({
      id: set.cases.opened,
      version: 1,
      ownerId: people.find(({ role }) => role === 'caseworker')?.accountId ?? '',
      reason: REASON,
    }),
  }),
  line(cases.listHelpers, {
    about: 'nothing',
    isForEach: true,
    input: ({ divisionCode }) => ({ divisionCode }),
  }),
  line(recordAssessment, {
    about: 'case-writing',
    input: (set) => ({
      id: set.cases.opened,
      version: 1,
      assessmentId: uuidv7(),
      dangerLevel: 'low',
      guardianship: 'adequate',
      harm: '没有发现',
      childView: '想上学',
    }),
  }),
  line(plans.makePlan, {
    about: 'case-writing',
    input: (set) => ({
      id: set.cases.assessed,
      version: 1,
      goal: '有人照看',
      childOpinion: '愿意',
      items: [{ itemId: uuidv7(), title: '每周看望', ownerId: set.strangerId, dueDay: farDay() }],
    }),
  }),
  line(plans.startPlan, { about: 'case-writing', input: (set) => ({ id: set.cases.planned, version: 1 }) }),
  line(plans.addPlanItem, {
    about: 'case-writing',
    input: (set) => ({
      id: set.cases.running,
      version: 1,
      item: { itemId: uuidv7(), title: '每周看望', ownerId: set.strangerId, dueDay: farDay() },
    }),
  }),
  line(plans.getPlanItem, {
    about: 'item',
    input: (set) => ({ id: set.items.open }),
    shows: { item: 'item', name: 'item' },
  }),
  line(plans.finishPlanItem, {
    about: 'item',
    input: (set) => ({ id: set.items.open, version: 1, result: '已经看望' }),
    instead: readersOnly,
  }),
  line(plans.dropPlanItem, {
    about: 'item',
    input: (set) => ({ id: set.items.open, version: 1, reason: REASON }),
    instead: readersOnly,
  }),
  line(closing.requestClosing, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.ended, version: 1, summary: '目标已经达到' }),
  }),
  line(closing.agreeClosing, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.requested, version: 1 }),
  }),
  line(closing.sendBackClosing, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.requested, version: 1, note: REASON }),
  }),
  line(closing.recordLookBack, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.closed, version: 1, isBetter: true, finding: '孩子很好' }),
  }),
]

const referral: Row[] = [
  line(sent.sendReferral, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.running,
      version: 1,
      referralId: uuidv7(),
      planItemId: set.items.forUnit,
      unitId: set.unitId,
      subject: '核实情况',
      request: '请上门核实',
      fields: ['name'],
      reason: REASON,
      accessEndsOn: farDay(),
    }),
  }),
  line(sent.listCaseReferrals, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.running }),
    shows: { referral: 'sent-referral', number: 'sent-referral' },
  }),
  line(sent.acceptAnswer, {
    about: 'sent-referral',
    input: (set) => ({ id: set.referrals.answered, version: 1, result: '已经核实' }),
  }),
  line(sent.withdrawReferral, {
    about: 'sent-referral',
    input: (set) => ({ id: set.referrals.dispatched, version: 1, reason: REASON }),
  }),
  line(received.listUnitReferrals, {
    about: 'nothing',
    input: many,
    shows: { referral: 'received-referral', number: 'received-referral' },
  }),
  line(received.getUnitReferral, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.dispatched }),
    shows: { referral: 'received-referral', number: 'received-referral', name: 'received-referral' },
  }),
  line(received.revealGranted, {
    about: 'received-referral',
    isReading: true,
    input: (set) => ({ id: set.referrals.dispatched, field: 'phone', reason: REASON }),
    shows: { secret: 'received-referral' },
  }),
  line(received.signReferral, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.dispatched, version: 1 }),
  }),
  line(received.answerReferral, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.signed, version: 1, answer: '情况属实' }),
  }),
  line(received.returnReferral, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.dispatched, version: 1, reason: REASON }),
  }),
]

const todo: Row[] = [
  line(tasks.listMyTasks, { about: 'nothing', input: many, shows: { number: 'my-task' } }),
  line(tasks.listTeamTasks, { about: 'nothing', input: many, shows: { number: 'team-task' } }),
  line(tasks.listOverdue, { about: 'nothing' }),
]

export const loop: Row[] = [...report, ...kase, ...referral, ...todo]
