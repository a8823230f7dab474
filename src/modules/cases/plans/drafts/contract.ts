import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id } from '#kernel/fields.ts'
import { PlanItemKind } from '../kinds/contract.ts'

/** What the form of the plan begins with besides the plan itself. */
export const openPlanForm = endpoint({
  method: 'GET',
  path: '/cases/:id/plan/form',
  summary: '打开计划表：填到一半的、还没列入的会商决议',
  can: 'cases.work',
  audit: 'plan.form-opened',
  input: z.object({ id: Id }),
  output: z.object({
    draft: z.object({ values: z.string(), savedAt: z.string(), isOlder: z.boolean() }).nullable(),
    /** Of signed minutes, not yet in the plan. */
    resolutions: z.array(
      z.object({
        id: z.string(),
        conferenceId: z.string(),
        conference: z.string(),
        ordinal: z.number().int(),
        kind: PlanItemKind,
        text: z.string(),
        owner: z.object({ kind: z.enum(['person', 'unit']), id: z.string(), name: z.string() }).nullable(),
        dueDay: z.string().nullable(),
      }),
    ),
  }),
})

/** Kept while somebody fills in, a moment after each change; theirs alone. The form's own values, as JSON. */
export const savePlanDraft = endpoint({
  method: 'PUT',
  path: '/cases/:id/plan/draft',
  summary: '暂存填到一半的计划',
  can: 'cases.work',
  audit: 'plan.draft-saved',
  input: z.object({
    id: Id,
    caseVersion: z.number().int().min(1),
    values: z.string().min(2).max(200_000, '内容太长，存不下'),
  }),
  output: z.object({ savedAt: z.string() }),
})
