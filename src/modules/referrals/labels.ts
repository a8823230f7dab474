import type { GrantedField, ReferralState } from './contract.ts'

export const REFERRAL_STATE = {
  dispatched: '已发出',
  signed: '已签收',
  answered: '已答复',
  returned: '已退回',
  accepted: '已采纳',
  withdrawn: '已撤回',
} satisfies Record<ReferralState, string>

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
