import { Problem } from '#kernel/problem.ts'
import { defineMachine, next } from '#kernel/state-machine.ts'
import type { Role } from '#modules/identity/rules.ts'
import type { CaseFacts, CaseState } from './contract.ts'
import { CASE_STATE } from './labels.ts'

/** The way of a case, in order; the picture on its page. */
export const CASE_WAY: readonly CaseState[] = [
  'opened',
  'assessed',
  'planned',
  'plan-submitted',
  'in-progress',
  'closing-requested',
  'closed',
  'archived',
]

/** 个案的流转 (MZ/T 086-2017). No field edit changes a state; each command writes a step. */
export const CASE_MACHINE = defineMachine({
  initial: 'opened',
  states: CASE_STATE,
  guards: {
    hasInstruments: {
      reason: '按本县规则要填的评估表还没填齐',
      holds: (facts: CaseFacts) => facts.missingInstruments.length === 0,
    },
    emergencyHandled: {
      reason: '还没有应急处置的记录说明孩子已经安全，或已临时安排好',
      holds: (facts: CaseFacts) => !facts.isEmergencyMissing,
    },
    investigated: {
      reason: '社会背景调查还没有由两个人签字',
      holds: (facts: CaseFacts) => !facts.isInvestigationMissing,
    },
    conferred: {
      reason: '这个等级须会商，会商纪要还没有签定',
      holds: (facts: CaseFacts) => !facts.isConferenceMissing,
    },
    needsApproval: {
      reason: '这个等级的计划不需要审批，可以直接开始实施',
      holds: (facts: CaseFacts) => facts.needsPlanApproval,
    },
    planApproved: {
      reason: '计划还没有批准，或批准之后有改动，请先送审',
      holds: (facts: CaseFacts) => !facts.needsPlanApproval || facts.isPlanApproved,
    },
    planUnchanged: {
      reason: '送审之后计划又有改动，请退回后重新送审',
      holds: (facts: CaseFacts) => facts.isPlanUnchanged,
    },
    isMyApproval: {
      reason: '现在不由您审批：送审人和前一级的审批人都不能批，其余按规程的岗位和次序',
      holds: (facts: CaseFacts) => facts.isMyApproval,
    },
    isPressing: {
      reason: '只有紧急和高风险的个案可以先行实施、事后补批',
      holds: (facts: CaseFacts) => facts.isPressing,
    },
    approvalOwed: { reason: '没有欠着的补批', holds: (facts: CaseFacts) => facts.isApprovalOwed },
    noApprovalOwed: {
      reason: '计划是先行实施的，补批还没有批下来',
      holds: (facts: CaseFacts) => !facts.isApprovalOwed,
    },
    isMyLateApproval: {
      reason: '这次补批不由您决定：提请人和前一级的审批人都不能批，其余按规程的岗位和次序',
      holds: (facts: CaseFacts) => facts.isMyLateApproval,
    },
    lateUnchanged: {
      reason: '提请补批之后计划又有改动，请负责人重新提请',
      holds: (facts: CaseFacts) => facts.isLateUnchanged,
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
    closingAssessed: {
      reason: '结案评估还没有填：计划开始之后要重新填写',
      holds: (facts: CaseFacts) => facts.missingClosing.length === 0,
    },
    noLoweringOwed: {
      reason: '有一份评估降低了等级，还没有由另一人确认',
      holds: (facts: CaseFacts) => !facts.isLoweringOwed,
    },
    followedUp: {
      reason: '最近一次跟踪已经太久，请先联系孩子并记录',
      holds: (facts: CaseFacts) => facts.isFollowedUp,
    },
    outcomeTold: {
      reason: '还没有把结果告诉孩子或监护人，也没有写明为什么不能告知',
      holds: (facts: CaseFacts) => facts.isOutcomeTold,
    },
    isLookBackOpen: {
      reason: '没有待做的回访',
      holds: (facts: CaseFacts) => facts.isLookBackOpen,
    },
    lookedBack: {
      reason: '还有回访没有做',
      holds: (facts: CaseFacts) => !facts.isLookBackOpen,
    },
    isNoBetter: {
      reason: '回访没有发现情况未好转，不需要重新办理',
      holds: (facts: CaseFacts) => facts.isNoBetter,
    },
    isBetter: {
      reason: '最后一次回访没有发现好转，不能归档',
      holds: (facts: CaseFacts) => !facts.isNoBetter,
    },
    bookComplete: {
      reason: '卷宗还不齐，请看归档清单',
      holds: (facts: CaseFacts) => facts.missingInBook.length === 0,
    },
  },
  commands: {
    assess: {
      from: ['opened'],
      to: 'assessed',
      label: '完成评估',
      guards: ['emergencyHandled', 'investigated', 'hasInstruments'],
    },
    // Writing anew takes a submitted plan back: what was approved is void.
    makePlan: { from: ['assessed', 'planned', 'plan-submitted'], to: 'planned', label: '制定计划' },
    submitPlan: {
      from: ['planned'],
      to: 'plan-submitted',
      label: '计划送审',
      guards: ['needsApproval', 'hasItems', 'childIsHeard', 'conferred'],
    },
    approvePlan: {
      from: ['plan-submitted'],
      to: 'plan-submitted',
      label: '批准计划',
      guards: ['isMyApproval', 'planUnchanged'],
    },
    sendBackPlan: { from: ['plan-submitted'], to: 'planned', label: '退回计划', guards: ['isMyApproval'] },
    startPlan: {
      from: ['planned', 'plan-submitted'],
      to: 'in-progress',
      label: '开始实施',
      guards: ['hasItems', 'childIsHeard', 'conferred', 'planApproved'],
    },
    /** The bypass: neither approval nor conference is waited for; both are owed until they are made up. */
    startUrgently: {
      from: ['planned', 'plan-submitted'],
      to: 'in-progress',
      label: '先行实施',
      guards: ['isPressing', 'needsApproval', 'hasItems', 'childIsHeard'],
    },
    requestLate: {
      from: ['in-progress'],
      to: 'in-progress',
      label: '提请补批',
      guards: ['approvalOwed'],
    },
    approveLate: {
      from: ['in-progress'],
      to: 'in-progress',
      label: '补批计划',
      guards: ['isMyLateApproval', 'lateUnchanged'],
    },
    sendBackLate: {
      from: ['in-progress'],
      to: 'in-progress',
      label: '退回补批',
      guards: ['isMyLateApproval'],
    },
    addItem: { from: ['in-progress'], to: 'in-progress', label: '增加事项' },
    revisePlan: { from: ['in-progress'], to: 'in-progress', label: '修订计划' },
    tellOutcome: { from: ['in-progress'], to: 'in-progress', label: '记录结果告知' },
    sendReferral: { from: ['in-progress'], to: 'in-progress', label: '发出转介' },
    requestClosing: {
      from: ['in-progress'],
      to: 'closing-requested',
      label: '申请结案',
      guards: [
        'noApprovalOwed',
        'emergencyHandled',
        'investigated',
        'conferred',
        'hasItems',
        'allItemsEnded',
        'noRunningReferral',
        'closingAssessed',
        'noLoweringOwed',
        'followedUp',
        'outcomeTold',
      ],
    },
    agreeClosing: {
      from: ['closing-requested'],
      to: 'closed',
      label: '批准结案',
      guards: ['allItemsEnded', 'noRunningReferral', 'secondPerson', 'isMyApproval', 'unchangedSinceRequest'],
    },
    sendBackClosing: {
      from: ['closing-requested'],
      to: 'in-progress',
      label: '退回结案申请',
      guards: ['secondPerson', 'isMyApproval'],
    },
    lookBack: { from: ['closed'], to: 'closed', label: '记录回访', guards: ['isLookBackOpen'] },
    reopen: { from: ['closed'], to: 'opened', label: '重新办理', guards: ['isNoBetter'] },
    archive: {
      from: ['closed'],
      to: 'archived',
      label: '归档',
      guards: ['lookedBack', 'isBetter', 'bookComplete'],
    },
  },
})
export type CaseCommand = keyof typeof CASE_MACHINE.commands

/** Who is asked to approve a closing: the head, or the town's supervisor when the head asked. */
export const approverRole = (requesterRole: string): Role =>
  requesterRole === 'centre-head' ? 'supervisor' : 'centre-head'

/** The next step of the usual way, for "what is missing"; undefined at its end. */
export const nextCommand = ({
  state,
  facts,
}: {
  state: CaseState
  facts: CaseFacts
}): CaseCommand | undefined => {
  switch (state) {
    case 'opened':
      return 'assess'
    case 'assessed':
      return 'makePlan'
    case 'planned':
      return facts.needsPlanApproval && !facts.isPlanApproved ? 'submitPlan' : 'startPlan'
    case 'plan-submitted':
      return facts.needsPlanApproval && !facts.isPlanApproved ? 'approvePlan' : 'startPlan'
    case 'in-progress':
      return 'requestClosing'
    case 'closing-requested':
      return 'agreeClosing'
    case 'closed':
      return facts.isLookBackOpen ? 'lookBack' : 'archive'
    case 'archived':
      return undefined
  }
}

/** Nobody works on it any more. */
export const isOver = (state: CaseState): boolean => state === 'closed' || state === 'archived'

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
export const missingText = (command: CaseCommand, facts: CaseFacts) => {
  const { missingInstruments, openItems, missingClosing, missingInBook } = facts
  if (command === 'assess' && missingInstruments.length) return `：${missingInstruments.join('、')}`
  if (command === 'archive' && missingInBook.length) return `：${missingInBook.join('、')}`
  if (command !== 'requestClosing') return ''
  return [
    openItems.length ? `；没办结的是第 ${openItems.join('、')} 项` : '',
    missingClosing.length ? `；要重新填的是${missingClosing.join('、')}` : '',
  ].join('')
}

/** Everything that still stands against a command, one reason each; empty when it can be done. */
export const everythingMissing = (command: CaseCommand, state: CaseState, facts: CaseFacts): string[] => {
  const step = next(CASE_MACHINE, state, command, facts)
  if (step.ok) return []
  const { hasInstruments, allItemsEnded, closingAssessed, bookComplete } = CASE_MACHINE.guards
  // What is meant in particular stands beside the reason that it belongs to.
  const particulars = new Map([
    [hasInstruments.reason, `：${facts.missingInstruments.join('、')}`],
    [allItemsEnded.reason, `（没办结的是第 ${facts.openItems.join('、')} 项）`],
    [closingAssessed.reason, `（${facts.missingClosing.join('、')}）`],
    [bookComplete.reason, `：${facts.missingInBook.join('、')}`],
  ])
  return step.reason.split('；').map((reason) => reason + (particulars.get(reason) ?? ''))
}
