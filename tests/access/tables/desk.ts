import { uuidv7 } from '#server/ids.ts'
import * as answers from '#modules/reports/answers/contract.ts'
import * as decisions from '#modules/reports/decisions/contract.ts'
import * as inbox from '#modules/reports/desk/contract.ts'
import * as duty from '#modules/reports/duty-roster/contract.ts'
import * as emergencies from '#modules/reports/emergencies/contract.ts'
import * as joining from '#modules/reports/joining/contract.ts'
import * as messages from '#modules/reports/messages/contract.ts'
import * as passingOn from '#modules/reports/passing-on/contract.ts'
import * as police from '#modules/reports/police/contract.ts'
import type { Role } from '#modules/identity/rules.ts'
import * as settings from '#modules/reports/settings/contract.ts'
import * as statistics from '#modules/reports/statistics/contract.ts'
import { farDay } from '../around.ts'
import { line, REASON, type Row } from '../entry.ts'

const about = 'report' as const
// The policies let the head write settings too; the permission does not.
const SETTERS: Role[] = ['system-admin', 'security-admin', 'centre-head']

const judging: Row[] = [
  line(inbox.countInbox, { about: 'nothing' }),
  line(inbox.openReport, { about, input: (set) => ({ id: set.reports.fresh, reason: REASON }) }),
  line(inbox.listLikely, {
    about,
    input: (set) => ({ id: set.reports.fresh }),
    shows: { number: 'report' },
  }),
  line(inbox.listUnanswered, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { number: 'report' },
  }),
  line(joining.joinReport, {
    about,
    input: (set) => ({ id: set.reports.triaged, version: 1, firstId: set.reports.fresh }),
  }),
  line(joining.separateReport, {
    about,
    input: (set) => ({ id: set.reports.joined, version: 1, reason: REASON }),
  }),
  line(decisions.setReportAside, {
    about,
    input: (set) => ({ id: set.reports.triaged, version: 1, reason: REASON }),
  }),
  line(decisions.confirmSettingAside, { about, input: (set) => ({ id: set.reports.setAside, version: 1 }) }),
  line(decisions.takeReportBack, {
    about,
    input: (set) => ({ id: set.reports.setAside, version: 1, reason: REASON }),
  }),
]

const following: Row[] = [
  line(emergencies.listEmergencyCalls, {
    about,
    input: (set) => ({ id: set.reports.passedOn }),
    shows: { report: 'report' },
  }),
  line(emergencies.recordEmergencyCall, {
    about,
    input: (set) => ({
      id: set.reports.fresh,
      callId: uuidv7(),
      called: '110',
      said: '民警马上到',
    }),
  }),
  line(emergencies.waiveEmergencyCall, {
    about,
    input: (set) => ({ id: set.reports.fresh, callId: uuidv7(), why: '孩子已在派出所' }),
  }),
  line(passingOn.listPassOns, {
    about,
    input: (set) => ({ id: set.reports.passedOn }),
    shows: { report: 'report' },
  }),
  line(passingOn.recordTaken, {
    about,
    input: (set) => ({ id: set.reports.passedOn, version: 1, said: '已接收，由办公室办理' }),
  }),
  line(passingOn.recordReturned, {
    about,
    input: (set) => ({ id: set.reports.passedOn, version: 1, reason: REASON }),
  }),
  line(police.listPoliceFeedback, { about, input: (set) => ({ id: set.reports.passedOn }) }),
  line(police.expectPoliceFeedback, {
    about,
    input: (set) => ({ id: set.reports.fresh, stage: 'before-transfer', eventDay: farDay() }),
  }),
  line(police.recordPoliceFeedback, {
    about,
    input: (set) => ({ id: set.reports.passedOn, stage: 'filed', said: '已立案侦查' }),
  }),
]

const talking: Row[] = [
  line(messages.listMessages, {
    about,
    input: (set) => ({ id: set.reports.fresh }),
    shows: { report: 'report' },
  }),
  line(messages.writeMessage, {
    about,
    input: (set) => ({ id: set.reports.order, messageId: uuidv7(), text: '已收到' }),
  }),
  line(answers.listContacts, {
    about,
    input: (set) => ({ id: set.reports.passedOn }),
    shows: { report: 'report' },
  }),
  line(answers.recordContact, {
    about,
    input: (set) => ({
      id: set.reports.fresh,
      version: 1,
      contactId: uuidv7(),
      kind: 'asked',
      how: 'telephone',
      said: '请说明在哪里',
    }),
  }),
  line(answers.answerOutsideOrder, {
    about,
    input: (set) => ({ id: set.reports.order, version: 1, said: '已受理，正在办理' }),
  }),
]

/** A plan of shifts is about nobody's record; only who plans may write it. */
const planners = ['duty-officer', 'centre-head'] as const

const rest: Row[] = [
  line(duty.getDuty, { about: 'nothing' }),
  line(duty.listShifts, { about: 'nothing' }),
  line(duty.listDutyPeople, { about: 'nothing' }),
  line(duty.planShift, {
    about: 'nothing',
    input: (set) => ({ day: farDay(), shift: 'night', accountId: set.strangerId }),
    writers: planners,
  }),
  line(duty.repeatShifts, { about: 'nothing', input: () => ({ from: farDay() }), writers: planners }),
  line(settings.getReportSettings, { about: 'nothing' }),
  line(settings.setReportRouting, {
    about: 'nothing',
    writers: SETTERS,
    input: () => ({ to: 'leading-group', version: 0 }),
  }),
  line(settings.setSuppression, {
    about: 'nothing',
    writers: SETTERS,
    input: () => ({ below: 6, version: 0 }),
  }),
  line(statistics.getReportSums, { about: 'nothing' }),
  line(statistics.getReportFigures, { about: 'nothing' }),
]

export const desk: Row[] = [...judging, ...following, ...talking, ...rest]
