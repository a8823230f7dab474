import type { DangerLevel, Guardianship } from './assessments/contract.ts'
import type { CaseState } from './contract.ts'
import type { PlanItemState } from './plans/contract.ts'

export const CASE_STATE = {
  opened: '已立案',
  assessed: '已评估',
  planned: '已定计划',
  'in-progress': '实施中',
  'closing-requested': '待批结案',
  closed: '已结案',
} satisfies Record<CaseState, string>

export const DANGER_LEVEL = {
  immediate: '红 · 紧急',
  high: '黄 · 高',
  medium: '蓝 · 中',
  low: '绿 · 低',
} satisfies Record<DangerLevel, string>

export const GUARDIANSHIP = {
  adequate: '监护正常',
  insufficient: '监护不足',
  improper: '监护失当',
  absent: '监护缺失',
} satisfies Record<Guardianship, string>

export const PLAN_ITEM_STATE = {
  open: '办理中',
  done: '已办结',
  dropped: '已取消',
} satisfies Record<PlanItemState, string>

/** The steps of a case as its page tells them. */
export const CASE_STEP: Record<string, string> = {
  open: '立案',
  assess: '完成评估',
  'raise-level': '评估后提高等级',
  'lower-level': '经另一人确认，降低等级',
  makePlan: '制定或修订计划',
  startPlan: '开始实施计划',
  addItem: '增加计划事项',
  sendReferral: '发出转介',
  requestClosing: '申请结案',
  agreeClosing: '批准结案',
  sendBackClosing: '退回结案申请',
  lookBack: '回访',
  reopen: '回访未好转，重新办理',
  'hand-over': '更换负责人',
  'join-report': '并入新报告',
}
