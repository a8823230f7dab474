import fc from 'fast-check'
import { expect, test } from 'vitest'
import { primitives, signerOf } from '#server/crypto/signatures.ts'
import type { Suite } from './contract.ts'
import { bytesOf, commitmentOf, elapsedWords } from './rules.ts'
import {
  checkReceipt,
  isContentOf,
  keepsakeText,
  keyIdOf,
  keyLine,
  readKeepsake,
  readKeys,
  readReceipt,
  receiptCode,
  receiptText,
  withSignature,
  type PublicKey,
  type ReceiptFacts,
} from './text.ts'

const NOW = new Date('2026-11-24T00:00:00Z')
const NONCE = 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'

/** A county's key of a suite, and a receipt under it. */
const made = (suite: Suite, seed = 7, more: Partial<ReceiptFacts> = {}) => {
  const signer = signerOf(suite, Buffer.alloc(32, seed))
  const keyId = keyIdOf(primitives.sha256, suite, 1, signer.publicKey)
  const key: PublicKey = { county: '449821', keyId, suite, bytes: signer.publicKey }
  const hash = suite === 'sm2' ? 'sm3' : 'sha256'
  const text = receiptText({
    number: '责〔2026〕0001号',
    county: '449821 示范县',
    unit: '第一小学',
    role: '责任报告人',
    door: '强制报告',
    knownAt: '2026-11-23T13:20:00+08:00',
    reportedAt: '2026-11-23T14:05:31+08:00',
    elapsed: '2731 秒',
    office: '示范县未成年人救助保护中心',
    commitment: `${hash} ${commitmentOf(primitives[hash], NONCE, '内容')}`,
    position: `1234 ${'ab'.repeat(32)}`,
    issuedAt: '2026-11-23T14:05:31+08:00',
    keyId,
    ...more,
  })
  const signature = signer.sign(Buffer.from(text))
  return { key, text, signature, whole: withSignature(text, signature), code: receiptCode(text, signature) }
}
const check = (given: string, keys: PublicKey[], now = NOW) =>
  checkReceipt(primitives, given, keys, now).verdict

const SUITES: Suite[] = ['ed25519', 'sm2']
const RECEIPTS = SUITES.map((suite) => made(suite))

test('a receipt checks as text and as code, with blanks around it and the line ends of other systems', () => {
  for (const { key, whole, code } of RECEIPTS) {
    for (const given of [whole, code, `\uFEFF${whole.replaceAll('\n', '\r\n')}\r\n\r\n`, `  ${code}\n`])
      expect(check(given, [key])).toBe('valid')
    expect(code).toMatch(/^SWR1:[0-9A-Z$%*+\-./:]+\.$/)
  }
})

test('any changed sign of the text makes the receipt worthless', () => {
  for (const { key, whole } of RECEIPTS)
    fc.assert(
      fc.property(
        fc.nat(whole.trimEnd().length - 1),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (at, sign) => {
          fc.pre(whole[at] !== sign)
          const forged = whole.slice(0, at) + sign + whole.slice(at + 1)
          // A carriage return before a line's end is no change of what stands there.
          fc.pre(forged.replaceAll('\r\n', '\n').trim() !== whole.trim())
          expect(check(forged, [key])).not.toBe('valid')
        },
      ),
      { numRuns: 400 },
    )
})

test('any changed byte of text or signature fails its check', () => {
  for (const { key, text, signature } of RECEIPTS)
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const bytes = Uint8Array.from([...signature, ...bytesOf(text)])
        const at = place % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ change
        expect(primitives[key.suite](bytes.slice(0, 64), bytes.slice(64), key.bytes)).toBe(false)
      }),
      { numRuns: 300 },
    )
})

test('any changed sign of the code makes it worthless, and a cut one says so', () => {
  for (const { key, code } of RECEIPTS) {
    fc.assert(
      fc.property(fc.nat(code.length - 1), fc.constantFrom(...'0AZ$%*+-./:'.split('')), (at, sign) => {
        fc.pre(code[at] !== sign)
        expect(check(code.slice(0, at) + sign + code.slice(at + 1), [key])).not.toBe('valid')
      }),
      { numRuns: 300 },
    )
    for (const cut of [6, 40, code.length - 1]) expect(check(code.slice(0, cut), [key])).toBe('truncated')
  }
})

