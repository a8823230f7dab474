import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Flag, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { GrantedField } from '../contract.ts'

/** 服务订单: a service for one child that a social organisation may take; who the child is, it learns after the centre's confirming. */
export const ServiceOrderState = z.enum([
  'open',
  'claimed',
  'taken',
  'reported',
  'accepted',
  'returned',
  'expired',
  'withdrawn',
])
export type ServiceOrderState = z.infer<typeof ServiceOrderState>

export const ServiceKind = z.enum([
  'social-work',
  'counselling',
  'family-guidance',
  'tutoring',
  'companionship',
  'assessment',
  'legal',
  'other',
])
export type ServiceKind = z.infer<typeof ServiceKind>

export const AgeBand = z.enum(['under-3', '3-6', '7-12', '13-15', '16-17'])
export type AgeBand = z.infer<typeof AgeBand>

/** What the guards of the machine look at; server and buttons judge by the same facts. */
export const ServiceFacts = z.object({
  isDesk: z.boolean(),
  /** Acts for the organisation that has it or, while it is open, asks for it. */
  isTaker: z.boolean(),
  /** On the register, not suspended, valid until the service ends, for this kind. */
  isVetted: z.boolean(),
  /** The worker is on the register with an entry query within a year. */
  isWorkerCleared: z.boolean(),
  hasPromised: z.boolean(),
  /** The last day of taking has not passed. */
  isInTime: z.boolean(),
  hasSession: z.boolean(),
})
export type ServiceFacts = z.infer<typeof ServiceFacts>

const Hours = z.coerce.number('请填写小时数').multipleOf(0.5, '以半小时计')

/** What stands in the open: no name, number or address of anybody. */
export const PublicPart = z.object({
  kind: ServiceKind,
  age: AgeBand,
  hours: Hours.min(0.5, '至少半小时').max(500, '最多 500 小时'),
  qualification: z.string('请填写资质要求').trim().min(2, '请填写资质要求').max(200, '最多 200 字'),
  content: z.string('请填写服务内容').trim().min(4, '请填写服务内容，至少 4 个字').max(1000, '最多 1000 字'),
  startsOn: Day,
  endsOn: Day,
  takeBy: Day,
})

const Step = z.object({
  command: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string().nullable(),
})

export const ServiceSession = z.object({
  id: z.string(),
  heldOn: Day,
  hours: z.number(),
  worker: z.string(),
  note: z.string(),
})
export type ServiceSession = z.infer<typeof ServiceSession>

export const ServiceOrderRow = PublicPart.extend({
  id: z.string(),
  number: z.string(),
  state: ServiceOrderState,
  town: z.string().nullable(),
  publishedAt: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }).nullable(),
})
export type ServiceOrderRow = z.infer<typeof ServiceOrderRow>

export const publishOrder = endpoint({
  method: 'POST',
  path: '/cases/:caseId/service-orders',
  summary: '发布服务订单',
  can: 'services.publish',
  audit: 'service-order.published',
  input: PublicPart.extend({
    caseId: Id,
    /** Made by the browser, so that sending twice publishes once. */
    orderId: Id,
    planItemId: Id,
    /** For whoever takes it, after the confirming: sealed. */
    detail: z.string('请填写交底内容').trim().min(2, '请填写交底内容').max(2000, '最多 2000 字'),
  }),
  output: z.object({ id: z.string(), number: z.string() }),
})

export const listOrders = endpoint({
  method: 'GET',
  path: '/service-orders',
  summary: '服务订单列表',
  can: 'services.read',
  input: Page.extend({
    state: ServiceOrderState.optional(),
    kind: ServiceKind.optional(),
    running: Flag.optional(),
    caseId: Id.optional(),
  }),
  output: pageOf(ServiceOrderRow),
})

/** Of the item's order only what its case's readers see. */
export const getOrder = endpoint({
  method: 'GET',
  path: '/service-orders/:id',
  summary: '服务订单',
  can: 'services.read',
  audit: 'service-order.read',
  input: z.object({ id: Id }),
  output: ServiceOrderRow.extend({
    case: z.object({ id: z.string(), number: z.string() }),
    item: z.string(),
    detail: z.string(),
    worker: z.object({ name: z.string(), qualification: z.string(), entryQueryOn: Day }).nullable(),
    promise: z
      .object({ edition: z.number().int(), hash: z.string(), by: z.string(), at: z.string() })
      .nullable(),
    fields: z.array(GrantedField),
    reason: z.string().nullable(),
    accessEndsAt: z.string().nullable(),
    accessEndedAt: z.string().nullable(),
    sessions: z.array(ServiceSession),
    result: z.string().nullable(),
    steps: z.array(Step),
    facts: ServiceFacts,
    version: z.number().int(),
  }),
})

const Seen = z.object({ id: Id, version: Version })

/** Only now the organisation learns whose child it is: the chosen fields, for a reason, until a day. */
export const confirmTaking = endpoint({
  method: 'POST',
  path: '/service-orders/:id/confirmation',
  summary: '确认承接，授权查看孩子的必要信息',
  can: 'services.publish',
  audit: 'service-order.confirmed',
  input: Seen.extend({
    fields: z.array(GrantedField).min(1, '请选择服务所必需的信息').max(GrantedField.options.length),
    reason: Reason,
    accessEndsOn: Day,
  }),
  output: Done,
})

export const declineTaking = endpoint({
  method: 'POST',
  path: '/service-orders/:id/refusal',
  summary: '不同意承接',
  can: 'services.publish',
  audit: 'service-order.declined',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

export const revokeOrder = endpoint({
  method: 'POST',
  path: '/service-orders/:id/revocation',
  summary: '收回订单，结束授权',
  can: 'services.publish',
  audit: 'service-order.revoked',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

export const sendBackService = endpoint({
  method: 'POST',
  path: '/service-orders/:id/sending-back',
  summary: '退回补充服务结果',
  can: 'services.publish',
  audit: 'service-order.sent-back',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

/** The result becomes that of the plan's item, and the organisation's access ends. */
export const acceptService = endpoint({
  method: 'POST',
  path: '/service-orders/:id/acceptance',
  summary: '验收服务，记为计划事项的结果',
  can: 'services.publish',
  audit: 'service-order.accepted',
  input: Seen.extend({
    result: z.string('请填写办理结果').trim().min(2, '请填写办理结果').max(2000, '最多 2000 字'),
  }),
  output: Done,
})

export const republishOrder = endpoint({
  method: 'POST',
  path: '/service-orders/:id/republication',
  summary: '重新发布订单',
  can: 'services.publish',
  audit: 'service-order.republished',
  input: Seen.extend({ startsOn: Day, endsOn: Day, takeBy: Day }),
  output: Done,
})

export const withdrawOrder = endpoint({
  method: 'POST',
  path: '/service-orders/:id/withdrawal',
  summary: '撤回订单',
  can: 'services.publish',
  audit: 'service-order.withdrawn',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})
