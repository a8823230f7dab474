import { expect, test } from 'vitest'
import type { Source } from '#modules/children/contract.ts'
import type { FileNow, MemberNow } from '#modules/children/updates/files/queries.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import { placeOutside } from './base.ts'
import { newChildOf, partsFor, proposeUpdate } from './child.ts'
import { mayReplace, type Telling } from './telling.ts'

const WALL = '449821100201'
const EAST = '449821100202'
const indexOf: Telling['indexOf'] = (field, value) => Buffer.from(`${field}:${value}`)
const roster = (department: string, day: string): Extract<Source, { kind: 'roster' }> => ({
  kind: 'roster',
  department,
  day,
})
const telling = (purpose: Telling['purpose'], day = '2026-02-01', department = '民政局'): Telling => ({
  source: roster(department, day),
  purpose,
  indexOf,
})
const sealed = (field: 'id-number' | 'phone', value: string | null) => ({
  index: value === null ? null : indexOf(field, value),
  open: () => value,
})
const member = (more: Partial<MemberNow> = {}): MemberNow => ({
  linkId: 'link',
  linkVersion: 1,
  relation: 'father',
  isGuardian: true,
  linkSources: { '*': roster('公安局', '2026-01-01') },
  personId: 'person',
  personVersion: 1,
  name: '张大山',
  sex: 'male',
  birthDay: null,
  idNumber: sealed('id-number', 'F'),
  phone: sealed('phone', null),
  whereabouts: null,
  sources: { '*': roster('公安局', '2026-01-01') },
  key: () => undefined,
  ...more,
})
const file = (more: Partial<FileNow> = {}): FileNow => ({
  id: 'child',
  version: 1,
  name: '张伟',
  sex: 'male',
  ethnicity: '汉族',
  birthDay: '2015-06-01',
  idNumberState: 'valid',
  idNumber: sealed('id-number', 'C'),
  phone: sealed('phone', '19900000001'),
  divisionCode: WALL,
  hukouDivisionCode: WALL,
  hukouAddress: () => '围镇村4组',
  residence: 'unknown',
  residencePlace: null,
  residenceAddress: () => null,
  sources: { '*': roster('公安局', '2026-01-01') },
  key: () => undefined,
  family: [member()],
  categories: [],
  schooling: undefined,
  health: [],
  ...more,
})
const changed = (record: RosterRecord, on: FileNow, of: Telling) => {
  const { update, notes } = proposeUpdate(record, on, of)
  return {
    fields: Object.fromEntries(update.fields.map(({ field, to }) => [field, to])),
    notes: notes.map(({ field, code }) => `${field} ${code}`),
    update,
  }
}

test.each<[what: string, now: Source | undefined, may: boolean]>([
  ['nothing', undefined, true],
  ['an older roster', roster('公安局', '2026-01-31'), true],
  ['a newer roster', roster('公安局', '2026-02-02'), false],
  ['its own word of the same day', roster('民政局', '2026-02-01'), true],
  ['another department’s of the same day', roster('公安局', '2026-02-01'), false],
  ['an older entry', { kind: 'entry', by: '李主任', day: '2026-01-31' }, true],
  ['an entry of the same day', { kind: 'entry', by: '李主任', day: '2026-02-01' }, false],
])('a roster of a day meets %s', (_, now, may) => {
  expect(mayReplace(telling('supplement'), now)).toBe(may)
})

const renamed: RosterRecord = {
  name: '张玮',
  ethnicity: '瑶族',
  hukouAddress: { text: '东二村8组', villageCode: EAST, detail: '8组' },
  phone: ['19900000002'],
}

test('a register changes who the child is and moves the responsible village along with the hukou', () => {
  expect(changed(renamed, file(), telling('register')).fields).toEqual({
    name: '张玮',
    ethnicity: '瑶族',
    hukouDivisionCode: EAST,
    hukouAddress: '东二村8组',
    divisionCode: EAST,
    phone: '19900000002',
  })
})

