import { sha256 } from '@noble/hashes/sha2.js'
import { claimOf, codeKeysOf, openAnswer, secretsOf } from '#modules/reports/codes/keys.ts'

export { openAnswer }

/** Everything that a return code is good for. */
export const keysOf = async (code: bigint, salt: string) => {
  const secrets = await secretsOf(code, salt)
  return { secrets, claim: claimOf(secrets), forReport: codeKeysOf(secrets) }
}
export type Keys = Awaited<ReturnType<typeof keysOf>>

const text = new TextEncoder()

/** Whether the first `bits` bits are zero. */
export const hasLeadingZeros = (hash: Uint8Array, bits: number) => {
  const whole = bits >> 3
  for (let index = 0; index < whole; index += 1) if (hash[index] !== 0) return false
  const rest = bits & 7
  return rest === 0 || (hash[whole] ?? 0) >> (8 - rest) === 0
}

/** Tries of one go: a few hundredths of a second on an old phone. */
const GO = 2_000

/** A nonce with SHA-256(challenge + ':' + nonce) beginning with `bits` zero bits. `goOn` hears how many were tried; it may wait. */
export const workOn = async (
  challenge: string,
  bits: number,
  goOn: (tries: number) => void | Promise<void>,
): Promise<string> => {
  const opening = sha256.create().update(text.encode(`${challenge}:`))
  for (let tries = 0; ; tries += 1) {
    const nonce = tries.toString(36)
    if (hasLeadingZeros(opening.clone().update(text.encode(nonce)).digest(), bits)) return nonce
    if (tries % GO === GO - 1) await goOn(tries)
  }
}
