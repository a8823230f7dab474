import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

/**
 * A box that only the holder of an X25519 private key opens: version(1) ephemeral-public-key(32) ciphertext tag(16). The key is
 * HKDF-SHA-256(shared secret, salt = ephemeral ‖ recipient, info = 'shouwang box v1 ' + purpose), used once, hence the nonce of zeros.
 */
const VERSION = 1
const POINT = 32
const TAG = 16
const NONCE = Buffer.alloc(12)

/** What a box adds to its content, in bytes. */
export const BOX_OVERHEAD = 1 + POINT + TAG

const publicKeyOf = (point: Uint8Array) =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'X25519', x: Buffer.from(point).toString('base64url') },
    format: 'jwk',
  })

const pointOf = (key: KeyObject) => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')

const keyOf = (shared: Buffer, point: Uint8Array, recipient: Uint8Array, purpose: string) =>
  Buffer.from(hkdfSync('sha256', shared, Buffer.concat([point, recipient]), `shouwang box v1 ${purpose}`, 32))

/** A fresh pair: 32 bytes each. */
export const newPair = (): { privateKey: Buffer; publicKey: Buffer } => {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  return {
    privateKey: Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'),
    publicKey: pointOf(publicKey),
  }
}

export const sealBox = (recipient: Uint8Array, plain: Uint8Array, purpose: string): Buffer => {
  const own = generateKeyPairSync('x25519')
  const point = pointOf(own.publicKey)
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey: publicKeyOf(recipient) })
  const key = keyOf(shared, point, recipient, purpose)
  const cipher = createCipheriv('chacha20-poly1305', key, NONCE, { authTagLength: TAG })
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), point, text, cipher.getAuthTag()])
}

/** Throws when the box is another's, or for another purpose, or was changed. */
export const openBox = (privateKey: Uint8Array, sealed: Buffer, purpose: string): Buffer => {
  if (sealed[0] !== VERSION || sealed.length < BOX_OVERHEAD) throw new Error('box of an unknown version')
  const point = sealed.subarray(1, 1 + POINT)
  // PKCS #8 of an X25519 key is this prefix and the 32 bytes (RFC 8410).
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), privateKey])
  const own = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const shared = diffieHellman({ privateKey: own, publicKey: publicKeyOf(point) })
  const key = keyOf(shared, point, pointOf(createPublicKey(own)), purpose)
  const decipher = createDecipheriv('chacha20-poly1305', key, NONCE, { authTagLength: TAG })
  decipher.setAuthTag(sealed.subarray(-TAG))
  return Buffer.concat([decipher.update(sealed.subarray(1 + POINT, -TAG)), decipher.final()])
}
