import { expect, test } from 'vitest'
import { formulaCell, textCell } from '../reading/cells.ts'
import { cleanName } from './names.ts'
import {
  cleanCategories,
  cleanDisabilityClass,
  cleanDisabilityGrade,
  cleanEthnicity,
  cleanGrade,
  cleanLeftBehind,
  cleanRelation,
  cleanSchooling,
  cleanSex,
  cleanText,
  cleanYesNo,
} from './words.ts'
import { personStateOf } from './states.ts'

const NAMES: [text: string, value: string, rules: string[]][] = [
  ['王博', '王博', []],
  ['王 博', '王博', ['name-spaces']],
  ['邱　兰', '邱兰', ['name-spaces']],
  ['黄 杰 ', '黄杰', ['trim', 'name-spaces']],
  ['\u200b王博', '王博', ['invisible']],
  ['阿依古丽.买买提', '阿依古丽·买买提', ['name-form']],
  ['阿依古丽•买买提', '阿依古丽·买买提', ['name-form']],
  ['𠮷野', '𠮷野', []],
  ['Mary Smith', 'Mary Smith', []],
]

for (const [text, value, rules] of NAMES)
  test(`the name ${JSON.stringify(text)} is kept as ${value}`, () => {
    const cleaned = cleanName(textCell(text))
    expect(cleaned.value).toBe(value)
    expect(cleaned.problem).toBeUndefined()
    expect(cleaned.rules.map(({ code }) => code)).toEqual(rules)
  })

test('a name that is a number, or has brackets, is not simply taken', () => {
  expect(cleanName(textCell('449821201908075296'))).toMatchObject({
    problem: { code: 'name-is-number', severity: 'wrong' },
  })
  expect(cleanName(textCell('王博(小名)'))).toMatchObject({
    value: '王博(小名)',
    problem: { code: 'name-odd', severity: 'doubtful' },
  })
  expect(cleanName(textCell('王'))).toMatchObject({ problem: { code: 'name-odd' } })
})

const WORDS: [
  what: string,
  clean: (cell: ReturnType<typeof textCell>) => { value?: unknown; problem?: unknown },
  pairs: [string, unknown][],
][] = [
  [
    'sex',
    cleanSex,
    [
      ['男', 'male'],
      ['女性', 'female'],
      [' 女 ', 'female'],
      ['1', 'male'],
      ['２', 'female'],
    ],
  ],
  [
    'yes or no',
    cleanYesNo,
    [
      ['是', true],
      ['否', false],
      ['已签', true],
      ['未签', false],
      ['√', true],
      ['×', false],
      ['Y', true],
      ['无', false],
    ],
  ],
  [
    'ethnicity',
    cleanEthnicity,
    [
      ['汉', '汉族'],
      ['瑶族', '瑶族'],
      ['土家', '土家族'],
      ['穿青人', '穿青人'],
    ],
  ],
  [
    'grade',
    cleanGrade,
    [
      ['3', '3'],
      ['三年级', '3'],
      ['初一', '7'],
      ['初3', '9'],
      ['高二', '11'],
      ['小学六年级', '6'],
      ['十二', '12'],
      ['学前班', '学前班'],
      ['高四', '高四'],
    ],
  ],
  [
    'schooling',
    cleanSchooling,
    [
      ['在读', 'enrolled'],
      ['休学', 'suspended'],
      ['辍学', 'dropped-out'],
      ['学龄前', 'preschool'],
      ['毕业', 'left-school'],
    ],
  ],
  [
    'class of disability',
    cleanDisabilityClass,
    [
      ['视力', 1],
      ['多重残疾', 7],
      ['6', 6],
    ],
  ],
  [
    'grade of disability',
    cleanDisabilityGrade,
    [
      ['一级', 1],
      ['4级', 4],
      ['三', 3],
    ],
  ],
]

for (const [what, clean, pairs] of WORDS)
  test(`words for ${what} are understood`, () => {
    for (const [text, value] of pairs) expect([text, clean(textCell(text)).value]).toEqual([text, value])
  })

test('words that nobody knows are for a person to decide', () => {
  for (const clean of [
    cleanSex,
    cleanYesNo,
    cleanEthnicity,
    cleanSchooling,
    cleanDisabilityClass,
    cleanDisabilityGrade,
    cleanRelation,
    cleanCategories,
    cleanLeftBehind,
  ])
    expect(clean(textCell('呜呼'))).toMatchObject({ problem: { severity: 'doubtful' } })
})

test('a relation keeps the word of the roster beside the kind of the register', () => {
  expect(cleanRelation(textCell('父子')).value).toEqual({ kind: 'father', word: '父子' })
  expect(cleanRelation(textCell('外 祖母')).value).toEqual({ kind: 'maternal-grandmother', word: '外祖母' })
  expect(cleanRelation(textCell('祖孙')).value).toEqual({ kind: 'other-relative', word: '祖孙' })
})

test('several categories in one cell are each taken once', () => {
  expect(cleanCategories(textCell('低保家庭儿童、低保家庭儿童'))).toMatchObject({
    value: [{ kind: 'poor-family', detail: '低保家庭儿童' }],
    rules: [{ code: 'category-list' }],
  })
  expect(cleanCategories(textCell('残疾儿童、特困儿童')).value).toEqual([
    { kind: 'severely-disabled-or-ill', detail: '残疾儿童' },
    { kind: 'poor-family', detail: '特困儿童' },
  ])
  expect(cleanCategories(textCell('监护缺失或不当')).value).toEqual([
    { kind: 'improper-guardianship', detail: '监护缺失或不当' },
  ])
  expect(cleanCategories(textCell('孤儿，呜呼'))).toMatchObject({
    value: [{ kind: 'orphan' }],
    problem: { code: 'category-odd' },
  })
})

test('a child is left behind by the words of the law, by a plain yes, but not by a no', () => {
  expect(cleanLeftBehind(textCell('父母双方外出务工')).value).toEqual({
    kind: 'left-behind',
    detail: '父母双方外出务工',
  })
  expect(cleanLeftBehind(textCell('是')).value).toEqual({ kind: 'left-behind', detail: '' })
  expect(cleanLeftBehind(textCell('否')).value).toBeUndefined()
})

test('a formula in free text stays text and is marked', () => {
  expect(cleanText(formulaCell('HYPERLINK("http://example.invalid","详情")'))).toMatchObject({
    value: '=HYPERLINK("http://example.invalid","详情")',
    rules: [{ code: 'formula-as-text' }],
  })
})

test('the title of a roster of grown-ups says what it says of them', () => {
  for (const [title, state] of [
    ['失联人员报案登记', 'out-of-contact'],
    ['强制隔离戒毒人员名单', 'compulsory-detox'],
    ['在押服刑人员名单', 'imprisoned'],
    ['死亡人员信息', 'deceased'],
    ['持证重度残疾人名单', 'severe-disability'],
    ['重特大疾病救助人员名单', 'severe-illness'],
    ['党员花名册', undefined],
  ] as const)
    expect(personStateOf(title)).toBe(state)
})
