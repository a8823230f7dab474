import { Problem } from '#kernel/problem.ts'
import { defineMachine } from '#kernel/state-machine.ts'
import type { Role } from '#modules/identity/rules.ts'
import type { CaseFacts, CaseState } from './contract.ts'
import { CASE_STATE, PLAN_ITEM_STATE } from './labels.ts'

/** The way of a case, in order; the picture on its page. */
export const CASE_WAY: readonly CaseState[] = [
  'opened',
  'assessed',
  'planned',
  'in-progress',
  'closing-requested',
  'closed',
]

/** 个案的流转 (MZ/T 086-2017 in its thin form). No field edit changes a state; each command writes a step. */
export const CASE_MACHINE = defineMachine({
  initial: 'opened',
  states: CASE_STATE,
  guards: {
    hasInstruments: {
      reason: '按本县规则要填的评估表还没填齐',
      holds: (facts: CaseFacts) => facts.missingInstruments.length === 0,
    },
    hasItems: { reason: '计划里还没有事项', holds: (facts: CaseFacts) => facts.itemCount > 0 },
    childIsHeard: {
      reason: '请先记录孩子对计划的意见，或写明没有听取的原因',
      holds: (facts: CaseFacts) => facts.isChildHeard,
    },
    allItemsEnded: {
      reason: '计划中还有没办结的事项：每一项都要有结果，或写明原因后取消',
      holds: (facts: CaseFacts) => facts.openItems.length === 0,
    },
    noRunningReferral: {
      reason: '还有转介没有收到答复或没有采纳',
      holds: (facts: CaseFacts) => facts.runningReferrals === 0,
    },
    secondPerson: {
      reason: '结案须由申请人以外的人审批',
      holds: (facts: CaseFacts) => facts.isSecondPerson,
    },
    unchangedSinceRequest: {
      reason: '申请结案之后个案又有改动，请退回后重新申请',
      holds: (facts: CaseFacts) => facts.isUnchangedSinceRequest,
    },
    isLookBackOpen: {
      reason: '没有待做的回访',
      holds: (facts: CaseFacts) => facts.isLookBackOpen,
    },
    isNoBetter: {
      reason: '回访没有发现情况未好转，不需要重新办理',
      holds: (facts: CaseFacts) => facts.isNoBetter,
    },
  },
  commands: {
    assess: { from: ['opened'], to: 'assessed', label: '完成评估', guards: ['hasInstruments'] },
    makePlan: { from: ['assessed', 'planned'], to: 'planned', label: '制定计划' },
    startPlan: {
      from: ['planned'],
      to: 'in-progress',
      label: '开始实施',
      guards: ['hasItems', 'childIsHeard'],
    },
    addItem: { from: ['in-progress'], to: 'in-progress', label: '增加事项' },
    sendReferral: { from: ['in-progress'], to: 'in-progress', label: '发出转介' },
    requestClosing: {
      from: ['in-progress'],
      to: 'closing-requested',
      label: '申请结案',
      guards: ['hasItems', 'allItemsEnded', 'noRunningReferral'],
    },
    agreeClosing: {
      from: ['closing-requested'],
      to: 'closed',
      label: '批准结案',
      guards: ['allItemsEnded', 'noRunningReferral', 'secondPerson', 'unchangedSinceRequest'],
    },
    sendBackClosing: {
      from: ['closing-requested'],
      to: 'in-progress',
      label: '退回结案申请',
      guards: ['secondPerson'],
    },
    lookBack: { from: ['closed'], to: 'closed', label: '记录回访', guards: ['isLookBackOpen'] },
    reopen: { from: ['closed'], to: 'opened', label: '重新办理', guards: ['isNoBetter'] },
  },
})
export type CaseCommand = keyof typeof CASE_MACHINE.commands

/** Who is asked to approve a closing: the head, or the town's supervisor when the head asked. */
export const approverRole = (requesterRole: string): Role =>
  requesterRole === 'centre-head' ? 'supervisor' : 'centre-head'

/** The next step of the usual way, for "what is missing". */
export const NEXT_COMMAND = {
  opened: 'assess',
  assessed: 'makePlan',
  planned: 'startPlan',
  'in-progress': 'requestClosing',
  'closing-requested': 'agreeClosing',
  closed: undefined,
} satisfies Record<CaseState, CaseCommand | undefined>

/**
 * Somebody took a step since the caller looked. Whoever decides on the record looks at it as it stands now first, so no second value
 * is offered for saving over it.
 */
export const movedOn = (state: string, version: number) =>
  new Problem({
    status: 409,
    code: 'stale',
    title: `刚有人办理过这一件，现在是「${state}」。请看过最新情况再决定`,
    detail: { state, version },
  })

/** Names what is missing: instruments by their titles, open items by the numbers that the page gives them, never by their words. */
export const missingText = (command: CaseCommand, { missingInstruments, openItems }: CaseFacts) => {
  if (command === 'assess' && missingInstruments.length) return `：${missingInstruments.join('、')}`
  return command === 'requestClosing' && openItems.length ? `；没办结的是第 ${openItems.join('、')} 项` : ''
}

export type ItemFacts = {
  /** Its owner, or somebody who works on the case. */
  isTheirs: boolean
  hasRunningReferral: boolean
  /** The plan has begun and its closing is not under way. */
  isPlanRunning: boolean
}

export const ITEM_MACHINE = defineMachine({
  initial: 'open',
  states: PLAN_ITEM_STATE,
  guards: {
    isTheirs: {
      reason: '只有事项负责人或办理个案的人可以记录结果',
      holds: (facts: ItemFacts) => facts.isTheirs,
    },
    noRunningReferral: {
      reason: '这一项已转介，请先采纳答复或撤回转介',
      holds: (facts: ItemFacts) => !facts.hasRunningReferral,
    },
    isPlanRunning: { reason: '计划还没有开始实施', holds: (facts: ItemFacts) => facts.isPlanRunning },
  },
  commands: {
    finish: {
      from: ['open'],
      to: 'done',
      label: '记录结果',
      guards: ['isTheirs', 'isPlanRunning', 'noRunningReferral'],
    },
    drop: {
      from: ['open'],
      to: 'dropped',
      label: '取消事项',
      guards: ['isTheirs', 'isPlanRunning', 'noRunningReferral'],
    },
  },
})
