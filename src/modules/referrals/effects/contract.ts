import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, optionalText, Version } from '#kernel/fields.ts'

export const Effect = z.enum(['helped', 'partly', 'not'])
export type Effect = z.infer<typeof Effect>

/** 效果回看: some weeks after the answer was accepted, whether it helped the child. Said once. */
export const sayEffect = endpoint({
  method: 'POST',
  path: '/referrals/:id/effect',
  summary: '回看转介的效果',
  can: 'referrals.send',
  audit: 'referral.effect-said',
  input: z.object({
    id: Id,
    version: Version,
    effect: Effect,
    words: z.string('请写明看到的变化').trim().min(2, '请写明看到的变化').max(1000, '最多 1000 字'),
    childWords: optionalText(1000),
  }),
  output: Done,
})

/** It did not help: the same unit is asked again, as part of the same matter, for a new item of the plan. */
export const reopenReferral = endpoint({
  method: 'POST',
  path: '/referrals/:id/reopening',
  summary: '效果不好，重新交办同一单位',
  can: 'referrals.send',
  audit: 'referral.reopened',
  input: z.object({
    id: Id,
    version: Version,
    /** Made by the browser, so that sending twice dispatches once. */
    referralId: Id,
    itemId: Id,
    request: z.string('请写明请对方再做什么').trim().min(2, '请写明请对方再做什么').max(2000, '最多 2000 字'),
  }),
  output: z.object({ id: z.string(), number: z.string() }),
})
