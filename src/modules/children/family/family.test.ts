import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { listChanges } from '../changes/contract.ts'
import { getChild } from '../file/contract.ts'
import { searchChildren } from '../search/contract.ts'
import { addFamilyMember, correctPerson, correctRelation, endRelation } from './contract.ts'
import { completed, personProblemsOf } from './rules.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const hillDirector = await app.as({ role: 'child-director', divisionCode: PLACES.hillVillage })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })

beforeAll(() => addPlaces(app))

const reason = '入户核对过'
const mother = (more: object = {}) => ({
  linkId: uuidv7(),
  personId: uuidv7(),
  name: '罗春梅',
  relation: 'mother' as const,
  ...more,
})

test('a parent of two children is one person, though the children live in two villages', async () => {
  const [here = '', there = ''] = await addChildren(
    app,
    { name: '姐姐' },
    { name: '弟弟', divisionCode: PLACES.hillVillage },
  )
  const idNumber = idNumberOf('1988-08-08', 'female')
  const first = await director(addFamilyMember, { id: here, ...mother({ idNumber, phone: '15400000001' }) })
  const second = await hillDirector(addFamilyMember, { id: there, ...mother({ idNumber, name: '罗 春梅' }) })
  expect(second.personId).toBe(first.personId)
  const [member] = (await hillDirector(getChild, { id: there })).family
  expect(member).toMatchObject({
    relation: 'mother',
    person: { id: first.personId, name: '罗春梅', sex: 'female', birthDay: '1988-08-08', hasPhone: true },
  })
  // The other child belongs to another village: it is not named here.
  expect(member?.person.otherChildren).toEqual([])
  const { rows } = await app.owner.query(
    'select count(*)::int as count from county_449821.person where name = $1',
    ['罗春梅'],
  )
  expect(rows).toEqual([{ count: 1 }])
})

test('brothers and sisters within the territory are named beside the parent', async () => {
  const person = { name: '唐伯年', idNumber: idNumberOf('1980-02-02', 'male') }
  const [one = '', two = ''] = await addChildren(
    app,
    { name: '唐一', family: [{ person, relation: 'father' }] },
    { name: '唐二', family: [{ person, relation: 'father' }] },
  )
  const [member] = (await director(getChild, { id: one })).family
  expect(member?.person.otherChildren).toEqual([{ id: two, name: '唐二' }])
})

test('an identity number with another name links nobody and gives nothing away', async () => {
  const [here = '', there = ''] = await addChildren(app, {}, { divisionCode: PLACES.hillVillage })
  const idNumber = idNumberOf('1988-08-08', 'female')
  await director(addFamilyMember, { id: here, ...mother({ idNumber }) })
  const guess = hillDirector(addFamilyMember, { id: there, ...mother({ idNumber, name: '别的名字' }) })
  await expect(guess).rejects.toMatchObject({ status: 409, code: 'refused', detail: undefined })
  await expect(guess).rejects.toThrow(/不一致/)
  expect((await hillDirector(getChild, { id: there })).family).toEqual([])
})

