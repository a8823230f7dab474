import { defineMachine } from '#kernel/state-machine.ts'
import type { GrantedField, ReferralState } from './contract.ts'
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
  /** The one who acts is an officer of the leading group's office. */
  isOfOffice: boolean
  /** The ground of the return is one on which the office has decided already. */
  isGroundDecided: boolean
  /** Co-units that have not answered yet. */
  coUnitsOwing: number
}

/** What holds as long as nobody has found out otherwise. */
const NOTHING: ReferralFacts = {
  isOfUnit: false,
  isOfDesk: false,
  isOfOffice: false,
  isGroundDecided: false,
  coUnitsOwing: 0,
}
export const UNIT_FACTS: ReferralFacts = { ...NOTHING, isOfUnit: true }
export const DESK_FACTS: ReferralFacts = { ...NOTHING, isOfDesk: true }
export const OFFICE_FACTS: ReferralFacts = { ...NOTHING, isOfOffice: true }

/** Whoever has it owes the next step; the rest is over. */
export const RUNNING: readonly ReferralState[] = [
  'dispatched',
  'signed',
  'answered',
  'returned',
  'with-office',
]

/** With the unit, whose access runs. */
export const isWithUnit = (state: ReferralState): boolean =>
  state === 'dispatched' || state === 'signed' || state === 'answered'

/**
 * 转介的流转. The clock runs from dispatch; nothing that the unit does, asks or leaves undone stops it. Every state but the last three
 * has one owner: the unit, the sender, or the leading group's office.
 */
export const REFERRAL_MACHINE = defineMachine({
  initial: 'dispatched',
  states: REFERRAL_STATE,
  guards: {
    isOfUnit: { reason: '只有承接单位的联络员可以办理', holds: (facts: ReferralFacts) => facts.isOfUnit },
    isOfDesk: { reason: '只有县未保中心可以办理', holds: (facts: ReferralFacts) => facts.isOfDesk },
    isOfOffice: {
      reason: '只有领导小组办公室的联络员可以指定',
      holds: (facts: ReferralFacts) => facts.isOfOffice,
    },
    isGroundOpen: {
      reason: '领导小组办公室已就这条事由作出指定，不能再以同一事由退回；有疑问请向办公室询问',
      holds: (facts: ReferralFacts) => !facts.isGroundDecided,
    },
    coUnitsAnswered: {
      reason: '还有协办单位没有答复：请等待答复，或撤回该协办',
      holds: (facts: ReferralFacts) => facts.coUnitsOwing === 0,
    },
  },
  commands: {
    sign: { from: ['dispatched'], to: 'signed', label: '签收', guards: ['isOfUnit'] },
    act: { from: ['signed'], to: 'signed', label: '记录办理经过', guards: ['isOfUnit'] },
    answer: { from: ['signed'], to: 'answered', label: '答复', guards: ['isOfUnit'] },
    /** From a unit without the system: its signed file came back and the sender reads it in. */
    answerByFile: { from: ['dispatched', 'signed'], to: 'answered', label: '读入回件', guards: ['isOfDesk'] },
    giveBack: {
      from: ['dispatched', 'signed'],
      to: 'returned',
      label: '退回',
      guards: ['isOfUnit', 'isGroundOpen'],
    },
    /** The second return of one matter. */
    giveUp: {
      from: ['dispatched', 'signed'],
      to: 'with-office',
      label: '退回',
      guards: ['isOfUnit', 'isGroundOpen'],
    },
    /** The unit's access ended by its day before it answered: the matter is its sender's again. */
    lapse: { from: ['dispatched', 'signed'], to: 'returned', label: '到期收回' },
    redirect: { from: ['returned'], to: 'redirected', label: '改派或再次发出', guards: ['isOfDesk'] },
    name: { from: ['with-office'], to: 'redirected', label: '指定承办单位', guards: ['isOfOffice'] },
    accept: {
      from: ['answered'],
      to: 'accepted',
      label: '采纳答复',
      guards: ['isOfDesk', 'coUnitsAnswered'],
    },
    withdraw: {
      from: ['dispatched', 'signed', 'answered', 'returned', 'with-office'],
      to: 'withdrawn',
      label: '撤回转介',
      guards: ['isOfDesk'],
    },
  },
})
export type ReferralCommand = keyof typeof REFERRAL_MACHINE.commands

/** The second return of a matter is the office's to decide, where the county has one that can be asked. */
export const returnCommand = (earlierReturns: number, hasOffice: boolean): 'giveBack' | 'giveUp' =>
  earlierReturns > 0 && hasOffice ? 'giveUp' : 'giveBack'
