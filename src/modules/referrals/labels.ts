import type {
  GrantedField,
  HandoverKind,
  Light,
  ReferralLane,
  ReferralPart,
  ReferralState,
} from './contract.ts'
import type { Effect } from './effects/contract.ts'

export const REFERRAL_STATE = {
  dispatched: '已发出',
  signed: '已签收',
  answered: '已答复',
  returned: '已退回',
  'with-office': '待办公室指定',
  redirected: '已转出',
  accepted: '已采纳',
  withdrawn: '已撤回',
} satisfies Record<ReferralState, string>

export const REFERRAL_PART = { lead: '牵头', co: '协办' } satisfies Record<ReferralPart, string>

export const REFERRAL_LANE = {
  urgent: '紧急安全',
  welfare: '福利保障',
} satisfies Record<ReferralLane, string>

/** 蓝黄红: the colour stands in the word too. */
export const LIGHT = {
  within: '期限内',
  near: '蓝灯 临近',
  late: '黄灯 超期',
  'long-late': '红灯 严重超期',
} satisfies Record<Light, string>

/** What a unit did to the matter; the second unit, where there is one, is named after it. */
export const HANDOVER = {
  dispatched: '交办给',
  'co-joined': '加入协办',
  signed: '签收',
  answered: '答复',
  returned: '退回，建议由',
  'to-office': '第二次退回，转领导小组办公室',
  redirected: '改派给',
  'sent-again': '附说明再次交办',
  'office-named': '办公室指定承办',
  lapsed: '授权到期，事项收回',
  withdrawn: '撤回',
  accepted: '答复被采纳',
  reopened: '效果不好，重新交办',
} satisfies Record<HandoverKind, string>

export const EFFECT = { helped: '有帮助', partly: '有一些帮助', not: '没有帮助' } satisfies Record<
  Effect,
  string
>

export const GRANTED_FIELD = {
  name: '姓名',
  sex: '性别',
  birthDay: '出生日期',
  place: '所在村（居）',
  school: '就读学校',
  guardians: '监护人',
  guardianPhone: '监护人电话',
  phone: '儿童电话',
  idNumber: '身份证号',
  address: '详细住址',
} satisfies Record<GrantedField, string>
