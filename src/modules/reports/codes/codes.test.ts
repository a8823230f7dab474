import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readingsOf } from '#kernel/pinyin.ts'
import { openBox, sealBox } from '#server/crypto/boxes.ts'
import { FIRST_SIGNS, SECOND_SIGNS } from './labels.ts'
import { claimOf, codeKeysOf, openAnswer, secretsOf } from './keys.ts'
import { digitsOf, makeCode, parseCode, wordsOf, type ReturnCode } from './rules.ts'

const codes = fc.bigInt({ min: 0n, max: (1n << 66n) - 1n })
const bare = (code: ReturnCode) => digitsOf(code).replaceAll(' ', '')
const isRefused = (text: string) => !parseCode(text).ok

test('bits, digits and words are three forms of one code', () => {
  fc.assert(
    fc.property(codes, (code) => {
      expect(parseCode(digitsOf(code))).toEqual({ ok: true, code })
      expect(parseCode(wordsOf(code).join(' '))).toEqual({ ok: true, code })
      expect(digitsOf(code)).toMatch(/^(\d{4} ){5}\d{2}$/)
      expect(wordsOf(code)).toHaveLength(6)
    }),
    { numRuns: 2_000 },
  )
})

test('the check digits catch every single wrong digit, at every place, the check digits among them', () => {
  fc.assert(
    fc.property(codes, (code) => {
      const right = bare(code)
      for (let place = 0; place < right.length; place += 1)
        for (let digit = 0; digit < 10; digit += 1) {
          if (String(digit) === right[place]) continue
          expect(isRefused(right.slice(0, place) + digit + right.slice(place + 1))).toBe(true)
        }
    }),
    { numRuns: 300 },
  )
})

