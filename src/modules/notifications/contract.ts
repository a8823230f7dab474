import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Flag, Id, Page, pageOf } from '#kernel/fields.ts'

/** 提醒: that somebody has something to do or to read; never about whom or what. */
export const NoticeKind = z.enum(['task', 'message'])
export type NoticeKind = z.infer<typeof NoticeKind>

/** The page that a notice leads to; 'unit-referral' is a referral as the unit that received it sees it. */
export const NoticeSubject = z.enum(['report', 'case', 'plan-item', 'referral', 'unit-referral'])
export type NoticeSubject = z.infer<typeof NoticeSubject>

export const Notice = z.object({
  id: z.string(),
  kind: NoticeKind,
  isDanger: z.boolean(),
  subjectKind: NoticeSubject,
  subjectId: z.string(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
})
export type Notice = z.infer<typeof Notice>

export const NoticeFilter = Page.extend({ unread: Flag.optional() })

export const listMyNotices = endpoint({
  method: 'GET',
  path: '/notices',
  summary: '我的通知',
  can: 'signed-in',
  input: NoticeFilter,
  output: pageOf(Notice),
})

export const countMyNotices = endpoint({
  method: 'GET',
  path: '/notices/unread',
  summary: '我的未读通知数',
  can: 'signed-in',
  input: z.object({}),
  output: z.object({ notices: z.number().int() }),
})

export const readNotice = endpoint({
  method: 'POST',
  path: '/notices/:id/reading',
  summary: '把一条通知标为已读',
  can: 'signed-in',
  audit: 'notice.read',
  input: z.object({ id: Id }),
  output: Done,
})

export const readAllNotices = endpoint({
  method: 'POST',
  path: '/notices/reading',
  summary: '把通知全部标为已读',
  can: 'signed-in',
  audit: 'notice.all-read',
  input: z.object({}),
  output: z.object({ count: z.number().int() }),
})
