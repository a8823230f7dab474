import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { workOn } from './proof-of-work.ts'

const bitsOf = (hash: Uint8Array) => Array.from(hash, (byte) => byte.toString(2).padStart(8, '0')).join('')

const handedIn = async (challenge: string, bits: number) => {
  const nonce = await workOn(challenge, bits, () => undefined)
  const hash = createHash('sha256').update(`${challenge}:${nonce}`).digest()
  return { nonce, zeros: bitsOf(hash).indexOf('1') }
}

test('the work that a browser hands in is the work that was asked for, whatever the challenge', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 200 }), fc.nat(9), async (challenge, bits) => {
      const { nonce, zeros } = await handedIn(challenge, bits)
      expect(zeros).toBeGreaterThanOrEqual(bits)
      expect(nonce).toMatch(/^\d{1,40}$/)
    }),
    { numRuns: 500 },
  )
})

test('each length of challenge over three blocks ends in a right hash', async () => {
  for (let length = 0; length < 200; length += 1) {
    const { zeros } = await handedIn('c'.repeat(length), 8)
    expect(zeros).toBeGreaterThanOrEqual(8)
  }
})

test('long work reports how far it has come', async () => {
  const heard: number[] = []
  await workOn('another', 17, (tries) => {
    heard.push(tries)
  })
  expect(heard.length).toBeGreaterThan(0)
  expect(heard).toEqual(heard.toSorted((one, other) => one - other))
})
