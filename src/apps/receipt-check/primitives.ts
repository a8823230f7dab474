import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { sm2, sm3 } from 'sm-crypto-v2'
import { fromHex, toHex } from '#modules/reports/receipts/rules.ts'
import type { Primitives } from '#modules/reports/receipts/text.ts'

/** A point off the curve, a number out of range: false, not an error. */
const calmly = (check: () => boolean) => {
  try {
    return check()
  } catch {
    return false
  }
}

/** Hashes and checks of both suites, for pages that stand alone; `server/crypto/signatures.ts` has Node's. */
export const primitives: Primitives = {
  sha256,
  sm3: (bytes) => fromHex(sm3(bytes)) ?? new Uint8Array(),
  ed25519: (signature, message, publicKey) =>
    calmly(() => ed25519.verify(signature, message, publicKey, { zip215: false })),
  sm2: (signature, message, publicKey) =>
    calmly(() => sm2.doVerifySignature(message, toHex(signature), toHex(publicKey), { hash: true })),
}
