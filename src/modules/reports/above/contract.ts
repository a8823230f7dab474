import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { Accused, DangerAnswers, DescribedChild, Reporter, ReportDoor, ReportState } from '../contract.ts'

/** 涉及中心的报告: what the county's desk must not see, for the leading group or the procuratorate. */
export const AboveRow = z.object({
  id: z.string(),
  number: z.string(),
  state: ReportState,
  receivedAt: z.string(),
  isEmergency: z.boolean(),
  isSeen: z.boolean(),
  unreadMessages: z.number().int(),
  turn: z.object({ dueAt: z.string(), isDueCertain: z.boolean() }).nullable(),
})
export type AboveRow = z.infer<typeof AboveRow>

export const listAbove = endpoint({
  method: 'GET',
  path: '/reports-above',
  summary: '涉及中心、转上一级办理的报告',
  can: 'reports.above',
  input: Page,
  output: pageOf(AboveRow),
})

export const AboveRecord = AboveRow.extend({
  version: z.number().int(),
  door: ReportDoor,
  routedTo: z.enum(['leading-group', 'procuratorate']),
  narrative: z.string(),
  describedChild: DescribedChild.nullable(),
  place: z.string().nullable(),
  reporter: Reporter.nullable(),
  accused: Accused.nullable(),
  /** Names of those it is kept from. */
  keptFrom: z.array(z.string()),
  danger: DangerAnswers,
  dutyKinds: z.array(z.string()),
  passedTo: z.string().nullable(),
  decisionReason: z.string().nullable(),
  hasCode: z.boolean(),
  messages: z.array(
    z.object({ id: z.string(), isFromReporter: z.boolean(), at: z.string(), text: z.string() }),
  ),
})
export type AboveRecord = z.infer<typeof AboveRecord>

/** Each look has its reason. */
export const openAbove = endpoint({
  method: 'POST',
  path: '/reports-above/:id/opening',
  summary: '打开一份涉及中心的报告（写明事由）',
  can: 'reports.above',
  audit: 'report.opened-above',
  input: z.object({ id: Id, reason: Reason }),
  output: AboveRecord,
})

const Seen = z.object({ id: Id, version: Version })

/** Also when they deal with it themselves: who does, and why. */
export const passOnAbove = endpoint({
  method: 'POST',
  path: '/reports-above/:id/pass-on',
  summary: '决定由谁办理',
  can: 'reports.above',
  audit: 'report.passed-on-above',
  input: Seen.extend({
    to: z.string('请填写由谁办理').trim().min(2, '请填写由谁办理').max(100, '最多 100 字'),
    reason: Reason,
  }),
  output: Done,
})

const Words = z.string('请写下要说的话').trim().min(2, '请写下要说的话').max(1000, '最多 1000 字')

export const writeAbove = endpoint({
  method: 'POST',
  path: '/reports-above/:id/messages',
  summary: '经回访码给报告人留言',
  can: 'reports.above',
  audit: 'report.message-written-above',
  input: z.object({ id: Id, messageId: Id, text: Words }),
  output: Done,
})

/** 告知报告人 (未成年人保护法第十一条第三款): through the code, and the report ends. */
export const answerAbove = endpoint({
  method: 'POST',
  path: '/reports-above/:id/answer',
  summary: '经回访码答复报告人，办结',
  can: 'reports.above',
  audit: 'report.answered-above',
  input: Seen.extend({ messageId: Id, text: Words }),
  output: Done,
})

export const handToDesk = endpoint({
  method: 'POST',
  path: '/reports-above/:id/return',
  summary: '与中心无关，交回值守',
  can: 'reports.above',
  audit: 'report.handed-to-desk',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})
