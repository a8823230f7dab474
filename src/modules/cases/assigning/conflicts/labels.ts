import type { ConflictWarning, Recusal } from './contract.ts'

export const CONFLICT_WARNING = {
  'same-name': '与案中一人同名',
  'same-village': '在涉嫌加害人所在的村（居）任职',
  'same-surname': '与涉嫌加害人或监护人同姓，又在当地任职',
} satisfies Record<ConflictWarning, string>

export const RECUSAL_DECISION = {
  accepted: '同意回避',
  declined: '不需回避',
} satisfies Record<NonNullable<Recusal['decision']>, string>

export const ASSIGNED_PART = {
  owner: '个案负责人',
  item: '计划事项',
  approver: '审批人',
  guest: '会商参加人',
}
