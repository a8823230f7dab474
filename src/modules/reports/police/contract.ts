import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Instant } from '#kernel/fields.ts'

/** 公安反馈 (高检发〔2020〕9号): `filed` within three days of 受案 or 立案, `before-transfer` before 移送审查起诉. */
export const FeedbackStage = z.enum(['filed', 'before-transfer'], '请选择阶段')
export type FeedbackStage = z.infer<typeof FeedbackStage>

export const listPoliceFeedback = endpoint({
  method: 'GET',
  path: '/reports/:id/police-feedback',
  summary: '公安反馈',
  can: 'reports.triage',
  input: z.object({ id: Id }),
  output: z.object({
    items: z.array(
      z.object({
        stage: FeedbackStage,
        eventDay: z.string(),
        dueAt: z.string(),
        notedBy: z.string(),
        told: z.object({ at: z.string(), notedBy: z.string(), said: z.string() }).nullable(),
      }),
    ),
  }),
})

/** The day of 受案/立案, or the day by which it is to go to the procuratorate; from then on the feedback is waited for. */
export const expectPoliceFeedback = endpoint({
  method: 'POST',
  path: '/reports/:id/police-feedback',
  summary: '跟进公安反馈',
  can: 'reports.triage',
  audit: 'report.police-feedback-expected',
  input: z.object({ id: Id, stage: FeedbackStage, eventDay: Day }),
  output: Done,
})

export const recordPoliceFeedback = endpoint({
  method: 'POST',
  path: '/reports/:id/police-feedback/:stage',
  summary: '记录公安反馈',
  can: 'reports.triage',
  audit: 'report.police-told',
  input: z.object({
    id: Id,
    stage: FeedbackStage,
    said: z.string('请填写反馈的内容').trim().min(2, '请填写反馈的内容').max(1000, '最多 1000 字'),
    at: Instant.optional(),
  }),
  output: Done,
})