test('a supplement changes only what it may know, and says what it left', () => {
  const { fields, notes } = changed(renamed, file(), telling('supplement'))
  expect(fields).toEqual({ phone: '19900000002' })
  expect(notes).toEqual(
    ['name', 'ethnicity', 'hukouDivisionCode', 'hukouAddress'].map((field) => `${field} kept-register`),
  )
})

test('a supplement fills what is blank', () => {
  const blank = file({
    ethnicity: null,
    phone: sealed('phone', null),
    idNumber: sealed('id-number', null),
    idNumberState: 'none',
  })
  const record: RosterRecord = { ethnicity: '瑶族', idNumber: 'N', phone: ['19900000002'] }
  expect(changed(record, blank, telling('supplement', '2025-01-01')).fields).toEqual({
    ethnicity: '瑶族',
    idNumber: 'N',
    phone: '19900000002',
  })
})

test('an older roster leaves newer values, and says whose they are', () => {
  const { fields, notes } = changed(renamed, file(), telling('register', '2025-12-31'))
  expect(fields).toEqual({})
  expect(notes).toContain('phone kept-newer')
})

test.each<[what: string, address: RosterRecord['residenceAddress'], fields: Record<string, unknown>]>([
  ['the hukou’s village', { text: '围镇村', villageCode: WALL }, { residence: 'same-as-hukou' }],
  [
    'a house in it',
    { text: '围镇村5组', villageCode: WALL, detail: '5组' },
    { residence: 'same-as-hukou', residenceAddress: '围镇村5组' },
  ],
  ['another village', { text: '东二村', villageCode: EAST }, { residence: 'in-county' }],
  [
    'another county',
    { text: '广东省广州市番禺区大石街1号', isOutside: true },
    {
      residence: 'outside',
      residencePlace: '广东省广州市番禺区',
      residenceAddress: '广东省广州市番禺区大石街1号',
    },
  ],
  ['a village that is not clear', { text: '新联村', candidates: ['1', '2'] }, {}],
])('a child who lives in %s', (_, residenceAddress, fields) => {
  const result = changed(residenceAddress ? { residenceAddress } : {}, file(), telling('supplement'))
  expect(result.fields).toEqual(fields)
})

test('the place outside never leads to a door', () => {
  expect(placeOutside('湖南省宜章县梅田镇某村3号')).toBe('湖南省宜章县')
  expect(placeOutside('深圳市宝安区新安街道12栋')).toBe('深圳市宝安区')
})

test('the guardian who is the father is the father', () => {
  const { update } = changed(
    { guardianName: '张大山', guardianPhone: ['19900000003'] },
    file(),
    telling('supplement'),
  )
  expect(update).toMatchObject({
    newMembers: [],
    links: [],
    persons: [{ id: 'person', fields: [{ field: 'phone', from: null, to: '19900000003' }] }],
  })
})

test('a guardian who is nobody of the family joins it', () => {
  const record: RosterRecord = {
    guardianName: '王奶奶',
    guardianRelation: { kind: 'paternal-grandmother', word: '奶奶' },
  }
  expect(changed(record, file(), telling('supplement')).update.newMembers).toMatchObject([
    { relation: 'paternal-grandmother', isGuardian: true, person: { name: '王奶奶' } },
  ])
})

test('a father with another number is told and not put beside the first', () => {
  const { update, notes } = changed({ fatherName: '李四', fatherIdNumber: 'G' }, file(), telling('register'))
  expect(update).toMatchObject({ newMembers: [], persons: [], links: [] })
  expect(notes).toEqual(['fatherName kept-parent'])
})

