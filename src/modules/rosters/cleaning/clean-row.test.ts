import { expect, test } from 'vitest'
import { formulaCell, numberCell, textCell, type Cell } from '../reading/cells.ts'
import { cleanRow } from './clean-row.ts'
import { findDuplicates } from './duplicates.ts'
import { buildVillageIndex } from './villages.ts'
import type { FieldName, Subject } from './fields.ts'

const villages = buildVillageIndex([
  { code: '441821102204', name: '围镇村委会', town: '汤塘镇' },
  { code: '441821101215', name: '新联村委会', town: '水头镇' },
  { code: '441821104208', name: '新联村委会', town: '高岗镇' },
])

const context = { today: '2026-11-23', villages }

const clean = (
  cells: Partial<Record<FieldName, string | Cell>>,
  rowNumber = 7,
  subject: Subject = 'child',
) => {
  const fields = Object.keys(cells) as FieldName[]
  const columns = fields.map((field, index) => ({ index, label: field, field, confidence: 1, why: '' }))
  const values = Object.values(cells).map((cell) => (typeof cell === 'string' ? textCell(cell) : cell))
  return cleanRow({ rowNumber, cells: values }, { subject, columns }, context)
}

const codesOf = ({ problems }: ReturnType<typeof clean>) =>
  problems.map(({ field, code, severity }) => `${severity} ${field} ${code}`)

const CHILD = { name: '王一', idNumber: '449821201908075296', residenceAddress: '汤塘镇围镇村4组' }

test('a whole row becomes a record, and each change is told with its field', () => {
  const row = clean({
    ...CHILD,
    name: '王 一',
    phone: '199 0516 8243',
    categories: '孤儿',
    birthDay: '2019.8.7',
    sex: '男',
  })
  expect(row).toMatchObject({
    rowNumber: 7,
    record: {
      name: '王一',
      sex: 'male',
      idNumber: '449821201908075296',
      birthDay: '2019-08-07',
      residenceAddress: { text: '汤塘镇围镇村4组', villageCode: '441821102204', detail: '4组' },
      phone: ['19905168243'],
      categories: [{ kind: 'orphan', detail: '孤儿' }],
    },
    problems: [],
  })
  expect(row.rules.map(({ field, code }) => `${field} ${code}`)).toEqual([
    'name name-spaces',
    'residenceAddress village',
    'phone phone',
    'birthDay day',
  ])
})

test('birth day and sex come from the identity number where the roster has none', () => {
  expect(clean(CHILD).record).toMatchObject({ birthDay: '2019-08-07', sex: 'male' })
})

test('a birth day that a formula takes from the identity number is taken from it', () => {
  const row = clean({ ...CHILD, birthDay: formulaCell('TEXT(MID(D3,7,8),"0000-00-00")') })
  expect(row.record.birthDay).toBe('2019-08-07')
  expect(row.problems).toEqual([])
})

test('the roster contradicting the identity number is for a person to decide', () => {
  expect(codesOf(clean({ ...CHILD, birthDay: '2018-08-07', sex: '女' }))).toEqual([
    'doubtful birthDay day-differs',
    'doubtful sex sex-differs',
  ])
})

const WRONG: [what: string, cells: Parameters<typeof clean>[0], problem: string][] = [
  ['a row without a name', { idNumber: CHILD.idNumber }, 'wrong name name-missing'],
  ['a row of which nobody can say who it is', { name: '王一' }, 'wrong idNumber id-missing'],
  ['an adult', { name: '王一', idNumber: '449821198208097414' }, 'wrong birthDay adult'],
  ['a child yet to be born', { name: '王一', birthDay: '2026-11-24' }, 'wrong birthDay day-future'],
  ['an impossible birth day', { ...CHILD, birthDay: '2019-02-29' }, 'wrong birthDay day-impossible'],
  [
    'an identity number with a wrong digit',
    { ...CHILD, idNumber: '449821201908075297' },
    'wrong idNumber id-checksum',
  ],
  [
    'an unknown village',
    { ...CHILD, residenceAddress: '汤塘镇桃花源村' },
    'wrong residenceAddress village-unknown',
  ],
  [
    'a village of two towns',
    { ...CHILD, residenceAddress: '新联村' },
    'doubtful residenceAddress village-ambiguous',
  ],
  [
    'a father with a wrong number',
    { ...CHILD, fatherIdNumber: '449821198208097415' },
    'doubtful fatherIdNumber id-checksum',
  ],
  ['a telephone that is none', { ...CHILD, phone: '123' }, 'doubtful phone phone-odd'],
]

for (const [what, cells, problem] of WRONG)
  test(`${what} is told: ${problem}`, () => {
    expect(codesOf(clean(cells))).toContain(problem)
  })

test('a minor turns adult on the eighteenth birthday, not before', () => {
  expect(codesOf(clean({ name: '王一', birthDay: '2008-11-24' }))).not.toContain('wrong birthDay adult')
  expect(codesOf(clean({ name: '王一', birthDay: '2008-11-23' }))).toContain('wrong birthDay adult')
})

