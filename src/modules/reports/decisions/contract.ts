import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Instant, Reason, Version } from '#kernel/fields.ts'
import { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { DangerAnswers, ToldHow } from '../contract.ts'

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

export const passOnReport = endpoint({
  method: 'POST',
  path: '/reports/:id/pass-on',
  summary: '转交有权处理的单位',
  can: 'reports.triage',
  audit: 'report.passed-on',
  input: Seen.extend({
    to: z.string('请填写转交给谁').trim().min(2, '请填写转交给谁').max(100, '最多 100 字'),
    reason: Reason,
  }),
  output: Done,
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

/** 告知报告人 (未成年人保护法第十一条第三款); who cannot be told is written down with the reason. */
export const tellReporter = endpoint({
  method: 'POST',
  path: '/reports/:id/answer',
  summary: '答复报告人',
  can: 'reports.triage',
  audit: 'report.answered',
  input: Seen.extend({
    how: ToldHow,
    said: z.string('请填写告知的内容').trim().min(2, '请填写告知的内容').max(1000, '最多 1000 字'),
    /** Now, when left out. */
    at: Instant.optional(),
  }),
  output: Done,
})
