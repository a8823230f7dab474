import type { TaskGroup, TaskKind } from './contract.ts'

/** The step, as it stands before the number of the record. */
export const TASK_KIND = {
  'triage-report': '研判报告',
  'confirm-turn-down': '复核不予受理',
  'assess-case': '完成评估',
  'confirm-lowering': '确认降低等级',
  'redo-assessment': '再次评估',
  'plan-case': '制定帮扶计划',
  'do-item': '办理计划事项',
  'sign-referral': '签收转介',
  'answer-referral': '答复转介',
  'review-answer': '审看转介答复',
  'request-closing': '跟进个案、申请结案',
  'approve-closing': '审批结案',
  'tell-reporter': '答复报告人',
  'look-back': '结案后回访',
  'answer-message': '回复报告人的消息',
  'follow-pass-on': '跟进转交的报告',
  'police-feedback': '跟进公安反馈',
  'answer-outside-order': '答复外来工单',
  'confirm-set-aside': '复核搁置的报告',
} satisfies Record<TaskKind, string>

export const TASK_GROUP = {
  late: '已超期',
  today: '今天',
  week: '本周',
  later: '以后',
} satisfies Record<TaskGroup, string>