test('a member added twice by one form stands once; the same relation is refused', async () => {
  const [id = ''] = await addChildren(app, {})
  const member = mother({ idNumber: idNumberOf('1988-08-08', 'female') })
  const written = await director(addFamilyMember, { id, ...member })
  expect(await director(addFamilyMember, { id, ...member })).toEqual(written)
  expect((await director(getChild, { id })).family).toHaveLength(1)
  await expect(director(addFamilyMember, { id, ...member, linkId: uuidv7() })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('a corrected name is found, and stands in the history of every child of that person', async () => {
  const person = { name: '错名', idNumber: idNumberOf('1980-02-02', 'male') }
  const [one = '', two = ''] = await addChildren(
    app,
    { name: '孩一', family: [{ person, relation: 'father' }] },
    { name: '孩二', family: [{ person, relation: 'father' }] },
  )
  const [member] = (await director(getChild, { id: one })).family
  const personId = member!.person.id
  await director(correctPerson, {
    id: one,
    personId,
    version: 1,
    reason,
    name: '卓正名',
    phone: '15400000005',
  })
  expect((await director(searchChildren, { text: '卓正名' })).items.map(({ id }) => id).toSorted()).toEqual(
    [one, two].toSorted(),
  )
  for (const id of [one, two])
    expect((await director(listChanges, { id })).items[0]).toMatchObject({
      recordKind: 'person',
      before: { name: '错名', phone: null },
      after: { name: '卓正名', phone: '（已隐藏）' },
    })
  await expect(
    supervisor(correctPerson, { id: two, personId, version: 1, reason, name: '又改' }),
  ).rejects.toMatchObject({
    code: 'stale',
    detail: { yours: { name: '又改' }, theirs: { name: '卓正名' }, version: 2 },
  })
})

test('a person is corrected through a child of the own family only', async () => {
  const [one = '', stranger = ''] = await addChildren(
    app,
    { family: [{ person: { name: '甲父' }, relation: 'father' }] },
    { name: '别家' },
  )
  const personId = (await director(getChild, { id: one })).family[0]!.person.id
  await expect(
    director(correctPerson, { id: stranger, personId, version: 1, reason, name: '乙父' }),
  ).rejects.toMatchObject({ status: 404 })
})

test('an identity number that is another person’s is refused', async () => {
  const idNumber = idNumberOf('1980-02-02', 'male')
  const [id = ''] = await addChildren(app, {
    family: [
      { person: { name: '甲', idNumber }, relation: 'father' },
      { person: { name: '乙' }, relation: 'other-relative' },
    ],
  })
  const other = (await director(getChild, { id })).family.find(({ person }) => person.name === '乙')!
  await expect(
    director(correctPerson, {
      id,
      personId: other.person.id,
      version: 1,
      reason,
      idNumber,
      birthDay: '1980-02-02',
    }),
  ).rejects.toMatchObject({ status: 409 })
})

test('a relation can be corrected and ended; a stale one and a wrong day are refused', async () => {
  const [id = ''] = await addChildren(app, {
    family: [{ person: { name: '外婆' }, relation: 'maternal-grandmother', from: '2020-01-01' }],
  })
  const [member] = (await director(getChild, { id })).family
  const link = { id, linkId: member!.id }
  await director(correctRelation, { ...link, version: 1, reason, isGuardian: true })
  await expect(
    director(correctRelation, { ...link, version: 1, reason, isGuardian: false }),
  ).rejects.toMatchObject({ code: 'stale', detail: { yours: { isGuardian: false }, version: 2 } })
  const end = (more: object) =>
    director(endRelation, { ...link, version: 2, to: '2026-01-01', reason, ...more })
  await expect(end({ to: '2019-12-31' })).rejects.toMatchObject({ fields: [{ field: 'to' }] })
  await expect(end({ to: '2999-01-01' })).rejects.toMatchObject({ fields: [{ field: 'to' }] })
  await expect(end({ version: 1 })).rejects.toMatchObject({ code: 'stale' })
  await end({})
  expect((await director(getChild, { id })).family).toMatchObject([
    { isGuardian: true, toDay: '2026-01-01', endReason: reason },
  ])
  await expect(end({ version: 3 })).rejects.toMatchObject({ code: 'refused' })
  expect((await director(searchChildren, { text: '外婆' })).items.map((hit) => hit.id)).not.toContain(id)
})

test.each([
  [{ idNumber: idNumberOf('1988-08-08', 'female'), birthDay: '1988-08-09' }, 'birthDay'],
  [{ idNumber: idNumberOf('1988-08-08', 'female'), sex: 'male' as const }, 'sex'],
  [{ idNumber: '1' }, 'idNumber'],
  [{ phone: '1' }, 'phone'],
  [{ from: '2999-01-01' }, 'from'],
  [{ name: '' }, 'name'],
])('a member with %j is refused at %s', async (more, field) => {
  const [id = ''] = await addChildren(app, {})
  await expect(director(addFamilyMember, { id, ...mother(more) })).rejects.toMatchObject({
    status: 422,
    fields: [expect.objectContaining({ field })],
  })
})

test('birth day and sex of an adult come from the identity number where nobody entered them', () => {
  const idNumber = idNumberOf('1988-08-08', 'female')
  expect(completed({ sex: 'unknown', idNumber })).toEqual({ sex: 'female', birthDay: '1988-08-08', idNumber })
  expect(completed({ sex: 'unknown' })).toEqual({ sex: 'unknown' })
  expect(personProblemsOf({ sex: 'unknown', birthDay: '2999-01-01' }, '2026-01-01')).toHaveLength(1)
})
