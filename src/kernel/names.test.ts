import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestMatch, cleanName, nameTokens, queryTokens, surnameOf } from './names.ts'
import { readingsOf, surnameReadingsOf } from './pinyin.ts'

const match = (name: string, typed: string) => bestMatch(new Set(nameTokens(name)), queryTokens(typed))
const reasonFor = (name: string, typed: string) => match(name, typed)?.reason

test.each([
  ['张 伟', '张伟'],
  [' 张\u3000伟 ', '张伟'],
  ['张\u200b伟\ufeff', '张伟'],
  ['阿依古丽•买买提', '阿依古丽·买买提'],
  ['阿依古丽．买买提', '阿依古丽·买买提'],
  ['阿依古丽 · 买买提', '阿依古丽·买买提'],
  ['Ｊｏｈｎ  Smith', 'John Smith'],
  ['張偉', '張偉'],
  ['塱湴坣', '塱湴坣'],
  ['', ''],
])('%j is kept as %s', (text, expected) => {
  expect(cleanName(text)).toBe(expected)
})

test.each([
  ['张伟', '张'],
  ['欧阳明', '欧阳'],
  ['欧阳', '欧'],
  ['司徒小明', '司徒'],
  ['歐陽明', '歐陽'],
  ['阿依古丽·买买提', ''],
  ['John Smith', ''],
  ['', ''],
])('the surname of %j is %j', (name, surname) => {
  expect(surnameOf(name)).toBe(surname)
})

test.each([
  ['张伟', '张伟', 'exact'],
  ['张伟', '张 伟', 'exact'],
  ['张 伟', '张伟', 'exact'],
  ['张伟', 'zhangwei', 'same-sound'],
  ['张伟', 'zhang wei', 'same-sound'],
  ['张伟', 'ZhangWei', 'same-sound'],
  ['张伟', 'Zhāng Wěi', 'same-sound'],
  ['张伟', 'zw', 'initials'],
  ['张伟', 'zhw', 'initials'],
  ['张伟', '章玮', 'same-sound'],
  ['张伟', '張偉', 'same-sound'],
  ['张伟', '张*', 'prefix'],
  ['张伟', '张＊', 'prefix'],
  ['张伟强', '张*强', 'prefix'],
  ['张伟', '*伟', 'contains'],
  ['张伟', '张', 'prefix'],
  ['张伟', 'zhangw', 'prefix'],
  ['张伟', 'zhang', 'prefix'],
  ['张伟', '张w', 'prefix'],
  ['张伟', '张wei', 'same-sound'],
  ['张伟', 'zangwei', 'similar-sound'],
  ['张伟', '詹伟', 'similar-sound'],
  ['王小明', '小明', 'contains'],
  ['王小明', '王小', 'prefix'],
  ['王小明', '王xm', 'initials'],
  ['王小明', 'wxm', 'initials'],
  ['黄丽', 'fangni', 'similar-sound'],
  ['胡宁', '符林', 'similar-sound'],
  ['吕薇', 'lvwei', 'same-sound'],
  ['吕薇', 'lüwei', 'same-sound'],
  ['吕薇', 'luwei', 'similar-sound'],
  ['曾乐', 'zengle', 'same-sound'],
  ['曾乐', 'cengyue', 'same-sound'],
  ['单雄', 'shanxiong', 'same-sound'],
  ['区志强', 'ouzhiqiang', 'same-sound'],
  ['仇英', 'qiuying', 'same-sound'],
  ['欧阳娜', 'oyn', 'initials'],
  ['盛安', 'shenan', 'similar-sound'],
  ['李西安', "li xi'an", 'same-sound'],
  ['阿依古丽·买买提', '阿依古丽买买提', 'exact'],
  ['阿依古丽·买买提', '买买提', 'contains'],
  ['John Smith', 'john smith', 'same-sound'],
  ['John Smith', 'Smith', 'contains'],
])('%s is found by %j: %s', (name, typed, reason) => {
  expect(reasonFor(name, typed)).toBe(reason)
})

