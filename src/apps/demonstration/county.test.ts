import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, ageOn, daysBetween } from '#kernel/day.ts'
import { parseIdNumber } from '#kernel/id-number.ts'
import { isMobile } from '#kernel/phone.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { generateCounty } from './county.ts'
import { countsFor, createPlanner } from './quotas.ts'
import { createRandom } from './random.ts'
import type { Category, Child, Family, ParentState, Person } from './shapes.ts'
import { schoolsOf } from './places.ts'

const TODAY = '2026-11-23'
const FULL = { seed: 2_026, minors: 80_216, today: TODAY }
const divisions = loadDivisions('441821')

const before = process.cpuUsage()
const families = [...generateCounty(FULL)]
const { user, system } = process.cpuUsage(before)

const children = families.flatMap((family) => family.children)
const parentsOf = ({ father, mother }: Family) => [father, mother].filter((parent) => parent !== undefined)
const adults = families.flatMap((family) => [...parentsOf(family), ...family.others])
const kindsOf = ({ categories }: Child) => categories.map(({ kind }) => kind)
const isInDifficulty = (child: Child) => kindsOf(child).some((kind) => kind !== 'left-behind')

/** All rows of a table at once: one expectation, and the first offenders in its message. */
const offenders = <T>(rows: T[], isWrong: (row: T) => boolean) => rows.filter(isWrong).slice(0, 3)

test('the county has 80,216 minors, 1,574 of them in difficulty and 111 left behind', () => {
  expect(children).toHaveLength(80_216)
  expect(children.filter(isInDifficulty)).toHaveLength(1_574)
  expect(children.filter((child) => kindsOf(child).includes('left-behind'))).toHaveLength(111)
  expect(children.every(({ index }, at) => index === at)).toBe(true)
})

test('it is made in less than three seconds of one processor', () => {
  expect((user + system) / 1_000_000).toBeLessThan(3)
})

test('every identity number begins with 449821, agrees with birth day and sex, has its check digit and is given once', () => {
  const people: Pick<Person, 'idNumber' | 'bornOn' | 'sex'>[] = [...children, ...adults]
  const isWrong = ({ idNumber, bornOn, sex }: (typeof people)[number]) => {
    const parsed = parseIdNumber(idNumber, TODAY)
    return (
      !parsed.ok || parsed.divisionPrefix !== '449821' || parsed.birthDay !== bornOn || parsed.sex !== sex
    )
  }
  expect(offenders(people, isWrong)).toEqual([])
  expect(new Set(people.map(({ idNumber }) => idNumber)).size).toBe(people.length)
})

test('nothing in the whole county names an identity number of another prefix', () => {
  const longNumbers = JSON.stringify(families.slice(0, 5_000)).match(/(?<!\d)\d{17}[\dX]\d{0,2}(?!\d)/g) ?? []
  expect(longNumbers.length).toBeGreaterThan(10_000)
  expect(offenders(longNumbers, (number) => !number.startsWith('449821'))).toEqual([])
})

test('all are between 0 and 17 years old today, and each year of age is about equally frequent', () => {
  const byAge = Map.groupBy(children, ({ bornOn }) => ageOn(bornOn, TODAY))
  expect([...byAge.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, age) => age))
  expect(offenders(children, ({ bornOn }) => bornOn > TODAY)).toEqual([])
  const expected = 80_216 / 18
  for (const group of byAge.values()) expect(Math.abs(group.length - expected) / expected).toBeLessThan(0.15)
})

test('brothers and sisters share their parents, and no person is in two families', () => {
  const keys = families.flatMap((family) => [...parentsOf(family), ...family.others].map(({ key }) => key))
  expect(new Set(keys).size).toBe(keys.length)
  const withSiblings = families.filter((family) => family.children.length > 1)
  expect(withSiblings.length).toBeGreaterThan(10_000)
  const surname = (name: string) => name.slice(0, 1)
  const isStranger = ({ father, mother, children: siblings }: Family) =>
    siblings.some(
      ({ name }) => ![father, mother].some((parent) => parent && surname(parent.name) === surname(name)),
    )
  expect(offenders(families, isStranger)).toEqual([])
})

test('brothers and sisters are twins or ten months apart, and have different names', () => {
  const isImpossible = ({ children: siblings }: Family) =>
    new Set(siblings.map(({ name }) => name)).size < siblings.length ||
    siblings.some(({ bornOn }, at) => {
      const gap = at > 0 ? daysBetween(siblings[at - 1]?.bornOn ?? bornOn, bornOn) : 0
      return gap < 0 || (gap > 0 && gap < 280)
    })
  expect(offenders(families, isImpossible)).toEqual([])
})

test('parents were grown up when their children were born, grandparents when the parents were', () => {
  const isTooYoung = ({ father, mother, children: siblings }: Family) =>
    siblings.some(({ bornOn }) => ageOn(mother.bornOn, bornOn) < 19 || ageOn(mother.bornOn, bornOn) > 48) ||
    (father !== undefined && siblings.some(({ bornOn }) => ageOn(father.bornOn, bornOn) < 19))
  expect(offenders(families, isTooYoung)).toEqual([])
  expect(offenders(adults, ({ bornOn }) => ageOn(bornOn, TODAY) < 18 || ageOn(bornOn, TODAY) > 100)).toEqual(
    [],
  )
})

