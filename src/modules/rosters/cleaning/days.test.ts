import { isDay } from '#kernel/day.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOfSerial, numberCell, textCell } from '../reading/cells.ts'
import { cleanDay } from './days.ts'

const TODAY = '2026-11-23'

const FORMS: [text: string, value: string][] = [
  ['20190807', '2019-08-07'],
  ['2019-08-07', '2019-08-07'],
  ['2019/8/7', '2019-08-07'],
  ['2019.8.7', '2019-08-07'],
  ['2019年8月7日', '2019-08-07'],
  ['2019年08月07号', '2019-08-07'],
  ['43684', '2019-08-07'],
  ['２０１９－０８－０７', '2019-08-07'],
  [' 2019-08-07 ', '2019-08-07'],
  ['2019/8/1 10:00', '2019-08-01'],
  ['2019-08-07T00:00:00', '2019-08-07'],
  ["'2019-08-07", '2019-08-07'],
  ['2020-02-29', '2020-02-29'],
]

for (const [text, value] of FORMS)
  test(`the day ${JSON.stringify(text)} is ${value}`, () => {
    const cleaned = cleanDay(textCell(text), TODAY)
    expect(cleaned).toMatchObject({ value })
    expect(cleaned.problem).toBeUndefined()
    expect(cleaned.rules.length > 0).toBe(text !== value)
  })

const NO_DAYS: [text: string, code: string, severity: string][] = [
  ['2019-02-29', 'day-impossible', 'wrong'],
  ['2019年13月1日', 'day-impossible', 'wrong'],
  ['20190231', 'day-impossible', 'wrong'],
  ['1019-08-07', 'day-too-early', 'wrong'],
  ['明年', 'day-unreadable', 'wrong'],
  ['8/7/2019', 'day-unreadable', 'wrong'],
  ['2019-08', 'day-missing', 'doubtful'],
  ['201908', 'day-missing', 'doubtful'],
  ['2019年', 'day-missing', 'doubtful'],
  ['2019年8月', 'day-missing', 'doubtful'],
]

for (const [text, code, severity] of NO_DAYS)
  test(`“${text}” is no whole day: ${code}`, () => {
    const cleaned = cleanDay(textCell(text), TODAY)
    expect(cleaned.value).toBeUndefined()
    expect(cleaned.problem).toMatchObject({ code, severity })
  })

test('a year of two digits is taken for the latest possible one, and asked about', () => {
  for (const [text, value] of [
    ['19.8.7', '2019-08-07'],
    ['26/11/23', '2026-11-23'],
    ['26/11/24', '1926-11-24'],
    ['82年9月10日', '1982-09-10'],
  ] as const)
    expect(cleanDay(textCell(text), TODAY)).toMatchObject({
      value,
      problem: { code: 'day-short-year', severity: 'doubtful' },
    })
})

test('a day that the spreadsheet itself knows is taken as it is', () => {
  expect(cleanDay(numberCell('43684', 'm/d/yy', false), TODAY)).toMatchObject({
    value: '2019-08-07',
    rules: [{ from: '43684' }],
  })
  expect(cleanDay(numberCell('43684', undefined, false), TODAY)).toMatchObject({ value: '2019-08-07' })
})

test('serial numbers and days of the calendar are the same sequence', () => {
  fc.assert(
    fc.property(fc.integer({ min: 61, max: 2_958_464 }), (serial) => {
      const [day = '', next = ''] = [dayOfSerial(serial), dayOfSerial(serial + 1)]
      expect(Date.parse(next) - Date.parse(day)).toBe(86_400_000)
      expect(dayOfSerial(serial - 1462, true)).toBe(serial >= 1462 ? day : undefined)
    }),
  )
})

test('whatever is written, a cleaned day exists', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'0123456789-/.年月日 :T'.split('')), maxLength: 14 }),
      (text) => {
        const { value } = cleanDay(textCell(text), TODAY)
        expect(value === undefined || isDay(value)).toBe(true)
      },
    ),
    { numRuns: 1000 },
  )
})
