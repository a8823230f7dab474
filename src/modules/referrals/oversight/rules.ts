import { assumingWeekends, isWorkingDay, type Calendar } from '#kernel/calendar.ts'
import { addDays, dayOf } from '#kernel/day.ts'
import { defineMachine } from '#kernel/state-machine.ts'
import type { OversightFacts, OversightState } from './contract.ts'
import { OVERSIGHT_STATE } from './labels.ts'

/**
 * 督办的流转: 立项 → 交办 → 签收 → 办理 → 反馈 → 复核 → 销号. The office assigns and reviews, the unit signs, works and feeds back, and
 * whoever strikes it off has neither fed it back nor reviewed it.
 */
export const OVERSIGHT_MACHINE = defineMachine({
  initial: 'proposed',
  states: OVERSIGHT_STATE,
  guards: {
    isOffice: {
      reason: '由领导小组办公室的联络员办理；被督办的就是办公室所在单位时，由领导办理',
      holds: (facts: OversightFacts) => facts.isOffice,
    },
    isOfUnit: {
      reason: '只有被督办单位的联络员可以办理',
      holds: (facts: OversightFacts) => facts.isOfUnit,
    },
    isNotOfUnit: {
      reason: '被督办单位不能复核、销号或撤销对自己的督办',
      holds: (facts: OversightFacts) => !facts.isOfUnit,
    },
    isNotFeeder: {
      reason: '反馈的人不能复核或销号自己的反馈',
      holds: (facts: OversightFacts) => !facts.isFeeder,
    },
    isNotReviewer: {
      reason: '销号须由复核人以外的人办理：领导，或办公室的另一名联络员',
      holds: (facts: OversightFacts) => !facts.isReviewer,
    },
    mayClose: {
      reason: '由领导或领导小组办公室的联络员销号',
      holds: (facts: OversightFacts) => facts.isLeader || facts.isOffice,
    },
    mayWithdraw: {
      reason: '由中心负责人、领导或领导小组办公室撤销',
      holds: (facts: OversightFacts) => facts.isLeader || facts.isHead || facts.isOffice,
    },
  },
  commands: {
    assign: { from: ['proposed'], to: 'assigned', label: '交办', guards: ['isOffice', 'isNotOfUnit'] },
    sign: { from: ['assigned'], to: 'signed', label: '签收', guards: ['isOfUnit'] },
    handle: { from: ['signed'], to: 'handling', label: '开始办理', guards: ['isOfUnit'] },
    feedBack: { from: ['handling'], to: 'fed-back', label: '反馈', guards: ['isOfUnit'] },
    pass: {
      from: ['fed-back'],
      to: 'reviewed',
      label: '复核通过',
      guards: ['isOffice', 'isNotOfUnit', 'isNotFeeder'],
    },
    sendBack: {
      from: ['fed-back'],
      to: 'handling',
      label: '复核退回',
      guards: ['isOffice', 'isNotOfUnit', 'isNotFeeder'],
    },
    close: {
      from: ['reviewed'],
      to: 'closed',
      label: '销号',
      guards: ['mayClose', 'isNotOfUnit', 'isNotFeeder', 'isNotReviewer'],
    },
    refuse: {
      from: ['reviewed'],
      to: 'handling',
      label: '不同意销号',
      guards: ['mayClose', 'isNotOfUnit', 'isNotFeeder', 'isNotReviewer'],
    },
    withdraw: {
      from: ['proposed', 'assigned', 'signed', 'handling'],
      to: 'withdrawn',
      label: '撤销督办',
      guards: ['mayWithdraw', 'isNotOfUnit'],
    },
  },
})
export type OversightCommand = keyof typeof OVERSIGHT_MACHINE.commands

/** Whose turn it is in each state; only an ended order is nobody's. */
export const TURN_OF = {
  proposed: 'office',
  assigned: 'unit',
  signed: 'unit',
  handling: 'unit',
  'fed-back': 'office',
  reviewed: 'office',
  closed: undefined,
  withdrawn: undefined,
} satisfies Record<OversightState, 'office' | 'unit' | undefined>

export const isEnded = (state: OversightState) => TURN_OF[state] === undefined

/** The office oversees itself through a leader: nobody passes their own. */
export const officeActs = (
  actor: { role: string; unitId: string | null },
  officeId: string | undefined,
  unitId: string,
): boolean =>
  officeId === undefined || officeId === unitId
    ? actor.role === 'leader'
    : actor.role === 'liaison-officer' && actor.unitId === officeId

/** The working day that an act counts for: today, or on a day off the last working day before. */
export const workingDayOf = (now: Date, calendar: Calendar): string => {
  const known = assumingWeekends(calendar)
  let day = dayOf(now)
  while (!isWorkingDay(day, known)) day = addDays(day, -1)
  return day
}

/** So many unanswered reminders lead to a proposal of overseeing. */
export const URGINGS_BEFORE_OVERSIGHT = 2
