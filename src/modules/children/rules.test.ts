import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageOn, birthdayAt } from '#kernel/day.ts'
import { AGE_BANDS, birthDaysOf, nextThreshold, withoutSecrets } from './rules.ts'

const anyDay = (from: string, to: string) =>
  fc
    .date({ min: new Date(`${from}T00:00:00Z`), max: new Date(`${to}T00:00:00Z`), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))

const isIn = (
  birthDay: string,
  { since, until }: { since?: string | undefined; until?: string | undefined },
) => (since === undefined || birthDay >= since) && (until === undefined || birthDay <= until)

test('every child stands in exactly one age band, the one that the age says', () => {
  const bounds = {
    'under-3': [0, 2],
    '3-5': [3, 5],
    '6-13': [6, 13],
    '14-15': [14, 15],
    '16-17': [16, 17],
    adult: [18, 200],
  }
  fc.assert(
    fc.property(anyDay('2004-01-01', '2026-12-31'), anyDay('2024-01-01', '2032-12-31'), (birthDay, day) => {
      fc.pre(birthDay <= day)
      const bands = AGE_BANDS.filter((band) => isIn(birthDay, birthDaysOf(band, day)))
      const age = ageOn(birthDay, day)
      const expected = AGE_BANDS.filter(
        (band) => age >= (bounds[band][0] ?? 0) && age <= (bounds[band][1] ?? 0),
      )
      expect(bands).toEqual(expected)
    }),
  )
})

test.each([
  ['2012-02-29', '2026-02-28'],
  ['2012-02-28', '2026-02-28'],
  ['2012-03-01', '2026-02-28'],
  ['2010-02-28', '2024-02-29'],
  ['2010-03-01', '2024-02-29'],
  ['2008-02-29', '2024-02-29'],
])('who was born on %s stands in the right band on %s', (birthDay, day) => {
  const isYoung = ageOn(birthDay, day) < 14
  expect(isIn(birthDay, birthDaysOf('6-13', day))).toBe(isYoung)
})

test('the next threshold is the birthday on which something changes', () => {
  expect(nextThreshold('2012-05-20', '2026-05-19')).toEqual({ age: 14, day: '2026-05-20' })
  expect(nextThreshold('2012-05-20', '2026-05-20')).toEqual({ age: 16, day: '2028-05-20' })
  expect(nextThreshold('2008-05-20', '2026-05-20')).toBeUndefined()
  expect(nextThreshold('2012-02-29', '2029-01-01')).toEqual({ age: 18, day: birthdayAt('2012-02-29', 18) })
})

test('secrets do not stand in a history, and what is absent stays absent', () => {
  expect(withoutSecrets({ name: '张伟', idNumber: '449821', phone: null })).toEqual({
    name: '张伟',
    idNumber: '（已隐藏）',
    phone: null,
  })
})
