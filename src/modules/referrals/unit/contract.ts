import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Flag, Id, optionalText, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import {
  GrantedField,
  Handover,
  Light,
  Measure,
  Message,
  ReferralLane,
  ReferralPart,
  ReferralState,
} from '../contract.ts'

/** A referral as the unit sees it: the task, and of the child what was granted. */
const Received = z.object({
  id: z.string(),
  number: z.string(),
  state: ReferralState,
  part: ReferralPart,
  lane: ReferralLane,
  subject: z.string(),
  dispatchedAt: z.string(),
  dueAt: z.string(),
  isDueCertain: z.boolean(),
  /** Null once the unit owes nothing. */
  light: Light.nullable(),
  isLightCertain: z.boolean(),
  isRead: z.boolean(),
  /** Who of the unit does it. */
  handler: z.string().nullable(),
})

export const ReceivedFilter = Page.extend({
  state: ReferralState.optional(),
  light: Light.optional(),
  isMine: Flag.optional(),
})

export const listUnitReferrals = endpoint({
  method: 'GET',
  path: '/unit-referrals',
  summary: '本单位收到的转介',
  can: 'referrals.answer',
  input: ReceivedFilter,
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
    /** Why it is sent to this unit once more. */
    explanation: z.string().nullable(),
    from: z.string(),
    phonedWhom: z.string().nullable(),
    phonedAt: z.string().nullable(),
    /** Named by the leading group's office: questions go there, and what it has decided is no ground of return any more. */
    isBinding: z.boolean(),
    canAskOffice: z.boolean(),
    handlerId: z.string().nullable(),
    messages: z.array(Message),
    measures: z.array(Measure),
    /** For the lead alone. */
    coUnits: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        unit: z.string(),
        state: ReferralState,
        dueAt: z.string(),
        isDueCertain: z.boolean(),
        signedAt: z.string().nullable(),
        answeredAt: z.string().nullable(),
        summary: z.string().nullable(),
      }),
    ),
    handovers: z.array(Handover),
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
    /** A co-unit tells the lead in a sentence what came of its part. */
    summary: optionalText(300),
  }),
  output: Done,
})

/** 办理经过: what was done on which day. The clock goes on. */
export const recordMeasure = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/measures',
  summary: '记录办理经过：哪天做了什么',
  can: 'referrals.answer',
  audit: 'referral.measure-recorded',
  input: Seen.extend({
    /** Made by the browser, so that sending twice records once. */
    measureId: Id,
    doneOn: Day,
    text: z.string('请写明做了什么').trim().min(2, '请写明做了什么').max(2000, '最多 2000 字'),
  }),
  output: Done,
})
