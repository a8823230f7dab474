import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
  hkdfSync,
} from 'node:crypto'

/**
 * One way to seal bytes and to make blind indexes. Everything sealed begins with the suite's id,
 * so that both suites live side by side and old data opens after a change of suite.
 */
export type CipherSuite = {
  id: number
  name: 'aes' | 'sm'
  /** Seals under a 32-byte key; `context` is bound in (AAD) and must be the same on opening. */
  seal: (key: Buffer, plain: Buffer, context: string) => Buffer
  open: (key: Buffer, sealed: Buffer, context: string) => Buffer
  /** Keyed hash for equality search, 16 bytes. */
  index: (key: Buffer, text: string) => Buffer
}

const IV_POOL = 12 * 512
let ivPool = Buffer.alloc(0)

/** Twelve random bytes; asking the system for each IV alone costs more than the sealing. */
const freshIv = () => {
  if (ivPool.length < 12) ivPool = randomBytes(IV_POOL)
  const iv = ivPool.subarray(0, 12)
  ivPool = ivPool.subarray(12)
  return iv
}

/** AES-256-GCM and HMAC-SHA-256. Key objects, because raw bytes cost Node four times as much: id(1) iv(12) tag(16) ciphertext. */
const aes: CipherSuite = {
  id: 1,
  name: 'aes',
  seal: (key, plain, context) => {
    const iv = freshIv()
    const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), iv).setAAD(Buffer.from(context))
    // GCM leaves nothing for the end: no second copy of what may be large.
    const text = cipher.update(plain)
    cipher.final()
    return Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), text])
  },
  open: (key, sealed, context) => {
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), sealed.subarray(1, 13))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(13, 29))
    const plain = decipher.update(sealed.subarray(29))
    decipher.final()
    return plain
  },
  index: (key, text) => createHmac('sha256', createSecretKey(key)).update(text).digest().subarray(0, 16),
}

const smKeys = (key: Buffer) => {
  const both = Buffer.from(hkdfSync('sm3', key, '', 'shouwang sm4-cbc hmac-sm3', 48))
  return { cipherKey: both.subarray(0, 16), macKey: both.subarray(16) }
}

const smTag = (macKey: Buffer, iv: Buffer, text: Buffer, context: string) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(context))
  return createHmac('sm3', macKey).update(length).update(context).update(iv).update(text).digest()
}

/** SM4-CBC then HMAC-SM3 over context, iv and ciphertext: id(1) iv(16) tag(32) ciphertext. Node has no SM4-GCM. */
const sm: CipherSuite = {
  id: 2,
  name: 'sm',
  seal: (key, plain, context) => {
    const { cipherKey, macKey } = smKeys(key)
    const iv = randomBytes(16)
    const cipher = createCipheriv('sm4-cbc', cipherKey, iv)
    const text = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([Buffer.of(2), iv, smTag(macKey, iv, text, context), text])
  },
  open: (key, sealed, context) => {
    const { cipherKey, macKey } = smKeys(key)
    const iv = sealed.subarray(1, 17)
    const text = sealed.subarray(49)
    if (!timingSafeEqual(sealed.subarray(17, 49), smTag(macKey, iv, text, context)))
      throw new Error('sealed value does not verify')
    const decipher = createDecipheriv('sm4-cbc', cipherKey, iv)
    return Buffer.concat([decipher.update(text), decipher.final()])
  },
  index: (key, text) => createHmac('sm3', key).update(text).digest().subarray(0, 16),
}

export const SUITES = { aes, sm } as const

/** The suite that sealed these bytes. */
export const suiteOf = (sealed: Buffer): CipherSuite => {
  const suite = Object.values(SUITES).find(({ id }) => id === sealed[0])
  if (!suite) throw new Error('sealed value of an unknown suite')
  return suite
}
