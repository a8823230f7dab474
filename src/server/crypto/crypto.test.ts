import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countyKeys, installationSecret } from './keys.ts'
import { SUITES, suiteOf } from './suites.ts'

const MASTER = Buffer.alloc(32, 3)
const KEY = Buffer.alloc(32, 9)

test.each(['aes', 'sm'] as const)('what the %s suite seals, it opens, and it hides the text', (name) => {
  const suite = SUITES[name]
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 400 }), fc.string(), (text, context) => {
      const sealed = suite.seal(KEY, Buffer.from(text), context)
      expect(suite.open(KEY, sealed, context).toString()).toBe(Buffer.from(text).toString())
      if (text.length > 7) expect(sealed.includes(Buffer.from(text))).toBe(false)
      expect(suiteOf(sealed).name).toBe(name)
    }),
    { numRuns: 200 },
  )
})

test.each(['aes', 'sm'] as const)(
  'a changed byte, another key or another field does not open (%s)',
  (name) => {
    const suite = SUITES[name]
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, place) => {
        const sealed = suite.seal(KEY, Buffer.from(text), 'phone')
        const changed = Buffer.from(sealed)
        const at = 1 + (place % (sealed.length - 1))
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
        expect(() => suite.open(KEY, changed, 'phone')).toThrow()
        expect(() => suite.open(KEY, sealed, 'address')).toThrow()
        expect(() => suite.open(Buffer.alloc(32, 8), sealed, 'phone')).toThrow()
      }),
      { numRuns: 100 },
    )
  },
)

test('data of one suite opens after the county has changed to the other', () => {
  const before = countyKeys(MASTER, '441821', { sealing: 'aes', index: 'aes' })
  const after = countyKeys(MASTER, '441821', { sealing: 'sm', index: 'aes' })
  const { key, wrapped } = before.newKey('a child')
  const sealed = before.seal(key, 'id-number', '449821201506010011')
  expect(after.open(after.unwrap(wrapped, 'a child'), 'id-number', sealed)).toBe('449821201506010011')
  expect(after.index('id-number', 'x')).toEqual(before.index('id-number', 'x'))
})

test('a wrapped key belongs to its record and to its county', () => {
  const keys = countyKeys(MASTER, '441821')
  const { wrapped } = keys.newKey('one child')
  expect(() => keys.unwrap(wrapped, 'another child')).toThrow()
  expect(() => countyKeys(MASTER, '440205').unwrap(wrapped, 'one child')).toThrow()
})

test('blind indexes differ by field and county, and are 16 bytes in both suites', () => {
  const here = countyKeys(MASTER, '441821')
  const there = countyKeys(MASTER, '440205')
  const sm = countyKeys(MASTER, '441821', { sealing: 'sm', index: 'sm' })
  const all = [
    here.index('phone', '1'),
    here.index('id-number', '1'),
    there.index('phone', '1'),
    sm.index('phone', '1'),
  ]
  expect(new Set(all.map((index) => index.toString('hex'))).size).toBe(4)
  expect(all.every(({ length }) => length === 16)).toBe(true)
})

test('SM3 of Node agrees with the standard’s vector (GB/T 32905 example 1)', async () => {
  const { createHash } = await import('node:crypto')
  expect(createHash('sm3').update('abc').digest('hex')).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  )
})

test('secrets of an installation differ by purpose', () => {
  expect(installationSecret(MASTER, 'a')).not.toBe(installationSecret(MASTER, 'b'))
})

test('padded values open as they were, and their sizes tell only the bucket', () => {
  const keys = countyKeys(MASTER, '441821')
  const { key } = keys.newKey('a report')
  const sizeOf = (text: string) => keys.sealPadded(key, 'narrative', text).length
  for (const text of ['', '一', '孩子'.repeat(2_000), 'x'.repeat(70_000)])
    expect(keys.open(key, 'narrative', keys.sealPadded(key, 'narrative', text))).toBe(text)
  expect(sizeOf('一')).toBe(sizeOf('一'.repeat(300)))
  expect(sizeOf('一'.repeat(342))).toBe(sizeOf('一'.repeat(1_300)))
  expect(sizeOf('x'.repeat(65_537))).toBe(sizeOf('x'.repeat(131_072)))
})

test('a key wrapped for those above the desk does not open with the desk’s', () => {
  const keys = countyKeys(MASTER, '441821')
  const { key, wrapped } = keys.newKey('a report', 'procuratorate')
  expect(keys.unwrap(wrapped, 'a report', 'procuratorate')).toEqual(key)
  expect(() => keys.unwrap(wrapped, 'a report')).toThrow()
  expect(() => keys.unwrap(wrapped, 'a report', 'leading-group')).toThrow()
  expect(keys.unwrap(keys.wrap(key, 'a report', 'desk'), 'a report')).toEqual(key)
})
