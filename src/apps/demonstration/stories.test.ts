import { expect, test } from 'vitest'
import { ageOn } from '#kernel/day.ts'
import { MEMBER_UNITS } from '#modules/organisations/member-units.ts'
import { generateCounty } from './county.ts'
import { generateNetwork } from './people.ts'
import { castStories } from './stories.ts'
import { STORIES } from './story-texts.ts'

const OPTIONS = { seed: 2_026, minors: 20_000, today: '2026-11-23' }
const stories = castStories(OPTIONS)
const families = [...generateCounty(OPTIONS)]
const children = families.flatMap((family) => family.children)

test('twelve stories are told, each that knows its child of another child that fits', () => {
  expect(stories).toHaveLength(12)
  const cast = stories.flatMap(({ key, childIndex }) =>
    childIndex === undefined ? [] : [{ key, child: children[childIndex] }],
  )
  expect(new Set(cast.map(({ child }) => child?.index)).size).toBe(cast.length)
  expect(cast).toHaveLength(STORIES.filter(({ wants }) => wants).length)
  for (const { key, child } of cast) {
    const wants = STORIES.find((story) => story.key === key)?.wants
    const age = ageOn(child?.bornOn ?? '', OPTIONS.today)
    expect(age).toBeGreaterThanOrEqual(wants?.ages[0] ?? 99)
    expect(age).toBeLessThanOrEqual(wants?.ages[1] ?? -1)
    if (wants?.sex) expect(child?.sex).toBe(wants.sex)
    if (wants?.category) expect(child?.categories.map(({ kind }) => kind)).toContain(wants.category)
  }
})

test('no narrative keeps a place-holder or names its child', () => {
  for (const { narrative, childIndex } of stories) {
    expect(narrative).not.toMatch(/[{}]/)
    const name = childIndex === undefined ? undefined : children[childIndex]?.name
    if (name) expect(narrative).not.toContain(name)
  }
})

test('who reports anonymously leaves no name and no telephone', () => {
  const anonymous = stories.filter(({ reporter }) => reporter.isAnonymous)
  expect(anonymous).toHaveLength(3)
  for (const { reporter } of anonymous)
    expect(Object.keys(reporter).toSorted()).toEqual(['isAnonymous', 'relation'])
  for (const { reporter } of stories.filter((story) => !story.reporter.isAnonymous))
    expect(reporter.phone).toMatch(/^154/)
})

test('a parent who calls is the parent of the child, a director the one of the village', () => {
  const callOf = (relation: string) => stories.find(({ reporter }) => reporter.relation === relation)
  const familyOf = (index?: number) =>
    families.find((family) => family.children.some((child) => child.index === index))
  expect(callOf('母亲')?.reporter.name).toBe(familyOf(callOf('母亲')?.childIndex)?.mother.name)
  expect(callOf('父亲')?.reporter.name).toBe(familyOf(callOf('父亲')?.childIndex)?.father?.name)
  const { accounts } = generateNetwork(OPTIONS)
  const director = accounts.find(({ divisionCode }) => divisionCode === callOf('儿童主任')?.villageCode)
  expect(callOf('儿童主任')?.reporter.phone).toBe(director?.phone)
})

test('referrals and plan items go to units of the leading group, and what is closed has nothing open', () => {
  const units = new Set(MEMBER_UNITS.map(({ code }) => code))
  for (const { plan = [], referral, reaches, told } of stories) {
    for (const unit of [...plan.map((item) => item.unit), referral?.unit])
      expect(!unit || units.has(unit)).toBe(true)
    for (const item of plan.filter(({ state }) => state === 'dropped')) expect(item.reason).toBeTruthy()
    if (!['awaiting-approval', 'closed', 'looked-back'].includes(reaches)) continue
    expect(plan.filter(({ state }) => state === 'open')).toEqual([])
    expect(referral?.answer).toBeTruthy()
    if (reaches !== 'awaiting-approval') expect(told).toBeTruthy()
  }
})

test('the stories stand at many places of the way, one of them sealed', () => {
  expect(new Set(stories.map(({ reaches }) => reaches)).size).toBeGreaterThanOrEqual(9)
  expect(
    stories.filter(({ isSealed }) => isSealed).map(({ danger }) => danger.isSexualHarmSuspected),
  ).toEqual([true])
})

test('a county too small to hold a fitting child leaves it unknown', () => {
  const few = castStories({ seed: 1, minors: 1, today: OPTIONS.today })
  expect(few).toHaveLength(12)
  expect(few.filter(({ childIndex }) => childIndex !== undefined).length).toBeLessThanOrEqual(1)
})
