import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Flag, Id, Instant, optionalText, Page, pageOf, Reason, Version } from '#kernel/fields.ts'

/** 转介: a task for a unit outside the tree, with no more of the child's data than the task needs. */
export const ReferralState = z.enum([
  'dispatched',
  'signed',
  'answered',
  'returned',
  'with-office',
  'redirected',
  'accepted',
  'withdrawn',
])
export type ReferralState = z.infer<typeof ReferralState>

/** 牵头 answers for the matter, 协办 for its part of it. */
export const ReferralPart = z.enum(['lead', 'co'])
export type ReferralPart = z.infer<typeof ReferralPart>

/** 紧急安全 counts in hours and begins with a telephone call, 福利保障 in working days. */
export const ReferralLane = z.enum(['urgent', 'welfare'])
export type ReferralLane = z.infer<typeof ReferralLane>

export const Light = z.enum(['within', 'near', 'late', 'long-late'])
export type Light = z.infer<typeof Light>

export const HandoverKind = z.enum([
  'dispatched',
  'co-joined',
  'signed',
  'answered',
  'returned',
  'to-office',
  'redirected',
  'sent-again',
  'office-named',
  'lapsed',
  'withdrawn',
  'accepted',
  'reopened',
])
export type HandoverKind = z.infer<typeof HandoverKind>

/** 交接记录: which unit did what on which day by which clause; nothing of the child. */
export const Handover = z.object({
  id: z.string(),
  kind: HandoverKind,
  at: z.string(),
  unit: z.string(),
  toUnit: z.string().nullable(),
  clause: z.string().nullable(),
  citation: z.string().nullable(),
})
export type Handover = z.infer<typeof Handover>

/** A question or its answer. */
export const Message = z.object({
  id: z.string(),
  channel: z.enum(['sender', 'office']),
  side: z.enum(['sender', 'unit', 'office']),
  at: z.string(),
  by: z.string(),
  text: z.string(),
})
export type Message = z.infer<typeof Message>

/** What the unit did on a day. */
export const Measure = z.object({ id: z.string(), doneOn: Day, by: z.string(), text: z.string() })
export type Measure = z.infer<typeof Measure>

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
  input: z
    .object({
      caseId: Id,
      version: Version,
      lane: ReferralLane.default('welfare'),
      /** Of the urgent lane: whom of the unit one has spoken to, and when. */
      phonedWhom: optionalText(60),
      phonedAt: Instant.optional(),
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
    })
    .refine(({ lane, phonedWhom, phonedAt }) => lane !== 'urgent' || (phonedWhom && phonedAt), {
      path: ['phonedWhom'],
      message: '紧急安全的转介先打电话：请写明与对方谁通的话、何时',
    }),
  output: z.object({ id: z.string(), number: z.string(), dueAt: z.string() }),
})

const Named = z.object({ id: z.string(), name: z.string() })

/** What a unit said when it returned a matter. */
export const Return = z.object({
  /** In the words of the county's procedure. */
  clause: z.string(),
  citation: z.string(),
  proposedUnit: Named,
  note: z.string().nullable(),
  at: z.string(),
})

const Referral = z.object({
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
  firstReadAt: z.string().nullable(),
  signedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
})

/** A referral as its sender sees it. */
export const SentReferral = Referral.extend({
  familyId: z.string(),
  caseId: z.string(),
  planItemId: z.string(),
  unit: Named,
  request: z.string(),
  explanation: z.string().nullable(),
  fields: z.array(GrantedField),
  reason: z.string(),
  phonedWhom: z.string().nullable(),
  phonedAt: z.string().nullable(),
  isBinding: z.boolean(),
  accessEndsAt: z.string(),
  accessEndedAt: z.string().nullable(),
  signedBy: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answer: z.string().nullable(),
  returned: Return.nullable(),
  /** Why it was taken back, or how the unit returned it. */
  returnReason: z.string().nullable(),
  /** The unit waits for an answer to a question. */
  isAsking: z.boolean(),
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

export const SentFilter = Page.extend({
  unitId: Id.optional(),
  state: ReferralState.optional(),
  light: Light.optional(),
  lane: ReferralLane.optional(),
  /** Still owed after its limit. */
  isLate: Flag.optional(),
})

export const listSentReferrals = endpoint({
  method: 'GET',
  path: '/referrals',
  summary: '发出的转介：全部个案，最急的在前',
  can: 'cases.read',
  audit: 'referral.all-listed',
  input: SentFilter,
  output: pageOf(Referral.extend({ caseId: z.string(), unit: Named, isAsking: z.boolean() })),
})

export const getSentReferral = endpoint({
  method: 'GET',
  path: '/referrals/:id',
  summary: '发出的转介：往来、办理经过、协办、交接记录、效果',
  can: 'cases.read',
  audit: 'referral.sent-read',
  input: z.object({ id: Id }),
  output: SentReferral.extend({
    caseNumber: z.string(),
    messages: z.array(Message),
    measures: z.array(Measure),
    /** All referrals of the matter, in their order. */
    family: z.array(
      Named.extend({
        number: z.string(),
        part: ReferralPart,
        state: ReferralState,
        summary: z.string().nullable(),
      }),
    ),
    handovers: z.array(Handover),
    effect: z
      .object({
        effect: z.enum(['helped', 'partly', 'not']),
        words: z.string(),
        childWords: z.string().nullable(),
        saidAt: z.string(),
        saidBy: z.string(),
      })
      .nullable(),
    canReopen: z.boolean(),
  }),
})

/** The lead's answer becomes the result of the plan's item; the access of the lead and of all co-units ends. */
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
