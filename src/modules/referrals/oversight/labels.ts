import type { OversightReason, OversightState } from './contract.ts'

export const OVERSIGHT_STATE = {
  proposed: '已立项',
  assigned: '已交办',
  signed: '已签收',
  handling: '办理中',
  'fed-back': '已反馈',
  reviewed: '复核通过',
  closed: '已销号',
  withdrawn: '已撤销',
} satisfies Record<OversightState, string>

/** The chain as it stands on the 督办单. */
export const OVERSIGHT_STATION = {
  proposed: '立项',
  assigned: '交办',
  signed: '签收',
  handling: '办理',
  'fed-back': '反馈',
  reviewed: '复核',
  closed: '销号',
} satisfies Record<Exclude<OversightState, 'withdrawn'>, string>

export const OVERSIGHT_REASON = {
  person: '提出立项',
  'long-late': '转介长期超期，系统提出',
  'urging-unanswered': '两次催办未答复，系统提出',
} satisfies Record<OversightReason, string>

export const OVERSIGHT_STEP: Record<string, string> = {
  propose: '立项',
  assign: '交办',
  sign: '签收',
  handle: '开始办理',
  feedBack: '反馈',
  pass: '复核通过',
  sendBack: '复核退回',
  close: '销号',
  refuse: '不同意销号，退回办理',
  withdraw: '撤销',
}

/** What a reminder says: chosen, never typed, so that no name can stand in it. */
export const URGING_WORDS = {
  'sign-now': '请尽快签收',
  'answer-soon': '答复期限将到，请抓紧办理',
  'answer-late': '已超过答复期限，请立即答复',
  'tell-progress': '请告知办理进展和预计办结日期',
} as const
export type UrgingWords = keyof typeof URGING_WORDS
