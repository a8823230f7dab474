import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { listChanges, listTimeline } from '../changes/contract.ts'
import { listChildren } from '../contract.ts'
import { getChild } from '../file/contract.ts'
import { searchChildren } from '../search/contract.ts'
import { revealChildField } from '../secrets/contract.ts'
import { correctChild, findDuplicates, moveChild, registerChild } from './contract.ts'
import { newFileProblemsOf, problemsOf } from './rules.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage, name: '围镇主任' })
const neighbour = await app.as({ role: 'child-director', divisionCode: PLACES.eastVillage })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
const centre = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

beforeAll(() => addPlaces(app))

const newChild = (more: object = {}) => ({
  id: uuidv7(),
  name: '邓小勤',
  sex: 'female' as const,
  birthDay: '2014-05-06',
  divisionCode: PLACES.wallVillage,
  residence: 'same-as-hukou' as const,
  ...more,
})

const reason = '对照户口簿核对'

test('a registered child is on file, on the list, found by search, with the source of its data', async () => {
  const child = newChild({
    idNumber: ` ${idNumberOf('2014-05-06', 'female').toLowerCase()}`,
    phone: '154-0000-1234',
    ethnicity: '瑶族',
    hukouDivisionCode: PLACES.wallVillage,
    hukouAddress: '三组 7 号',
  })
  expect(await director(registerChild, child)).toEqual({ id: child.id, version: 1 })
  const file = await director(getChild, { id: child.id })
  expect(file).toMatchObject({
    name: '邓小勤',
    idNumberState: 'valid',
    hasPhone: true,
    hasHukouAddress: true,
    hasResidenceAddress: false,
    hukouDivisionName: '围镇村委会',
    createdBy: '围镇主任',
    sources: { '*': { kind: 'entry', by: '围镇主任' } },
  })
  expect((await director(listChildren, {})).items.map(({ id }) => id)).toContain(child.id)
  expect((await director(searchChildren, { text: 'dxq' })).items.map(({ id }) => id)).toContain(child.id)
  expect((await director(searchChildren, { text: '15400001234' })).items.map(({ id }) => id)).toEqual([
    child.id,
  ])
  expect((await director(listTimeline, { id: child.id })).items).toMatchObject([{ title: '建立档案' }])
})

test('a form that is sent twice registers one child', async () => {
  const child = newChild({ name: '两次' })
  await director(registerChild, child)
  expect(await director(registerChild, child)).toEqual({ id: child.id, version: 1 })
  expect((await director(searchChildren, { text: '两次' })).items).toHaveLength(1)
  expect((await director(listChanges, { id: child.id })).total).toBe(1)
})

test('a second file for one identity number leads to the first', async () => {
  const idNumber = idNumberOf('2014-05-06', 'female')
  const child = newChild({ idNumber })
  await director(registerChild, child)
  await expect(director(registerChild, newChild({ idNumber }))).rejects.toMatchObject({
    status: 409,
    code: 'already-registered',
    detail: { childId: child.id },
  })
})

test('when the first file is out of sight, it is only said whom to ask', async () => {
  const idNumber = idNumberOf('2014-05-06', 'female')
  await director(registerChild, newChild({ idNumber }))
  const refusal = neighbour(registerChild, newChild({ idNumber, divisionCode: PLACES.eastVillage }))
  await expect(refusal).rejects.toMatchObject({
    status: 409,
    code: 'registered-elsewhere',
    detail: undefined,
  })
  await expect(refusal).rejects.toThrow(/联系县/)
})

test.each([
  [{ divisionCode: PLACES.eastVillage }, 'divisionCode'],
  [{ divisionCode: '449821100999' }, 'divisionCode'],
  [{ hukouDivisionCode: '449821100999' }, 'hukouDivisionCode'],
  [{ name: ' ' }, 'name'],
  [{ birthDay: '2014-02-30' }, 'birthDay'],
  [{ birthDay: '2999-01-01' }, 'birthDay'],
  [{ birthDay: '2001-01-01' }, 'birthDay'],
  [{ idNumber: '449821201405060000' }, 'idNumber'],
  [{ idNumber: idNumberOf('2014-05-07', 'female') }, 'birthDay'],
  [{ idNumber: idNumberOf('2014-05-06', 'male') }, 'sex'],
  [{ phone: '12345' }, 'phone'],
])('a form with %j is refused at %s', async (more, field) => {
  await expect(director(registerChild, newChild(more))).rejects.toMatchObject({
    status: 422,
    code: 'invalid',
    fields: [expect.objectContaining({ field, message: expect.stringMatching(/\p{Script=Han}/u) })],
  })
})

