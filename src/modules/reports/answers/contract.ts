import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Instant, Version } from '#kernel/fields.ts'
import { ToldHow } from '../contract.ts'

const Seen = z.object({ id: Id, version: Version })
const Said = z.string('请填写告知的内容').trim().min(2, '请填写告知的内容').max(1000, '最多 1000 字')

/** On the way: `accepted` that it is in hand, `asked` what else is known, `before-return` what was said before another office sent it back. */
export const ContactKind = z.enum(['accepted', 'asked', 'before-return'])
export type ContactKind = z.infer<typeof ContactKind>

/** 告知报告人 (未成年人保护法第十一条第三款); who cannot be told is written down with the reason. */
export const tellReporter = endpoint({
  method: 'POST',
  path: '/reports/:id/answer',
  summary: '答复报告人',
  can: 'reports.triage',
  audit: 'report.answered',
  input: Seen.extend({
    how: ToldHow,
    said: Said,
    /** Now, when left out. */
    at: Instant.optional(),
    /** Whoever reported the same event is told in the same words: by the code where there is one, else in the same way. */
    withJoined: z.boolean().default(false),
  }),
  output: Done,
})

export const listContacts = endpoint({
  method: 'GET',
  path: '/reports/:id/contacts',
  summary: '办理途中与报告人的联系',
  can: 'reports.triage',
  input: z.object({ id: Id }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        kind: ContactKind,
        at: z.string(),
        by: z.string(),
        how: ToldHow,
        said: z.string(),
      }),
    ),
  }),
})

/** Told that it is in hand, or asked by telephone for more; what is written to a code goes as a message too. */
export const recordContact = endpoint({
  method: 'POST',
  path: '/reports/:id/contacts',
  summary: '告知受理，或回问报告人',
  can: 'reports.triage',
  audit: 'report.contacted',
  input: Seen.extend({
    contactId: Id,
    kind: ContactKind.exclude(['before-return']),
    how: ToldHow,
    said: Said,
    at: Instant.optional(),
  }),
  output: Done,
})

/** The office that sent the order hears how far it has come; its own clock ends with that. */
export const answerOutsideOrder = endpoint({
  method: 'POST',
  path: '/reports/:id/outside-answer',
  summary: '答复外来工单',
  can: 'reports.triage',
  audit: 'report.order-answered',
  input: Seen.extend({ said: Said }),
  output: Done,
})
