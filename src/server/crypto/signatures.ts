import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

/** Makes signatures of 64 bytes that anybody can check with the public key. */
export type Signer = {
  /** 32 bytes for Ed25519 (RFC 8032), 65 for SM2 (GB/T 32918, uncompressed point). */
  publicKey: Buffer
  sign: (message: Buffer) => Buffer
}

/** Headers of DER around the bare key (RFC 8410), which is all that Node takes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

const ed25519Key = (publicKey: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })

const ed25519 = (secret: Buffer): Signer => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length)
  return { publicKey, sign: (message) => sign(null, message, key) }
}

/** Order of the SM2 group (GB/T 32918.5-2017). */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

/** A private key between 1 and the order less 2, as SM2 asks for. */
const sm2Secret = (secret: Buffer) =>
  ((BigInt(`0x${secret.toString('hex')}`) % (ORDER - 2n)) + 1n).toString(16).padStart(64, '0')

/** Node's own crypto.sign on this curve makes ECDSA, which is not SM2. */
const ofSm2 = (secret: Buffer): Signer => {
  const privateKey = sm2Secret(secret)
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey)
  return {
    publicKey: Buffer.from(publicKey, 'hex'),
    sign: (message) => Buffer.from(sm2.doSignature(message, privateKey, { hash: true, publicKey }), 'hex'),
  }
}

/** From 32 secret bytes; the same ones make the same key. */
export const signerOf = (suite: 'ed25519' | 'sm2', secret: Buffer): Signer =>
  suite === 'sm2' ? ofSm2(secret) : ed25519(secret)

/** A point that is not on the curve, a signature out of range: false, not an error. */
const calmly = (check: () => boolean) => {
  try {
    return check()
  } catch {
    return false
  }
}

/** Hashes and checks of both suites, in Node's way. */
export const primitives = {
  sha256: (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest(),
  sm3: (bytes: Uint8Array): Uint8Array => createHash('sm3').update(bytes).digest(),
  ed25519: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) =>
    calmly(() => verify(null, message, ed25519Key(publicKey), signature)),
  sm2: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) =>
    calmly(() =>
      sm2.doVerifySignature(
        message,
        Buffer.from(signature).toString('hex'),
        Buffer.from(publicKey).toString('hex'),
        { hash: true },
      ),
    ),
}