test('every cut of the text is refused, and most say that something is missing', () => {
  const [{ key, whole }] = RECEIPTS as [(typeof RECEIPTS)[0]]
  const body = whole.trimEnd()
  for (let length = 12; length < body.length; length += 1)
    expect(check(body.slice(0, length), [key])).toBe('truncated')
  expect(check('你好', [key])).toBe('not-a-receipt')
  expect(check('', [key])).toBe('not-a-receipt')
})

test('each of the other outcomes has its own word', () => {
  const [ed, sm] = RECEIPTS as [(typeof RECEIPTS)[0], (typeof RECEIPTS)[0]]
  expect(check(ed.whole, [])).toBe('unknown-key')
  expect(check(ed.whole, [made('ed25519', 8).key])).toBe('unknown-key')
  expect(check(ed.whole, [sm.key])).toBe('wrong-suite')
  expect(check(sm.whole, [ed.key])).toBe('wrong-suite')
  expect(check(sm.whole, [ed.key, sm.key])).toBe('valid')
  expect(check(ed.whole, [ed.key], new Date('2026-11-23T06:00:00Z'))).toBe('future')
  expect(check(ed.whole, [ed.key], new Date('2026-11-23T06:04:00Z'))).toBe('valid')
  expect(check(ed.whole.replace('第一小学', '第二小学'), [ed.key])).toBe('changed')
})

test('a key of another county, or under a name that is not its own, is not taken for this county’s', () => {
  const [{ key, whole }] = RECEIPTS as [(typeof RECEIPTS)[0]]
  expect(check(whole, [{ ...key, county: '449822' }])).toBe('unknown-key')
  const stranger = made('ed25519', 9).key
  const forged = keyLine({ ...stranger, keyId: key.keyId })
  expect(readKeys(primitives.sha256, forged)).toEqual([])
  const published = `公钥\n${keyLine(key)}\n${keyLine(stranger)}\r\n`
  expect(readKeys(primitives.sha256, published).map(({ keyId }) => keyId)).toEqual([
    key.keyId,
    stranger.keyId,
  ])
})

test('nothing that stands in a line can add a line of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const { whole, key } = made('ed25519', 7, { unit: `${name}\n姓名：冒名`, name: undefined })
      const read = readReceipt(whole)
      expect(typeof read === 'string' ? read : read.facts.name).toBeUndefined()
      expect(check(whole, [key])).toBe('valid')
    }),
  )
})

test('text goes into a code and comes out of it as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (unit) => {
      const { code, text } = made('ed25519', 7, { unit })
      const read = readReceipt(code)
      expect(typeof read === 'string' ? read : read.text).toBe(text)
    }),
  )
})

test('a keepsake proves the content offline, also after its line ends were changed', () => {
  const [{ whole }] = RECEIPTS as [(typeof RECEIPTS)[0]]
  const kept = keepsakeText({ receipt: whole, nonce: NONCE, content: '内容' })
  for (const text of [kept, kept.replaceAll('\n', '\r\n')]) {
    const read = readKeepsake(text)
    expect(read).toEqual({ receipt: whole.trim(), nonce: NONCE, content: '内容' })
    const receipt = readReceipt(read?.receipt ?? '')
    if (typeof receipt === 'string' || !read) throw new Error('unread')
    expect(isContentOf(primitives, receipt.facts, read)).toBe(true)
    expect(isContentOf(primitives, receipt.facts, { ...read, content: '内容。' })).toBe(false)
    expect(isContentOf(primitives, receipt.facts, { ...read, nonce: 'zz' })).toBe(false)
  }
  expect(readKeepsake(whole)).toBeUndefined()
})

test.each([
  [0, '当即'],
  [31, '31 秒'],
  [2731, '45 分 31 秒'],
  [3600, '1 小时'],
  [90_061, '1 天 1 小时'],
])('%i seconds are shown as %s', (seconds, words) => {
  expect(elapsedWords(seconds)).toBe(words)
})
