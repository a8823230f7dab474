import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  ageOn,
  birthdayAt,
  compareDay,
  dayOf,
  daysBetween,
  endOfDay,
  isDay,
  isMinorOn,
  today,
  weekdayOf,
} from './day.ts'

const anyDay = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test.each([
  ['2026-02-28', true],
  ['2026-02-29', false],
  ['2024-02-29', true],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-1-5', false],
  ['20260105', false],
  ['2026-01-05T00:00:00Z', false],
  ['', false],
])('%s is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected)
})

test('days are counted over the end of a month and a leap year', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  expect(daysBetween('2026-02-09', '2026-03-06')).toBe(25)
})

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2026-03-18', 1, '2026-04-18'],
  ['2026-12-31', 2, '2027-02-28'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2026-03-31', -1, '2026-02-28'],
])('%s and %i months end on %s （《民法典》第二百零二条）', (from, count, expected) => {
  expect(addMonths(from, count)).toBe(expected)
})

test('adding days and counting them agree, and order is that of time', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, count) => {
      const later = addDays(day, count)
      expect(isDay(later)).toBe(true)
      expect(daysBetween(day, later)).toBe(count)
      expect(compareDay(day, later)).toBe(Math.sign(-count) + 0)
      expect((weekdayOf(day) + count + 7000) % 7).toBe(weekdayOf(later))
    }),
  )
})

test.each([
  ['2008-05-20', '2026-05-19', 17],
  ['2008-05-20', '2026-05-20', 18],
  ['2012-02-29', '2026-02-28', 13],
  ['2012-02-29', '2026-03-01', 14],
  ['2012-02-29', '2028-02-28', 15],
  ['2012-02-29', '2028-02-29', 16],
  ['2026-05-20', '2026-05-20', 0],
  ['2026-05-20', '2026-05-19', -1],
])('who was born on %s is on %s %i years old', (birthDay, day, age) => {
  expect(ageOn(birthDay, day)).toBe(age)
})

test('a minor stays one until the day before the eighteenth birthday', () => {
  expect(isMinorOn('2008-02-29', '2026-02-28')).toBe(true)
  expect(isMinorOn('2008-02-29', '2026-03-01')).toBe(false)
})

test('the birthday is the first day of the new age', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 30 }), (birthDay, age) => {
      const birthday = birthdayAt(birthDay, age)
      expect(ageOn(birthDay, birthday)).toBe(age)
      expect(ageOn(birthDay, addDays(birthday, -1))).toBe(age - 1)
    }),
  )
})

test('an instant falls on the day that the clock in China shows', () => {
  expect(dayOf('2026-03-06T15:59:59Z')).toBe('2026-03-06')
  expect(dayOf('2026-03-06T16:00:00Z')).toBe('2026-03-07')
  expect(dayOf('2026-03-06T16:00:00Z', 'UTC')).toBe('2026-03-06')
  expect(today(new Date('2025-12-31T16:30:00Z'))).toBe('2026-01-01')
  expect(() => dayOf('not an instant')).toThrow(RangeError)
})

test('a day ends at 24:00 in China', () => {
  expect(endOfDay('2026-03-06').toISOString()).toBe('2026-03-06T16:00:00.000Z')
  expect(dayOf(new Date(endOfDay('2026-12-31').getTime() - 1))).toBe('2026-12-31')
})