test('every child has its hukou in one of the 91 villages and every village has children', () => {
  const codes = new Set(divisions.villages.map(({ code }) => code))
  expect(new Set(children.map(({ hukou }) => hukou.villageCode))).toEqual(codes)
  const elsewhere = children.flatMap(({ residence }) =>
    residence.kind === 'village' ? [residence.villageCode] : [],
  )
  expect(elsewhere.length).toBeGreaterThan(5_000)
  expect(offenders(elsewhere, (code) => !codes.has(code))).toEqual([])
  const living = Map.groupBy(children, ({ residence }) => residence.kind)
  expect(living.get('outside')?.length).toBeGreaterThan(2_000)
})

test('every child has a guardian of its own family, one of them first, and telephones are numbers', () => {
  const isWrong = (family: Family) => {
    const keys = new Set([...parentsOf(family), ...family.others].map(({ key }) => key))
    return family.children.some(
      ({ guardians }) =>
        guardians.filter(({ isPrimary }) => isPrimary).length !== 1 ||
        guardians.some(({ personKey }) => !keys.has(personKey)),
    )
  }
  expect(offenders(families, isWrong)).toEqual([])
  expect(offenders(adults, ({ phone }) => phone !== undefined && !isMobile(phone))).toEqual([])
})

/** 民发〔2019〕62号 and 民发〔2020〕125号, written here a second time so that the generator does not judge itself. */
const isUnable = (state: ParentState): boolean => {
  const holds = (from: string, months: number) => addMonths(from, months) <= TODAY
  switch (state.kind) {
    case 'severe-disability': {
      const grade = state.disability?.grade ?? 9
      return grade <= 2 || (grade <= 4 && [5, 6].includes(state.disability?.classCode ?? 0))
    }
    case 'imprisoned':
    case 'compulsory-detox':
    case 'other-restriction':
      return (state.months ?? 0) >= 6 && (state.to ?? '') > TODAY
    case 'out-of-contact':
      return holds(state.acceptedOn ?? TODAY, 6)
    default:
      return state.kind === 'severe-illness' || state.kind === 'guardianship-revoked'
  }
}
const isGone = ({ kind }: ParentState) => kind === 'deceased' || kind === 'declared-missing'

test('children listed as de facto unattended fulfil the rule, and orphans have neither parent', () => {
  const listed = (kind: Category['kind']) =>
    families.filter((family) => family.children.some((child) => kindsOf(child).includes(kind)))
  const standing = (parent: Person | undefined) =>
    parent?.states.some(isGone) ? 'gone' : parent?.states.some(isUnable) ? 'unable' : 'able'
  const couples = (kind: Category['kind']) =>
    listed(kind).map(({ father, mother }) => [standing(father), standing(mother)])
  expect(couples('orphan').length).toBeGreaterThan(5)
  expect(couples('de-facto-unattended').length).toBeGreaterThan(80)
  expect(offenders(couples('orphan'), (couple) => couple.some((one) => one !== 'gone'))).toEqual([])
  expect(
    offenders(
      couples('de-facto-unattended'),
      (couple) => couple.includes('able') || couple.every((one) => one === 'gone'),
    ),
  ).toEqual([])
})

test('left-behind children are under sixteen, of the countryside, with a parent away and a carer', () => {
  const rural = new Set(divisions.villages.filter(({ kind }) => kind === 'village').map(({ code }) => code))
  const leftBehind = families.filter((family) =>
    family.children.some((child) => kindsOf(child).includes('left-behind')),
  )
  const isWrong = ({ father, mother, others, children: siblings }: Family) =>
    !father?.awayAt ||
    !(mother.awayAt || mother.states.length > 0) ||
    siblings.some(
      ({ bornOn, hukou, delegatedCare }) =>
        ageOn(bornOn, TODAY) >= 16 ||
        !rural.has(hukou.villageCode) ||
        others.every(({ key }) => key !== delegatedCare?.carerKey) ||
        (delegatedCare?.since ?? '') < bornOn,
    )
  expect(offenders(leftBehind, isWrong)).toEqual([])
  const signed = leftBehind
    .flatMap((family) => family.children)
    .filter(({ delegatedCare }) => delegatedCare?.agreement)
  expect(signed.length).toBeGreaterThan(50)
  expect(signed.length).toBeLessThan(111)
})

