import type { ApprovalDecision, ApprovalKind } from './contract.ts'

export const APPROVAL_KIND = {
  plan: '帮扶计划',
  closing: '结案',
  late: '补批（先行实施的计划）',
} satisfies Record<ApprovalKind, string>

export const APPROVAL_DECISION = {
  agreed: '同意',
  'sent-back': '退回',
  void: '作废',
} satisfies Record<ApprovalDecision, string>