test('who turns eighteen today is no minor any more, who does tomorrow is', () => {
  expect(newFileProblemsOf({ birthDay: '2008-11-23', sex: 'male' }, '2026-11-23')).toHaveLength(1)
  expect(newFileProblemsOf({ birthDay: '2008-11-24', sex: 'male' }, '2026-11-23')).toEqual([])
  expect(problemsOf({ birthDay: '2008-11-23', sex: 'male' }, '2026-11-23')).toEqual([])
})

test('likely duplicates are shown while the form is filled in, only of one’s own children', async () => {
  const idNumber = idNumberOf('2014-05-06', 'female')
  const child = newChild({ name: '重名', idNumber })
  await director(registerChild, child)
  const ask = { name: '重名', birthDay: '2014-05-06' }
  expect((await director(findDuplicates, ask)).items).toMatchObject([
    { id: child.id, reason: 'same-name-and-birth-day' },
  ])
  expect((await director(findDuplicates, { ...ask, idNumber })).items).toMatchObject([
    { id: child.id, reason: 'same-id-number' },
  ])
  expect((await neighbour(findDuplicates, { ...ask, idNumber })).items).toEqual([])
  expect((await app.auditOf('child.duplicates-sought')).at(-1)).toMatchObject({ count: 0 })
  const leader = await app.as({ role: 'leader' })
  await expect(leader(findDuplicates, ask)).rejects.toMatchObject({ status: 403 })
})

test('a correction writes only what was given, notes its source, and keeps before and after', async () => {
  const child = newChild({ name: '改错', phone: '15400000001', hukouAddress: '一组' })
  await director(registerChild, child)
  const written = await director(correctChild, {
    id: child.id,
    version: 1,
    reason,
    name: '改对',
    phone: null,
    residence: 'outside',
    residencePlace: '东莞市',
  })
  expect(written).toEqual({ id: child.id, version: 2 })
  expect(await director(getChild, { id: child.id })).toMatchObject({
    name: '改对',
    hasPhone: false,
    hasHukouAddress: true,
    residencePlace: '东莞市',
    version: 2,
    sources: { '*': { kind: 'entry' }, name: { kind: 'entry', by: '围镇主任' }, phone: { kind: 'entry' } },
  })
  const [change] = (await director(listChanges, { id: child.id })).items
  expect(change).toMatchObject({
    by: '围镇主任',
    reason,
    before: { name: '改错', phone: '（已隐藏）', residence: 'same-as-hukou', residencePlace: null },
    after: { name: '改对', phone: null, residence: 'outside', residencePlace: '东莞市' },
  })
  expect((await director(searchChildren, { text: '改对' })).items).toHaveLength(1)
  expect(
    (await director(searchChildren, { text: '改错' })).items.map(({ foundBy }) => foundBy),
  ).not.toContain('exact')
})

test('a stale correction is refused with both values, secrets hidden, and overwrites nothing', async () => {
  const child = newChild({ name: '冲突', phone: '15400000001' })
  await director(registerChild, child)
  await supervisor(correctChild, {
    id: child.id,
    version: 1,
    reason,
    ethnicity: '壮族',
    phone: '15400000002',
  })
  const late = director(correctChild, {
    id: child.id,
    version: 1,
    reason,
    ethnicity: '瑶族',
    phone: '15400000003',
  })
  await expect(late).rejects.toMatchObject({
    status: 409,
    code: 'stale',
    detail: {
      yours: { ethnicity: '瑶族', phone: '（已隐藏）' },
      theirs: { ethnicity: '壮族', phone: '（已隐藏）' },
      version: 2,
    },
  })
  expect(await director(getChild, { id: child.id })).toMatchObject({ ethnicity: '壮族', version: 2 })
  await director(correctChild, { id: child.id, version: 2, reason, ethnicity: '瑶族' })
  expect(await director(getChild, { id: child.id })).toMatchObject({ ethnicity: '瑶族', version: 3 })
})