test('one father named as father and as guardian in a new family is one person', () => {
  const record: RosterRecord = {
    name: '张伟',
    birthDay: '2015-06-01',
    residenceAddress: { text: '围镇村', villageCode: WALL },
    fatherName: '张大山',
    guardianName: '张大山',
    guardianPhone: ['19900000003'],
  }
  expect(newChildOf(record, telling('supplement'))).toMatchObject({
    state: 'candidate',
    divisionCode: WALL,
    family: [{ relation: 'father', person: { name: '张大山', phone: '19900000003' } }],
  })
  expect(newChildOf({ ...record, residenceAddress: { text: '?' } }, telling('register'))).toBeUndefined()
})

test('kinds of difficulty are added once, their words are gathered', () => {
  const record: RosterRecord = {
    categories: [
      { kind: 'severely-disabled-or-ill', detail: '残疾儿童' },
      { kind: 'severely-disabled-or-ill', detail: '重病儿童' },
      { kind: 'poor-family', detail: '低保家庭儿童' },
    ],
  }
  const first = changed(record, file(), telling('supplement')).update
  expect(first.newCategories).toMatchObject([
    { kind: 'severely-disabled-or-ill', detail: '残疾儿童;重病儿童', from: '2026-02-01' },
    { kind: 'poor-family', detail: '低保家庭儿童' },
  ])
  const running = {
    id: 'category',
    version: 1,
    kind: 'poor-family' as const,
    detail: '特困儿童',
    fromDay: '2025-01-01',
    sources: { '*': roster('民政局', '2025-01-01') },
  }
  const second = changed(
    { categories: [{ kind: 'poor-family', detail: '低保家庭儿童' }] },
    file({ categories: [running] }),
    telling('supplement'),
  )
  expect(second.update).toMatchObject({
    newCategories: [],
    categories: [{ id: 'category', fields: [{ field: 'detail', to: '特困儿童;低保家庭儿童' }] }],
  })
})

test.each([
  [1, ['severely-disabled-or-ill']],
  [2, ['severely-disabled-or-ill']],
  [3, []],
  [4, []],
])('a disability of grade %i brings the category %j', (disabilityGrade, kinds) => {
  const { update } = changed({ disabilityClass: 5, disabilityGrade }, file(), telling('supplement'))
  expect(update.newCategories.map(({ kind }) => kind)).toEqual(kinds)
  expect(update.newHealth).toMatchObject([
    { detail: { kind: 'disability', disabilityClass: 5, disabilityGrade } },
  ])
})

const schooling = {
  id: 'schooling',
  version: 1,
  status: 'enrolled' as const,
  schoolName: '围镇小学',
  grade: '2',
  className: '1班',
  isBoarding: false,
  fromDay: '2025-09-01',
  sources: { '*': roster('教育局', '2025-09-01') },
}

test.each<[what: string, record: RosterRecord, offered: Record<string, unknown> | undefined]>([
  ['the same again', { school: '围镇小学', grade: '2' }, undefined],
  ['a year later', { school: '围镇小学', grade: '3' }, { status: 'enrolled', grade: '3' }],
  ['the word 在读 alone', { schoolingStatus: 'enrolled' }, undefined],
  ['休学', { schoolingStatus: 'suspended' }, { status: 'suspended', schoolName: '围镇小学' }],
  ['辍学', { schoolingStatus: 'dropped-out' }, { status: 'dropped-out' }],
])('schooling on file and %s', (_, record, offered) => {
  const { update } = changed(record, file({ schooling }), telling('supplement'))
  if (offered) expect(update.newSchooling).toMatchObject(offered)
  else expect(update.newSchooling).toBeUndefined()
})

test('在读 without a school is told and not invented', () => {
  const { update, notes } = changed({ schoolingStatus: 'enrolled' }, file(), telling('supplement'))
  expect([update.newSchooling, notes]).toEqual([undefined, ['schoolingStatus kept-no-school']])
})

test('only the parts that a roster speaks of are read', () => {
  expect(partsFor(new Set(['name', 'school']))).toEqual({
    family: false,
    categories: false,
    schooling: true,
    health: false,
  })
})
