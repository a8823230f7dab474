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
}

const isResultKnown = ({ state, caseState, confirmedAt }: Told) => {
  if (state === 'accepted') return caseState === 'closed'
  return state === 'turned-down' ? confirmedAt !== null : state === 'passed-on'
}

/** What the guards look at, for one reader. */
export const factsOf = (report: Told, readerId: string): ReportFacts => ({
  isTriaged: report.triagedAt !== null,
  hasChild: report.childId !== null,
  isEmergency: leastLevel(DangerAnswers.parse(report.dangerAnswers)) === 'immediate',
  isSecondPerson: report.triagedBy !== readerId,
  isConfirmed: report.confirmedAt !== null,
  isResultKnown: isResultKnown(report),
})

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
      reason: '回答显示孩子有现实危险，不能不予受理；情况已变的，请先重新研判',
      holds: (facts: ReportFacts) => !facts.isEmergency,
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
  },
  commands: {
    triage: { from: ['received'], to: 'received', label: '研判' },
    accept: { from: ['received'], to: 'accepted', label: '受理', guards: ['isTriaged', 'hasChild'] },
    passOn: { from: ['received'], to: 'passed-on', label: '转交有权处理的单位', guards: ['isTriaged'] },
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
    tell: {
      from: ['accepted', 'passed-on', 'turned-down'],
      to: 'answered',
      label: '答复报告人',
      guards: ['isResultKnown'],
    },
  },
})
export type ReportCommand = keyof typeof REPORT_MACHINE.commands
