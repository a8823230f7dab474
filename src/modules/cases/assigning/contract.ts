import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DangerLevel } from '../assessments/scoring/danger.ts'

/** 负荷: what somebody carries, weighted by the danger of each case (办案规程). */
export const Load = z.object({
  person: z.object({ id: z.string(), name: z.string(), role: z.string() }),
  byLevel: z.record(DangerLevel, z.number().int()),
  cases: z.number().int(),
  /** Sum of the weights. */
  load: z.number(),
  /** Tasks past their limit, of cases and otherwise. */
  late: z.number().int(),
  isOverloaded: z.boolean(),
})
export type Load = z.infer<typeof Load>

export const getCaseload = endpoint({
  method: 'GET',
  path: '/caseload',
  summary: '谁手上有多少个案：按等级加权，含超期待办',
  can: 'cases.oversee',
  input: z.object({}),
  output: z.object({
    fullLoad: z.number(),
    weights: z.record(DangerLevel, z.number()),
    items: z.array(Load),
  }),
})
