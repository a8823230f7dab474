import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id } from '#kernel/fields.ts'

const Text = z.string('请填写内容').trim().min(2, '请填写内容').max(2000, '最多 2000 字')

/** A question of the unit, to its sender or, when the office has named it, to the office. The clock does not stop. */
export const askAsUnit = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/messages',
  summary: '承接单位提问或补充；期限不停',
  can: 'referrals.answer',
  audit: 'referral.asked',
  input: z.object({
    id: Id,
    messageId: Id,
    channel: z.enum(['sender', 'office']).default('sender'),
    text: Text,
  }),
  output: Done,
})

export const replyAsSender = endpoint({
  method: 'POST',
  path: '/referrals/:id/messages',
  summary: '答复承接单位的提问，或向它补充说明',
  can: 'referrals.send',
  audit: 'referral.replied',
  input: z.object({ id: Id, messageId: Id, text: Text }),
  output: Done,
})

export const replyAsOffice = endpoint({
  method: 'POST',
  path: '/office-referrals/:id/messages',
  summary: '领导小组办公室答复承办单位的询问',
  can: 'referrals.answer',
  audit: 'referral.office-replied',
  input: z.object({ id: Id, messageId: Id, text: Text }),
  output: Done,
})
