import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDigit, idNumberProblem, parseIdNumber } from './id-number.ts'

const withCheck = (seventeen: string) => seventeen + checkDigit(seventeen)

/** Seventeen digits of an invented person: 449821 is no county. */
const seventeenDigits = fc
  .tuple(
    fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2026-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(
    ([born, order]) =>
      `449821${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`,
  )

test.each([
  ['44182120150601001', '1', 'male', '2015-06-01'],
  ['44182120120229102', '9', 'female', '2012-02-29'],
  ['44182120200101003', '7', 'male', '2020-01-01'],
] as const)('the check digit of %s is %s', (seventeen, digit, sex, birthDay) => {
  expect(checkDigit(seventeen)).toBe(digit)
  expect(parseIdNumber(seventeen + digit)).toEqual({
    ok: true,
    value: seventeen + digit,
    divisionPrefix: '441821',
    birthDay,
    sex,
  })
})

test('a lower-case x and spaces around the number are put right', () => {
  const order = Array.from({ length: 40 }, (_, index) => `449821201506010${String(index).padStart(2, '0')}`)
  const endsInX = withCheck(order.find((seventeen) => checkDigit(seventeen) === 'X') ?? '')
  expect(endsInX).toMatch(/X$/)
  expect(parseIdNumber(` ${endsInX.toLowerCase()} `)).toMatchObject({ ok: true, value: endsInX })
})

test.each([
  ['', 'length'],
  ['44982115060101', 'length'],
  [`${withCheck('44982120150601001')}1`, 'length'],
  ['4498212015060100A1', 'characters'],
  ['44982120150601X011', 'characters'],
  [withCheck('44982120150229001'), 'birth-day'],
  [withCheck('44982120151301001'), 'birth-day'],
  [withCheck('44982118991231001'), 'birth-day'],
  [withCheck('44982100000000000'), 'birth-day'],
] as const)('%s is refused: %s', (text, reason) => {
  expect(parseIdNumber(text)).toEqual({ ok: false, reason })
  expect(idNumberProblem(reason)).toMatch(/身份证号/)
})

test('nobody is born after the latest possible day', () => {
  const number = withCheck('44982120260601001')
  expect(parseIdNumber(number, '2026-05-31')).toEqual({ ok: false, reason: 'birth-day' })
  expect(parseIdNumber(number, '2026-06-01')).toMatchObject({ ok: true })
})

test('any one wrong digit is noticed', () => {
  fc.assert(
    fc.property(seventeenDigits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (seventeen, position, by) => {
      const number = withCheck(seventeen)
      const wrong = String((Number(number[position]) + by) % 10)
      expect(parseIdNumber(number).ok).toBe(true)
      expect(parseIdNumber(number.slice(0, position) + wrong + number.slice(position + 1)).ok).toBe(false)
    }),
  )
})

test('two neighbouring digits changed about are noticed', () => {
  fc.assert(
    fc.property(seventeenDigits, fc.nat(15), (seventeen, at) => {
      fc.pre(seventeen[at] !== seventeen[at + 1])
      const number = withCheck(seventeen)
      const swapped = number.slice(0, at) + number.charAt(at + 1) + number.charAt(at) + number.slice(at + 2)
      expect(parseIdNumber(swapped).ok).toBe(false)
    }),
  )
})

test('a check digit is made for seventeen digits only', () => {
  expect(() => checkDigit('4498212015060100')).toThrow(RangeError)
  expect(() => checkDigit('4498212015060100X')).toThrow(RangeError)
})
