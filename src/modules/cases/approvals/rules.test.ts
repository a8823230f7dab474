import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApproverRole } from '../procedure/content.ts'
import { approversFor, canonicalText, isApproved, mayDecide, pendingStep } from './rules.ts'

const role = fc.constantFrom(...ApproverRole.options)
const free = fc.record({ supervisor: fc.nat(2), caseworker: fc.nat(2), 'centre-head': fc.nat(2) })

test.each([
  {
    wanted: ['centre-head'],
    free: { 'centre-head': 1, supervisor: 1, caseworker: 3 },
    asked: ['centre-head'],
  },
  {
    wanted: ['centre-head'],
    free: { 'centre-head': 0, supervisor: 1, caseworker: 3 },
    asked: ['supervisor'],
  },
  {
    wanted: ['supervisor'],
    free: { 'centre-head': 1, supervisor: 0, caseworker: 3 },
    asked: ['centre-head'],
  },
  {
    wanted: ['centre-head'],
    free: { 'centre-head': 0, supervisor: 0, caseworker: 1 },
    asked: ['caseworker'],
  },
  {
    wanted: ['supervisor', 'centre-head'],
    free: { 'centre-head': 1, supervisor: 1, caseworker: 0 },
    asked: ['supervisor', 'centre-head'],
  },
  {
    wanted: ['centre-head', 'centre-head'],
    free: { 'centre-head': 1, supervisor: 1, caseworker: 0 },
    asked: ['centre-head', 'supervisor'],
  },
  { wanted: ['centre-head'], free: { 'centre-head': 0, supervisor: 0, caseworker: 0 }, asked: undefined },
] as const)('asked for $wanted with $free free, $asked are asked', ({ wanted, free: left, asked }) => {
  expect(approversFor(wanted, left)).toEqual(asked)
})

test('whoever is asked exists, and there is another person for every step', () => {
  fc.assert(
    fc.property(fc.array(role, { minLength: 1, maxLength: 3 }), free, (wanted, left) => {
      const asked = approversFor(wanted, left)
      const people = left.supervisor + left.caseworker + left['centre-head']
      expect(asked === undefined).toBe(people < wanted.length)
      if (!asked) return
      expect(asked).toHaveLength(wanted.length)
      for (const each of ApproverRole.options)
        expect(asked.filter((one) => one === each).length).toBeLessThanOrEqual(left[each])
    }),
  )
})

test('one content has one text, in whatever order its fields were written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonicalText(turned)).toBe(canonicalText(value))
      expect(JSON.parse(canonicalText(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  expect(canonicalText({ b: 1, a: [2, 1] })).toBe('{"a":[2,1],"b":1}')
})

const step = (more: object) => ({
  step: 1,
  decision: null,
  subjectHash: 'one',
  approverRole: 'centre-head',
  requestedBy: 'asker',
  decidedBy: null,
  ...more,
})

test('approved is what every step agreed to, and only that', () => {
  const first = step({ decision: 'agreed', decidedBy: 'first' })
  const second = step({ step: 2, approverRole: 'supervisor' })
  expect(isApproved([], 'one')).toBe(false)
  expect(isApproved([first, second], 'one')).toBe(false)
  expect(isApproved([first, { ...second, decision: 'agreed' as const }], 'one')).toBe(true)
  expect(isApproved([first], 'another')).toBe(false)
  expect(pendingStep([first, second])).toBe(second)
  expect(pendingStep([step({ decision: 'sent-back' }), second])).toBeUndefined()
  expect(pendingStep([step({ decision: 'void' })])).toBeUndefined()
})

test('a step is decided by its role, never by who asked or decided another step', () => {
  const first = step({ decision: 'agreed', decidedBy: 'first' })
  const second = step({ step: 2 })
  const by = (accountId: string, of = 'centre-head') =>
    mayDecide(second, [first, second], { accountId, role: of })
  expect(by('second')).toBe(true)
  expect(by('second', 'supervisor')).toBe(false)
  expect(by('asker')).toBe(false)
  expect(by('first')).toBe(false)
})
