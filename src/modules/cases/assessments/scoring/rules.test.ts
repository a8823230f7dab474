import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf } from '../editing/rules.ts'
import { SHIPPED } from '../instruments/shipped.ts'
import { shownQuestions } from './answers.ts'
import {
  questionsOf,
  UNKNOWN,
  type Answer,
  type Answers,
  type InstrumentContent,
  type Question,
} from './content.ts'
import { driverText, score, weighAnswer } from './rules.ts'

const two: InstrumentContent = {
  code: 'two',
  title: '两题',
  purpose: '试',
  asked: 'worker',
  roles: ['caseworker'],
  source: '试',
  isUnconfirmed: true,
  unknownAtLeast: 'medium',
  levels: [
    { code: 'high', label: '高', danger: 'high', from: 6, advice: '办' },
    { code: 'medium', label: '中', danger: 'medium', from: 3, advice: '看' },
    { code: 'low', label: '低', danger: 'low', from: 0, advice: '等' },
  ],
  sections: [
    {
      id: 's',
      title: '一',
      questions: [
        {
          kind: 'choice',
          id: 'night',
          text: '夜里有人吗',
          weight: 2,
          unknown: { points: 'half' },
          options: [
            { value: 'yes', text: '有', points: 0, isStrength: true },
            { value: 'no', text: '没有', points: 2 },
            { value: 'small', text: '没有，不满八岁', points: 2, atLeast: 'high' },
          ],
        },
        {
          kind: 'several',
          id: 'signs',
          text: '看到的',
          none: '都没有',
          unknown: { points: 'worst' },
          options: [
            { value: 'thin', text: '瘦', points: 1 },
            { value: 'hurt', text: '伤', points: 1, atLeast: 'medium' },
          ],
        },
        { kind: 'text', id: 'who', text: '谁说的', shownWhen: [{ question: 'signs', is: ['hurt'] }] },
      ],
    },
  ],
}

test.each<[string, Answers, string, number]>([
  ['nothing answered', {}, 'low', 0],
  ['all well', { night: 'yes', signs: [] }, 'low', 0],
  ['weight counts', { night: 'no', signs: [] }, 'medium', 4],
  ['points add up', { night: 'no', signs: ['thin', 'hurt'] }, 'high', 6],
  ['one answer alone brings the level', { night: 'small', signs: [] }, 'high', 4],
  ['one tick alone brings the level', { night: 'yes', signs: ['hurt'] }, 'medium', 1],
  ['unknown is at least medium, at half the points', { night: UNKNOWN, signs: [] }, 'medium', 2],
  ['unknown is at least medium, at all the points', { night: 'yes', signs: UNKNOWN }, 'medium', 2],
  ['what does not fit counts as unknown', { night: 'maybe', signs: [] }, 'medium', 2],
])('%s', (_, answers, level, points) => {
  expect(score(two, answers)).toMatchObject({ level: { code: level }, points })
})

test('a branch is asked only when its condition holds or nobody knows, and only then is its answer wanted', () => {
  expect(score(two, { night: 'yes', signs: ['thin'] }).unanswered).toEqual([])
  expect(score(two, { night: 'yes', signs: ['hurt'] }).unanswered).toEqual(['who'])
  expect(score(two, { night: 'yes', signs: UNKNOWN }).unanswered).toEqual(['who'])
  expect(score(two, { night: 'yes' })).toMatchObject({ isComplete: false, unanswered: ['signs'] })
})

test('what drove the level is told in words, what is there as a strength', () => {
  const { drivers, level, strengths } = score(two, { night: 'yes', signs: UNKNOWN })
  expect(drivers.map((each) => driverText(each, level.label))).toEqual([
    '“看到的”还不清楚：不清楚不算安全，等级至少为“中”',
  ])
  expect(strengths).toEqual(['夜里有人吗：有'])
  const byPoints = score(two, { night: 'no', signs: [] })
  expect(byPoints.drivers.map((each) => driverText(each, byPoints.level.label))).toEqual([
    '“夜里有人吗”：没有，计 4 分',
  ])
})

