import { z } from 'zod'

/** What an item of the plan, or a resolution that becomes one, is: who does it and by which way. */
export const PlanItemKind = z.enum(['own', 'referral', 'service', 'allowance', 'visit', 'other'])
export type PlanItemKind = z.infer<typeof PlanItemKind>
