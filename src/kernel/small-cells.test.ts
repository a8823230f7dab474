import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideSmall, isSmall, type Part } from './small-cells.ts'

const BELOW = 5

test.each([
  [{ count: 0 }, false],
  [{ count: 4 }, true],
  [{ count: 5 }, false],
  [{ count: 9, good: 3 }, true],
  [{ count: 9, good: 7 }, true],
  [{ count: 9, good: 9 }, false],
  [{ count: 10, good: 5 }, false],
])('of %j one could tell who is meant: %s', (part, small) => {
  expect(isSmall(part, BELOW)).toBe(small)
})

test('one that is small takes the next smallest along', () => {
  const shown = hideSmall([{ count: 2 }, { count: 9 }, { count: 7 }, { count: 0 }], BELOW)
  expect(shown).toEqual([null, { count: 9 }, null, { count: 0 }])
})

test('two that are small together too take another along', () => {
  expect(hideSmall([{ count: 1 }, { count: 2 }, { count: 8 }, { count: 20 }], BELOW)).toEqual([
    null,
    null,
    null,
    { count: 20 },
  ])
})

const plain = fc.array(
  fc.nat(12).map((count): Part => ({ count })),
  { maxLength: 8 },
)
const rated = fc.array(
  fc.tuple(fc.nat(12), fc.nat(12)).map(([good, bad]): Part => ({ count: good + bad, good })),
  { maxLength: 8 },
)

test('nothing small is shown, and the total less what is shown is not small either, nor one part alone', () => {
  fc.assert(
    fc.property(fc.oneof(plain, rated), (parts) => {
      const shown = hideSmall(parts, BELOW)
      const hidden = parts.filter((_, at) => shown[at] === null)
      for (const part of shown) if (part) expect(isSmall(part, BELOW)).toBe(false)
      if (!hidden.length || hidden.length === parts.filter(({ count }) => count > 0).length) return
      expect(hidden.length).toBeGreaterThan(1)
      const good = hidden.reduce((sum, part) => sum + (part.good ?? 0), 0)
      const count = hidden.reduce((sum, part) => sum + part.count, 0)
      expect(isSmall({ count, ...(hidden[0]?.good !== undefined && { good }) }, BELOW)).toBe(false)
    }),
  )
})
