import { z } from 'zod'

/** 最有利于未成年人: the six demands that every decision about a child must meet (《未成年人保护法》第四条). */
export const Demand = z.enum(['priority', 'dignity', 'privacy', 'development', 'views', 'education'])
export type Demand = z.infer<typeof Demand>

const Answer = z
  .string('请写明这项决定怎样做到')
  .trim()
  .min(4, '请写明这项决定怎样做到，至少 4 个字')
  .max(500, '最多 500 字')

/** One decision measured against each demand: how it meets it, in a sentence. Personal, so kept sealed with the decision. */
export const BestInterests = z.object({
  priority: Answer,
  dignity: Answer,
  privacy: Answer,
  development: Answer,
  views: Answer,
  education: Answer,
} satisfies Record<Demand, unknown>)
export type BestInterests = z.infer<typeof BestInterests>
