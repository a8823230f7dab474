import type { DangerLevel, Guardianship } from './assessments/contract.ts'
import type { CaseState } from './contract.ts'
import type { PlanItemState } from './plans/contract.ts'

export const CASE_STATE = {
  opened: '已立案',
  assessed: '已评估',
  planned: '已定计划',
  'plan-submitted': '计划送审',
  'in-progress': '实施中',
  'closing-requested': '待批结案',
  closed: '已结案',
  archived: '已归档',
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
  'call-conference': '召集会商',
  'cancel-conference': '取消会商',
  'hold-conference': '开始会商',
  'sign-minutes': '会商纪要签发',
  makePlan: '制定或修订计划',
  submitPlan: '计划送审',
  approvePlan: '批准计划',
  sendBackPlan: '退回计划',
  startPlan: '开始实施计划',
  startUrgently: '先行实施，事后补批',
  requestLate: '提请补批',
  approveLate: '补批计划',
  sendBackLate: '补批退回',
  addItem: '增加计划事项',
  revisePlan: '修订计划',
  'adopt-resolution': '会商决议列入计划',
  sendReferral: '发出转介',
  requestClosing: '申请结案',
  agreeClosing: '批准结案',
  sendBackClosing: '退回结案申请',
  followUp: '跟踪',
  tellOutcome: '告知结果',
  lookBack: '回访',
  'join-finding': '并入结案回访的发现',
  reopen: '回访未好转，重新办理',
  archive: '归档',
  emergency: '记录应急处置',
  'investigation-written': '调查人在社会背景调查上签字',
  'investigation-signed': '社会背景调查由另一人复核签字',
  'investigation-returned': '退回社会背景调查',
  'hand-over': '更换负责人',
  'join-report': '并入新报告',
}
