import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combineReadings, cutIntoSyllables, readingsOf, similarSoundOf, surnameReadingsOf } from './pinyin.ts'

test.each([
  ['伟', ['wei']],
  ['吕', ['lv']],
  ['曾', ['ceng', 'zeng']],
  ['塱', ['lang']],
  ['湴', ['ban', 'pan']],
  ['坣', ['tang']],
  ['A', []],
  ['·', []],
  ['', []],
])('%s reads %j', (character, expected) => {
  expect(readingsOf(character)).toEqual(expected)
})

test.each([
  ['曾', 'zeng'],
  ['单', 'shan'],
  ['仇', 'qiu'],
  ['区', 'ou'],
  ['欧', 'ou'],
  ['解', 'xie'],
  ['查', 'zha'],
  ['翟', 'zhai'],
  ['覃', 'qin'],
  ['朴', 'piao'],
  ['缪', 'miao'],
  ['尉迟', 'yu chi'],
  ['尉', 'wei'],
  ['万俟', 'mo qi'],
  ['司徒', 'si tu'],
])('the surname %s reads first %s', (surname, expected) => {
  expect(
    surnameReadingsOf(surname)
      .map(([first]) => first)
      .join(' '),
  ).toBe(expected)
})

test('every reading of a Chinese character is a syllable that can be typed', () => {
  const strange = new Set<string>()
  for (let code = 0x4e00; code <= 0x9fff; code += 1)
    for (const reading of readingsOf(String.fromCodePoint(code)))
      if (!cutIntoSyllables(reading).some((cut) => cut.length === 1)) strange.add(reading)
  // Interjections without a vowel (呒 唔 嗯 哼): nobody is called so.
  expect([...strange].toSorted()).toEqual(['hng', 'm', 'n', 'ng'])
})

test('the likeliest readings come first and are never more than eight', () => {
  expect(
    combineReadings([
      ['zeng', 'ceng'],
      ['yue', 'le'],
    ]),
  ).toEqual([
    ['zeng', 'yue'],
    ['zeng', 'le'],
    ['ceng', 'yue'],
    ['ceng', 'le'],
  ])
  const many = combineReadings(Array.from({ length: 12 }, () => ['a', 'o', 'e']))
  expect(many).toHaveLength(8)
  expect(many[0]).toEqual(Array.from({ length: 12 }, () => 'a'))
})

test.each([
  ['zhangwei', ['zhang wei']],
  ['xian', ['xian', 'xi an']],
  ['shengan', ['sheng an', 'shen gan']],
  ['zw', []],
  ['', ['']],
])('%s is cut as %j', (letters, expected) => {
  expect(cutIntoSyllables(letters).map((cut) => cut.join(' '))).toEqual(expected)
})

test('cutting gives the letters back, and a long text without vowels costs nothing', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{0,24}$/), (letters) => {
      for (const cut of cutIntoSyllables(letters)) expect(cut.join('')).toBe(letters)
    }),
  )
  expect(cutIntoSyllables(`${'a'.repeat(400)}q`)).toEqual([])
})

test.each([
  ['zhang', 'zan'],
  ['chen', 'ceng'],
  ['shi', 'si'],
  ['ning', 'lin'],
  ['huang', 'fang'],
  ['hu', 'fu'],
  ['hui', 'fei'],
  ['nv', 'lu'],
  ['lve', 'lue'],
])('%s and %s sound similar', (one, other) => {
  expect(similarSoundOf(one)).toBe(similarSoundOf(other))
})

test.each([
  ['wang', 'huang'],
  ['li', 'lei'],
  ['he', 'fu'],
  ['hong', 'feng'],
  ['jia', 'qia'],
  ['an', 'ai'],
])('%s and %s do not', (one, other) => {
  expect(similarSoundOf(one)).not.toBe(similarSoundOf(other))
})
