import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Instant } from '#kernel/fields.ts'

/** 紧急联络: who was called for a child who may be in danger now, and what they said; kept sealed as a whole. */
export const CallContent = z.object({
  /** Number, body or person: 110, 镇派出所 … */
  called: z.string('请填写打给了谁').trim().min(2, '请填写打给了谁').max(60, '最多 60 字'),
  said: z.string('请填写对方怎么说').trim().min(2, '请填写对方怎么说').max(500, '最多 500 字'),
})
export type CallContent = z.infer<typeof CallContent>

const EmergencyCall = CallContent.extend({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  /** Nobody was called; `said` is why. */
  isNeedless: z.boolean(),
})

export const listEmergencyCalls = endpoint({
  method: 'GET',
  path: '/reports/:id/emergency-calls',
  summary: '紧急联络记录',
  can: 'reports.triage',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(EmergencyCall) }),
})

export const recordEmergencyCall = endpoint({
  method: 'POST',
  path: '/reports/:id/emergency-calls',
  summary: '记录紧急联络',
  can: 'reports.triage',
  audit: 'report.emergency-called',
  /**
   * `callId` is the browser's, so that a call sent twice is written once; `at` is now when left out. Whatever somebody else does with the
   * report meanwhile, the call was made: no version is asked for.
   */
  input: CallContent.extend({ id: Id, callId: Id, at: Instant.optional() }),
  output: Done,
})

/** The emergency lane is left without a call only with a reason. */
export const waiveEmergencyCall = endpoint({
  method: 'POST',
  path: '/reports/:id/emergency-calls/needless',
  summary: '写明不必紧急联络的理由',
  can: 'reports.triage',
  audit: 'report.emergency-waived',
  input: z.object({
    id: Id,
    callId: Id,
    why: z.string('请写明理由').trim().min(4, '请写明理由，至少 4 个字').max(500, '最多 500 字'),
  }),
  output: Done,
})
