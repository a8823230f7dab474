import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#kernel/day.ts'
import { hideSmallParts, isWholePeriod, linesOf, periodAround, shareOf, type Sum } from './rules.ts'

test.each([
  ['2026-02-14', 'month', '2026-02-01', '2026-02-28'],
  ['2024-02-14', 'month', '2024-02-01', '2024-02-29'],
  ['2026-12-31', 'month', '2026-12-01', '2026-12-31'],
  ['2026-11-23', 'quarter', '2026-10-01', '2026-12-31'],
  ['2026-04-01', 'quarter', '2026-04-01', '2026-06-30'],
  ['2026-11-23', 'year', '2026-01-01', '2026-12-31'],
] as const)('the period around %s by %s is %s to %s', (day, width, from, to) => {
  expect(periodAround(day, width)).toEqual({ from, to })
  expect(isWholePeriod(from, to)).toBe(true)
  expect(isWholePeriod(from, addDays(to, -1))).toBe(false)
})

test('a share of none is no number', () => {
  expect(shareOf({ count: 8, good: 5 })).toBe('62.5%')
  expect(shareOf({ count: 0, good: 0 })).toBe('')
  expect(shareOf({ count: null, good: null })).toBe('')
})

test('a part that is hidden measure by measure cannot be worked out from the whole', () => {
  const sum = (town: string, counted: number, good: number): Sum => ({
    kind: 'answered',
    key: null,
    town,
    unitId: null,
    month: null,
    counted,
    good,
  })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(15), fc.nat(15)), { minLength: 1, maxLength: 6 }), (pairs) => {
      const parts = pairs.map(([good, bad], index) => ({
        lines: linesOf([sum(String(index), good + bad, good)], ['answered']),
      }))
      const shown = hideSmallParts(parts, 5).map(({ lines }) => lines[0])
      const hidden = shown.filter((line) => line?.count === null)
      const some = pairs.filter(([good, bad]) => good + bad > 0).length
      if (hidden.length === 1) expect(some).toBe(1)
      for (const line of shown) expect((line?.count === null) === (line?.good === null)).toBe(true)
    }),
  )
})
