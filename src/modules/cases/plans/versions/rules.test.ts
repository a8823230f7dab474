import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PLAN_WORDS } from '#tests/loop-words.ts'
import { hashOfSubject } from '../hash.ts'
import { PlanSubject } from './contract.ts'
import { changesBetween } from './rules.ts'

const text = fc.constantFrom('先送医院', '住奶奶家', '去见父亲', '每天放学有人接')
const maybe = (of: fc.Arbitrary<string>) => fc.option(of)
const demands = fc.record({
  priority: text,
  dignity: text,
  privacy: text,
  development: text,
  views: text,
  education: text,
})
const item = fc.record({
  kind: fc.constantFrom('own', 'referral', 'service', 'allowance', 'visit', 'other'),
  title: text,
  owner: fc.record({ kind: fc.constantFrom('person', 'unit'), id: text, name: fc.constant('某人') }),
  dueDay: fc.constantFrom('2026-12-01', '2026-12-02'),
  isDropped: fc.boolean(),
})
const subject = fc
  .record({
    goals: fc.array(fc.record({ text, sign: text }), { minLength: 1, maxLength: 3 }),
    childWay: fc.option(fc.constantFrom('talk', 'play')),
    childAsked: maybe(text),
    childOpinion: maybe(text),
    noChildOpinionReason: maybe(text),
    guardianOpinion: maybe(text),
    noGuardianReason: fc.option(fc.constantFrom('suspected-offender', 'not-reachable')),
    bestInterests: fc.option(demands),
    items: fc.array(item, { maxLength: 4 }),
  })
  .map((of) =>
    PlanSubject.parse({
      ...of,
      items: of.items.map((each, at) => ({ ...each, id: `${at}`, ordinal: at + 1 })),
    }),
  )

test('no edit of an approved plan goes unnoticed: another text has another hash and says what changed', () => {
  fc.assert(
    fc.property(subject, subject, (before, after) => {
      const isSame = JSON.stringify(before) === JSON.stringify(after)
      expect(hashOfSubject(before) === hashOfSubject(after)).toBe(isSame)
      expect(changesBetween(before, after).length === 0).toBe(isSame)
    }),
    { numRuns: 2_000 },
  )
})

test('each single edit is noticed by itself', () => {
  const edit = fc.constantFrom(
    'goals',
    'childOpinion',
    'guardianOpinion',
    'bestInterests',
    'items',
  ) satisfies fc.Arbitrary<keyof PlanSubject>
  fc.assert(
    fc.property(subject, subject, edit, (before, other, field) => {
      const after = { ...before, [field]: other[field] }
      const isSame = JSON.stringify(before) === JSON.stringify(after)
      expect(changesBetween(before, after).length === 0).toBe(isSame)
      expect(hashOfSubject(before) === hashOfSubject(after)).toBe(isSame)
    }),
  )
})

test('a colleague who is called otherwise one day leaves the plan as it was', () => {
  const plan = PlanSubject.parse({
    ...PLAN_WORDS,
    noChildOpinionReason: null,
    noGuardianReason: null,
    items: [
      {
        id: '1',
        ordinal: 1,
        kind: 'visit',
        title: '看望',
        owner: {
          kind: 'person',
          id: 'a',
          name: '李某',
        },
        dueDay: '2026-12-01',
        isDropped: false,
      },
    ],
  })
  const renamed = {
    ...plan,
    items: plan.items.map((each) => ({ ...each, owner: { ...each.owner, name: '李某某' } })),
  }
  expect(hashOfSubject(renamed)).toBe(hashOfSubject(plan))
})