test('each kind of difficulty has its share, and some children have several at once', () => {
  const listed = children.filter(isInDifficulty)
  const main = Map.groupBy(
    listed,
    ({ categories }) => categories.find(({ kind }) => kind !== 'left-behind')?.kind,
  )
  const share = (kind: Category['kind']) => (main.get(kind)?.length ?? 0) / listed.length
  expect(share('orphan')).toBeCloseTo(0.02, 1)
  expect(share('de-facto-unattended')).toBeCloseTo(0.15, 1)
  expect(share('poor-family')).toBeCloseTo(0.42, 1)
  expect(share('severe-illness-disability')).toBeCloseTo(0.25, 1)
  expect(share('improper-guardianship')).toBeCloseTo(0.08, 1)
  expect(share('other')).toBeCloseTo(0.08, 1)
  expect(listed.filter(({ categories }) => categories.length > 1).length).toBeGreaterThan(150)
  expect(offenders(listed, (child) => new Set(kindsOf(child)).size < child.categories.length)).toEqual([])
})

test('no category, state or paper is dated before the birth of the child or after today', () => {
  const isWrong = (child: Child) =>
    child.categories.some(
      ({ since, sourceOn, proof }) =>
        since < child.bornOn || sourceOn < since || sourceOn > TODAY || proof.number === '',
    )
  expect(offenders(children, isWrong)).toEqual([])
  const states = adults.flatMap(({ states: own }) => own)
  expect(states.length).toBeGreaterThan(1_000)
  expect(
    offenders(
      states,
      ({ from, to, acceptedOn, proof }) =>
        from > TODAY ||
        proof.issuedOn > TODAY ||
        (to !== undefined && to <= from) ||
        (acceptedOn !== undefined && acceptedOn < from),
    ),
  ).toEqual([])
})

test('a disability card has twenty characters: the holder, class and grade', () => {
  const cards = [
    ...children.map(({ idNumber, health }) => ({ idNumber, disability: health.disability })),
    ...adults.flatMap(({ idNumber, states }) => states.map(({ disability }) => ({ idNumber, disability }))),
  ]
  const held = cards.flatMap(({ idNumber, disability }) => (disability ? [{ idNumber, disability }] : []))
  expect(held.length).toBeGreaterThan(500)
  expect(
    offenders(
      held,
      ({ idNumber, disability }) =>
        disability.cardNumber !== `${idNumber}${disability.classCode}${disability.grade}`,
    ),
  ).toEqual([])
})

test('children of school age go to a school of the county that fits their age', () => {
  const schools = new Map(schoolsOf(divisions).map((school) => [school.code, school]))
  const atSchool = children.filter(({ schooling }) => schooling.schoolCode)
  const kinds: Record<string, [number, number]> = {
    kindergarten: [3, 6],
    primary: [6, 12],
    junior: [12, 15],
    senior: [15, 17],
    vocational: [15, 17],
    special: [6, 17],
  }
  expect(atSchool.length).toBeGreaterThan(55_000)
  const isWrong = ({ bornOn, schooling }: Child) => {
    const [least, most] = kinds[schools.get(schooling.schoolCode ?? '')?.kind ?? ''] ?? [99, 0]
    const age = ageOn(bornOn, TODAY)
    return age < least || age > most
  }
  expect(offenders(atSchool, isWrong)).toEqual([])
})

test('names hold homophones and addresses rare characters', () => {
  const names = new Set(children.map(({ name }) => name.slice(1)))
  for (const same of [
    ['嘉怡', '佳仪'],
    ['欣', '馨'],
    ['俊', '骏'],
  ])
    expect(same.filter((name) => names.has(name))).toEqual(same)
  const details = children.map(({ hukou }) => hukou.detail).join()
  for (const rare of ['塱', '湴', '坣']) expect(details).toContain(rare)
})

test('the same seed makes the same county, another seed another', () => {
  const some = (seed: number) => [...generateCounty({ seed, minors: 400, today: TODAY })]
  expect(some(7)).toEqual(some(7))
  expect(some(7)).not.toEqual(some(8))
})

test('a county of any size has its counts exactly, on any day', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 0, max: 2_000 }),
      (seed, minors, later) => {
        const today = addDays(TODAY, later)
        const counts = countsFor(minors)
        const made = [...generateCounty({ seed, minors, today, divisions })].flatMap(
          (family) => family.children,
        )
        expect(made).toHaveLength(minors)
        expect(made.filter(isInDifficulty)).toHaveLength(counts.inDifficulty)
        expect(made.filter((child) => kindsOf(child).includes('left-behind'))).toHaveLength(counts.leftBehind)
        expect(offenders(made, ({ bornOn }) => bornOn > today || ageOn(bornOn, today) > 17)).toEqual([])
      },
    ),
    { numRuns: 40 },
  )
})

test('the counts are spread evenly over the stream, not gathered at its end', () => {
  const next = createPlanner(createRandom(5), countsFor(80_216))
  const tenths = Array.from({ length: 10 }, () => 0)
  let index = 0
  for (let plan = next(); plan; plan = next()) {
    const tenth = Math.floor(index / 8_022)
    if (plan.kind !== 'ordinary') tenths[tenth] = (tenths[tenth] ?? 0) + plan.listed
    index += plan.size
  }
  for (const count of tenths) expect(Math.abs(count - 168.5)).toBeLessThan(60)
})

test('a million minors have their counts in proportion', () => {
  expect(countsFor(1_000_000)).toEqual({ minors: 1_000_000, inDifficulty: 19_622, leftBehind: 1_384 })
})
