import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { argon2id } from 'hash-wasm'
import type { CodeKeys, ReturnContent } from '../portal/contract.ts'
import { plainDigitsOf, type ReturnCode } from './rules.ts'

/**
 * Keys from a return code, for browsers (also old ones and pages without a secure context, where WebCrypto is missing) and for tests.
 * The exact format is in docs/adr/0021.
 */
export type CodeSecrets = {
  /** By which the server finds the report: 16 bytes. */
  lookup: Uint8Array
  /** By which the server knows the holder: 32 bytes. */
  proof: Uint8Array
  /** X25519; it never leaves the browser. */
  privateKey: Uint8Array
  publicKey: Uint8Array
}

const MEMORY_KIB = 64 * 1024
const PASSES = 3

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
const base64Of = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const utf8 = new TextEncoder()

const stretch = async (password: string, salt: Uint8Array): Promise<Uint8Array> => {
  if (typeof WebAssembly === 'object') {
    const sizes = { iterations: PASSES, memorySize: MEMORY_KIB, parallelism: 1, hashLength: 32 }
    return argon2id({ password, salt, ...sizes, outputType: 'binary' })
  }
  // The same function without WebAssembly: many times slower, but nobody is turned away.
  return argon2idAsync(password, salt, { t: PASSES, m: MEMORY_KIB, p: 1, dkLen: 32 })
}

/** About 0.2 s on a desk machine, a second or two on an old phone. `salt` is `codeSalt` of getPortal, base64 of 16 bytes. */
export const secretsOf = async (code: ReturnCode, salt: string): Promise<CodeSecrets> => {
  const root = await stretch(plainDigitsOf(code), bytesOf(salt))
  const part = (name: string, length: number) =>
    hkdf(sha256, root, undefined, utf8.encode(`shouwang return code v1 ${name}`), length)
  const privateKey = part('x25519', 32)
  return {
    lookup: part('lookup', 16),
    proof: part('proof', 32),
    privateKey,
    publicKey: x25519.getPublicKey(privateKey),
  }
}

/** What goes to the server with a new report. */
export const codeKeysOf = ({ lookup, proof, publicKey }: CodeSecrets): CodeKeys => ({
  lookup: base64Of(lookup),
  proof: base64Of(proof),
  publicKey: base64Of(publicKey),
  isLowered: false,
})

/** What goes to the server on coming back. */
export const claimOf = ({ lookup, proof }: CodeSecrets) => ({
  lookup: base64Of(lookup),
  proof: base64Of(proof),
})

const VERSION = 1
const POINT = 32

const openBox = ({ privateKey, publicKey }: CodeSecrets, sealed: Uint8Array, purpose: string) => {
  if (sealed[0] !== VERSION) return undefined
  const point = sealed.subarray(1, 1 + POINT)
  try {
    const shared = x25519.getSharedSecret(privateKey, point)
    const salt = new Uint8Array([...point, ...publicKey])
    const key = hkdf(sha256, shared, salt, utf8.encode(`shouwang box v1 ${purpose}`), 32)
    // Each box has its own key, so its nonce may be the same.
    return chacha20poly1305(key, new Uint8Array(12)).decrypt(sealed.subarray(1 + POINT))
  } catch {
    return undefined
  }
}

/** The answer of openReturn, or undefined when this code opens nothing (unknown, ended, or not this county's). */
export const openAnswer = (secrets: CodeSecrets, sealed: string): ReturnContent | undefined => {
  const plain = openBox(secrets, bytesOf(sealed), 'return')
  if (!plain) return undefined
  const length = new DataView(plain.buffer, plain.byteOffset).getUint32(0)
  const text = new TextDecoder().decode(plain.subarray(4, 4 + length))
  // Sealed by our server, which let only this shape through; the schema itself would double what a phone has to load.
  return JSON.parse(text) as ReturnContent
}
