import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason, Version } from '#kernel/fields.ts'
import { ApproverRole } from '../procedure/content.ts'

/** 审批: what somebody asks for and others agree to, one step after the other. */
export const ApprovalKind = z.enum(['plan', 'closing', 'late'])
export type ApprovalKind = z.infer<typeof ApprovalKind>

/** `void`: what was to be approved changed, or was submitted anew, before this step was decided. */
export const ApprovalDecision = z.enum(['agreed', 'sent-back', 'void'])
export type ApprovalDecision = z.infer<typeof ApprovalDecision>

export const ApprovalStep = z.object({
  step: z.number().int(),
  role: ApproverRole,
  decision: ApprovalDecision.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
})

/** One submission with all its steps. */
export const ApprovalRequest = z.object({
  id: z.string(),
  kind: ApprovalKind,
  requestedBy: z.string(),
  requestedAt: z.string(),
  /** First eight signs of the SHA-256 of what was submitted, to compare two submissions by eye. */
  mark: z.string(),
  steps: z.array(ApprovalStep),
})
export type ApprovalRequest = z.infer<typeof ApprovalRequest>

export const listApprovals = endpoint({
  method: 'GET',
  path: '/cases/:id/approvals',
  summary: '个案的历次审批',
  can: 'cases.read',
  audit: 'approvals.read',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(ApprovalRequest) }),
})

/** What began before its approval and changed since, or was sent back, is put before its approvers anew. */
export const requestLate = endpoint({
  method: 'POST',
  path: '/cases/:id/late-approval',
  summary: '重新提请补批先行实施的计划',
  can: 'cases.work',
  audit: 'late-approval.requested',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

export const approveLate = endpoint({
  method: 'POST',
  path: '/cases/:id/late-approval/agreement',
  summary: '补批先行实施的计划',
  can: 'cases.decide',
  audit: 'late-approval.agreed',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

export const sendBackLate = endpoint({
  method: 'POST',
  path: '/cases/:id/late-approval/return',
  summary: '退回补批：写明要改什么',
  can: 'cases.decide',
  audit: 'late-approval.sent-back',
  input: z.object({ id: Id, version: Version, note: Reason }),
  output: Done,
})
