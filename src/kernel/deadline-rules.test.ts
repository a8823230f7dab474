import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarWith } from './calendar.ts'
import {
  citationOf,
  deadlineCodes,
  dueAt,
  needsVerification,
  ruleOf,
  type TimedCode,
} from './deadline-rules.ts'

const at = (text: string) => new Date(`${text}+08:00`)
const dueFrom = (code: TimedCode, from: string) => dueAt(code, at(from))

test('the table has every code of the master list and of the loop', () => {
  const groups = {
    MR: 4,
    CA: 3,
    GV: 7,
    VS: 6,
    AL: 8,
    BU: 3,
    EQ: 1,
    LA: 2,
    AD: 2,
    SP: 1,
    PI: 2,
    ST: 1,
    SF: 1,
    CL: 8,
  }
  const expected = Object.entries(groups).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, index) => `${group}-${String(index + 1).padStart(2, '0')}`),
  )
  expect(deadlineCodes).toEqual(expect.arrayContaining(expected))
  expect(deadlineCodes.filter((code) => !code.endsWith('-2')).toSorted()).toEqual(expected.toSorted())
})

test.each<[TimedCode, string, string]>([
  // 立即 is due at once.
  ['MR-01', '2026-02-14T10:00', '2026-02-14T10:00'],
  // Hours run through the Spring Festival.
  ['GV-03', '2026-02-14T10:30', '2026-02-17T10:30'],
  ['GV-03-2', '2026-02-14T10:30', '2026-02-15T10:30'],
  ['CL-01', '2026-10-01T23:30', '2026-10-02T01:30'],
  // Working days, with days off in lieu and days made up.
  ['AL-01', '2026-02-09T09:00', '2026-03-07T00:00'],
  ['AL-01', '2026-02-09T23:59', '2026-03-07T00:00'],
  ['VS-01', '2026-07-10T09:00', '2026-07-18T00:00'],
  ['CL-02', '2026-02-13T09:00', '2026-02-15T00:00'],
  ['CL-02', '2026-02-14T09:00', '2026-02-25T00:00'],
  ['CL-05', '2026-09-30T09:00', '2026-10-14T00:00'],
  // Calendar days: a last day in a break moves behind it.
  ['MR-02', '2026-07-07T09:00', '2026-07-11T00:00'],
  ['MR-02', '2026-07-08T09:00', '2026-07-14T00:00'],
  ['BU-01', '2026-09-21T09:00', '2026-10-09T00:00'],
  ['CL-07', '2026-03-02T09:00', '2026-04-02T00:00'],
  // Months: the corresponding day or the last of the month, moved behind a break.
  ['GV-02', '2026-03-18T09:00', '2026-04-21T00:00'],
  ['GV-02', '2026-05-29T09:00', '2026-06-30T00:00'],
  ['GV-02', '2026-01-31T09:00', '2026-03-01T00:00'],
  // Validity and least duration do not move.
  ['GV-04', '2026-04-03T09:00', '2026-10-04T00:00'],
  ['AL-07', '2025-08-31T09:00', '2026-03-01T00:00'],
  ['AD-01', '2026-08-03T09:00', '2026-10-03T00:00'],
  ['GV-05', '2024-02-29T09:00', '2025-03-01T00:00'],
  // Turns.
  ['GV-01', '2026-02-10T09:00', '2026-02-18T00:00'],
  ['VS-04', '2026-01-31T09:00', '2026-03-01T00:00'],
  ['VS-05', '2026-01-15T09:00', '2026-04-16T00:00'],
  ['EQ-01', '2025-07-01T09:00', '2026-07-02T00:00'],
  // Confirmed in March, paid from 1 April.
  ['AL-05', '2026-03-18T09:00', '2026-04-01T00:00'],
  ['AL-05', '2026-12-31T09:00', '2027-01-01T00:00'],
])('%s from %s is due at %s', (code, from, expected) => {
  const due = dueFrom(code, from)
  expect(due.dueAt).toEqual(at(expected))
  expect(due.isCalendarKnown).toBe(true)
})

