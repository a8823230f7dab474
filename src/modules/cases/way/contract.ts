import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id } from '#kernel/fields.ts'

/** The ten stations of a case, in order. States are fewer: response, investigation, conference and contacts are records, not states. */
export const Station = z.enum([
  'accepted',
  'graded',
  'emergency',
  'assessment',
  'conference',
  'plan',
  'implementation',
  'follow-up',
  'closing',
  'look-back',
])
export type Station = z.infer<typeof Station>

/** `missing`: the case went past it and it is still owed. `not-required`: the procedure does not ask for it at this level. */
export const StationState = z.enum(['done', 'now', 'missing', 'ahead', 'not-required'])
export type StationState = z.infer<typeof StationState>

/** Where a case stands on its way, what the next step lacks, and for how long it has stood there. Whose turn it is stands in the case. */
export const getWay = endpoint({
  method: 'GET',
  path: '/cases/:id/way',
  summary: '个案的进度：十个环节、下一步还缺什么',
  can: 'cases.read',
  input: z.object({ id: Id }),
  output: z.object({
    stations: z.array(
      z.object({
        station: Station,
        state: StationState,
        /** When it was done, or last happened. */
        at: z.string().nullable(),
      }),
    ),
    next: z.object({ label: z.string(), missing: z.array(z.string()) }).nullable(),
    /** What was put off and is still to be made up. */
    owed: z.array(z.string()),
    /** Since when the case has been in its present state. */
    since: z.string(),
  }),
})
