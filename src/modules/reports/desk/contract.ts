import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Page, pageOf, Reason } from '#kernel/fields.ts'
import { OwnerKind } from '#modules/tasks/contract.ts'
import { ReportSource, ReportState } from '../contract.ts'

/** How much waits behind each tab of the inbox. */
export const countInbox = endpoint({
  method: 'GET',
  path: '/reports/counts',
  summary: '报告收件箱各栏的件数',
  can: 'reports.triage',
  input: z.object({}),
  output: z.object({
    waiting: z.number().int(),
    emergency: z.number().int(),
    unseen: z.number().int(),
    unread: z.number().int(),
    unanswered: z.number().int(),
    mine: z.number().int(),
    all: z.number().int(),
  }),
})

/** What came from outside is opened by saying why; it then stays open to that person for the rest of the shift. */
export const openReport = endpoint({
  method: 'POST',
  path: '/reports/:id/opening',
  summary: '打开网上报告的内容',
  can: 'reports.triage',
  audit: 'report.opened',
  input: z.object({ id: Id, reason: Reason }),
  output: Done,
})

export const LikelyReason = z.enum(['same-child', 'same-place-and-day', 'like-words'])
export type LikelyReason = z.infer<typeof LikelyReason>

/** Other reports that may tell of the same event, the likeliest first; what is sealed or not opened is compared by child, place and day only. */
export const listLikely = endpoint({
  method: 'GET',
  path: '/reports/:id/likely',
  summary: '可能是同一件事的报告',
  can: 'reports.triage',
  input: z.object({ id: Id }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        state: ReportState,
        source: ReportSource,
        receivedAt: z.string(),
        place: z.string().nullable(),
        why: z.array(LikelyReason),
        /** Of the first one, when this is joined to another. */
        joinsId: z.string(),
      }),
    ),
  }),
})

/** 还没答复的报告: by age, with whose turn it is. */
export const listUnanswered = endpoint({
  method: 'GET',
  path: '/reports/unanswered',
  summary: '还没答复的报告，按时间和责任人',
  can: 'reports.oversee',
  input: Page,
  output: pageOf(
    z.object({
      id: z.string(),
      number: z.string(),
      state: ReportState,
      source: ReportSource,
      receivedAt: z.string(),
      isEmergency: z.boolean(),
      owner: z.object({ kind: OwnerKind, name: z.string() }),
      dueAt: z.string().nullable(),
      isDueCertain: z.boolean(),
    }),
  ).extend({
    owners: z.array(z.object({ name: z.string(), count: z.number().int(), oldestAt: z.string() })),
  }),
})
