import { expect, test } from 'vitest'
import { DANGER_QUESTION_NAMES, DANGER_QUESTIONS, leastLevel } from '#modules/reports/rules.ts'
import { InstrumentContent, questionsOf, UNKNOWN } from '../scoring/content.ts'
import { score } from '../scoring/rules.ts'
import { dangerCheck } from './danger-check.ts'
import { riskScreening } from './risk-screening.ts'
import { SHIPPED } from './shipped.ts'

test('every shipped instrument is of its form, with a name of its own, a source and its thresholds marked', () => {
  for (const { content } of SHIPPED) {
    expect(InstrumentContent.parse(content)).toEqual(content)
    expect(content.source.length, content.code).toBeGreaterThan(10)
    expect(content.isUnconfirmed, content.code).toBe(true)
  }
  expect(new Set(SHIPPED.map(({ content }) => content.code)).size).toBe(SHIPPED.length)
})

test('people read full-width punctuation', () => {
  const words = JSON.stringify(SHIPPED).replaceAll(/"[^"\u4e00-\u9fff]*"/g, '')
  expect(words.match(/[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]/g)).toBeNull()
})

test('the screening has three classes of ten indicators and four levels', () => {
  expect(
    riskScreening.sections.map(({ questions }) => questions.filter(({ kind }) => kind === 'choice').length),
  ).toEqual([10, 10, 10])
  expect(riskScreening.levels.map(({ danger }) => danger)).toEqual(['immediate', 'high', 'medium', 'low'])
})

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)

test('the danger check asks what the desk asks, in the same words and with the same levels', () => {
  const asked = questionsOf(dangerCheck).filter(({ kind }) => kind === 'choice')
  expect(asked.map(({ id, text }) => [id, text])).toEqual(
    DANGER_QUESTION_NAMES.map((name) => [kebab(name), DANGER_QUESTIONS[name].text]),
  )
  const base = Object.fromEntries(DANGER_QUESTION_NAMES.map((name) => [name, 'no' as const]))
  for (const name of DANGER_QUESTION_NAMES)
    for (const [told, answer] of [
      ['yes', 'yes'],
      ['no', 'no'],
      ['unknown', UNKNOWN],
    ] as const) {
      const answers = Object.fromEntries(
        DANGER_QUESTION_NAMES.map((each) => [kebab(each), each === name ? answer : 'no']),
      )
      expect(score(dangerCheck, answers).level.danger).toBe(leastLevel({ ...base, [name]: told }))
    }
})

test('the children’s own views fit one after another from three years to seventeen', () => {
  const ages = SHIPPED.flatMap(({ content }) => content.ages ?? [])
  expect(ages).toEqual([
    { from: 3, to: 7 },
    { from: 8, to: 13 },
    { from: 14, to: 17 },
  ])
})
