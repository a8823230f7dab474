import type { Suite, Verdict } from './contract.ts'
import { bytesOf, commitmentOf, fromHex, toHex, type Hash } from './rules.ts'

/**
 * The text of a receipt (ADR 0025): a title, then these lines in this order, each `label：value` and ended by LF. The signature covers
 * exactly these bytes in UTF-8; its own line follows. People can read it without any program, now and in twenty years.
 */
const TITLE = '守望强制报告回执 v1'
const SIGNATURE = '签名'
const LINES = {
  number: '编号',
  county: '县',
  unit: '单位',
  role: '身份',
  /** Only on the reporter's own wish. */
  name: '姓名',
  door: '入口',
  knownAt: '知悉',
  reportedAt: '报告',
  elapsed: '经过',
  office: '接收',
  commitment: '承诺',
  position: '审计',
  issuedAt: '签发',
  keyId: '密钥',
} as const
type Line = keyof typeof LINES
// Object.entries of a literal record gives its keys; TypeScript only says string.
const ORDER = Object.entries(LINES) as [Line, string][]

export type ReceiptFacts = Record<Exclude<Line, 'name'>, string> & { name?: string | undefined }

/** One line each: what stands in a receipt cannot add a line of its own. */
const plain = (value: string) => value.replace(/\s+/g, ' ').trim()

export const receiptText = (facts: ReceiptFacts): string => {
  const lines = ORDER.flatMap(([line, label]) => {
    const value = facts[line]
    return value === undefined ? [] : [`${label}：${plain(value)}\n`]
  })
  return `${TITLE}\n${lines.join('')}`
}

export const withSignature = (text: string, signature: Uint8Array) =>
  `${text}${SIGNATURE}：${toHex(signature)}\n`

/** What stands in the lines; undefined when one is missing, out of order or unknown. */
const factsIn = (text: string): ReceiptFacts | undefined => {
  const [title, ...rest] = text.split('\n')
  if (title !== TITLE || rest.pop() !== '') return undefined
  const facts: Partial<Record<Line, string>> = {}
  for (const [line, label] of ORDER) {
    const isThere = rest[0]?.startsWith(`${label}：`)
    if (!isThere && line === 'name') continue
    const value = isThere ? rest.shift() : undefined
    if (value === undefined) return undefined
    facts[line] = value.slice(label.length + 1)
  }
  // Every line but the name was found above.
  return rest.length ? undefined : (facts as ReceiptFacts)
}

/** The signs of RFC 9285 (Base45) without the space, which does not survive being copied: two bytes are three signs, one is two. */
const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:'
const BASE = SIGNS.length
const CODE = 'SWR1:'
const END = '.'

const encode = (bytes: Uint8Array) => {
  let out = ''
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length
    let value = isPair ? (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0) : (bytes[at] ?? 0)
    for (let count = isPair ? 3 : 2; count > 0; count -= 1) {
      out += SIGNS[value % BASE]
      value = Math.floor(value / BASE)
    }
  }
  return out
}

/** Undefined when the text is not what `encode` makes of any bytes. */
const decode = (text: string): Uint8Array | undefined => {
  if (text.length % 3 === 1) return undefined
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 3) {
    const signs = Array.from(text.slice(at, at + 3), (sign) => SIGNS.indexOf(sign))
    const value = signs.reduceRight((sum, sign) => sum * BASE + sign, 0)
    if (signs.includes(-1) || value > (signs.length === 3 ? 0xff_ff : 0xff)) return undefined
    bytes.push(...(signs.length === 3 ? [value >> 8, value & 0xff] : [value]))
  }
  return Uint8Array.from(bytes)
}

const SIGNATURE_BYTES = 64

/** The whole signed text for a QR code of alphanumeric signs. Ends with a full stop, so that a cut one shows. */
export const receiptCode = (text: string, signature: Uint8Array) =>
  `${CODE}${encode(Uint8Array.from([...signature, ...bytesOf(text)]))}${END}`

type Parts = { text: string; signature: Uint8Array; facts: ReceiptFacts }

const partsOfCode = (pasted: string): Parts | 'truncated' => {
  const bytes = pasted.endsWith(END) ? decode(pasted.slice(CODE.length, -END.length)) : undefined
  if (!bytes || bytes.length <= SIGNATURE_BYTES) return 'truncated'
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(SIGNATURE_BYTES),
    )
    const facts = factsIn(text)
    return facts ? { text, signature: bytes.slice(0, SIGNATURE_BYTES), facts } : 'truncated'
  } catch {
    return 'truncated'
  }
}

const partsOfText = (pasted: string): Parts | 'truncated' => {
  const at = pasted.lastIndexOf(`\n${SIGNATURE}：`)
  const signature = at < 0 ? undefined : fromHex(pasted.slice(at + SIGNATURE.length + 2))
  const text = pasted.slice(0, at + 1)
  const facts = at < 0 ? undefined : factsIn(text)
  return facts && signature?.length === SIGNATURE_BYTES ? { text, signature, facts } : 'truncated'
}

/** From a pasted text, a file or a scanned code. Line ends of other systems and blanks around it do no harm. */
export const readReceipt = (given: string): Parts | 'truncated' | 'not-a-receipt' => {
  const pasted = given
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .trim()
  if (pasted.startsWith(CODE)) return partsOfCode(pasted)
  return pasted.startsWith(TITLE) ? partsOfText(pasted) : 'not-a-receipt'
}

