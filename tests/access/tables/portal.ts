import { createHash } from 'node:crypto'
import { countyKeys } from '#server/crypto/keys.ts'
import { createProofOfWork } from '#server/proof-of-work.ts'
import { uuidv7 } from '#server/ids.ts'
import * as above from '#modules/reports/above/contract.ts'
import * as portal from '#modules/reports/portal/contract.ts'
import { COUNTY } from '#tests/app.ts'
import { TEST_KEY } from '#tests/global-setup.ts'
import { line, REASON, type Row } from '../entry.ts'

const county = COUNTY
const work = createProofOfWork()

/** A task as the server sets it, done. */
const worked = () => {
  const secret = countyKeys(TEST_KEY, county).derive('portal-work')
  const { challenge, bits } = work.ask(secret, uuidv7(), new Date())
  for (let nonce = 0; ; nonce += 1) {
    const hash = createHash('sha256').update(`${challenge}:${nonce}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return { challenge, nonce: String(nonce) }
  }
}

const bytes = (count: number) => Buffer.from(uuidv7().repeat(2).slice(0, count)).toString('base64')
const claim = () => ({ lookup: bytes(16), proof: bytes(32) })

const strangers: Row[] = [
  line(portal.getPortal, { about: 'nothing', input: () => ({ county }) }),
  line(portal.askChallenge, { about: 'nothing', input: () => ({ county }) }),
  line(portal.sendReport, {
    about: 'nothing',
    writers: 'anyone',
    input: () => ({
      id: uuidv7(),
      county,
      door: 'anonymous' as const,
      narrative: '孩子说没人做饭',
      code: { ...claim(), publicKey: bytes(32) },
      work: worked(),
    }),
  }),
  line(portal.openReturn, { about: 'nothing', isReading: true, input: () => ({ county, ...claim() }) }),
  line(portal.sendMessage, {
    about: 'nothing',
    isReading: true,
    input: () => ({ county, ...claim(), id: uuidv7(), text: '有人吗', work: worked() }),
  }),
]

const upward: Row[] = [
  line(above.listAbove, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { above: 'above' },
  }),
  line(above.openAbove, {
    about: 'above',
    input: (set) => ({ id: set.above.received, reason: REASON }),
    shows: { above: 'above' },
  }),
  line(above.passOnAbove, {
    about: 'above',
    input: (set) => ({ id: set.above.received, version: 1, to: '县纪委监委', reason: REASON }),
  }),
  line(above.writeAbove, {
    about: 'above',
    input: (set) => ({ id: set.above.received, messageId: uuidv7(), text: '请告诉我们何时方便' }),
  }),
  line(above.answerAbove, {
    about: 'above',
    input: (set) => ({ id: set.above.passedOn, version: 1, messageId: uuidv7(), text: '已经办结' }),
  }),
  line(above.handToDesk, {
    about: 'above',
    input: (set) => ({ id: set.above.received, version: 1, reason: REASON }),
  }),
]

export const portalLines: Row[] = [...strangers, ...upward]
