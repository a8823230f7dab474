import { expect, test } from 'vitest'
import { riskScreening } from '../instruments/risk-screening.ts'
import { guardianship } from '../instruments/guardianship.ts'
import type { InstrumentContent, Question } from '../scoring/content.ts'
import { faultsOf } from './rules.ts'

const changed = (
  content: InstrumentContent,
  id: string,
  change: (question: Question) => object,
): InstrumentContent => ({
  ...content,
  sections: content.sections.map((section) => ({
    ...section,
    questions: section.questions.map((question): Question =>
      // A spread of the same question keeps its kind.
      question.id === id ? ({ ...question, ...change(question) } as Question) : question,
    ),
  })),
})

const levels = (change: (levels: InstrumentContent['levels']) => InstrumentContent['levels']) => ({
  ...riskScreening,
  levels: change(riskScreening.levels),
})

const CASES: [string, InstrumentContent, RegExp][] = [
  [
    'a branch on a question that is not there',
    changed(riskScreening, 'injury-day', () => ({ shownWhen: [{ question: 'nowhere', is: ['x'] }] })),
    /不存在的题目 nowhere/,
  ],
  [
    'a branch on an answer that is not there',
    changed(riskScreening, 'injury-day', () => ({
      shownWhen: [{ question: 'injury', is: ['unclear', 'inflicted', 'broken'] }],
    })),
    /没有选项 broken/,
  ],
  [
    'a branch that goes round in a circle',
    changed(
      changed(riskScreening, 'home', () => ({
        shownWhen: [{ question: 'hazards', is: ['grave', 'some', 'managed'] }],
      })),
      'hazards',
      () => ({ shownWhen: [{ question: 'home', is: ['safe', 'crowded', 'unfit'] }] }),
    ),
    /绕成了一圈/,
  ],
  [
    'a branch that no answer opens',
    changed(guardianship, 'delegation', () => ({
      shownWhen: [
        { question: 'presence', is: ['gone'] },
        { question: 'presence', is: ['here', 'away', 'loose'] },
      ],
    })),
    /互相矛盾/,
  ],
  [
    'a branch that vanishes when the answer gets worse',
    changed(guardianship, 'delegation', () => ({
      shownWhen: [{ question: 'presence', is: ['away', 'loose'] }],
    })),
    /会消失/,
  ],
  [
    'an answer with a level that is not there',
    changed(riskScreening, 'carer', (question) => ({
      options: 'options' in question ? question.options.map((each) => ({ ...each, atLeast: 'purple' })) : [],
    })),
    /不存在的等级 purple/,
  ],
  [
    'results without a level',
    levels((all) => all.map((level) => ({ ...level, from: level.from === 0 ? 1 : level.from }))),
    /必须从 0 分起/,
  ],
  ['thresholds in disorder', levels((all) => all.map((level, at) => ({ ...level, from: at * 10 }))), /递减/],
  [
    'a level that no answer brings about',
    {
      ...levels((all) => [
        { code: 'black', label: '黑', danger: 'immediate', from: 999, advice: '办' },
        ...all,
      ]),
    },
    /没有任何回答能得到等级“黑”/,
  ],
  ['a safe “不清楚”', { ...riskScreening, unknownAtLeast: 'low' }, /不能算安全/],
  ['no “不清楚” at all', { ...riskScreening, unknownAtLeast: null }, /不能算安全/],
  [
    'two questions of one name',
    changed(riskScreening, 'home', () => ({ id: 'hazards' })),
    /代号都是 hazards/,
  ],
]

test.each(CASES)('%s is refused', (_, content, fault) => {
  expect(faultsOf(content)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]))
})
