import { expect, test } from 'vitest'
import { deadlineStateOf, distanceText } from './deadline.ts'

/** 2026-11-24 10:00 in China. */
const now = new Date('2026-11-24T02:00:00Z')

test.each([
  ['2026-11-28', 'within', '还有 4 天'],
  ['2026-11-26', 'soon', '还有 2 天'],
  ['2026-11-24', 'soon', '今天到期'],
  ['2026-11-23', 'overdue', '超期 1 天'],
  ['2026-11-17', 'overdue', '超期 7 天'],
  ['2026-11-16', 'gravely-overdue', '超期 8 天'],
  ['2026-11-24T04:30:00Z', 'soon', '还有 2 小时'],
  ['2026-11-24T02:20:00Z', 'soon', '不到 1 小时'],
  ['2026-11-23T20:00:00Z', 'overdue', '超期 6 小时'],
  ['2026-11-20T02:00:00Z', 'overdue', '超期 4 天'],
])('a deadline at %s stands at %s: %s', (due, state, words) => {
  expect(deadlineStateOf(due, now)).toBe(state)
  expect(distanceText(due, now)).toBe(words)
})

test('a day lasts until 24:00 in China', () => {
  expect(deadlineStateOf('2026-11-24', new Date('2026-11-24T15:59:59Z'))).toBe('soon')
  expect(deadlineStateOf('2026-11-24', new Date('2026-11-24T16:00:00Z'))).toBe('overdue')
})

test('near and grave are set by the rule that the deadline follows', () => {
  expect(deadlineStateOf('2026-11-28', now, { soonDays: 7 })).toBe('soon')
  expect(deadlineStateOf('2026-11-22', now, { graveDays: 1 })).toBe('gravely-overdue')
})
