import { defineMachine } from '#kernel/state-machine.ts'
import type { DangerLevel } from '#modules/cases/assessments/contract.ts'
import type { CaseState } from '#modules/cases/contract.ts'
import { DangerAnswers, type ReportFacts, type ReportState } from './contract.ts'
import { REPORT_STATE } from './labels.ts'

const LEVELS: readonly DangerLevel[] = ['immediate', 'high', 'medium', 'low']

/** Negative when the first is the more dangerous. */
export const compareLevel = (one: DangerLevel, other: DangerLevel) =>
  LEVELS.indexOf(one) - LEVELS.indexOf(other)

/** What the desk asks while the caller is on the line; a yes makes the report at least so dangerous. */
export const DANGER_QUESTIONS = {
  isHurtNow: { text: '孩子现在受伤、生病或正在被伤害', level: 'immediate' },
  isWithSuspectedOffender: { text: '疑似加害人现在和孩子在一起', level: 'immediate' },
  /** 未成年人保护法第二十一条. */
  isUnattended: { text: '未满八岁或需要照护的孩子无人看护', level: 'immediate' },
  isAtRiskOfSelfHarm: { text: '孩子有自伤、轻生的言行', level: 'immediate' },
  isMissing: { text: '孩子失踪、离家或下落不明', level: 'immediate' },
  isSexualHarmSuspected: { text: '疑似遭受性侵害', level: 'immediate' },
  lacksFoodOrShelter: { text: '没有饭吃、没有地方住或断药', level: 'high' },
} as const satisfies Record<string, { text: string; level: DangerLevel }>
export type DangerQuestion = keyof typeof DANGER_QUESTIONS

// Object.keys of a literal record gives its keys; TypeScript only says string.
export const DANGER_QUESTION_NAMES = Object.keys(DANGER_QUESTIONS) as DangerQuestion[]

/** The least level that the answers allow. What nobody knows never counts as safe: it is at least 'medium'. */
export const leastLevel = (answers: DangerAnswers): DangerLevel => {
  let level: DangerLevel = 'low'
  for (const name of DANGER_QUESTION_NAMES) {
    const answer = answers[name] ?? 'unknown'
    const own = answer === 'yes' ? DANGER_QUESTIONS[name].level : answer === 'unknown' ? 'medium' : 'low'
    if (compareLevel(own, level) < 0) level = own
  }
  return level
}

type Told = {
  state: ReportState
  childId: string | null
  dangerAnswers: unknown
  triagedAt: Date | null
  triagedBy: string | null
  confirmedAt: Date | null
  caseState: CaseState | null
  /** The report that it was joined to. */
  first: { state: ReportState; confirmedAt: Date | null; caseState: CaseState | null } | null
  hasJoined: boolean
  hasEmergencyRecord: boolean
  isPassOnOpen: boolean
}

type Decided = NonNullable<Told['first']>

const isResultKnown = ({ state, caseState, confirmedAt }: Decided): boolean => {
  if (state === 'accepted') return caseState === 'closed'
  if (state === 'turned-down') return confirmedAt !== null
  return state === 'passed-on' || state === 'answered'
}

/** What the guards look at, for one reader. A joined report is answered by what comes of the first. */
export const factsOf = (report: Told, readerId: string): ReportFacts => {
  const isEmergency = leastLevel(DangerAnswers.parse(report.dangerAnswers)) === 'immediate'
  return {
    isTriaged: report.triagedAt !== null,
    hasChild: report.childId !== null,
    isEmergency,
    isEmergencyHandled: !isEmergency || report.hasEmergencyRecord,
    isSecondPerson: report.triagedBy !== readerId,
    isConfirmed: report.confirmedAt !== null,
    isResultKnown:
      report.state === 'joined'
        ? report.first !== null && isResultKnown(report.first)
        : isResultKnown(report),
    hasJoined: report.hasJoined,
    isPassOnOpen: report.isPassOnOpen,
  }
}