test('the day is that of China, whatever the clock of the machine', () => {
  // 16:30 in London is half past midnight of the next day in China.
  expect(dueAt('CL-02', new Date('2026-07-09T16:30:00Z')).dueAt).toEqual(at('2026-07-14T00:00'))
  expect(dueAt('CL-02', new Date('2026-07-09T15:30:00Z')).dueAt).toEqual(at('2026-07-11T00:00'))
})

test('a limit that reaches into a year without holidays is flagged and counts weekends only', () => {
  expect(dueFrom('AL-01', '2026-12-21T09:00')).toMatchObject({
    dueAt: at('2027-01-12T00:00'),
    isCalendarKnown: false,
  })
  expect(dueFrom('CL-07', '2026-12-20T09:00')).toMatchObject({ isCalendarKnown: false })
  expect(dueFrom('AL-01', '2026-12-10T09:00')).toMatchObject({
    dueAt: at('2027-01-01T00:00'),
    isCalendarKnown: true,
  })
})

test('once the notice is imported, the same limit is certain', () => {
  const calendar = calendarWith([{ holidays: ['2027-01-01', '2027-10-01'], workdays: [] }])
  expect(dueAt('AL-01', at('2026-12-21T09:00'), calendar)).toMatchObject({
    dueAt: at('2027-01-13T00:00'),
    isCalendarKnown: true,
  })
})

test('what does not need the calendar is certain in any year', () => {
  expect(dueFrom('GV-03', '2027-10-01T09:00').isCalendarKnown).toBe(true)
  expect(dueFrom('GV-04', '2027-04-01T09:00').isCalendarKnown).toBe(true)
  expect(dueFrom('VS-04', '2027-10-01T09:00').isCalendarKnown).toBe(true)
})

test('a county sets its own limit and names its document', () => {
  const settings = {
    'MR-01': { limit: 6, unit: 'hour' },
    'AL-01': { limit: 10, source: '县民政局办理指南', confidence: 'C' },
  } as const
  const reported = dueAt('MR-01', at('2026-02-14T10:00'), undefined, settings)
  expect(reported.dueAt).toEqual(at('2026-02-14T16:00'))
  const checked = dueAt('AL-01', at('2026-07-06T10:00'), undefined, settings)
  expect(checked.dueAt).toEqual(at('2026-07-21T00:00'))
  expect(checked.rule).toMatchObject({ source: '县民政局办理指南', limit: 10, unit: 'working-day' })
})

test('only what was read in the text goes without 待核实', () => {
  expect(needsVerification(ruleOf('MR-01'))).toBe(false)
  expect(needsVerification(ruleOf('VS-01'))).toBe(true)
  expect(needsVerification(ruleOf('GV-05'))).toBe(true)
  expect(
    deadlineCodes.filter((code) => code.startsWith('CL-')).every((code) => needsVerification(ruleOf(code))),
  ).toBe(true)
})

test('a citation names source and article, and says what is uncertain', () => {
  expect(citationOf(ruleOf('GV-02'))).toBe('《未成年人保护法》第一百一十四条')
  expect(citationOf(ruleOf('VS-03'))).toBe('内蒙古自治区探访关爱意见（2022-06）（外地做法，供参考）')
  expect(citationOf(ruleOf('CL-01'))).toBe('本平台默认值，由县里确定（待核实）')
  expect(citationOf(ruleOf('VS-01'))).toContain('（外地做法，供参考，待核实）')
})

test('no limit ends before it began, and a later beginning never ends earlier', () => {
  const timed: TimedCode[] = ['MR-02', 'GV-02', 'GV-04', 'AL-01', 'AL-05', 'CL-02', 'CL-07', 'VS-04', 'GV-03']
  const instant = fc.date({ min: at('2025-01-01T00:00'), max: at('2027-06-30T00:00'), noInvalidDate: true })
  fc.assert(
    fc.property(fc.constantFrom(...timed), instant, fc.nat(40 * 86_400_000), (code, from, later) => {
      const first = dueAt(code, from).dueAt.getTime()
      expect(first).toBeGreaterThan(from.getTime())
      expect(dueAt(code, new Date(from.getTime() + later)).dueAt.getTime()).toBeGreaterThanOrEqual(first)
    }),
  )
})