test('a correction that changes nothing is refused and leaves the version as it was', async () => {
  const child = newChild({ name: '没改' })
  await director(registerChild, child)
  await expect(director(correctChild, { id: child.id, version: 1, reason })).rejects.toMatchObject({
    status: 422,
  })
  expect((await director(getChild, { id: child.id })).version).toBe(1)
})

test('birth day and sex cannot be corrected against the identity number on file', async () => {
  const child = newChild({ idNumber: idNumberOf('2014-05-06', 'female') })
  await director(registerChild, child)
  const correct = (more: object) => director(correctChild, { id: child.id, version: 1, reason, ...more })
  await expect(correct({ birthDay: '2014-06-06' })).rejects.toMatchObject({ fields: [{ field: 'birthDay' }] })
  await expect(correct({ sex: 'male' })).rejects.toMatchObject({ fields: [{ field: 'sex' }] })
  const right = idNumberOf('2014-06-06', 'female')
  await correct({ birthDay: '2014-06-06', idNumber: right })
  expect(
    await director(revealChildField, {
      id: child.id,
      subject: 'child',
      subjectId: child.id,
      field: 'idNumber',
      reason,
    }),
  ).toEqual({ value: right })
})

test('a correction to another child’s identity number leads to that child', async () => {
  const idNumber = idNumberOf('2014-05-06', 'female')
  const first = newChild({ idNumber })
  const second = newChild()
  await director(registerChild, first)
  await director(registerChild, second)
  await expect(director(correctChild, { id: second.id, version: 1, reason, idNumber })).rejects.toMatchObject(
    { code: 'already-registered', detail: { childId: first.id } },
  )
})

test('a child that moves is seen by the new village and no longer by the old one; its history goes along', async () => {
  const [id = ''] = await addChildren(app, { name: '搬家', hukouDivisionCode: PLACES.wallVillage })
  await director(correctChild, { id, version: 1, reason, ethnicity: '壮族' })
  const moved = {
    id,
    version: 2,
    divisionCode: PLACES.eastVillage,
    hukouDivisionCode: PLACES.eastVillage,
    reason,
  }
  await expect(director(moveChild, moved)).rejects.toMatchObject({ status: 403 })
  await supervisor(moveChild, moved)
  await expect(director(getChild, { id })).rejects.toMatchObject({ status: 404 })
  expect((await director(searchChildren, { text: '搬家' })).items).toEqual([])
  expect(await neighbour(getChild, { id })).toMatchObject({ divisionName: '东二村委会', version: 3 })
  expect((await neighbour(searchChildren, { text: '东二 搬家' })).items).toHaveLength(1)
  expect((await neighbour(listChanges, { id })).items.map(({ fields }) => fields)).toEqual([
    ['divisionCode', 'hukouDivisionCode'],
    ['ethnicity'],
  ])
})

test('when the hukou stays, its village still sees the child', async () => {
  const [id = ''] = await addChildren(app, { name: '留户', hukouDivisionCode: PLACES.wallVillage })
  await supervisor(moveChild, { id, version: 1, divisionCode: PLACES.eastVillage, reason })
  expect(await director(getChild, { id })).toMatchObject({ name: '留户' })
  expect((await director(listChildren, { relation: 'hukou-only' })).items.map((row) => row.id)).toContain(id)
})

test('a move to another town is the county’s to make; a stale move and an unknown village are refused', async () => {
  const [id = ''] = await addChildren(app, { name: '出镇' })
  const away = { id, version: 1, divisionCode: PLACES.hillVillage, reason }
  await expect(supervisor(moveChild, away)).rejects.toMatchObject({ status: 409, code: 'refused' })
  await expect(centre(moveChild, { ...away, version: 5 })).rejects.toMatchObject({ code: 'stale' })
  await expect(centre(moveChild, { ...away, divisionCode: '449821101999' })).rejects.toMatchObject({
    fields: [{ field: 'divisionCode' }],
  })
  await centre(moveChild, away)
  await expect(supervisor(getChild, { id })).rejects.toMatchObject({ status: 404 })
  expect((await app.auditOf('child.moved')).filter(({ result }) => result === 'refused')).not.toHaveLength(0)
})
