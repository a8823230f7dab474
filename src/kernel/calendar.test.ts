import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addCalendarDays,
  addWorkingDays,
  assumingWeekends,
  calendarWith,
  isKnownYear,
  isUnknownCalendarYear,
  isWorkingDay,
  publishedCalendar,
} from './calendar.ts'
import { addDays, daysBetween } from './day.ts'

/** 国务院办公厅关于 2026 年部分节假日安排的通知, written out by hand from its sentences: [first, last] day off. */
const DAYS_OFF_2026 = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
] as const
const MADE_UP_2026 = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']

const isOffIn2026 = (day: string) => DAYS_OFF_2026.some(([first, last]) => day >= first && day <= last)

/** Where and how to look: `undefined` instead of the thrown problem. */
const orUnknown = <T>(work: () => T) => {
  try {
    return work()
  } catch (error) {
    if (isUnknownCalendarYear(error)) return error.detail
    throw error
  }
}

test('every day of 2026 is as the State Council announced it', () => {
  for (let day = '2026-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
    const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
    expect([day, isWorkingDay(day)]).toEqual([
      day,
      MADE_UP_2026.includes(day) || !(isWeekend || isOffIn2026(day)),
    ])
  }
})

test.each([
  ['2026-02-09', 15, '2026-03-06'],
  ['2026-02-13', 1, '2026-02-14'],
  ['2026-02-14', 1, '2026-02-24'],
  ['2026-09-30', 2, '2026-10-09'],
  ['2026-09-30', 3, '2026-10-10'],
  ['2026-07-10', 5, '2026-07-17'],
  ['2026-07-11', 1, '2026-07-13'],
  ['2025-12-31', 1, '2026-01-04'],
  ['2026-07-11', 0, '2026-07-11'],
])('%s and %i working days end on %s', (start, count, expected) => {
  expect(addWorkingDays(start, count)).toBe(expected)
})

test('a year without data is refused, never guessed', () => {
  expect(isKnownYear(publishedCalendar, 2027)).toBe(false)
  expect(orUnknown(() => isWorkingDay('2027-10-01'))).toEqual({ year: 2027 })
  expect(orUnknown(() => addWorkingDays('2026-12-28', 10))).toEqual({ year: 2027 })
  expect(orUnknown(() => addCalendarDays('2026-12-28', 10, { rollOver: true }))).toEqual({ year: 2027 })
  expect(orUnknown(() => addWorkingDays('1998-01-05', 1))).toEqual({ year: 1998 })
})

test('what does not reach into the unknown year is counted', () => {
  expect(addWorkingDays('2026-12-28', 3)).toBe('2026-12-31')
  expect(addCalendarDays('2026-12-28', 10)).toBe('2027-01-07')
})

test('a county imports the notice of a new year', () => {
  const calendar = calendarWith([
    { holidays: ['2027-01-01', '2027-10-01', '2027-10-04', '2027-10-05'], workdays: ['2027-10-09'] },
  ])
  expect(isWorkingDay('2027-10-05', calendar)).toBe(false)
  expect(isWorkingDay('2027-10-09', calendar)).toBe(true)
  expect(addWorkingDays('2027-09-30', 1, calendar)).toBe('2027-10-06')
  expect(addWorkingDays('2026-02-09', 15, calendar)).toBe('2026-03-06')
})

test('one day of a year, announced with the year before, does not make the year known', () => {
  const calendar = calendarWith([{ holidays: ['2027-01-01'], workdays: [] }])
  expect(orUnknown(() => isWorkingDay('2027-01-04', calendar))).toEqual({ year: 2027 })
})

test('an imported table overrules what was bundled', () => {
  const calendar = calendarWith([{ holidays: ['2026-07-13'], workdays: ['2026-10-07'] }])
  expect(isWorkingDay('2026-07-13', calendar)).toBe(false)
  expect(isWorkingDay('2026-10-07', calendar)).toBe(true)
})

test('weekends alone are counted on request, where nothing is known', () => {
  const calendar = assumingWeekends(publishedCalendar)
  expect(addWorkingDays('2027-09-30', 1, calendar)).toBe('2027-10-01')
  expect(addWorkingDays('2026-02-09', 15, calendar)).toBe('2026-03-06')
})

test.each([
  ['2026-07-08', 3, '2026-07-13'],
  ['2026-07-07', 3, '2026-07-10'],
  ['2026-09-28', 3, '2026-10-08'],
  ['2026-02-11', 3, '2026-02-14'],
  ['2026-02-25', 3, '2026-02-28'],
])(
  '%s and %i calendar days that end in a break end on %s （《民法典》第二百零三条）',
  (start, count, expected) => {
    expect(addCalendarDays(start, count, { rollOver: true })).toBe(expected)
  },
)

test('a period of working days ends on a working day and holds exactly that many', () => {
  const start = fc.integer({ min: 0, max: 600 }).map((offset) => addDays('2025-01-01', offset))
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 60 }), (from, count) => {
      const last = addWorkingDays(from, count)
      const counted = Array.from({ length: daysBetween(from, last) }, (_, index) => addDays(from, index + 1))
      expect(isWorkingDay(last)).toBe(true)
      expect(counted.filter((day) => isWorkingDay(day))).toHaveLength(count)
    }),
  )
})

test('a period cannot be negative or half', () => {
  expect(() => addWorkingDays('2026-02-09', -1)).toThrow(RangeError)
  expect(() => addCalendarDays('2026-02-09', 1.5)).toThrow(RangeError)
})