/** 报告的流转. Each accepted report ends answered, or stands among the unanswered with its owner. */
export const REPORT_MACHINE = defineMachine({
  initial: 'received',
  states: REPORT_STATE,
  guards: {
    isTriaged: { reason: '请先完成研判：危险情形和等级', holds: (facts: ReportFacts) => facts.isTriaged },
    hasChild: {
      reason: '请先确定是哪名儿童：在档案中查找，或先建档',
      holds: (facts: ReportFacts) => facts.hasChild,
    },
    isNoEmergency: {
      reason: '回答显示孩子有现实危险，不能不予受理或搁置；情况已变的，请先重新研判',
      holds: (facts: ReportFacts) => !facts.isEmergency,
    },
    isEmergencyHandled: {
      reason: '孩子可能正有危险：请先在“紧急联络”里记下打给了谁、对方怎么说；不必打的，写明理由',
      holds: (facts: ReportFacts) => facts.isEmergencyHandled,
    },
    isSecondPerson: {
      reason: '须由作出决定以外的另一人复核',
      holds: (facts: ReportFacts) => facts.isSecondPerson,
    },
    isUnconfirmed: { reason: '已经复核过', holds: (facts: ReportFacts) => !facts.isConfirmed },
    isResultKnown: {
      reason: '还没有可以告知的结果：个案办结，或不予受理经第二人复核后，再告知报告人',
      holds: (facts: ReportFacts) => facts.isResultKnown,
    },
    hasNoJoined: {
      reason: '已有别的报告并入这一份，它们要随这一份得到答复；请先把并入的报告分开',
      holds: (facts: ReportFacts) => !facts.hasJoined,
    },
    isPassOnOpen: {
      reason: '没有等待对方接收的转交',
      holds: (facts: ReportFacts) => facts.isPassOnOpen,
    },
  },
  commands: {
    triage: { from: ['received'], to: 'received', label: '研判' },
    accept: {
      from: ['received'],
      to: 'accepted',
      label: '受理',
      guards: ['isTriaged', 'isEmergencyHandled', 'hasChild'],
    },
    passOn: {
      from: ['received'],
      to: 'passed-on',
      label: '转交有权处理的单位',
      guards: ['isTriaged', 'isEmergencyHandled'],
    },
    /** They took it not: the report is ours again, and whoever was told so hears once more. */
    passBack: { from: ['passed-on', 'answered'], to: 'received', label: '退回', guards: ['isPassOnOpen'] },
    turnDown: {
      from: ['received'],
      to: 'turned-down',
      label: '不予受理',
      guards: ['isTriaged', 'isNoEmergency'],
    },
    confirmTurnDown: {
      from: ['turned-down'],
      to: 'turned-down',
      label: '同意不予受理',
      guards: ['isSecondPerson', 'isUnconfirmed'],
    },
    reconsider: {
      from: ['turned-down'],
      to: 'received',
      label: '退回重新研判',
      guards: ['isSecondPerson', 'isUnconfirmed'],
    },
    join: {
      from: ['received'],
      to: 'joined',
      label: '并入同一件事的报告',
      guards: ['isEmergencyHandled', 'hasNoJoined'],
    },
    separate: { from: ['joined'], to: 'received', label: '分开另办' },
    setAside: {
      from: ['received'],
      to: 'set-aside',
      label: '搁置',
      guards: ['isTriaged', 'isNoEmergency', 'hasNoJoined'],
    },
    confirmSetAside: {
      from: ['set-aside'],
      to: 'set-aside',
      label: '同意搁置',
      guards: ['isSecondPerson', 'isUnconfirmed'],
    },
    takeBack: { from: ['set-aside'], to: 'received', label: '取回办理' },
    tell: {
      from: ['accepted', 'passed-on', 'turned-down', 'joined'],
      to: 'answered',
      label: '答复报告人',
      guards: ['isResultKnown'],
    },
  },
})
export type ReportCommand = keyof typeof REPORT_MACHINE.commands

/** The state of a report that ends in itself: nobody is told, since nobody true reported. */
export const isEnded = (state: ReportState) => state === 'answered' || state === 'set-aside'
