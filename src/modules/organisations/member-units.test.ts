import { expect, test } from 'vitest'
import { MEMBER_UNIT_LIST, MEMBER_UNITS } from './member-units.ts'

test('the leading group has 30 units, each with its own code and names, and the list is marked as unconfirmed', () => {
  expect(MEMBER_UNITS).toHaveLength(30)
  for (const key of ['code', 'name', 'shortName'] as const)
    expect(new Set(MEMBER_UNITS.map((unit) => unit[key])).size).toBe(30)
  expect(MEMBER_UNIT_LIST.confidence).toBe('待核实')
})

test('the four units that the article of 佛冈 names are among them', () => {
  const names = MEMBER_UNITS.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['县委宣传部', '县委政法委', '县教育局', '县公安局']))
})
