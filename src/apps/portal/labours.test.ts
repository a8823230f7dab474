import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasLeadingZeros, workOn } from './labours.ts'

const bitsOf = (hash: Uint8Array) => Array.from(hash, (byte) => byte.toString(2).padStart(8, '0')).join('')

test('leading zeros are counted as they stand in the written bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.nat(16), (tail, bits) => {
      const hash = new Uint8Array([0, ...tail])
      expect(hasLeadingZeros(hash, bits)).toBe(bitsOf(hash).startsWith('0'.repeat(bits)))
    }),
  )
})

test('the work that a browser hands in is the work that was asked for', async () => {
  for (const bits of [0, 1, 7, 8, 12]) {
    const nonce = await workOn('a.challenge', bits, () => undefined)
    const hash = createHash('sha256').update(`a.challenge:${nonce}`).digest()
    expect(bitsOf(hash).startsWith('0'.repeat(bits))).toBe(true)
  }
})

test('long work reports how far it has come', async () => {
  const heard: number[] = []
  await workOn('another', 14, (tries) => {
    heard.push(tries)
  })
  expect(heard.length).toBeGreaterThan(0)
  expect(heard).toEqual(heard.toSorted((one, other) => one - other))
})
