import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { GrantedField } from '../../contract.ts'
import { ServiceFacts, ServiceOrderRow, ServiceSession } from '../contract.ts'

/** A service order as the social organisation sees it. */
export const listUnitOrders = endpoint({
  method: 'GET',
  path: '/unit-service-orders',
  summary: '可以承接的和本单位承接的服务订单',
  can: 'services.take',
  input: Page.extend({ whose: z.enum(['open', 'own']).default('open') }),
  output: pageOf(ServiceOrderRow).extend({
    /** Where the organisation stands on the register; why it sees no open order. */
    vetting: z.object({
      isSocialOrganisation: z.boolean(),
      validUntil: Day.nullable(),
      isSuspended: z.boolean(),
    }),
  }),
})

export const getUnitOrder = endpoint({
  method: 'GET',
  path: '/unit-service-orders/:id',
  summary: '服务订单；确认承接后含授权的孩子信息',
  can: 'services.take',
  audit: 'service-order.opened',
  input: z.object({ id: Id }),
  output: ServiceOrderRow.extend({
    isOurs: z.boolean(),
    /** Of the own organisation, with whether the entry query still holds. */
    workers: z.array(
      z.object({ id: z.string(), name: z.string(), entryQueryOn: Day, isCleared: z.boolean() }),
    ),
    promise: z.object({ edition: z.number().int(), text: z.string() }),
    /** Null until the centre has confirmed, and again when the access has ended. */
    identity: z
      .object({
        detail: z.string(),
        reason: z.string().nullable(),
        accessEndsAt: z.string(),
        child: z.array(
          z.object({ field: GrantedField, value: z.string().nullable(), isSecret: z.boolean() }),
        ),
        sessions: z.array(ServiceSession),
      })
      .nullable(),
    facts: ServiceFacts,
    version: z.number().int(),
  }),
})

const Seen = z.object({ id: Id, version: Version })

export const claimOrder = endpoint({
  method: 'POST',
  path: '/unit-service-orders/:id/claim',
  summary: '申请承接，签署保密承诺',
  can: 'services.take',
  audit: 'service-order.claimed',
  input: Seen.extend({
    workerId: Id,
    /** The edition that was read. */
    edition: z.number().int().min(1),
    promisedBy: z.string('请填写承诺人姓名').trim().min(2, '请填写承诺人姓名').max(30, '最多 30 字'),
    isPromised: z.literal(true, '请阅读并勾选保密承诺'),
  }),
  output: Done,
})

export const giveBackOrder = endpoint({
  method: 'POST',
  path: '/unit-service-orders/:id/return',
  summary: '退回订单',
  can: 'services.take',
  audit: 'service-order.returned',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

export const recordSession = endpoint({
  method: 'POST',
  path: '/unit-service-orders/:id/sessions',
  summary: '登记一次服务',
  can: 'services.take',
  audit: 'service-session.recorded',
  input: z.object({
    id: Id,
    sessionId: Id,
    heldOn: Day,
    hours: z.coerce
      .number('请填写小时数')
      .multipleOf(0.5, '以半小时计')
      .min(0.5, '至少半小时')
      .max(12, '一次最多 12 小时'),
    note: z.string('请填写服务记录').trim().min(4, '请填写服务记录，至少 4 个字').max(2000, '最多 2000 字'),
  }),
  output: Done,
})

export const reportService = endpoint({
  method: 'POST',
  path: '/unit-service-orders/:id/result',
  summary: '提交服务结果',
  can: 'services.take',
  audit: 'service-order.reported',
  input: Seen.extend({
    result: z.string('请填写服务结果').trim().min(4, '请填写服务结果，至少 4 个字').max(2000, '最多 2000 字'),
  }),
  output: Done,
})

export const revealServed = endpoint({
  method: 'POST',
  path: '/unit-service-orders/:id/reveal',
  summary: '查看授权范围内的电话、证件号或住址',
  can: 'services.take',
  audit: 'service-order.revealed',
  reauth: true,
  input: z.object({ id: Id, field: GrantedField, reason: Reason }),
  output: z.object({ value: z.string().nullable() }),
})
