import { parseIdNumber } from '#kernel/id-number.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formulaCell, numberCell, textCell } from '../reading/cells.ts'
import { cleanDisabilityCard, cleanIdNumber, cleanMonths, cleanPhones, knownPrefix } from './numbers.ts'

const RIGHT = '449821201908075296'

const RULED: [text: string, rules: string[], value?: string][] = [
  [RIGHT, []],
  ['44982120180119544x', ['upper-case'], '44982120180119544X'],
  ['４４９８２１２０１９０８０７５２９６', ['full-width']],
  [`'${RIGHT}`, ['quote']],
  [`‘${RIGHT}`, ['quote']],
  [` ${RIGHT}　`, ['full-width', 'trim']],
  ['449821 20190807 5296', ['spaces']],
  [`\u202d${RIGHT}\u200b`, ['invisible']],
  [`="${RIGHT}"`, ['text-formula']],
]

for (const [text, rules, value = RIGHT] of RULED)
  test(`the identity number ${JSON.stringify(text)} is read, and the user is told: ${rules.join(', ') || 'nothing'}`, () => {
    const cleaned = cleanIdNumber(textCell(text))
    expect(cleaned.value).toBe(value)
    expect(cleaned.problem).toBeUndefined()
    expect(cleaned.rules.map(({ code }) => code)).toEqual(rules)
  })

const REFUSED: [text: string, code: string][] = [
  ['4.49821E+17', 'id-precision-lost'],
  ['4.49821201908043E+17', 'id-precision-lost'],
  ['449821201908075000', 'id-precision-lost'],
  ['449821201908075297', 'id-checksum'],
  ['449821201913075296', 'id-birth-day'],
  ['44982120190807529', 'id-length'],
  ['44982120190807529A', 'id-characters'],
  ['H1234567890', 'id-other-document'],
]

for (const [text, code] of REFUSED)
  test(`the identity number ${text} is no good: ${code}`, () => {
    const cleaned = cleanIdNumber(textCell(text))
    expect(cleaned).toMatchObject({ problem: { code, message: expect.stringMatching(/请|应/) } })
    expect(cleaned.value).toBeUndefined()
  })

test('a number cell of more than fifteen digits has lost some, even where its check digit fits', () => {
  expect(cleanIdNumber(numberCell(RIGHT, undefined, false)).problem?.code).toBe('id-precision-lost')
})

test('of a rounded number the first fifteen digits are known', () => {
  expect(knownPrefix(numberCell('449821201908043200', undefined, false))).toBe('449821201908043')
  expect(knownPrefix(textCell('4.49821E+17'))).toBeUndefined()
  expect(knownPrefix(textCell('449821201999043200'))).toBeUndefined()
})

test('an old number of fifteen digits is turned into eighteen for a person to confirm', () => {
  const cleaned = cleanIdNumber(textCell('449821820809741'))
  expect(cleaned).toMatchObject({
    value: '449821198208097414',
    problem: { code: 'id-15', severity: 'doubtful' },
  })
  expect(parseIdNumber(cleaned.value ?? '').ok).toBe(true)
})

test('a number of a day to come is no birth day', () => {
  expect(cleanIdNumber(textCell(RIGHT), '2019-08-06').problem?.code).toBe('id-birth-day')
})

test('a blank, or a word for nothing, is neither a value nor a problem', () => {
  for (const text of ['', '  ', '无', '/', '—', '不详'])
    for (const clean of [cleanIdNumber, cleanPhones, cleanDisabilityCard]) {
      const { value, problem } = clean(textCell(text))
      expect({ value, problem }).toEqual({})
    }
})

test('a formula is never answered', () => {
  for (const clean of [cleanIdNumber, cleanPhones, cleanDisabilityCard, cleanMonths])
    expect(clean(formulaCell('1+1'))).toMatchObject({ problem: { code: 'formula', severity: 'doubtful' } })
})

test('whatever is written, a cleaned identity number is right', () => {
  const digits = fc.string({
    unit: fc.constantFrom(..."0123456789xX ４９\u200b'.E+-".split('')),
    maxLength: 24,
  })
  fc.assert(
    fc.property(fc.oneof(digits, fc.string()), (text) => {
      const { value, problem } = cleanIdNumber(textCell(text))
      expect(value === undefined || parseIdNumber(value).ok).toBe(true)
      expect(value !== undefined && problem !== undefined && problem.code !== 'id-15').toBe(false)
    }),
  )
})

const PHONES: [text: string, value: string[] | undefined, problem?: string][] = [
  ['19903636871', ['19903636871']],
  ['199 0516 8243', ['19905168243']],
  ['+86 199-0516-8243', ['19905168243']],
  ['0763-4289243', ['07634289243']],
  ['19909496743/19909201426', ['19909496743', '19909201426']],
  ['19909496743、0763-4289243', ['19909496743', '07634289243']],
  ['19909496743;19909496743', ['19909496743']],
  ['１９９０９４９６７４３', ['19909496743']],
  ['1990949674', undefined, 'phone-odd'],
  ['19909496743/123', ['19909496743'], 'phone-odd'],
  ['1.99095E+10', undefined, 'phone-precision-lost'],
]

for (const [text, value, problem] of PHONES)
  test(`the telephone ${text} is ${value?.join(' and ') ?? 'none'}`, () => {
    const cleaned = cleanPhones(textCell(text))
    expect(cleaned.value).toEqual(value)
    expect(cleaned.problem?.code).toBe(problem)
  })

test('a disability card is the identity number, class, grade and the mark of a re-issue', () => {
  const card = `${RIGHT}23`
  expect(cleanDisabilityCard(textCell(card)).value).toEqual({
    number: card,
    idNumber: RIGHT,
    classCode: 2,
    grade: 3,
  })
  expect(cleanDisabilityCard(textCell(`${card}b1`))).toMatchObject({
    value: { number: card, idNumber: RIGHT, classCode: 2, grade: 3, reissue: 1 },
    rules: [{ code: 'upper-case' }, { code: 'card-reissue' }],
  })
})

const CARDS: [text: string, code: string][] = [
  [RIGHT, 'card-form'],
  [`${RIGHT}83`, 'card-form'],
  [`${RIGHT}25`, 'card-form'],
  ['44982120190807529723', 'card-id-checksum'],
  ['4.49821E+19', 'card-precision-lost'],
]

for (const [text, code] of CARDS)
  test(`the disability card ${text} is refused: ${code}`, () => {
    expect(cleanDisabilityCard(textCell(text)).problem).toMatchObject({ code, severity: 'wrong' })
  })

const MONTHS: [text: string, value: number | undefined][] = [
  ['24', 24],
  ['24个月', 24],
  ['2年', 24],
  ['1年6个月', 18],
  ['一年', undefined],
  ['0', undefined],
]

for (const [text, value] of MONTHS)
  test(`a term of ${text} is ${value ?? 'for a person to read'}`, () => {
    const cleaned = cleanMonths(textCell(text))
    expect(cleaned.value).toBe(value)
    expect(cleaned.problem === undefined).toBe(value !== undefined)
  })
