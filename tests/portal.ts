import { createHash, randomBytes } from 'node:crypto'
import type { InputOf } from '#kernel/endpoint.ts'
import { uuidv7 } from '#server/ids.ts'
import { claimOf, codeKeysOf, openAnswer, secretsOf, type CodeSecrets } from '#modules/reports/codes/keys.ts'
import { makeCode } from '#modules/reports/codes/rules.ts'
import {
  askChallenge,
  getPortal,
  openReturn,
  sendMessage,
  sendReport,
  type Challenge,
} from '#modules/reports/portal/contract.ts'
import { COUNTY, signedOut, type testApp } from './app.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** Does the task of `askChallenge`. */
export const solve = ({ challenge, bits }: Challenge) => {
  for (let nonce = 0; ; nonce += 1) {
    const hash = createHash('sha256').update(`${challenge}:${nonce}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return { challenge, nonce: String(nonce) }
  }
}

export const NARRATIVE = '隔壁的孩子身上常有伤，夜里哭'

/** Keys as a code gives them, without the long sum; for tests that are not about codes. */
export const quickSecrets = async (): Promise<CodeSecrets> => {
  const { x25519 } = await import('@noble/curves/ed25519.js')
  const privateKey = randomBytes(32)
  return {
    lookup: randomBytes(16),
    proof: randomBytes(32),
    privateKey,
    publicKey: x25519.getPublicKey(privateKey),
  }
}

type Sent = InputOf<typeof sendReport>

/** Somebody outside with a browser. */
export const stranger = (app: App) => {
  const call = signedOut(app)
  const work = async () => solve(await call(askChallenge, { county: COUNTY }))
  return {
    call,
    work,
    facts: () => call(getPortal, { county: COUNTY }),
    /** A code as a browser makes it. */
    freshSecrets: async () => secretsOf(makeCode(), (await call(getPortal, { county: COUNTY })).codeSalt),
    report: async (more: Partial<Sent> = {}, secrets?: CodeSecrets) => {
      const held = secrets ?? (await quickSecrets())
      const report: Sent = {
        id: uuidv7(),
        county: COUNTY,
        door: 'anonymous',
        narrative: NARRATIVE,
        code: codeKeysOf(held),
        work: await work(),
        ...more,
      }
      return { id: report.id, report, secrets: held, answer: await call(sendReport, report) }
    },
    open: async (secrets: CodeSecrets) => {
      const { sealed } = await call(openReturn, { county: COUNTY, ...claimOf(secrets) })
      return openAnswer(secrets, sealed)
    },
    say: async (secrets: CodeSecrets, text: string, id = uuidv7()) =>
      call(sendMessage, { county: COUNTY, ...claimOf(secrets), id, text, work: await work() }),
  }
}
