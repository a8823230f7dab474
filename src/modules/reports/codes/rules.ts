import { FIRST_SIGNS, SECOND_SIGNS } from './labels.ts'

/**
 * 回访码: 66 uniform bits with which somebody comes back to a report. It is made in the browser and never sent; the forms that people
 * write down are decimal digits or Chinese words (docs/adr/0021).
 */
export type ReturnCode = bigint

const BITS = 66n
const LIMIT = 1n << BITS
const DIGITS = 20
const CHECK_DIGITS = 2
const WORDS = 6
const BITS_OF_WORD = 11n

/** A fresh code. `crypto.getRandomValues` is there without a secure context too. */
export const makeCode = (): ReturnCode => {
  const bytes = crypto.getRandomValues(new Uint8Array(9))
  // 72 bits, of which the lowest 66 stay: every code is as likely as any other.
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & (LIMIT - 1n)
}

/** The 20 digits without check digits; also what the keys are derived from. */
export const plainDigitsOf = (code: ReturnCode): string => code.toString().padStart(DIGITS, '0')

/**
 * Two digits that make the whole number leave 1 when divided by 97 (ISO/IEC 7064, MOD 97-10). 97 is prime and divides neither a
 * difference of digits nor 9 times one: every single wrong digit and every swap of neighbours is caught, in the check digits too.
 */
const checkDigitsOf = (digits: string) => String(98n - ((BigInt(digits) * 100n) % 97n)).padStart(2, '0')

/** Twenty-two digits in groups of four: 1234 5678 9012 3456 7890 12. */
export const digitsOf = (code: ReturnCode): string => {
  const digits = plainDigitsOf(code)
  return (digits + checkDigitsOf(digits)).replace(/(\d{4})(?=\d)/g, '$1 ')
}

/** Six words of two signs each. */
export const wordsOf = (code: ReturnCode): string[] =>
  Array.from({ length: WORDS }, (_, place) => {
    const index = Number((code >> (BITS_OF_WORD * BigInt(WORDS - 1 - place))) & 2047n)
    return (FIRST_SIGNS[index >> 6] ?? '') + (SECOND_SIGNS[index & 63] ?? '')
  })

export type ParsedCode = { ok: true; code: ReturnCode } | { ok: false; message: string }

const wrong = (message: string): ParsedCode => ({ ok: false, message })

const fromDigits = (text: string): ParsedCode => {
  if (text.length !== DIGITS + CHECK_DIGITS)
    return wrong(`回访码是 ${DIGITS + CHECK_DIGITS} 位数字，现在有 ${text.length} 位`)
  const code = BigInt(text.slice(0, DIGITS))
  if (BigInt(text) % 97n !== 1n || code >= LIMIT)
    return wrong('这串数字里有写错或写颠倒的地方，请对照您记下的回访码，一组一组再看一遍')
  return { ok: true, code }
}

const fromSigns = (signs: string[]): ParsedCode => {
  if (signs.length !== WORDS * 2)
    return wrong(`回访码是 ${WORDS} 个词，每个词两个字，一共 ${WORDS * 2} 个字，现在有 ${signs.length} 个字`)
  let code = 0n
  for (let place = 0; place < WORDS; place += 1) {
    const [one = '', other = ''] = signs.slice(place * 2, place * 2 + 2)
    const first = FIRST_SIGNS.indexOf(one)
    const second = SECOND_SIGNS.indexOf(other)
    if (first < 0 || second < 0)
      return wrong(`第 ${place + 1} 个词“${one}${other}”不对，请对照您记下的回访码再看一遍`)
    code = (code << BITS_OF_WORD) | BigInt((first << 6) | second)
  }
  return { ok: true, code }
}

/** Reads either form as people type it: full-width digits, any spaces, hyphens and commas, or none. */
export const parseCode = (typed: string): ParsedCode => {
  // Only these: everything else that is no sign of a code must show as the slip that it is.
  const text = typed.normalize('NFKC').replace(/[\s\u200b-\u200d\ufeff\-‐-―_,.、。·•/|]/gu, '')
  if (text === '') return wrong('请输入回访码：22 位数字，或者 6 个词')
  if (/^\d+$/.test(text)) return fromDigits(text)
  if (/\d/.test(text)) return wrong('回访码是 22 位数字，或者 6 个词，请不要混着写')
  return fromSigns(Array.from(text))
}
