import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseIdNumber } from '#kernel/id-number.ts'
import { idNumberOf } from '#tests/children.ts'
import type { Source } from '#modules/children/contract.ts'
import type { FileNow } from '#modules/children/updates/files/queries.ts'
import type { RowProblem } from '../cleaning/record.ts'
import type { Telling } from '../proposing/telling.ts'
import type { Match } from './children.ts'
import { isNearName, isSameName } from './names.ts'
import { settleParent } from './parents.ts'
import { possibleNumbers } from './possible-numbers.ts'
import { settleChild } from './verdict.ts'

test.each([
  ['张伟', '张 伟', true, true],
  ['张伟', '章玮', false, true],
  ['王傑志', '王杰志', false, true],
  ['欧阳秀丽', '欧阳秀莉', false, true],
  ['陈博文', '陈博武', false, true],
  ['陈文', '陈武', false, false],
  ['张伟', '李强', false, false],
])('%s and %s: same %s, near %s', (one, other, same, near) => {
  expect([isSameName(one, other), isNearName(one, other), isNearName(other, one)]).toEqual([same, near, near])
})

test('every number that Excel can have rounded so is among the possible ones, and all of those are numbers', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2008-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }),
      fc.constantFrom('male', 'female'),
      (day, sex) => {
        const number = idNumberOf(day.toISOString().slice(0, 10), sex)
        const possible = possibleNumbers(number.slice(0, 15), sex)
        expect(possible).toContain(number)
        expect(possible).toHaveLength(50)
        expect(possible.every((each) => parseIdNumber(each).ok)).toBe(true)
      },
    ),
  )
  expect(possibleNumbers('4498212015', 'male')).toEqual([])
})

const police: Source = { kind: 'roster', department: '公安局', day: '2026-01-01' }
const telling = (purpose: Telling['purpose'] = 'supplement'): Telling => ({
  source: { kind: 'roster', department: '民政局', day: '2026-02-01', rosterId: '', row: 3 },
  purpose,
  indexOf: (field, value) => Buffer.from(`${field}${value}`),
})
const file: FileNow = {
  id: 'a-child',
  version: 1,
  name: '张伟',
  sex: 'male',
  ethnicity: '汉族',
  birthDay: '2015-06-01',
  idNumberState: 'valid',
  idNumber: { index: Buffer.from('id-numberA'), open: () => 'A' },
  phone: { index: null, open: () => null },
  divisionCode: '449821100201',
  hukouDivisionCode: '449821100201',
  hukouAddress: () => '围镇村',
  residence: 'unknown',
  residencePlace: null,
  residenceAddress: () => null,
  sources: { '*': police },
  key: () => undefined,
  family: [],
  categories: [],
  schooling: undefined,
  health: [],
}
const problem = (
  field: RowProblem['field'],
  code: string,
  severity: RowProblem['severity'] = 'wrong',
): RowProblem => ({
  field,
  code,
  message: code,
  severity,
})
const full = {
  name: '张伟',
  sex: 'male' as const,
  birthDay: '2015-06-01',
  idNumber: 'A',
  hukouAddress: { text: '围镇村', villageCode: '449821100201' },
}
const byNumber: Match = { kind: 'number', childId: 'a-child' }
const byName: Match = { kind: 'name', childId: 'a-child' }
const nobody: Match = { kind: 'none' }

test.each<[what: string, row: Parameters<typeof settleChild>[0], match: Match, verdict: string]>([
  ['a known child with nothing new', { record: full, problems: [] }, byNumber, 'same'],
  [
    'a known child with a telephone',
    { record: { ...full, phone: ['19900000001'] }, problems: [] },
    byNumber,
    'changed',
  ],
  [
    'a known number under another name',
    { record: { ...full, name: '李强' }, problems: [] },
    byNumber,
    'doubtful',
  ],
  ['a known number under a homophone', { record: { ...full, name: '章玮' }, problems: [] }, byNumber, 'same'],
  [
    'a known child at an unknown village',
    { record: full, problems: [problem('hukouAddress', 'village-unknown')] },
    byNumber,
    'same',
  ],
  [
    'a known child with an impossible day',
    { record: full, problems: [problem('birthDay', 'day-impossible')] },
    byNumber,
    'wrong',
  ],
  ['a grown-up', { record: full, problems: [problem('birthDay', 'adult')] }, byNumber, 'wrong'],
  [
    'the same number twice',
    { record: full, problems: [problem('idNumber', 'duplicate')] },
    byNumber,
    'wrong',
  ],
  [
    'a broken number of a child found by name',
    { record: full, problems: [problem('idNumber', 'id-checksum')] },
    byName,
    'same',
  ],
  [
    'a broken number of nobody',
    { record: full, problems: [problem('idNumber', 'id-checksum')] },
    nobody,
    'wrong',
  ],
  ['nobody on file', { record: full, problems: [] }, nobody, 'new'],
  [
    'nobody on file, without a village',
    { record: { ...full, hukouAddress: undefined }, problems: [] } as never,
    nobody,
    'doubtful',
  ],
  [
    'nobody on file, with an odd name',
    { record: full, problems: [problem('name', 'name-odd', 'doubtful')] },
    nobody,
    'doubtful',
  ],
  [
    'nobody on file, with an odd word elsewhere',
    { record: full, problems: [problem('ethnicity', 'odd', 'doubtful')] },
    nobody,
    'new',
  ],
  [
    'nobody on file, without a number',
    { record: { name: '张伟' }, problems: [problem('idNumber', 'id-missing', 'doubtful')] },
    nobody,
    'doubtful',
  ],
  [
    'several who may be it',
    { record: full, problems: [] },
    { kind: 'several', candidates: ['x', 'y'], why: 'alike' },
    'doubtful',
  ],
])('%s', (_, row, match, verdict) => {
  expect(settleChild(row, match, file, telling(), () => 'new-id').verdict).toBe(verdict)
})

test('a child whom the caller may not see is on file and nothing more is said', () => {
  const row = { record: { ...full, phone: ['19900000001'] }, problems: [] }
  expect(settleChild(row, byNumber, undefined, telling('register'), () => '')).toEqual({
    verdict: 'same',
    childId: null,
    candidates: [],
    changes: [],
    problems: [],
  })
})

test('what is in doubt in a row of a known child is told and not written', () => {
  const row = {
    record: { ...full, name: '张伟', ethnicity: '穿青人' },
    problems: [problem('ethnicity', 'ethnicity-odd', 'doubtful')],
  }
  const settled = settleChild(row, byNumber, file, telling('register'), () => '')
  expect(settled).toMatchObject({ verdict: 'same', problems: [{ field: 'ethnicity', severity: 'note' }] })
})

const parent = {
  id: 'a-parent',
  name: '张大山',
  key: () => undefined,
  children: [{ id: 'a-child', divisionCode: '449821100201' }],
  states: [{ id: 's', kind: 'imprisoned' as const, fromDay: '2026-01-01', toDay: null, acceptedDay: null }],
}

test.each([
  ['a new term', { personName: '张大山', stateStartDay: '2026-05-01' }, parent, 'changed'],
  ['a term on file', { personName: '张大山', stateStartDay: '2026-01-01', stateMonths: 12 }, parent, 'same'],
  ['another name', { personName: '李强', stateStartDay: '2026-05-01' }, parent, 'doubtful'],
  ['nobody’s parent', { personName: '张大山' }, undefined, 'skipped'],
])('a row about a grown-up: %s', (_, record, whose, verdict) => {
  expect(settleParent({ record, problems: [] }, whose, 'imprisoned').verdict).toBe(verdict)
})