test('the check digits catch every swap of two different neighbours', () => {
  fc.assert(
    fc.property(codes, (code) => {
      const right = bare(code)
      for (let place = 0; place + 1 < right.length; place += 1) {
        const [one = '', other = ''] = right.slice(place, place + 2)
        if (one === other) continue
        expect(isRefused(right.slice(0, place) + other + one + right.slice(place + 2))).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})

const zeros = (length: number) => Array.from({ length }, () => 0)

test('new codes are uniform: every word at every place, and every bit, by chi-square', () => {
  const COUNT = 60_000
  const bits = zeros(66)
  const signs = Array.from({ length: 6 }, () => zeros(64))
  for (let nth = 0; nth < COUNT; nth += 1) {
    const code = makeCode()
    expect(code < 1n << 66n).toBe(true)
    for (let bit = 0; bit < 66; bit += 1) bits[bit]! += Number((code >> BigInt(bit)) & 1n)
    wordsOf(code).forEach((word, place) => (signs[place]![SECOND_SIGNS.indexOf(word[1]!)]! += 1))
  }
  // One degree of freedom a bit, 66 together; 63 a place. The limits are passed by chance once in a million runs.
  const ofBits = bits.reduce((sum, ones) => sum + (ones - COUNT / 2) ** 2 / (COUNT / 4), 0)
  expect(ofBits).toBeLessThan(137)
  for (const counts of signs) {
    const expected = COUNT / 64
    expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(132)
  }
})

const spoken = (sign: string) =>
  (readingsOf(sign)[0] ?? '')
    .replace(/^(z|c|s)h/, '$1')
    .replace(/^n/, 'l')
    .replace(/(i|e)ng$/, '$1n')

test('the words are 2,048, and no two signs of a list are the same or sound alike', () => {
  expect(FIRST_SIGNS).toHaveLength(32)
  expect(SECOND_SIGNS).toHaveLength(64)
  for (const list of [FIRST_SIGNS, SECOND_SIGNS]) {
    expect(new Set(list).size).toBe(list.length)
    const sounds = Array.from(list).map((sign) => spoken(sign))
    expect(sounds.filter((sound, place) => sounds.indexOf(sound) !== place)).toEqual([])
  }
})

const SAMPLE = 12_345_678_901_234_567_890n

test.each([
  ['in groups', digitsOf(SAMPLE)],
  ['without spaces', bare(SAMPLE)],
  ['with hyphens', digitsOf(SAMPLE).replaceAll(' ', '-')],
  [
    'in full-width digits',
    bare(SAMPLE).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ],
  ['with full-width spaces', digitsOf(SAMPLE).replaceAll(' ', '　')],
  ['as words', wordsOf(SAMPLE).join(' ')],
  ['as words without spaces', wordsOf(SAMPLE).join('')],
  ['as words with commas', wordsOf(SAMPLE).join('、')],
  ['as words with full-width commas on lines', wordsOf(SAMPLE).join('，\n')],
])('a code is read %s', (_, typed) => {
  expect(parseCode(typed)).toEqual({ ok: true, code: SAMPLE })
})

test.each([
  ['', '请输入回访码：22 位数字，或者 6 个词'],
  ['1234', '回访码是 22 位数字，现在有 4 位'],
  [bare(SAMPLE).replace('1', '2'), '这串数字里有写错或写颠倒的地方，请对照您记下的回访码，一组一组再看一遍'],
  ['红山 1234', '回访码是 22 位数字，或者 6 个词，请不要混着写'],
  ['红山 蓝河', '回访码是 6 个词，每个词两个字，一共 12 个字，现在有 4 个字'],
  ['红山 蓝河 青海 紫桥 金路 银船', '第 3 个词“青海”不对，请对照您记下的回访码再看一遍'],
])('a slip is named in words: %s', (typed, message) => {
  expect(parseCode(typed)).toEqual({ ok: false, message })
})

test('a number past 66 bits is no code, though its check digits be right', () => {
  const digits = '99999999999999999999'
  const check = String(98n - ((BigInt(digits) * 100n) % 97n)).padStart(2, '0')
  expect(isRefused(digits + check)).toBe(true)
})

const SALT = Buffer.from('a salt of county').toString('base64')

test('the keys of a code are what the written format says, and differ by code and by county', async () => {
  const secrets = await secretsOf(SAMPLE, SALT)
  // Made once by this format; if it changes, every code given out so far is lost.
  expect(claimOf(secrets)).toMatchInlineSnapshot(`
    {
      "lookup": "kgWdTZS3fyl7tJ9vceeLdQ==",
      "proof": "HnNlwHKKM3LhBnbPa0GHq5k8djyp2WXai9ALz6lx2M0=",
    }
  `)
  expect(codeKeysOf(secrets).publicKey).toMatchInlineSnapshot(
    `"zfBdhLuL5J3k8UF1IPV9hvfyBlZPNFkdQw8HTnI9eEM="`,
  )
  const other = await secretsOf(SAMPLE + 1n, SALT)
  const elsewhere = await secretsOf(SAMPLE, Buffer.from('another sixteen.').toString('base64'))
  expect(new Set([secrets, other, elsewhere].map((each) => claimOf(each).lookup)).size).toBe(3)
})

test('without WebAssembly the keys are the same', async () => {
  const { argon2id } = await import('@noble/hashes/argon2.js')
  const { argon2id: fast } = await import('hash-wasm')
  const sizes = { iterations: 3, memorySize: 1024, parallelism: 1, hashLength: 32 }
  const salt = Buffer.from(SALT, 'base64')
  expect(Buffer.from(argon2id('1', salt, { t: 3, m: 1024, p: 1, dkLen: 32 })).toString('hex')).toBe(
    await fast({ password: '1', salt, ...sizes, outputType: 'hex' }),
  )
})

const CONTENT = {
  state: 'being-checked' as const,
  sentAt: '2026-11-23T20:00:00.000Z',
  messages: [
    { id: 'one', isFromReporter: false, at: '2026-11-23T21:00:00.000Z', text: '请告诉我们哪天方便。' },
  ],
  isCut: false,
}

const padded = (content: unknown) => {
  const text = Buffer.from(JSON.stringify(content))
  const plain = Buffer.alloc(16_000)
  plain.writeUInt32BE(text.length)
  text.copy(plain, 4)
  return plain
}

test('an answer sealed to a code opens with that code alone', async () => {
  const secrets = await secretsOf(SAMPLE, SALT)
  const sealed = sealBox(secrets.publicKey, padded(CONTENT), 'return').toString('base64')
  expect(openAnswer(secrets, sealed)).toEqual(CONTENT)
  expect(openAnswer(await secretsOf(SAMPLE + 1n, SALT), sealed)).toBeUndefined()
  expect(
    openAnswer(secrets, sealBox(randomBytes(32), padded(CONTENT), 'return').toString('base64')),
  ).toBeUndefined()
  expect(openAnswer(secrets, randomBytes(16_384).toString('base64'))).toBeUndefined()
})

test('a box of the server opens with its key, for its purpose, unchanged', async () => {
  const { privateKey, publicKey } = await secretsOf(SAMPLE, SALT)
  const sealed = sealBox(publicKey, Buffer.from('钥匙'), 'report-key')
  expect(openBox(privateKey, sealed, 'report-key').toString()).toBe('钥匙')
  expect(() => openBox(privateKey, sealed, 'return')).toThrow()
  expect(() => openBox(randomBytes(32), sealed, 'report-key')).toThrow()
  sealed[40]! ^= 1
  expect(() => openBox(privateKey, sealed, 'report-key')).toThrow()
})
