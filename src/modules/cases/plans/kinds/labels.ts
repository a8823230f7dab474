import type { PlanItemKind } from './contract.ts'

export const PLAN_ITEM_KIND = {
  own: '本中心办理',
  referral: '转介',
  service: '社会服务',
  allowance: '救助申请',
  visit: '走访',
  other: '其他',
} satisfies Record<PlanItemKind, string>
