import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, optionalText, Version } from '#kernel/fields.ts'
import { DangerLevel } from './scoring/danger.ts'

export { DangerLevel }

/** 监护状况, the four results of a guardianship assessment. */
export const Guardianship = z.enum(['adequate', 'insufficient', 'improper', 'absent'], '请选择监护状况')
export type Guardianship = z.infer<typeof Guardianship>

/** A lowering counts once a second person agrees; a newer assessment takes the place of one that waits. */
export const AssessmentState = z.enum(['counted', 'awaiting', 'refused', 'replaced'])
export type AssessmentState = z.infer<typeof AssessmentState>

/** Kept sealed under the case's key. */
export const AssessmentContent = z.object({
  guardianship: Guardianship,
  harm: z.string(),
  childView: z.string().optional(),
  noChildViewReason: z.string().optional(),
})
export type AssessmentContent = z.infer<typeof AssessmentContent>

/** What a second person said to a lower level. */
export const Decision = z.object({ by: z.string(), at: z.string(), note: z.string().nullable() })

/** 评估结论: drawn from the instruments filled in, with the child's own view. */
export const AssessmentRecord = AssessmentContent.extend({
  id: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  isMine: z.boolean(),
  dangerLevel: DangerLevel,
  state: AssessmentState,
  decision: Decision.nullable(),
})

/** The child is heard, or it is written down why not (未成年人保护法第四条第五项). */
export const NewAssessment = z
  .object({
    /** The case. */
    id: Id,
    version: Version,
    /** Made by the browser, so that sending twice records once. */
    assessmentId: Id,
    dangerLevel: DangerLevel,
    guardianship: Guardianship,
    harm: z.string('请填写评估情况').trim().min(1, '请填写评估情况').max(4000, '最多 4000 字'),
    childView: optionalText(2000),
    noChildViewReason: optionalText(500),
  })
  .refine(({ childView, noChildViewReason }) => childView ?? noChildViewReason, {
    path: ['childView'],
    message: '请记录孩子自己的意见；确实没有听取的，请写明原因（未成年人保护法第四条）',
  })

/** The level may not be safer than what the instruments say; one safer than the case's waits for a second person. */
export const recordAssessment = endpoint({
  method: 'POST',
  path: '/cases/:id/assessments',
  summary: '记录评估结论',
  can: 'cases.work',
  audit: 'assessment.recorded',
  input: NewAssessment,
  output: Done,
})
