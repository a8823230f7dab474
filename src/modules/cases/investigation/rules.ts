import { defineMachine } from '#kernel/state-machine.ts'
import type { InvestigationContent } from './contract.ts'
import { INVESTIGATION_STATE } from './labels.ts'
import { SECTIONS } from './sections.ts'

/** An empty report, with all its parts. */
export const blankInvestigation = (): InvestigationContent => ({
  sections: SECTIONS.map(({ id, title }) => ({ id, title, text: '', isUnknown: false })),
  accounts: [],
  sources: [],
  gaps: '',
  conclusion: '',
})

/** What its investigator still has to write before signing: every part says something or says 不清楚, and somebody was spoken to. */
export const faultsOf = ({ sections, sources, conclusion }: InvestigationContent): string[] => [
  ...SECTIONS.filter(({ id }) => !sections.some((each) => each.id === id)).map(
    ({ title }) => `缺少“${title}”部分`,
  ),
  ...sections
    .filter(({ text, isUnknown }) => !isUnknown && text.length < 2)
    .map(({ title }) => `“${title}”没有写；问过而没有人清楚的，勾选“不清楚”`),
  ...(sources.length ? [] : ['至少写明和一个人谈过']),
  ...(conclusion.length < 2 ? ['没有写调查小结'] : []),
]

/** What stays open: the parts that nobody could speak to, by title. Shown with the report; it never counts as all right. */
export const unknownParts = ({ sections }: InvestigationContent): string[] =>
  sections.filter(({ isUnknown }) => isUnknown).map(({ title }) => title)

/** A report as fields and texts, to lay two of them side by side when two people wrote at once. */
export const wordsOf = ({ sections, accounts, sources, gaps, conclusion }: InvestigationContent) => ({
  ...Object.fromEntries(
    sections.map(({ id, text, isUnknown }) => [id, isUnknown ? `不清楚。${text}` : text]),
  ),
  accounts: accounts.map(({ who, said }) => `${who}：${said}`).join('\n'),
  sources: sources.map(({ who, relation, on }) => `${who}（${relation}）${on}`).join('\n'),
  gaps,
  conclusion,
})

export type InvestigationFacts = {
  faults: readonly string[]
  /** The reader is another person than who signed as investigator. */
  isSecondPerson: boolean
}

export const INVESTIGATION_MACHINE = defineMachine({
  initial: 'draft',
  states: INVESTIGATION_STATE,
  guards: {
    isWhole: {
      reason: '调查还没有写完',
      holds: ({ faults }: InvestigationFacts) => faults.length === 0,
    },
    secondPerson: {
      reason: '复核签字须由调查人以外的人',
      holds: ({ isSecondPerson }: InvestigationFacts) => isSecondPerson,
    },
  },
  commands: {
    save: { from: ['draft'], to: 'draft', label: '修改' },
    sign: { from: ['draft'], to: 'written', label: '调查人签字', guards: ['isWhole'] },
    countersign: { from: ['written'], to: 'signed', label: '复核签字', guards: ['secondPerson'] },
    giveBack: { from: ['written'], to: 'draft', label: '退回修改' },
  },
})
export type InvestigationCommand = keyof typeof INVESTIGATION_MACHINE.commands
