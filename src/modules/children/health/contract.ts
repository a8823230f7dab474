import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Reason, Version } from '#kernel/fields.ts'
import { HealthDetail, Source, Written } from '../contract.ts'

/** 健康与残疾: whether and since when; what exactly is revealed with a reason. */
export const Health = z.object({
  id: Id,
  version: Version,
  kind: HealthDetail.shape.kind,
  fromDay: Day.nullable(),
  toDay: Day.nullable(),
  source: Source.nullable(),
})
export type Health = z.infer<typeof Health>

export const recordHealth = endpoint({
  method: 'POST',
  path: '/children/:id/health',
  summary: '登记健康或残疾状况',
  can: 'children.edit',
  audit: 'child.health-recorded',
  input: z.object({ id: Id, healthId: Id, from: Day.optional(), detail: HealthDetail }),
  output: Written,
})

export const endHealth = endpoint({
  method: 'POST',
  path: '/children/:id/health/:healthId/end',
  summary: '健康或残疾状况结束',
  can: 'children.edit',
  audit: 'child.health-ended',
  input: z.object({ id: Id, healthId: Id, version: Version, to: Day, reason: Reason }),
  output: Written,
})
