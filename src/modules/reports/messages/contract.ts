import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id } from '#kernel/fields.ts'

const Words = z.string('请写下要说的话').trim().min(1, '请写下要说的话').max(2000, '最多 2000 字')

/** 来回的话: with whoever holds the report's return code. Reading marks them as read. */
export const listMessages = endpoint({
  method: 'GET',
  path: '/reports/:id/messages',
  summary: '与报告人来回的话',
  can: 'reports.triage',
  audit: 'report.messages-read',
  input: z.object({ id: Id }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        isFromReporter: z.boolean(),
        at: z.string(),
        by: z.string().nullable(),
        text: z.string(),
        /** Not read by anybody at the desk before this look. */
        isNew: z.boolean(),
      }),
    ),
  }),
})

/** Sealed under the report's key; the holder of the code gets it sealed to the code. Ends the task that asks for an answer. */
export const writeMessage = endpoint({
  method: 'POST',
  path: '/reports/:id/messages',
  summary: '给报告人留言',
  can: 'reports.triage',
  audit: 'report.message-written',
  input: z.object({
    id: Id,
    messageId: Id,
    text: Words,
    /** Asks for more before anything can be decided. */
    isAsking: z.boolean().default(false),
  }),
  output: Done,
})
