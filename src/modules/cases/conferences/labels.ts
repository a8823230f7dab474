import type { ConferenceState, Presence } from './contract.ts'

export const CONFERENCE_STATE = {
  called: '已通知',
  held: '会商中',
  'minutes-drafted': '纪要待签发',
  signed: '已签发',
  cancelled: '已取消',
} satisfies Record<ConferenceState, string>

export const PRESENCE = {
  came: '到会',
  excused: '请假',
  absent: '缺席',
} satisfies Record<Presence, string>

export const SIGNED_AS = { chair: '主持人', second: '另一签发人' } as const
