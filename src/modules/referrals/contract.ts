import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Reason, Version } from '#kernel/fields.ts'

/** 转介: a task for a unit outside the tree, with no more of the child's data than the task needs. */
export const ReferralState = z.enum(['dispatched', 'signed', 'answered', 'returned', 'accepted', 'withdrawn'])
export type ReferralState = z.infer<typeof ReferralState>

/** What of a child's file a unit may be given. */
export const GrantedField = z.enum([
  'name',
  'sex',
  'birthDay',
  'place',
  'school',
  'guardians',
  'guardianPhone',
  'phone',
  'idNumber',
  'address',
])
export type GrantedField = z.infer<typeof GrantedField>

export const sendReferral = endpoint({
  method: 'POST',
  path: '/cases/:caseId/referrals',
  summary: '向成员单位发出转介',
  can: 'referrals.send',
  audit: 'referral.dispatched',
  input: z.object({
    caseId: Id,
    version: Version,
    /** Made by the browser, so that sending twice dispatches once. */
    referralId: Id,
    planItemId: Id,
    unitId: Id,
    /** Stands in lists: names no person and no event. */
    subject: z.string('请填写事项名称').trim().min(2, '请填写事项名称').max(100, '最多 100 字'),
    request: z.string('请写明请对方做什么').trim().min(2, '请写明请对方做什么').max(2000, '最多 2000 字'),
    fields: z.array(GrantedField).min(1, '请选择对方办理所必需的信息').max(GrantedField.options.length),
    reason: Reason,
    accessEndsOn: Day,
  }),
  output: z.object({ id: z.string(), number: z.string(), dueAt: z.string() }),
})

const Referral = z.object({
  id: z.string(),
  number: z.string(),
  state: ReferralState,
  subject: z.string(),
  dispatchedAt: z.string(),
  dueAt: z.string(),
  isDueCertain: z.boolean(),
  firstReadAt: z.string().nullable(),
  signedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
})

/** A referral as its sender sees it. */
export const SentReferral = Referral.extend({
  planItemId: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  request: z.string(),
  fields: z.array(GrantedField),
  reason: z.string(),
  accessEndsAt: z.string(),
  accessEndedAt: z.string().nullable(),
  signedBy: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answer: z.string().nullable(),
  returnReason: z.string().nullable(),
  version: z.number().int(),
})
export type SentReferral = z.infer<typeof SentReferral>

export const listCaseReferrals = endpoint({
  method: 'GET',
  path: '/cases/:caseId/referrals',
  summary: '个案的转介与答复',
  can: 'cases.read',
  audit: 'referral.listed',
  input: z.object({ caseId: Id }),
  output: z.object({ items: z.array(SentReferral) }),
})

/** The answer becomes the result of the plan's item, and the unit's access ends. */
export const acceptAnswer = endpoint({
  method: 'POST',
  path: '/referrals/:id/acceptance',
  summary: '采纳转介答复，记为事项结果',
  can: 'referrals.send',
  audit: 'referral.accepted',
  input: z.object({
    id: Id,
    version: Version,
    result: z.string('请填写办理结果').trim().min(2, '请填写办理结果').max(2000, '最多 2000 字'),
  }),
  output: Done,
})

export const withdrawReferral = endpoint({
  method: 'POST',
  path: '/referrals/:id/withdrawal',
  summary: '撤回转介',
  can: 'referrals.send',
  audit: 'referral.withdrawn',
  input: z.object({ id: Id, version: Version, reason: Reason }),
  output: Done,
})
