import { uuidv7 } from '#server/ids.ts'
import * as approvals from '#modules/cases/approvals/contract.ts'
import * as emergency from '#modules/cases/emergency/contract.ts'
import * as investigation from '#modules/cases/investigation/contract.ts'
import { blankInvestigation } from '#modules/cases/investigation/rules.ts'
import * as plans from '#modules/cases/plans/contract.ts'
import { getWay } from '#modules/cases/way/contract.ts'
import { line, REASON, type Row } from '../entry.ts'

const refusedBy = (why: string) => () => ({ status: 409, code: 'refused', why })
const nothingOwed = refusedBy('没有欠着的补批')

export const cycleLines: Row[] = [
  line(getWay, { about: 'case', input: (set) => ({ id: set.cases.running }) }),
  line(approvals.listApprovals, { about: 'case', input: (set) => ({ id: set.cases.requested }) }),
  line(approvals.requestLate, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.running, version: 1 }),
    instead: nothingOwed,
  }),
  line(approvals.approveLate, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.running, version: 1 }),
    instead: nothingOwed,
  }),
  line(approvals.sendBackLate, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.running, version: 1, note: REASON }),
    instead: nothingOwed,
  }),
  line(plans.submitPlan, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.planned, version: 1 }),
    instead: refusedBy('这个等级的计划不需要审批'),
  }),
  line(plans.approvePlan, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.planned, version: 1 }),
    instead: refusedBy('计划没有送审'),
  }),
  line(plans.sendBackPlan, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.planned, version: 1, note: REASON }),
    instead: refusedBy('计划没有送审'),
  }),
  line(plans.startUrgently, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.planned, version: 1, reason: REASON }),
    instead: refusedBy('只有紧急和高风险的个案可以先行实施'),
  }),
  line(emergency.listMeasures, {
    about: 'case',
    input: (set) => ({ id: set.cases.opened }),
    shows: { case: 'case' },
  }),
  line(emergency.recordMeasure, {
    about: 'case-writing',
    input: (set) => ({
      id: set.cases.opened,
      measureId: uuidv7(),
      done: '上门查看',
      safety: 'safe',
      whereabouts: '在家，奶奶陪着',
    }),
  }),
  line(investigation.listInvestigations, {
    about: 'case',
    input: (set) => ({ id: set.cases.assessed }),
    shows: { case: 'case', number: 'case' },
  }),
  line(investigation.saveInvestigation, {
    about: 'case-writing',
    input: (set) => ({
      id: set.cases.opened,
      investigationId: uuidv7(),
      version: 0,
      content: blankInvestigation(),
    }),
  }),
  line(investigation.signInvestigation, {
    about: 'case-writing',
    input: (set) => ({ id: set.investigations.draft, version: 1 }),
  }),
  line(investigation.countersignInvestigation, {
    about: 'case-writing',
    input: (set) => ({ id: set.investigations.written, version: 1 }),
  }),
  line(investigation.returnInvestigation, {
    about: 'case-writing',
    input: (set) => ({ id: set.investigations.written, version: 1, note: REASON }),
  }),
  line(investigation.printInvestigation, {
    about: 'case-writing',
    isReading: true,
    input: (set) => ({ id: set.investigations.draft, reason: REASON }),
    shows: { case: 'case-writing', number: 'case-writing' },
  }),
]
