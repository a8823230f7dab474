import { createHash } from 'node:crypto'
import { combine, split } from 'shamir-secret-sharing'

/**
 * 托管份: one of three parts of the escrow's private key, any two of which give it back. Printed as 64 letters and digits in groups of
 * four (Crockford's base 32: no I, L, O, U): fingerprint of the pair (4 bytes), share (33), check (3).
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const FINGERPRINT = 4
const CHECK = 3
const WHOLE = 40

export const fingerprintOf = (publicKey: Uint8Array): string =>
  createHash('sha256')
    .update(publicKey)
    .digest('hex')
    .slice(0, FINGERPRINT * 2)

const checkOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest().subarray(0, CHECK)

const toText = (bytes: Buffer): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = bits.match(/.{5}/g)?.map((five) => ALPHABET[Number.parseInt(five, 2)]) ?? []
  return letters.join('').replace(/(.{4})(?=.)/g, '$1 ')
}

const fromText = (text: string): Buffer | undefined => {
  const letters = text.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1').replace(/[\s-]/g, '')
  const bits = Array.from(letters, (letter) => {
    const value = ALPHABET.indexOf(letter)
    return value < 0 ? undefined : value.toString(2).padStart(5, '0')
  })
  if (letters.length !== (WHOLE * 8) / 5 || bits.includes(undefined)) return undefined
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((eight) => Number.parseInt(eight, 2)) ?? [],
  )
}

/** Three shares of a private key, each to be printed once and kept apart. */
export const sharesOf = async (privateKey: Uint8Array, publicKey: Uint8Array): Promise<string[]> => {
  const shares = await split(new Uint8Array(privateKey), 3, 2)
  return shares.map((share) => {
    const body = Buffer.concat([Buffer.from(fingerprintOf(publicKey), 'hex'), share])
    return toText(Buffer.concat([body, checkOf(body)]))
  })
}

export type Share = { fingerprint: string; bytes: Uint8Array }

/** Reads a typed share; undefined when it was mistyped. */
export const readShare = (text: string): Share | undefined => {
  const whole = fromText(text)
  if (!whole) return undefined
  const body = whole.subarray(0, WHOLE - CHECK)
  if (!checkOf(body).equals(whole.subarray(-CHECK))) return undefined
  return {
    fingerprint: body.subarray(0, FINGERPRINT).toString('hex'),
    bytes: new Uint8Array(body.subarray(FINGERPRINT)),
  }
}

/** The private key from two shares. */
export const joinShares = async (shares: Share[]): Promise<Buffer> =>
  Buffer.from(await combine(shares.map(({ bytes }) => bytes)))