/** A public key of a county: 32 bytes for Ed25519, 65 (uncompressed point) for SM2. */
export type PublicKey = { county: string; keyId: string; suite: Suite; bytes: Uint8Array }

/** Names the suite, the generation and the key itself: a key under another's name is noticed. */
export const keyIdOf = (sha256: Hash, suite: Suite, generation: number, publicKey: Uint8Array) =>
  `${suite}-${generation}-${toHex(sha256(publicKey)).slice(0, 16)}`

/** The line by which keys are published, embedded and pasted. */
export const keyLine = ({ county, keyId, bytes }: PublicKey) => `${county} ${keyId} ${toHex(bytes)}`

const KEY = /(\d{6}) ((ed25519|sm2)-(\d+)-[0-9a-f]{16}) ([0-9a-f]{64,130})\b/g

/** The keys in any text that holds such lines; what bears a name that is not its own is left out. */
export const readKeys = (sha256: Hash, text: string): PublicKey[] =>
  [...text.matchAll(KEY)].flatMap(([, county = '', keyId = '', name, generation, hex = '']) => {
    const suite = name === 'sm2' ? 'sm2' : 'ed25519'
    const bytes = fromHex(hex)
    if (bytes?.length !== (suite === 'sm2' ? 65 : 32)) return []
    const isItself = keyIdOf(sha256, suite, Number(generation), bytes) === keyId
    return isItself ? [{ county, keyId, suite, bytes }] : []
  })

export type Verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean

/** What the browser and Node bring along in their own ways. */
export type Primitives = { sha256: Hash; sm3: Hash; ed25519: Verify; sm2: Verify }

export type Checked = { verdict: Verdict; facts?: ReceiptFacts; key?: PublicKey }

const CLOCK_MINUTES = 5

const isAfter = (issuedAt: string, now: Date) => Date.parse(issuedAt) - now.getTime() > CLOCK_MINUTES * 60_000

/** Checks a receipt against public keys that the checker trusts. Needs nothing but what is handed in. */
export const checkReceipt = (
  primitives: Primitives,
  given: string,
  keys: readonly PublicKey[],
  now: Date,
): Checked => {
  const parts = readReceipt(given)
  if (typeof parts === 'string') return { verdict: parts }
  const { text, signature, facts } = parts
  const key = keys.find(({ keyId, county }) => keyId === facts.keyId && facts.county.startsWith(county))
  if (!key) {
    const suite = facts.keyId.split('-')[0]
    const isOtherSuite = keys.length > 0 && keys.every((each) => each.suite !== suite)
    return { verdict: isOtherSuite ? 'wrong-suite' : 'unknown-key', facts }
  }
  if (!primitives[key.suite](signature, bytesOf(text), key.bytes)) return { verdict: 'changed', facts, key }
  return { verdict: isAfter(facts.issuedAt, now) ? 'future' : 'valid', facts, key }
}

/** What the reporter may keep: the receipt, the nonce and what was reported. With these, offline, the content can be proved. */
export type Keepsake = { receipt: string; nonce: string; content: string }

const MARKS = { receipt: '-----回执-----', nonce: '-----证明码-----', content: '-----报告内容-----' } as const
const KEEPSAKE_END = '-----完-----'

/** Sixteen bytes in groups that can be read out: 1a2b 3c4d … */
export const groupedNonce = (nonce: string) => nonce.match(/.{1,4}/g)?.join(' ') ?? nonce

export const keepsakeText = ({ receipt, nonce, content }: Keepsake) =>
  [
    '报告留底。含孩子的情况，请像病历一样保管：不要转发，不用时销毁。',
    MARKS.receipt,
    receipt.trimEnd(),
    MARKS.nonce,
    groupedNonce(nonce),
    MARKS.content,
    content,
    KEEPSAKE_END,
    '',
  ].join('\n')

/** Undefined when the text is no keepsake. */
export const readKeepsake = (given: string): Keepsake | undefined => {
  const text = given.replace(/\r\n/g, '\n')
  const [receipt, nonce, content, end] = [MARKS.receipt, MARKS.nonce, MARKS.content, KEEPSAKE_END].map(
    (mark) => text.indexOf(`${mark}\n`),
  )
  if (receipt === undefined || nonce === undefined || content === undefined || end === undefined)
    return undefined
  if (receipt < 0 || nonce < receipt || content < nonce || end < content) return undefined
  const between = (mark: string, from: number, to: number) => text.slice(from + mark.length + 1, to).trim()
  return {
    receipt: between(MARKS.receipt, receipt, nonce),
    nonce: between(MARKS.nonce, nonce, content).replace(/\s/g, '').toLowerCase(),
    content: between(MARKS.content, content, end),
  }
}

/** Whether a receipt is about this content: its commitment is that of the nonce and the content. */
export const isContentOf = (
  primitives: Primitives,
  facts: ReceiptFacts,
  { nonce, content }: Pick<Keepsake, 'nonce' | 'content'>,
): boolean => {
  const [hash, commitment] = facts.commitment.split(' ')
  if (hash !== 'sha256' && hash !== 'sm3') return false
  const bytes = nonce.replace(/\s/g, '').toLowerCase()
  const plainContent = content.replace(/\r\n/g, '\n').trim()
  return /^[0-9a-f]{32}$/.test(bytes) && commitmentOf(primitives[hash], bytes, plainContent) === commitment
}
