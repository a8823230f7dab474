import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvSplitter } from './csv-records.ts'

const split = (pieces: string[], separator = ',') => {
  const splitter = csvSplitter(separator, 1000)
  return [...pieces.flatMap(splitter.push), ...splitter.end()]
}

const RECORDS: [text: string, records: string[][]][] = [
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['a,b\r\nc\r\rd\n', [['a', 'b'], ['c'], [''], ['d']]],
  ['"a,\nb","c""d",""', [['a,\nb', 'c"d', '']]],
  ['""""', [['"']]],
  ['a"b,c"', [['a"b', 'c"']]],
  ['"a"b,c', [['ab', 'c']]],
  ['a,', [['a', '']]],
  ['', []],
  ['""', [['']]],
]

for (const [text, records] of RECORDS)
  test(`${JSON.stringify(text)} is ${JSON.stringify(records)}, wherever it is cut`, () => {
    expect(split([text])).toEqual(records)
    expect(split(text.split(''))).toEqual(records)
  })

const written = (records: string[][], separator: string, ending: string) =>
  records
    .map((record) =>
      record
        .map((field) =>
          /[",;\t\r\n]/.test(field) || field === '' ? `"${field.replaceAll('"', '""')}"` : field,
        )
        .join(separator),
    )
    .join(ending)

test('what is written by the rules is read as it was, with any separator and line ending, in any pieces', () => {
  const field = fc.string({
    unit: fc.constantFrom('a', '黄', '"', ',', ';', '\t', '\n', '\r', ' '),
    maxLength: 6,
  })
  const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 7 }),
      (records, separator, ending, size) => {
        const text = written(records, separator, ending)
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        )
        expect(split(pieces, separator)).toEqual(records)
      },
    ),
    { numRuns: 500 },
  )
})

test('a quote that is never closed is refused at the end, or as soon as the field is too long', () => {
  expect(() => split(['a\n"b,c'])).toThrow(/第 2 行/)
  const splitter = csvSplitter(',', 1000)
  expect(() => Array.from({ length: 50 }, () => splitter.push(`"${'x'.repeat(99)}`))).toThrow(
    /双引号没有成对/,
  )
})

test('a line of nothing but separators is refused before it fills the memory', () => {
  expect(() => csvSplitter(',', 1000).push(','.repeat(100_000))).toThrow(/16384 列/)
})
