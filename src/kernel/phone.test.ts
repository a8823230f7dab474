import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLandline, isMobile, isPhone, maskPhone, normalisePhone, phoneProblem, phoneText } from './phone.ts'

test.each([
  ['19900003671', '19900003671'],
  ['199 0000 3671', '19900003671'],
  ['199-0000-3671', '19900003671'],
  ['199—0000—3671', '19900003671'],
  ['１９９００００３６７１', '19900003671'],
  ['+86 19900003671', '19900003671'],
  ['+86-199-0000-3671', '19900003671'],
  ['008619900003671', '19900003671'],
  ['8619900003671', '19900003671'],
  ['\u200b199\u00a00000\u30003671', '19900003671'],
  ['（0763）428 0000', '07634280000'],
  ['0763-4280000', '07634280000'],
  ['+86 0763 4280000', '07634280000'],
  ['86280000', '86280000'],
])('%s is kept as %s', (text, expected) => {
  expect(normalisePhone(text)).toBe(expected)
})

test.each([
  ['19900003671', 'mobile'],
  ['13000000000', 'mobile'],
  ['07634280000', 'landline'],
  ['0763-4280000', 'landline'],
  ['020-83330000', 'landline'],
  ['12900003671', 'neither'],
  ['1990000367', 'neither'],
  ['199000036711', 'neither'],
  ['4280000', 'neither'],
  ['0763-1280000', 'neither'],
  ['1.99E+10', 'neither'],
  ['无', 'neither'],
  ['', 'neither'],
])('%s is %s', (text, kind) => {
  expect(isMobile(text)).toBe(kind === 'mobile')
  expect(isLandline(text)).toBe(kind === 'landline')
  expect(isPhone(text)).toBe(kind !== 'neither')
  expect(phoneProblem(text) === undefined).toBe(kind !== 'neither')
})

test.each([
  ['19912343671', '199****3671'],
  ['+86 199 1234 3671', '199****3671'],
  ['0763-4280123', '0763****123'],
  ['020-83330123', '020****123'],
  ['找村主任 4280123', '****'],
  ['', ''],
])('%s is shown as %s', (text, expected) => {
  expect(maskPhone(text)).toBe(expected)
})

test('a mask never shows more than seven digits, whatever stands in the field', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9+ -]{0,20}$/)), (text) => {
      expect(maskPhone(text).replace(/\D/g, '').length).toBeLessThanOrEqual(7)
    }),
  )
})

test('normalising twice changes nothing more for a number that is right', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), (mobile) => {
      expect(normalisePhone(`+86 ${mobile.slice(0, 3)}-${mobile.slice(3)}`)).toBe(mobile)
      expect(normalisePhone(normalisePhone(mobile))).toBe(mobile)
    }),
  )
})

test.each([
  ['07634281003', '0763-4281003'],
  ['01062345678', '010-62345678'],
  ['19912343671', '199 1234 3671'],
  ['110', '110'],
])('%s is written %s', (typed, written) => {
  expect(phoneText(typed)).toBe(written)
})
