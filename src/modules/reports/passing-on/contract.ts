import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Instant, Reason, Version } from '#kernel/fields.ts'

const Seen = z.object({ id: Id, version: Version })
const Words = z.string('请填写对方怎么说').trim().min(2, '请填写对方怎么说').max(500, '最多 500 字')

/** 转交: a report that is not ours goes to a unit of the list, or to somebody outside it, and is followed until they took it. */
export const PassOn = z.object({
  id: z.string(),
  to: z.string(),
  isUnit: z.boolean(),
  reason: z.string(),
  at: z.string(),
  by: z.string(),
  taken: z.object({ at: z.string(), notedBy: z.string(), said: z.string() }).nullable(),
  returned: z.object({ at: z.string(), notedBy: z.string(), reason: z.string() }).nullable(),
})
export type PassOn = z.infer<typeof PassOn>

export const passOnReport = endpoint({
  method: 'POST',
  path: '/reports/:id/pass-on',
  summary: '转交有权处理的单位',
  can: 'reports.triage',
  audit: 'report.passed-on',
  input: Seen.extend({
    unitId: Id.optional(),
    /** Somebody outside the list; either this or a unit. */
    to: z.string().trim().max(100, '最多 100 字').optional(),
    reason: Reason,
  }),
  output: Done,
})

export const listPassOns = endpoint({
  method: 'GET',
  path: '/reports/:id/pass-ons',
  summary: '转交和跟进',
  can: 'reports.triage',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(PassOn) }),
})

/** Ends the following: who of theirs took it, and when. */
export const recordTaken = endpoint({
  method: 'POST',
  path: '/reports/:id/pass-on/taking',
  summary: '记录对方已接收',
  can: 'reports.triage',
  audit: 'report.pass-on-taken',
  input: Seen.extend({ said: Words, at: Instant.optional() }),
  output: Done,
})

/** They say it is not theirs either: the report is ours again, and its reporter is told anew. */
export const recordReturned = endpoint({
  method: 'POST',
  path: '/reports/:id/pass-on/return',
  summary: '记录对方退回，重新研判',
  can: 'reports.triage',
  audit: 'report.pass-on-returned',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})