test('without its number a child can still be looked for by name and birth day', () => {
  const without = clean({ name: '王一', birthDay: '2019-08-07', idNumber: '' })
  expect(codesOf(without)).toEqual(['doubtful idNumber id-missing'])
  const lost = clean({
    name: '王一',
    birthDay: '2019-08-07',
    idNumber: numberCell('449821201908075300', undefined, false),
  })
  expect(codesOf(lost)).toEqual(['doubtful idNumber id-precision-lost'])
  expect(lost.record).toMatchObject({ idNumberPrefix: '449821201908075' })
  expect(lost.record.idNumber).toBeUndefined()
})

test('a number with a wrong digit is kept as it was written, beside the record', () => {
  expect(clean({ ...CHILD, idNumber: ' 449821201908075297' }).record.idNumberAsWritten).toBe(
    '449821201908075297',
  )
})

test('a disability card gives the identity number, and class and grade must agree with it', () => {
  const cells = {
    name: '王一',
    disabilityCardNo: '44982120190807529623',
    disabilityClass: '听力',
    disabilityGrade: '三级',
  }
  expect(clean(cells)).toMatchObject({
    record: { idNumber: CHILD.idNumber, birthDay: '2019-08-07' },
    problems: [],
  })
  expect(
    codesOf(
      clean({ ...cells, disabilityClass: '视力', disabilityGrade: '一级', idNumber: '449821201205205955' }),
    ),
  ).toEqual([
    'doubtful disabilityCardNo card-id-differs',
    'doubtful disabilityClass card-class-differs',
    'doubtful disabilityGrade card-grade-differs',
  ])
})

test('town and village in two columns are one address', () => {
  const { record, rules } = clean({
    name: '王一',
    idNumber: CHILD.idNumber,
    town: '高岗镇',
    village: '新联村',
  })
  expect(record.residenceAddress).toMatchObject({ villageCode: '441821104208' })
  expect(rules).toContainEqual(expect.objectContaining({ field: 'village', to: '高岗镇新联村委会' }))
  expect(codesOf(clean({ name: '王一', idNumber: CHILD.idNumber, town: '', village: '新联村' }))).toEqual([
    'doubtful village village-ambiguous',
  ])
})

test('a value from a merged cell above is told as such', () => {
  const { rules } = clean({ ...CHILD, school: { text: '汤塘中学', kind: 'text', merged: true } })
  expect(rules).toContainEqual({
    field: 'school',
    code: 'merged',
    label: expect.any(String),
    from: '',
    to: '汤塘中学',
  })
})

test('a grown-up needs a number, may be of any age, and ends no state before it began', () => {
  const person = { personName: '王二', personIdNumber: '449821198208097414' }
  expect(codesOf(clean(person, 7, 'person'))).toEqual([])
  expect(codesOf(clean({ personName: '王二' }, 7, 'person'))).toEqual(['wrong personIdNumber id-missing'])
  expect(
    codesOf(clean({ ...person, stateStartDay: '2026-01-01', stateEndDay: '2025-01-01' }, 7, 'person')),
  ).toEqual(['doubtful stateEndDay end-before-start'])
})

test('what stood in the roster before is told with the row where it stood', () => {
  const duplicate = findDuplicates('child')
  expect(duplicate(clean(CHILD, 4))).toBeUndefined()
  expect(duplicate(clean({ ...CHILD, name: '王二', idNumber: '449821201205205955' }, 5))).toBeUndefined()
  expect(duplicate(clean(CHILD, 9))).toMatchObject({
    code: 'duplicate',
    severity: 'wrong',
    message: expect.stringContaining('第 4 行'),
  })
  expect(duplicate(clean({ ...CHILD, phone: '19903636871' }, 10))?.message).toContain('第 4 行')
})

test('without a number the same name, birth day and village are only doubtful', () => {
  const duplicate = findDuplicates('child')
  const cells = { name: '王一', birthDay: '2019-08-07', residenceAddress: '汤塘镇围镇村' }
  expect(duplicate(clean(cells, 4))).toBeUndefined()
  expect(duplicate(clean({ ...cells, residenceAddress: '高岗镇新联村' }, 5))).toBeUndefined()
  expect(duplicate(clean(cells, 6))).toMatchObject({
    severity: 'doubtful',
    message: expect.stringContaining('第 4 行'),
  })
})

test('no message repeats what stands in the row', () => {
  const secret = '449821201908075297'
  const row = clean({
    name: '王一(甲)',
    idNumber: secret,
    birthDay: formulaCell('IF(A1="449821201908075297","王一")'),
    phone: '1990363687',
    fatherIdNumber: '4498211982080974',
    motherName: '李桂花1',
  })
  const told = row.problems.map(({ message }) => message).join('')
  expect(row.problems.length).toBeGreaterThan(4)
  for (const text of [secret, '王一', '李桂花', '1990363687', '4498211982080974'])
    expect(told).not.toContain(text)
})
