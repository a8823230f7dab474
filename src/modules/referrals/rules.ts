import { defineMachine } from '#kernel/state-machine.ts'
import type { GrantedField } from './contract.ts'
import { REFERRAL_STATE } from './labels.ts'

/** C3: masked on the page, revealed one by one with a reason. */
export const SECRET_FIELDS: readonly GrantedField[] = ['guardianPhone', 'phone', 'idNumber', 'address']

/** [D] Access runs on for so long after the answer is due, for questions; then it ends by itself. */
export const ACCESS_DAYS_AFTER_DUE = 30

/** No access is given for longer than this at once. */
export const LONGEST_ACCESS_DAYS = 366

export type ReferralFacts = {
  /** The one who acts belongs to the unit that was asked. */
  isOfUnit: boolean
  /** The one who acts sends referrals for the centre. */
  isOfDesk: boolean
}

/** 转介的流转. The clock runs from dispatch; nothing that the unit does or leaves undone stops it. */
export const REFERRAL_MACHINE = defineMachine({
  initial: 'dispatched',
  states: REFERRAL_STATE,
  guards: {
    isOfUnit: { reason: '只有承接单位的联络员可以办理', holds: (facts: ReferralFacts) => facts.isOfUnit },
    isOfDesk: { reason: '只有县未保中心可以办理', holds: (facts: ReferralFacts) => facts.isOfDesk },
  },
  commands: {
    sign: { from: ['dispatched'], to: 'signed', label: '签收', guards: ['isOfUnit'] },
    answer: { from: ['signed'], to: 'answered', label: '答复', guards: ['isOfUnit'] },
    giveBack: { from: ['dispatched', 'signed'], to: 'returned', label: '退回', guards: ['isOfUnit'] },
    accept: { from: ['answered'], to: 'accepted', label: '采纳答复', guards: ['isOfDesk'] },
    withdraw: {
      from: ['dispatched', 'signed', 'answered'],
      to: 'withdrawn',
      label: '撤回转介',
      guards: ['isOfDesk'],
    },
  },
})
export type ReferralCommand = keyof typeof REFERRAL_MACHINE.commands
