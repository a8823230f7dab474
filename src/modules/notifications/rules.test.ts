import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settle, type Due } from './outbox/rules.ts'
import { clockOfMinutes, isQuiet, mayLeaveAt, minutesOfClock, proofText, retryAfter } from './rules.ts'

/** A moment of 2026-03-04 (or so many days later) by the clock in China. */
const at = (clock: string, day = '2026-03-04') => new Date(`${day}T${clock}:00+08:00`)
const hours = (quiet: [string, string] | null, digest: string | null = null) => ({
  quietFrom: quiet && minutesOfClock(quiet[0]),
  quietUntil: quiet && minutesOfClock(quiet[1]),
  digestAt: digest === null ? null : minutesOfClock(digest),
})
const NIGHT: [string, string] = ['22:00', '07:30']

test.each<[string, [string, string] | null, string, boolean]>([
  ['without quiet hours', null, '03:00', false],
  ['before the night', NIGHT, '21:59', false],
  ['when it begins', NIGHT, '22:00', true],
  ['at midnight', NIGHT, '00:00', true],
  ['a minute before it ends', NIGHT, '07:29', true],
  ['when it ends', NIGHT, '07:30', false],
  ['within a rest at noon', ['12:00', '14:00'], '13:00', true],
  ['after a rest at noon', ['12:00', '14:00'], '14:00', false],
  ['the whole day', ['08:00', '08:00'], '15:00', true],
])('%s it is quiet or not', (_, quiet, clock, expected) => {
  expect(isQuiet(hours(quiet), at(clock))).toBe(expected)
})

type Case = [string, Parameters<typeof hours>, string, { isDanger?: boolean; isTest?: boolean }, Date]
test.each<Case>([
  ['by day, at once', [NIGHT], '10:00', {}, at('10:00')],
  ['at night, in the morning', [NIGHT], '23:10', {}, at('07:30', '2026-03-05')],
  ['after midnight, the same morning', [NIGHT], '01:10', {}, at('07:30')],
  ['danger at night, at once', [NIGHT], '23:10', { isDanger: true }, at('23:10')],
  ['a test at night, at once', [NIGHT], '23:10', { isTest: true }, at('23:10')],
  ['with a digest, at its time', [null, '08:30'], '10:00', {}, at('08:30', '2026-03-05')],
  ['with a digest, the same day when it comes yet', [null, '17:00'], '10:00', {}, at('17:00')],
  ['danger with a digest, at once', [null, '17:00'], '10:00', { isDanger: true }, at('10:00')],
  ['a digest within quiet hours, when they end', [NIGHT, '06:00'], '20:00', {}, at('07:30', '2026-03-05')],
])('a notice leaves %s', (_, choice, clock, of, expected) => {
  const now = at(clock)
  const waiting = { isDanger: false, isTest: false, createdAt: now, lastSentAt: null, ...of }
  expect(mayLeaveAt(waiting, hours(...choice), now)).toEqual(expected)
})

test('a digest that was missed while nothing ran leaves when it runs again, and not the next day', () => {
  const waiting = { isDanger: false, isTest: false, createdAt: at('10:00'), lastSentAt: null }
  const now = at('09:15', '2026-03-05')
  expect(mayLeaveAt(waiting, hours(null, '08:30'), now)).toEqual(now)
})

test('after a message the next one waits five minutes, danger one', () => {
  const now = at('10:00')
  const of = { isTest: false, createdAt: now, lastSentAt: new Date(now.getTime() - 30_000) }
  expect(mayLeaveAt({ ...of, isDanger: false }, hours(null), now)).toEqual(new Date(now.getTime() + 270_000))
  expect(mayLeaveAt({ ...of, isDanger: true }, hours(null), now)).toEqual(new Date(now.getTime() + 30_000))
})

test('whatever the hours, what waits leaves within two days, never in quiet hours and never before now', () => {
  const minute = fc.nat(1_439)
  const orNothing = fc.option(minute)
  fc.assert(
    fc.property(minute, minute, fc.boolean(), orNothing, fc.nat(2_880), fc.nat(600), (...drawn) => {
      const [quietFrom, quietUntil, isQuietSet, digestAt, made, later] = drawn
      fc.pre(quietFrom !== quietUntil)
      const of = isQuietSet
        ? { quietFrom, quietUntil, digestAt }
        : { quietFrom: null, quietUntil: null, digestAt }
      const createdAt = new Date(at('00:00').getTime() + made * 60_000)
      const now = new Date(createdAt.getTime() + later * 60_000)
      const leaves = mayLeaveAt({ isDanger: false, isTest: false, createdAt, lastSentAt: null }, of, now)
      expect(leaves.getTime()).toBeGreaterThanOrEqual(now.getTime())
      expect(leaves.getTime() - now.getTime()).toBeLessThanOrEqual(2 * 86_400_000)
      expect(isQuiet(of, leaves)).toBe(false)
    }),
  )
})

test('every minute of the day is read back as it was written', () => {
  for (let minutes = 0; minutes < 1_440; minutes += 1)
    expect(minutesOfClock(clockOfMinutes(minutes))).toBe(minutes)
})

test('attempts grow apart from a minute to six hours, and then it is given up', () => {
  const waits = Array.from({ length: 8 }, (_, index) => retryAfter(index + 1))
  expect(waits).toEqual([1, 5, 15, 60, 180, 360, 360, undefined])
})

test.each([
  ['250 2.0.0 OK queued as 4F1A2B', '250 2.0.0 OK queued as 4F1A2B'],
  ['550 <zhang.san@example.cn>: no such user', '550 […] no such user'],
  ['failed for 13912345678, see https://sms.example/log/13912345678', 'failed for […], see […]'],
  ['x'.repeat(300), 'x'.repeat(200)],
])('the proof %s is kept as %s', (answer, kept) => {
  expect(proofText(answer)).toBe(kept)
})

const NOW = at('10:00')
const row = (more: Partial<Due>): Due => ({
  id: 'a',
  accountId: 'one',
  channel: 'email',
  subscriptionId: null,
  state: 'waiting',
  isDanger: false,
  isTest: false,
  isUnneeded: false,
  taskCount: 1,
  messageCount: 0,
  createdAt: NOW,
  lastSentAt: null,
  quietFrom: null,
  quietUntil: null,
  digestAt: null,
  ...more,
})

test('what waited for one person and channel is one message; danger, tests, other people and second attempts go alone', () => {
  const rows = [
    row({ id: 'a' }),
    row({ id: 'b', taskCount: 0, messageCount: 1 }),
    row({ id: 'c' }),
    row({ id: 'danger', isDanger: true }),
    row({ id: 'test', isTest: true, taskCount: 0 }),
    row({ id: 'sms', channel: 'sms' }),
    row({ id: 'other', accountId: 'two' }),
    row({ id: 'again', state: 'failed' }),
    row({ id: 'caught', state: 'sending', isUnneeded: true }),
    row({ id: 'read', isUnneeded: true }),
  ]
  const { carry, join, hold, drop } = settle(rows, NOW)
  expect(carry.map(({ id, taskCount, messageCount }) => [id, taskCount, messageCount])).toEqual([
    ['a', 2, 1],
    ['danger', 1, 0],
    ['test', 0, 0],
    ['sms', 1, 0],
    ['other', 1, 0],
    ['again', 1, 0],
    ['caught', 1, 0],
  ])
  expect(join).toEqual([
    { id: 'b', to: 'a' },
    { id: 'c', to: 'a' },
  ])
  expect({ hold, drop }).toEqual({ hold: [], drop: ['read'] })
})
