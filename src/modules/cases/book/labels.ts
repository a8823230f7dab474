import type { EventKind } from './contract.ts'

export const EVENT_KIND = {
  step: '流转',
  emergency: '应急处置',
  assessment: '评估',
  investigation: '社会背景调查',
  conference: '会商',
  plan: '计划',
  approval: '审批',
  referral: '转介',
  'follow-up': '跟踪',
  telling: '结果告知',
  closing: '结案',
  'look-back': '回访',
  supervision: '督导',
} satisfies Record<EventKind, string>
