import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'

const VERSION = 1

/** The box of `server/crypto/boxes.ts` as a browser makes it: only the holder of the private key opens it. */
export const sealBox = (recipient: Uint8Array, plain: Uint8Array, purpose: string): Uint8Array => {
  const privateKey = x25519.utils.randomSecretKey()
  const point = x25519.getPublicKey(privateKey)
  const shared = x25519.getSharedSecret(privateKey, recipient)
  const salt = new Uint8Array([...point, ...recipient])
  const key = hkdf(sha256, shared, salt, new TextEncoder().encode(`shouwang box v1 ${purpose}`), 32)
  // Each box has its own key, so its nonce may be the same.
  const sealed = chacha20poly1305(key, new Uint8Array(12)).encrypt(plain)
  return new Uint8Array([VERSION, ...point, ...sealed])
}
