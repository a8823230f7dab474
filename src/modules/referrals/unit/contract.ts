import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { GrantedField, ReferralState } from '../contract.ts'

/** A referral as the unit sees it: the task, and of the child what was granted. */
const Received = z.object({
  id: z.string(),
  number: z.string(),
  state: ReferralState,
  subject: z.string(),
  dispatchedAt: z.string(),
  dueAt: z.string(),
  isDueCertain: z.boolean(),
  isRead: z.boolean(),
})

export const listUnitReferrals = endpoint({
  method: 'GET',
  path: '/unit-referrals',
  summary: '本单位收到的转介',
  can: 'referrals.answer',
  input: Page.extend({ state: ReferralState.optional() }),
  output: pageOf(Received),
})

/** A field of the child; a secret one is masked, and revealed by `revealGranted`. Null: nothing is on the register. */
export const GrantedFact = z.object({
  field: GrantedField,
  value: z.string().nullable(),
  isSecret: z.boolean(),
})
export type GrantedFact = z.infer<typeof GrantedFact>

export const getUnitReferral = endpoint({
  method: 'GET',
  path: '/unit-referrals/:id',
  summary: '转介事项；首次打开即记为已读',
  can: 'referrals.answer',
  audit: 'referral.read',
  input: z.object({ id: Id }),
  output: Received.extend({
    request: z.string(),
    from: z.string(),
    reason: z.string(),
    accessEndsAt: z.string(),
    child: z.array(GrantedFact),
    signedAt: z.string().nullable(),
    signedBy: z.string().nullable(),
    answeredAt: z.string().nullable(),
    answer: z.string().nullable(),
    version: z.number().int(),
  }),
})

export const revealGranted = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/reveal',
  summary: '查看授权范围内的电话、证件号或住址',
  can: 'referrals.answer',
  audit: 'referral.revealed',
  reauth: true,
  input: z.object({ id: Id, field: GrantedField, reason: Reason }),
  output: z.object({ value: z.string().nullable() }),
})

const Seen = z.object({ id: Id, version: Version })

export const signReferral = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/signature',
  summary: '签收转介',
  can: 'referrals.answer',
  audit: 'referral.signed',
  input: Seen,
  output: Done,
})

export const answerReferral = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/answer',
  summary: '答复转介',
  can: 'referrals.answer',
  audit: 'referral.answered',
  input: Seen.extend({
    answer: z.string('请填写办理情况').trim().min(2, '请填写办理情况').max(4000, '最多 4000 字'),
  }),
  output: Done,
})

/** The unit's access ends at once. */
export const returnReferral = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/return',
  summary: '退回转介',
  can: 'referrals.answer',
  audit: 'referral.returned',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})
