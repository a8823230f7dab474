import type { Station, StationState } from './contract.ts'

export const STATION = {
  accepted: '受理',
  graded: '分级',
  emergency: '应急处置',
  assessment: '调查评估',
  conference: '会商',
  plan: '计划',
  implementation: '实施',
  'follow-up': '跟踪',
  closing: '结案',
  'look-back': '回访',
} satisfies Record<Station, string>

export const STATION_STATE = {
  done: '已办',
  now: '正在办',
  missing: '还欠着',
  ahead: '还没到',
  'not-required': '不要求',
} satisfies Record<StationState, string>
