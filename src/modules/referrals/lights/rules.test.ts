import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarWith, publishedCalendar } from '#kernel/calendar.ts'
import { addDays, endOfDay } from '#kernel/day.ts'
import { lightBounds, lightOf, lightsOf, urgentBounds } from './rules.ts'

const RULES = { nearWorkingDays: 1, longLateWorkingDays: 3, urgentHours: 24 }
const at = (day: string, clock = '10:00') => new Date(`${day}T${clock}:00+08:00`)
const lightOn = (due: string, now: string) => {
  const bounds = lightBounds(RULES, at(now), publishedCalendar)
  return lightOf(endOfDay(due), bounds)
}

// Written down by hand from 国务院办公厅关于2026年部分节假日安排的通知: 10-01 to 10-07 off, 09-20 and 10-10 at work;
// 02-15 to 02-23 off, 02-14 and 02-28 at work; 01-01 to 01-03 off, 01-04 at work.
test.each([
  // A plain week: due on Thursday 2026-11-26.
  ['2026-11-26', '2026-11-24', 'within'],
  ['2026-11-26', '2026-11-25', 'near'],
  ['2026-11-26', '2026-11-26', 'near'],
  ['2026-11-26', '2026-11-27', 'late'],
  ['2026-11-26', '2026-11-28', 'late'],
  ['2026-11-26', '2026-11-30', 'late'],
  ['2026-11-26', '2026-12-01', 'long-late'],
  // Due on Monday: the weekend before it is no working day, so Friday is the day before.
  ['2026-11-30', '2026-11-26', 'within'],
  ['2026-11-30', '2026-11-27', 'near'],
  ['2026-11-30', '2026-11-29', 'near'],
  // Before and over National Day: 30 September is the last day before, 8 October the first after.
  ['2026-10-08', '2026-09-29', 'within'],
  ['2026-10-08', '2026-09-30', 'near'],
  ['2026-10-08', '2026-10-05', 'near'],
  ['2026-09-30', '2026-10-07', 'late'],
  ['2026-09-30', '2026-10-09', 'late'],
  // Saturday the 10th is worked: third working day after 30 September.
  ['2026-09-30', '2026-10-10', 'long-late'],
  // Sunday 20 September is worked: it counts, both ways.
  ['2026-09-21', '2026-09-19', 'within'],
  ['2026-09-21', '2026-09-20', 'near'],
  ['2026-09-17', '2026-09-19', 'late'],
  ['2026-09-17', '2026-09-20', 'late'],
  ['2026-09-17', '2026-09-21', 'long-late'],
  // Spring Festival.
  ['2026-02-24', '2026-02-14', 'near'],
  ['2026-02-24', '2026-02-13', 'within'],
  ['2026-02-13', '2026-02-23', 'late'],
  ['2026-02-13', '2026-02-25', 'long-late'],
  // Over New Year 2026, both years published.
  ['2026-01-04', '2025-12-31', 'near'],
  ['2025-12-31', '2026-01-03', 'late'],
  ['2025-12-31', '2026-01-05', 'late'],
  ['2025-12-31', '2026-01-06', 'long-late'],
])('due on %s, on %s the light is %s', (due, now, light) => {
  expect(lightOn(due, now)).toBe(light)
})

test('a year whose holidays are not published is flagged and not guessed as certain', () => {
  const over = (now: string, calendar = publishedCalendar) => lightBounds(RULES, at(now), calendar).isCertain
  expect(over('2026-12-28')).toBe(true)
  expect(over('2026-12-31')).toBe(false)
  expect(over('2027-01-05')).toBe(false)
  const imported = calendarWith([{ holidays: ['2027-01-01', '2027-10-01'], workdays: [] }])
  expect(over('2026-12-31', imported)).toBe(true)
  const referral = { state: 'signed', lane: 'welfare', dueAt: endOfDay('2027-01-04') } as const
  const bounds = (now: string) => ({
    welfare: lightBounds(RULES, at(now), publishedCalendar),
    urgent: urgentBounds(RULES, at(now)),
  })
  expect(lightsOf({ ...referral, isDueCertain: false }, bounds('2026-12-28'))).toEqual({
    light: 'within',
    isLightCertain: false,
  })
  expect(lightsOf({ ...referral, isDueCertain: true }, bounds('2026-12-31'))).toMatchObject({
    isLightCertain: false,
  })
})

test('the urgent lane goes by the clock: a quarter of its hours before, as many again after', () => {
  const due = at('2026-11-26', '10:00')
  const on = (day: string, clock: string) => lightOf(due, urgentBounds(RULES, at(day, clock)))
  expect(on('2026-11-26', '03:59')).toBe('within')
  expect(on('2026-11-26', '04:00')).toBe('near')
  expect(on('2026-11-26', '10:00')).toBe('late')
  expect(on('2026-11-27', '09:59')).toBe('late')
  expect(on('2026-11-27', '10:00')).toBe('long-late')
})

test('what is answered owes nothing and shows no light', () => {
  const now = at('2026-11-26')
  const bounds = { welfare: lightBounds(RULES, now, publishedCalendar), urgent: urgentBounds(RULES, now) }
  for (const state of ['answered', 'returned', 'with-office', 'redirected', 'accepted', 'withdrawn'] as const)
    expect(
      lightsOf({ state, lane: 'welfare', dueAt: endOfDay('2026-01-04'), isDueCertain: true }, bounds).light,
    ).toBeNull()
})

test('lights follow one another and never go back as days pass', () => {
  const ORDER = ['within', 'near', 'late', 'long-late']
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 330 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 1, max: 8 }),
      (offset, nearWorkingDays, longLateWorkingDays) => {
        const rules = { ...RULES, nearWorkingDays, longLateWorkingDays }
        const due = endOfDay(addDays('2026-01-15', offset))
        let last = 0
        for (let day = 0; day < 360; day += 1) {
          const light = lightOf(due, lightBounds(rules, at(addDays('2026-01-05', day)), publishedCalendar))
          expect(ORDER.indexOf(light)).toBeGreaterThanOrEqual(last)
          last = ORDER.indexOf(light)
        }
      },
    ),
    { numRuns: 15 },
  )
})