/** Every answer that can be given. */
const known = (question: Question): fc.Arbitrary<Answer> => {
  switch (question.kind) {
    case 'choice':
      return fc.constantFrom(...question.options.map(({ value }) => value))
    case 'several':
      return fc.subarray(question.options.map(({ value }) => value))
    case 'scale':
    case 'number':
      return fc.integer({ min: question.min, max: question.max })
    case 'day':
      return fc.constant('2026-03-05')
    case 'text':
      return fc.constant('说了一些')
  }
}

const canBeUnknown = (question: Question) => 'unknown' in question && question.unknown !== undefined
const any = (question: Question) =>
  canBeUnknown(question)
    ? fc.oneof({ weight: 4, arbitrary: known(question) }, { weight: 1, arbitrary: fc.constant(UNKNOWN) })
    : known(question)

const answersTo = (content: InstrumentContent): fc.Arbitrary<Answers> =>
  fc
    .tuple(
      ...questionsOf(content).map((question) =>
        fc.option(any(question).map((answer) => [question.id, answer] as const)),
      ),
    )
    .map((given) => Object.fromEntries(given.filter((each) => each !== null)))

const contents: InstrumentContent[] = [two, ...SHIPPED.map(({ content }) => content)]
const scene = fc
  .constantFrom(...contents)
  .chain((content) =>
    fc.tuple(fc.constant(content), answersTo(content), fc.constantFrom(...questionsOf(content))),
  )

/** 0 is the worst. */
const placeOf = (content: InstrumentContent, answers: Answers) =>
  content.levels.indexOf(score(content, answers).level)

const allKnown = (question: Question): Answer[] => {
  if (question.kind === 'choice') return question.options.map(({ value }) => value)
  if (question.kind === 'several') return [[], ...question.options.map(({ value }) => [value])]
  if (question.kind === 'scale' || question.kind === 'number')
    return [question.min, question.max, ...question.bands.map(({ from }) => from)]
  return []
}

test('“不清楚” is never safer than the safest known answer, and at least what the instrument asks of the unknown', () => {
  fc.assert(
    fc.property(scene, ([content, answers, question]) => {
      if (!canBeUnknown(question)) return
      const unsure = { ...answers, [question.id]: UNKNOWN }
      const place = placeOf(content, unsure)
      expect(place).toBeLessThanOrEqual(
        Math.max(...allKnown(question).map((each) => placeOf(content, { ...answers, [question.id]: each }))),
      )
      const isAsked = shownQuestions(content, unsure).includes(question)
      const least = content.levels.findIndex(({ code }) => code === content.unknownAtLeast)
      if (isAsked && least >= 0) expect(place).toBeLessThanOrEqual(least)
    }),
    { numRuns: 2_000 },
  )
})

test('one more answer, or a riskier one instead, never makes it safer', () => {
  fc.assert(
    fc.property(
      scene.chain(([content, answers, question]) =>
        fc.tuple(fc.constant(content), fc.constant(answers), fc.constant(question), any(question)),
      ),
      ([content, answers, question, answer]) => {
        const { [question.id]: before, ...rest } = answers
        const place = placeOf(content, { ...rest, [question.id]: answer })
        expect(place).toBeLessThanOrEqual(placeOf(content, rest))
        if (before === undefined || before === UNKNOWN) return
        const [one, other] = [weighAnswer(content, question, before), weighAnswer(content, question, answer)]
        const isRiskier = other.points > one.points && other.floor <= one.floor
        if (isRiskier && question.kind === 'choice')
          expect(place).toBeLessThanOrEqual(placeOf(content, answers))
      },
    ),
    { numRuns: 2_000 },
  )
})

test('the order in which questions were answered makes no difference', () => {
  fc.assert(
    fc.property(scene, fc.nat(), ([content, answers], turn) => {
      const entries = Object.entries(answers)
      const at = entries.length ? turn % entries.length : 0
      const turned = Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)].toReversed())
      expect(score(content, turned)).toEqual(score(content, answers))
    }),
    { numRuns: 500 },
  )
})

test('every level but the safest is explained by at least one answer', () => {
  fc.assert(
    fc.property(scene, ([content, answers]) => {
      const { level, drivers } = score(content, answers)
      if (level !== content.levels.at(-1)) expect(drivers.length).toBeGreaterThan(0)
    }),
    { numRuns: 1_000 },
  )
})

test('what is shipped can be published', () => {
  for (const { content } of SHIPPED) expect(faultsOf(content), content.code).toEqual([])
})
