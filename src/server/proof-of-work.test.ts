import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createProofOfWork } from './proof-of-work.ts'

const SECRET = Buffer.alloc(32, 3)
const NOW = new Date('2026-11-23T12:00:00Z')
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)

const isEnough = (challenge: string, nonce: string, bits: number) => {
  const hash = createHash('sha256').update(`${challenge}:${nonce}`).digest()
  return BigInt(`0x${hash.toString('hex')}`) >> BigInt(256 - bits) === 0n
}

const solve = ({ challenge, bits }: { challenge: string; bits: number }) => {
  for (let nonce = 0; ; nonce += 1)
    if (isEnough(challenge, String(nonce), bits)) return { challenge, nonce: String(nonce) }
}

test('work done is good once, also when it is sent again for the same thing, and for ten minutes', () => {
  const work = createProofOfWork()
  const asked = work.ask(SECRET, 'here', NOW)
  const solved = solve(asked)
  expect(work.isDone(SECRET, solved, 'a report', after(599))).toBe(true)
  expect(work.isDone(SECRET, solved, 'a report', after(599))).toBe(true)
  expect(work.isDone(SECRET, solved, 'another report', after(599))).toBe(false)
  expect(work.isDone(SECRET, solved, 'a report', after(601))).toBe(false)
})

test('work that was not done, or for a task that nobody set, or of another county, is none', () => {
  const work = createProofOfWork()
  const asked = work.ask(SECRET, 'here', NOW)
  const { challenge, nonce } = solve(asked)
  let idle = 0
  while (isEnough(challenge, String(idle), asked.bits)) idle += 1
  const easier = challenge.replace(`.${asked.bits}.`, '.0.')
  expect(work.isDone(SECRET, { challenge, nonce: String(idle) }, 'x', NOW)).toBe(false)
  expect(work.isDone(SECRET, { challenge: easier, nonce }, 'x', NOW)).toBe(false)
  expect(work.isDone(SECRET, { challenge: '', nonce: '' }, 'x', NOW)).toBe(false)
  expect(work.isDone(Buffer.alloc(32, 4), { challenge, nonce }, 'x', NOW)).toBe(false)
  expect(work.isDone(SECRET, { challenge, nonce }, 'x', NOW)).toBe(true)
})

test('under a flood the flood’s own corner has the hard tasks, others a little more, and when it is over nobody', () => {
  const work = createProofOfWork()
  expect(work.ask(SECRET, 'calm', NOW).bits).toBe(14)
  let last = 0
  for (let nth = 0; nth < 4_000; nth += 1) last = work.ask(SECRET, 'flood', after(nth / 200)).bits
  expect(last).toBe(21)
  expect(work.ask(SECRET, 'elsewhere', after(20)).bits).toBeLessThanOrEqual(17)
  expect(work.ask(SECRET, 'elsewhere', after(30)).bits).toBe(14)
  expect(work.ask(SECRET, 'flood', after(900)).bits).toBe(14)
})
