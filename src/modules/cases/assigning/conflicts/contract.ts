import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, optionalText, Reason, Version } from '#kernel/fields.ts'

/** 可能的关联: what asks whoever assigns to think again; a reason lets it pass. */
export const ConflictWarning = z.enum(['same-name', 'same-village', 'same-surname'])
export type ConflictWarning = z.infer<typeof ConflictWarning>

/** Why somebody gets the work although there is a warning. Asked for only then. */
export const Despite = optionalText(200)

export const Assignee = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  isOwner: z.boolean(),
  /** Must not work on this case; whyever, it is not said. */
  isOut: z.boolean(),
  warnings: z.array(ConflictWarning),
  /** Sum of the weights of the cases that the person owns. */
  load: z.number(),
  cases: z.number().int(),
  late: z.number().int(),
  isOverloaded: z.boolean(),
  /** The least loaded without any conflict. */
  isSuggested: z.boolean(),
})
export type Assignee = z.infer<typeof Assignee>

export const listAssignees = endpoint({
  method: 'GET',
  path: '/cases/:caseId/assignees',
  summary: '可以负责本案的人：负荷与回避',
  can: 'cases.assign',
  input: z.object({ caseId: Id }),
  output: z.object({ items: z.array(Assignee), fullLoad: z.number() }),
})

/** 回避申请. */
export const Recusal = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string(), isMe: z.boolean(), isOwner: z.boolean() }),
  reason: z.string(),
  declaredAt: z.string(),
  decision: z.enum(['accepted', 'declined']).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
})
export type Recusal = z.infer<typeof Recusal>

export const listRecusals = endpoint({
  method: 'GET',
  path: '/cases/:caseId/recusals',
  summary: '本案的回避申请和有提示的指派',
  can: 'cases.read',
  input: z.object({ caseId: Id }),
  output: z.object({
    items: z.array(Recusal),
    overrides: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        part: z.enum(['owner', 'item', 'approver', 'guest']),
        warnings: z.array(ConflictWarning),
        reason: z.string(),
        by: z.string(),
        at: z.string(),
      }),
    ),
  }),
})

export const declareRecusal = endpoint({
  method: 'POST',
  path: '/cases/:caseId/recusals',
  summary: '申请回避',
  can: 'cases.work',
  audit: 'recusal.declared',
  input: z.object({ caseId: Id, recusalId: Id, reason: Reason }),
  output: Done,
})

export const decideRecusal = endpoint({
  method: 'POST',
  path: '/cases/:caseId/recusals/:recusalId/decision',
  summary: '决定回避申请',
  can: 'cases.assign',
  audit: 'recusal.decided',
  input: z.object({
    caseId: Id,
    recusalId: Id,
    version: Version,
    decision: z.enum(['accepted', 'declined'], '请选择是否同意'),
    /** When the owner steps aside: who takes the case. */
    ownerId: Id.optional(),
    despite: Despite,
    note: Reason,
  }),
  output: Done,
})
