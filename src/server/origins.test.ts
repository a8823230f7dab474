import { expect, test } from 'vitest'
import { originsOf } from './origins.ts'

const clock = { now: new Date('2026-11-23T12:00:00Z') }
const originOf = originsOf(() => clock.now)

test.each([
  ['10.1.2.3', '10.1.2.250'],
  ['10.1.2.3', '::ffff:10.1.2.9'],
  ['2001:db8:1:2::1', '2001:db8:1:ffff::9'],
  ['2001:db8::1', '2001:0db8:0000:1:2:3:4:5'],
  ['::1', '::2'],
])('%s and %s are of one corner of the network', (one, other) => {
  expect(originOf(one)).toBe(originOf(other))
})

test.each([
  ['10.1.2.3', '10.1.3.3'],
  ['2001:db8:1::1', '2001:db8:2::1'],
  ['10.1.2.3', '2001:db8::1'],
])('%s and %s are not', (one, other) => {
  expect(originOf(one)).not.toBe(originOf(other))
})

test('an origin holds no part of the address, differs between servers, and from one day to the next', () => {
  const today = originOf('10.1.2.3')
  expect(today).toMatch(/^[\w-]{16}$/)
  expect(originsOf(() => clock.now)('10.1.2.3')).not.toBe(today)
  clock.now = new Date('2026-11-24T12:00:00Z')
  expect(originOf('10.1.2.3')).not.toBe(today)
})
