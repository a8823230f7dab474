import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason, Version } from '#kernel/fields.ts'
import { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { DangerAnswers } from '../contract.ts'

const Seen = z.object({ id: Id, version: Version })

export const triageReport = endpoint({
  method: 'POST',
  path: '/reports/:id/triage',
  summary: '研判：危险情形与等级',
  can: 'reports.triage',
  audit: 'report.triaged',
  input: Seen.extend({ danger: DangerAnswers, dangerLevel: DangerLevel }),
  output: Done,
})

/** Opens a case with its owner, or joins the running case of the child. */
export const acceptReport = endpoint({
  method: 'POST',
  path: '/reports/:id/acceptance',
  summary: '受理报告，立案或并入在办个案',
  can: 'reports.triage',
  audit: 'report.accepted',
  input: Seen.extend({ childId: Id.optional(), ownerId: Id.optional(), joinCaseId: Id.optional() }),
  output: z.object({ caseId: z.string(), caseNumber: z.string() }),
})

export const turnDownReport = endpoint({
  method: 'POST',
  path: '/reports/:id/turn-down',
  summary: '不予受理，待第二人复核',
  can: 'reports.triage',
  audit: 'report.turned-down',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

export const confirmTurnDown = endpoint({
  method: 'POST',
  path: '/reports/:id/turn-down/confirmation',
  summary: '第二人同意不予受理',
  can: 'reports.triage',
  audit: 'report.turn-down-confirmed',
  input: Seen,
  output: Done,
})

export const reconsiderReport = endpoint({
  method: 'POST',
  path: '/reports/:id/turn-down/return',
  summary: '第二人退回重新研判',
  can: 'reports.triage',
  audit: 'report.reconsidered',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

/** Malicious junk: out of the way but kept, by two people, and taken back at any time. */
export const setReportAside = endpoint({
  method: 'POST',
  path: '/reports/:id/setting-aside',
  summary: '搁置恶意、垃圾信息，待第二人复核',
  can: 'reports.triage',
  audit: 'report.set-aside',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

export const confirmSettingAside = endpoint({
  method: 'POST',
  path: '/reports/:id/setting-aside/confirmation',
  summary: '第二人同意搁置',
  can: 'reports.triage',
  audit: 'report.setting-aside-confirmed',
  input: Seen,
  output: Done,
})

export const takeReportBack = endpoint({
  method: 'POST',
  path: '/reports/:id/setting-aside/return',
  summary: '取回搁置的报告，重新研判',
  can: 'reports.triage',
  audit: 'report.taken-back',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})
