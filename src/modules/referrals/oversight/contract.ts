import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Flag, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { Light } from '../contract.ts'

/** 督办: the leading group's office oversees what a unit owes, step by step, until another person strikes it off. */
export const OversightState = z.enum([
  'proposed',
  'assigned',
  'signed',
  'handling',
  'fed-back',
  'reviewed',
  'closed',
  'withdrawn',
])
export type OversightState = z.infer<typeof OversightState>

export const OversightReason = z.enum(['person', 'long-late', 'urging-unanswered'])
export type OversightReason = z.infer<typeof OversightReason>

/** What the guards of the machine look at; server and buttons judge by the same facts. */
export const OversightFacts = z.object({
  /** Acts for the leading group's office; where the office itself is overseen, a leader does. */
  isOffice: z.boolean(),
  /** Liaison officer of the unit that is overseen. */
  isOfUnit: z.boolean(),
  isLeader: z.boolean(),
  isHead: z.boolean(),
  /** Has fed back on this order, at any time. */
  isFeeder: z.boolean(),
  /** Has passed its review. */
  isReviewer: z.boolean(),
})
export type OversightFacts = z.infer<typeof OversightFacts>

const Unit = z.object({ id: z.string(), name: z.string() })

export const OversightRow = z.object({
  id: z.string(),
  number: z.string(),
  state: OversightState,
  unit: Unit,
  /** Names no child. */
  matter: z.string(),
  reason: OversightReason,
  proposedAt: z.string(),
  /** Of feeding back; null before it is assigned. */
  dueAt: z.string().nullable(),
  isDueCertain: z.boolean(),
  /** Null when nothing is owed by the unit. */
  light: Light.nullable(),
  /** Who must act now; null when it has ended. */
  turn: z.string().nullable(),
})
export type OversightRow = z.infer<typeof OversightRow>

export const OversightFilter = Page.extend({
  state: OversightState.optional(),
  light: Light.exclude(['within']).optional(),
  unitId: Id.optional(),
  /** Only what has not ended. */
  running: Flag.optional(),
})

export const listOversights = endpoint({
  method: 'GET',
  path: '/oversights',
  summary: '督办单列表',
  can: 'oversight.read',
  input: OversightFilter,
  output: pageOf(OversightRow).extend({
    counts: z.object({
      near: z.number().int(),
      late: z.number().int(),
      longLate: z.number().int(),
      running: z.number().int(),
    }),
    /** The desk, the office and the leaders remind units; a unit does not. */
    mayUrge: z.boolean(),
  }),
})

export const OversightStep = z.object({
  command: z.string(),
  toState: OversightState,
  at: z.string(),
  by: z.string(),
  note: z.string().nullable(),
})

export const OversightRecord = OversightRow.extend({
  requirement: z.string(),
  office: z.string(),
  proposedBy: z.string(),
  referrals: z.array(z.object({ id: z.string(), number: z.string() })),
  steps: z.array(OversightStep),
  facts: OversightFacts,
  version: z.number().int(),
})
export type OversightRecord = z.infer<typeof OversightRecord>

export const getOversight = endpoint({
  method: 'GET',
  path: '/oversights/:id',
  summary: '督办单：事项、要求、流转、期限',
  can: 'oversight.read',
  audit: 'oversight.read',
  input: z.object({ id: Id }),
  output: OversightRecord,
})

const text = (what: string, max: number) =>
  z.string(`请填写${what}`).trim().min(4, `请填写${what}，至少 4 个字`).max(max, `最多 ${max} 字`)

export const proposeOversight = endpoint({
  method: 'POST',
  path: '/oversights',
  summary: '督办立项',
  can: 'oversight.propose',
  audit: 'oversight.proposed',
  input: z.object({
    /** Made by the browser, so that sending twice proposes once. */
    orderId: Id,
    unitId: Id,
    /** Referrals that the unit owes; none when the matter is the unit's as a whole. */
    referralIds: z.array(Id).max(50, '一份督办单最多 50 件转介').default([]),
    matter: text('督办事项', 200),
    requirement: text('办理要求', 1000),
  }),
  output: z.object({ id: z.string(), number: z.string() }),
})

const Seen = z.object({ id: Id, version: Version })

export const assignOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/assignment',
  summary: '交办督办单',
  can: 'oversight.manage',
  audit: 'oversight.assigned',
  input: Seen,
  output: Done,
})

export const signOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/signature',
  summary: '签收督办单',
  can: 'oversight.answer',
  audit: 'oversight.signed',
  input: Seen,
  output: Done,
})

export const handleOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/handling',
  summary: '开始办理督办单',
  can: 'oversight.answer',
  audit: 'oversight.handled',
  input: Seen.extend({ note: text('办理措施', 1000) }),
  output: Done,
})

export const feedBackOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/feedback',
  summary: '反馈督办结果',
  can: 'oversight.answer',
  audit: 'oversight.fed-back',
  input: Seen.extend({ note: text('办理结果', 2000) }),
  output: Done,
})

export const reviewOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/review',
  summary: '复核督办反馈',
  can: 'oversight.manage',
  audit: 'oversight.reviewed',
  input: Seen.extend({ isPassed: z.boolean('请选择是否通过'), note: text('复核意见', 1000) }),
  output: Done,
})

export const closeOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/closing',
  summary: '督办销号，或不同意销号退回办理',
  can: 'oversight.manage',
  audit: 'oversight.closed',
  input: Seen.extend({ isAgreed: z.boolean('请选择是否同意'), note: text('意见', 1000) }),
  output: Done,
})

export const withdrawOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/withdrawal',
  summary: '撤销督办',
  can: 'oversight.withdraw',
  audit: 'oversight.withdrawn',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

export const printOversight = endpoint({
  method: 'POST',
  path: '/oversights/:id/printing',
  summary: '打印督办单',
  can: 'oversight.read',
  audit: 'oversight.printed',
  input: z.object({ id: Id, reason: Reason }),
  output: OversightRecord.extend({ watermark: z.string() }),
})
