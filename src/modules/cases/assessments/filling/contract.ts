import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason } from '#kernel/fields.ts'
import { AssessmentState, DangerLevel, Decision } from '../contract.ts'
import { Answers, InstrumentContent } from '../scoring/content.ts'

/** An instrument filled in for a case on a day: what it came to, without the answers. */
export const Filled = z.object({
  id: z.string(),
  code: z.string(),
  title: z.string(),
  /** Version of the instrument. */
  number: z.number().int(),
  madeAt: z.string(),
  madeBy: z.string(),
  isMine: z.boolean(),
  level: z.object({ code: z.string(), label: z.string() }),
  danger: DangerLevel.nullable(),
  points: z.number().int(),
  most: z.number().int(),
  sections: z.array(
    z.object({ id: z.string(), title: z.string(), points: z.number().int(), most: z.number().int() }),
  ),
  /** Which answers drove the level, as sentences. */
  drivers: z.array(z.string()),
  state: AssessmentState,
  decision: Decision.nullable(),
  nextDueAt: z.string().nullable(),
  isNextDueCertain: z.boolean(),
})
export type Filled = z.infer<typeof Filled>

/** What can be filled in for a case, and whether its rules ask for it. */
export const Fillable = z.object({
  code: z.string(),
  title: z.string(),
  purpose: z.string(),
  asked: InstrumentContent.shape.asked,
  isRequired: z.boolean(),
  /** Filled in since the case was opened or taken up again. */
  isDone: z.boolean(),
  /** Why this person may not, in words. */
  closedReason: z.string().nullable(),
  /** When the reader last saved an unfinished one. */
  draftSavedAt: z.string().nullable(),
})
export type Fillable = z.infer<typeof Fillable>

export const listFilled = endpoint({
  method: 'GET',
  path: '/cases/:caseId/assessments',
  summary: '个案的评估表：做过的、该做的',
  can: 'cases.read',
  audit: 'assessment.listed',
  input: z.object({ caseId: Id }),
  output: z.object({
    number: z.string(),
    /** The newest first. */
    items: z.array(Filled),
    instruments: z.array(Fillable),
  }),
})

const Code = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, '没有这种评估表')

/** The form with what this person has filled in so far. */
export const openForm = endpoint({
  method: 'GET',
  path: '/cases/:caseId/instruments/:code',
  summary: '打开评估表填写，带出填到一半的',
  can: 'cases.work',
  audit: 'assessment.form-opened',
  input: z.object({ caseId: Id, code: Code }),
  output: z.object({
    caseNumber: z.string(),
    versionId: z.string(),
    number: z.number().int(),
    content: InstrumentContent,
    draft: z.object({ answers: Answers, savedAt: z.string() }).nullable(),
    /** The last one that counts. */
    last: z.object({ madeAt: z.string(), level: z.string(), points: z.number().int() }).nullable(),
    closedReason: z.string().nullable(),
  }),
})

/** Kept on the server while somebody fills in, so that nothing is lost with a telephone; theirs alone. */
export const saveDraft = endpoint({
  method: 'PUT',
  path: '/cases/:caseId/assessment-draft',
  summary: '暂存填到一半的评估表',
  can: 'cases.work',
  audit: 'assessment.draft-saved',
  input: z.object({ caseId: Id, versionId: Id, answers: Answers }),
  output: z.object({ savedAt: z.string() }),
})

export const fillIn = endpoint({
  method: 'POST',
  path: '/cases/:caseId/filled-assessments',
  summary: '保存填好的评估表',
  can: 'cases.work',
  audit: 'assessment.filled-in',
  input: z.object({
    caseId: Id,
    /** Made by the browser, so that sending twice records once. */
    id: Id,
    versionId: Id,
    answers: Answers,
  }),
  output: z.object({ level: z.string(), isAwaiting: z.boolean() }),
})

export const getFilled = endpoint({
  method: 'GET',
  path: '/assessments/:id',
  summary: '一份填好的评估表：题目和回答',
  can: 'cases.read',
  audit: 'assessment.read',
  input: z.object({ id: Id }),
  output: Filled.extend({
    case: z.object({ id: z.string(), number: z.string() }),
    content: InstrumentContent,
    answers: Answers,
  }),
})

export const printFilled = endpoint({
  method: 'POST',
  path: '/assessments/:id/print',
  summary: '打印评估表（写明事由，带水印）',
  can: 'cases.work',
  audit: 'assessment.printed',
  reauth: true,
  input: z.object({ id: Id, reason: Reason }),
  output: getFilled.output.extend({ watermark: z.string(), reason: z.string() }),
})

/** By somebody other than who assessed; also a conclusion. */
export const confirmLowering = endpoint({
  method: 'POST',
  path: '/assessments/:id/confirmation',
  summary: '确认评估等级降低',
  can: 'cases.approve',
  audit: 'assessment.lowering-confirmed',
  input: z.object({ id: Id }),
  output: Done,
})

export const refuseLowering = endpoint({
  method: 'POST',
  path: '/assessments/:id/refusal',
  summary: '不同意评估等级降低',
  can: 'cases.approve',
  audit: 'assessment.lowering-refused',
  input: z.object({ id: Id, note: Reason }),
  output: Done,
})
