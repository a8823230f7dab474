import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id, Reason, Version } from '#kernel/fields.ts'
import { GrantedField } from '../contract.ts'

/** 协办: a further unit for its part of the matter, with what of the child's data that part needs. */
export const addCoUnit = endpoint({
  method: 'POST',
  path: '/referrals/:id/co-units',
  summary: '为转介增加协办单位',
  can: 'referrals.send',
  audit: 'referral.co-unit-added',
  input: z.object({
    id: Id,
    version: Version,
    referralId: Id,
    unitId: Id,
    request: z.string('请写明请对方做什么').trim().min(2, '请写明请对方做什么').max(2000, '最多 2000 字'),
    fields: z.array(GrantedField).min(1, '请选择对方办理所必需的信息').max(GrantedField.options.length),
    reason: Reason,
  }),
  output: z.object({ id: z.string(), number: z.string(), dueAt: z.string() }),
})
