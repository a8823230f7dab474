import type { AgeBand, ServiceKind, ServiceOrderState } from './contract.ts'

export const SERVICE_ORDER_STATE = {
  open: '待承接',
  claimed: '待确认',
  taken: '服务中',
  reported: '待验收',
  accepted: '已验收',
  returned: '已退回',
  expired: '无人承接',
  withdrawn: '已撤回',
} satisfies Record<ServiceOrderState, string>

export const SERVICE_KIND = {
  'social-work': '个案社工服务',
  counselling: '心理辅导',
  'family-guidance': '家庭教育指导',
  tutoring: '课业辅导',
  companionship: '陪伴照料',
  assessment: '专业评估',
  legal: '法律服务',
  other: '其他服务',
} satisfies Record<ServiceKind, string>

export const AGE_BAND = {
  'under-3': '3 岁以下',
  '3-6': '3–6 岁',
  '7-12': '7–12 岁',
  '13-15': '13–15 岁',
  '16-17': '16–17 岁',
} satisfies Record<AgeBand, string>

export const SERVICE_STEP: Record<string, string> = {
  publish: '发布',
  claim: '申请承接',
  confirm: '确认承接',
  decline: '不同意承接',
  giveBack: '退回订单',
  revoke: '收回订单',
  report: '提交结果',
  sendBack: '退回补充',
  accept: '验收',
  expire: '截止日已过，无人承接',
  republish: '重新发布',
  withdraw: '撤回订单',
}
