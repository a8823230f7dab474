import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason, Version } from '#kernel/fields.ts'

/** 结案申请与审批. */
export const ClosingRecord = z.object({
  requestedBy: z.string(),
  requestedAt: z.string(),
  summary: z.string(),
  decision: z.enum(['agreed', 'sent-back']).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decisionNote: z.string().nullable(),
})

/** 回访: is the child better off? */
export const LookBackRecord = z.object({
  id: z.string(),
  dueAt: z.string(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  isBetter: z.boolean().nullable(),
  finding: z.string().nullable(),
})

export const requestClosing = endpoint({
  method: 'POST',
  path: '/cases/:id/closing',
  summary: '申请结案',
  can: 'cases.work',
  audit: 'closing.requested',
  input: z.object({
    id: Id,
    version: Version,
    summary: z
      .string('请填写结案小结')
      .trim()
      .min(4, '请填写结案小结：目标是否达到、孩子现在怎样')
      .max(2000, '最多 2000 字'),
  }),
  output: Done,
})

/** The version is the one that the approver has seen: a case that changed since is approved by nobody. */
export const agreeClosing = endpoint({
  method: 'POST',
  path: '/cases/:id/closing/agreement',
  summary: '批准结案',
  can: 'cases.approve',
  audit: 'closing.agreed',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

export const sendBackClosing = endpoint({
  method: 'POST',
  path: '/cases/:id/closing/return',
  summary: '退回结案申请',
  can: 'cases.approve',
  audit: 'closing.sent-back',
  input: z.object({ id: Id, version: Version, note: Reason }),
  output: Done,
})

export const recordLookBack = endpoint({
  method: 'POST',
  path: '/cases/:id/look-back',
  summary: '记录回访',
  can: 'cases.work',
  audit: 'look-back.recorded',
  input: z.object({
    id: Id,
    version: Version,
    isBetter: z.boolean('请选择孩子的情况是否好转'),
    finding: z.string('请填写回访情况').trim().min(2, '请填写回访情况').max(2000, '最多 2000 字'),
  }),
  output: z.object({ isReopened: z.boolean() }),
})
