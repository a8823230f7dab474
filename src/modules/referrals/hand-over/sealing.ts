import { bytesOf, fromHex, toHex } from '#modules/reports/receipts/rules.ts'
import type { PublicKey, Primitives } from '#modules/reports/receipts/text.ts'
import { boundText, Content, headText, Parcel, readHead, type Head } from './format.ts'
import type { NotOpened } from './labels.ts'

/**
 * How a hand-over file is closed and opened, in the browser and in Node alike, by Web Crypto alone: AES-256-GCM under a key from
 * PBKDF2-SHA-256. The passphrase has 66 uniform bits, so the rounds only have to make each guess dear (measured in ADR 0034).
 */
export const ROUNDS = 1_000_000
const FEWEST_ROUNDS = 600_000
const MOST_ROUNDS = 10_000_000
const IV = 12

type Bytes = Uint8Array<ArrayBuffer>

const exact = (bytes: Uint8Array): Bytes => Uint8Array.from(bytes)
export const base64Of = (bytes: Uint8Array) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

/** Throws when the text is not exactly what `base64Of` writes: one content has one form. */
export const fromBase64 = (text: string): Bytes => {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
  if (base64Of(bytes) !== text) throw new RangeError('not the base64 of any bytes')
  return bytes
}

const keyOf = async (passphrase: string, salt: Uint8Array, rounds: number, use: 'encrypt' | 'decrypt') => {
  const raw = await crypto.subtle.importKey('raw', exact(bytesOf(passphrase)), 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: exact(salt), iterations: rounds },
    raw,
    { name: 'AES-GCM', length: 256 },
    false,
    [use],
  )
}

const sha256 = async (bytes: Uint8Array) =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', exact(bytes))))

type Sealing = {
  head: Omit<Head, 'salt' | 'rounds' | 'contentHash'>
  content: Content
  /** As `plainDigitsOf` writes it. */
  passphrase: string
  sign: (message: Uint8Array) => Uint8Array
}

/** Makes the parcel and tells the text that was signed. */
export const seal = async ({ head, content, passphrase, sign }: Sealing): Promise<Parcel> => {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const bound = { ...head, salt: toHex(salt), rounds: String(ROUNDS) }
  const iv = crypto.getRandomValues(new Uint8Array(IV))
  const key = await keyOf(passphrase, salt, ROUNDS, 'encrypt')
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: exact(bytesOf(boundText(bound))) },
    key,
    exact(bytesOf(JSON.stringify(content))),
  )
  const whole = new Uint8Array(IV + sealed.byteLength)
  whole.set(iv)
  whole.set(new Uint8Array(sealed), IV)
  const text = headText({ ...bound, contentHash: await sha256(whole) })
  return { head: text, signature: toHex(sign(bytesOf(text))), content: base64Of(whole) }
}

type Checked = { ok: true; head: Head; content: Bytes } | { ok: false; why: NotOpened }

const no = (why: NotOpened) => ({ ok: false as const, why })

const DAY_MS = 86_400_000

/** What can be said of a file without its passphrase: whole, signed by a key of the county, unchanged, not over. */
export const checkParcel = async (
  given: string,
  keys: readonly PublicKey[],
  verify: Pick<Primitives, 'ed25519' | 'sm2'>,
  now: Date,
): Promise<Checked> => {
  let parcel: Parcel
  let content: Bytes
  try {
    parcel = Parcel.parse(JSON.parse(given))
    content = fromBase64(parcel.content)
  } catch {
    return no('damaged')
  }
  const head = readHead(parcel.head)
  if (!head) return no('damaged')
  const key = keys.find(({ keyId, county }) => keyId === head.keyId && head.county.startsWith(county))
  if (!key) return no('unknown-key')
  const signature = fromHex(parcel.signature)
  if (!signature || !verify[key.suite](signature, bytesOf(parcel.head), key.bytes)) return no('changed')
  if ((await sha256(content)) !== head.contentHash) return no('changed')
  if (Date.parse(head.madeAt) - now.getTime() > DAY_MS) return no('clock-behind')
  // The whole of the last day counts, in China's time.
  if (now.getTime() >= Date.parse(`${head.endsOn}T00:00:00+08:00`) + DAY_MS) return no('ended')
  return { ok: true, head, content }
}

/** The content, or undefined when the passphrase is not the one. */
export const open = async (
  { head, content }: { head: Head; content: Bytes },
  passphrase: string,
): Promise<Content | undefined> => {
  const salt = fromHex(head.salt)
  const rounds = Number(head.rounds)
  // Fewer would be no file of ours; more would keep the reader's machine busy for nothing.
  if (!salt || !(rounds >= FEWEST_ROUNDS && rounds <= MOST_ROUNDS)) return undefined
  try {
    const plain = await crypto.subtle.decrypt(
      {
        name: 'AES-GCM',
        iv: content.slice(0, IV),
        additionalData: exact(bytesOf(boundText(head))),
      },
      await keyOf(passphrase, salt, rounds, 'decrypt'),
      content.slice(IV),
    )
    return Content.parse(JSON.parse(new TextDecoder().decode(plain)))
  } catch {
    return undefined
  }
}