test.each([
  ['张伟', '李伟'],
  ['张伟', '伟张'],
  ['张伟', 'wz'],
  ['张伟', '李*'],
  ['张伟', '王wei'],
  ['王小明', '王明'],
  ['张伟', ''],
  ['张伟', ' * '],
  ['张伟', '··'],
])('%s is not found by %j', (name, typed) => {
  expect(match(name, typed)).toBeUndefined()
})

test('the same name comes before longer ones, those before others that sound alike', () => {
  const typed = (text: string) =>
    ['詹伟', '章玮', '小张伟', '张伟强', '张伟']
      .map((name) => ({ name, weight: match(name, text)?.weight ?? 0 }))
      .filter(({ weight }) => weight > 0)
      .toSorted((one, other) => other.weight - one.weight)
      .map(({ name }) => name)
  expect(typed('张伟')).toEqual(['张伟', '张伟强', '小张伟', '章玮', '詹伟'])
  expect(typed('zhangwei')).toEqual(['章玮', '张伟', '张伟强', '詹伟'])
})

test('one name never swells the index, however many readings it has', () => {
  expect(nameTokens('曾乐行').filter((token) => token.startsWith('p:'))).toHaveLength(8)
  expect(nameTokens('单'.repeat(300)).length).toBeLessThan(800)
})

const characters = Array.from({ length: 0x9f00 - 0x4e00 }, (_, index) =>
  String.fromCodePoint(0x4e00 + index),
).filter((character) => readingsOf(character).length > 0)
const group = (readingOf: (character: string) => string | undefined) => Map.groupBy(characters, readingOf)
const surnamesOfSound = group((character) => surnameReadingsOf(character)[0]?.[0])
const charactersOfSound = group((character) => readingsOf(character)[0])

/** Two names that sound alike, by the usual reading of each character. */
const homophones = fc
  .tuple(
    fc.constantFrom(...surnamesOfSound.values()),
    fc.array(fc.constantFrom(...charactersOfSound.values()), { minLength: 1, maxLength: 3 }),
  )
  .chain(([surnames, given]) => {
    const name = fc
      .tuple(...[surnames, ...given].map((alike) => fc.constantFrom(...alike)))
      .map((each) => each.join(''))
    return fc.tuple(name, name)
  })
  .filter((names) => names.every((name) => surnameOf(name).length === 1))

const usualSound = (name: string) =>
  Array.from(name, (character, position) =>
    position === 0 ? surnameReadingsOf(character)[0]?.[0] : readingsOf(character)[0],
  )

test('every name is found by itself, its pinyin, its initials and any name that sounds alike', () => {
  fc.assert(
    fc.property(homophones, ([name, alike]) => {
      const sound = usualSound(name)
      expect(reasonFor(name, name)).toBe('exact')
      expect(reasonFor(name, sound.join(''))).toBe('same-sound')
      expect(reasonFor(name, sound.join(' '))).toBe('same-sound')
      expect(match(name, sound.map((each) => each?.charAt(0)).join(''))).toBeDefined()
      expect(reasonFor(name, alike)).toBe(name === alike ? 'exact' : 'same-sound')
      expect(match(name, alike.slice(0, 1) + '*')?.reason).toBe(name[0] === alike[0] ? 'prefix' : undefined)
    }),
    { numRuns: 2000 },
  )
})

test('every part of a name finds it', () => {
  fc.assert(
    fc.property(homophones, fc.nat(3), fc.nat(3), ([name], one, other) => {
      const part = name.slice(Math.min(one, other), Math.max(one, other) + 1)
      fc.pre(part.length > 0)
      expect(match(name, part)?.weight).toBeGreaterThanOrEqual(75)
    }),
  )
})

test('whatever is typed, looking it up asks for few tokens and throws nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      expect(queryTokens(typed).alternatives.length).toBeLessThan(50)
    }),
  )
})

test('a register is indexed fast', () => {
  const names = Array.from({ length: 24_000 }, (_, index) =>
    [index, index * 7, index * 13].map((seed) => characters[(seed * 31) % characters.length]).join(''),
  )
  const start = performance.now()
  for (const name of names) nameTokens(name)
  // A tenth of a large county's children and parents; 240,000 take under two seconds on two cores.
  expect(performance.now() - start).toBeLessThan(3000)
})
