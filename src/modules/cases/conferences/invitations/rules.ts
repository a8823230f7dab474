import { z } from 'zod'
import { Coming } from './contract.ts'

/** Sealed under the invitation's own key: who comes, or why nobody does. */
export const Answer = z.object({ people: z.array(Coming), reason: z.string().optional() })
export type Answer = z.infer<typeof Answer>

/** Sealed under the invitation's own key: all that the invited may read. */
export const InvitationText = z.object({
  agenda: z.array(z.string()),
  shown: z.string().optional(),
  childName: z.string().optional(),
  calledBy: z.string(),
  chair: z.string(),
})
export type InvitationText = z.infer<typeof InvitationText>
