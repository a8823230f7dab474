import { expect, test } from 'vitest'
import { addDays, today } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import {
  addUnit,
  appointLiaison,
  editUnit,
  endLiaison,
  getUnit,
  leaveUnit,
  listUnitAccounts,
  listUnits,
  showLiaisonPhone,
} from './contract.ts'

const app = await testApp()
const DAY = today(new Date())
const JOINED = addDays(DAY, -300)
await app.setUp((db) =>
  db
    .insertInto('division')
    .values({
      code: '449821000000',
      name: '示范县',
      level: 'county',
      validFrom: '2023-06-30',
      source: '测试',
    })
    .execute(),
)
const head = await app.as({ role: 'centre-head' })
const reason = '岗位调整更换人选'
const PHONE = '19912345678'
let made = 0
const newUnit = async (name = `县某某${(made += 1)}局`) => {
  const id = uuidv7()
  await head(addUnit, {
    id,
    code: `unit-${id.slice(-12)}`,
    name,
    shortName: name.slice(1),
    kind: 'member-unit',
    divisionCode: '449821000000',
    joinedOn: JOINED,
  })
  return id
}
const liaison = (id: string) => ({
  id,
  liaisonId: uuidv7(),
  name: '陈志强',
  phone: PHONE,
  fromDay: addDays(DAY, -30),
})

test('a unit names its head and its officers, and those who were before stay on record', async () => {
  const id = await newUnit('县教育局')
  const officer = liaison(id)
  await head(appointLiaison, { ...liaison(id), name: '区副局长', isHead: true, title: '副局长' })
  await head(appointLiaison, officer)
  await expect(head(appointLiaison, { ...liaison(id), isHead: true })).rejects.toMatchObject({
    code: 'refused',
  })
  await head(endLiaison, { id: officer.liaisonId, version: 1, toDay: DAY, reason })
  const { liaisons } = await head(getUnit, { id })
  expect(liaisons.map(({ name, isHead, toDay }) => [name, isHead, toDay])).toEqual([
    ['区副局长', true, null],
    ['陈志强', false, DAY],
  ])
  const { items } = await head(listUnits, { words: '教育' })
  expect(items).toMatchObject([
    { name: '县教育局', liaisons: 1, headName: '区副局长', divisionName: '示范县' },
  ])
  expect((await head(listUnits, { isWithoutLiaison: true, words: '教育' })).total).toBe(0)
  const [entry] = await app.auditOf('liaison.ended')
  expect(entry).toMatchObject({ actor_id: head.accountId, subject_id: id, purpose: reason, result: 'done' })
})

test('a liaison officer replaces officers of the own unit and of no other', async () => {
  const mine = await newUnit()
  const other = await newUnit()
  const officer = await app.as({ role: 'liaison-officer', unitId: mine, name: '联络员甲' })
  const own = { ...liaison(mine), accountId: officer.accountId }
  expect((await officer(listUnitAccounts, { id: mine })).items).toEqual([
    { id: officer.accountId, displayName: '联络员甲' },
  ])
  await officer(appointLiaison, own)
  await expect(officer(appointLiaison, liaison(other))).rejects.toMatchObject({ status: 404 })
  await expect(officer(listUnitAccounts, { id: other })).rejects.toMatchObject({ status: 404 })
  const theirs = liaison(other)
  await head(appointLiaison, theirs)
  await expect(
    officer(endLiaison, { id: theirs.liaisonId, version: 1, toDay: DAY, reason }),
  ).rejects.toMatchObject({
    status: 404,
  })
  await officer(endLiaison, { id: own.liaisonId, version: 1, toDay: DAY, reason })
  await expect(
    officer(editUnit, { id: mine, version: 1, name: '改名局', shortName: '改' }),
  ).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('with the application’s wall open the database still keeps an officer to the own unit', async () => {
  const open = await testApp({ more: { isApplicationWallOpen: true } })
  const [mine, other] = [uuidv7(), uuidv7()]
  await open.setUp((db) =>
    db
      .insertInto('unit')
      .values(
        [mine, other].map(
          (id) => ({ id, code: id, name: id, shortName: id, kind: 'member-unit', joinedOn: JOINED }) as const,
        ),
      )
      .execute(),
  )
  const officer = await open.as({ role: 'liaison-officer', unitId: mine })
  await officer(appointLiaison, liaison(mine))
  await expect(officer(appointLiaison, liaison(other))).rejects.toMatchObject({ status: 404 })
})

test('a liaison’s phone is kept sealed and shown on request, with a trace', async () => {
  const id = await newUnit()
  const given = liaison(id)
  await head(appointLiaison, given)
  expect(JSON.stringify(await head(getUnit, { id }))).not.toContain(PHONE)
  const director = await app.as({ role: 'child-director', divisionCode: '449821100201' })
  expect(await director(showLiaisonPhone, { id: given.liaisonId })).toEqual({ phone: PHONE })
  const [entry] = await app.auditOf('liaison.phone-shown')
  expect(entry).toMatchObject({ actor_id: director.accountId, subject_id: id, fields: ['phone'] })
})

test('a stale edit shows both values, and a unit that left is not edited', async () => {
  const id = await newUnit()
  const facts = { id, version: 1, shortName: '妇联', divisionCode: '449821000000' }
  expect(await head(editUnit, { ...facts, name: '县妇女联合会' })).toMatchObject({
    name: '县妇女联合会',
    version: 2,
  })
  await expect(head(editUnit, { ...facts, name: '县妇联' })).rejects.toMatchObject({
    code: 'stale',
    detail: { version: 2, theirs: { name: '县妇女联合会' } },
  })
  await head(leaveUnit, { id, version: 2, leftOn: DAY, reason })
  await expect(head(editUnit, { ...facts, version: 3, name: '县妇联' })).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(head(appointLiaison, liaison(id))).rejects.toMatchObject({ code: 'refused' })
  expect((await head(listUnits, { words: '妇女联合会' })).total).toBe(0)
  expect(await head(getUnit, { id })).toMatchObject({ leftOn: DAY })
})

test.each([
  ['a code with capitals', { code: 'ABC' }, 'code'],
  ['an unknown place', { divisionCode: '449821999999' }, 'divisionCode'],
  ['a day to come', { joinedOn: addDays(DAY, 1) }, 'joinedOn'],
  ['no name', { name: '' }, 'name'],
])('a unit with %s is refused', async (_, wrong, field) => {
  const whole = {
    id: uuidv7(),
    code: `u-${made}`,
    name: '县某局',
    shortName: '某局',
    kind: 'member-unit' as const,
    joinedOn: JOINED,
  }
  await expect(head(addUnit, { ...whole, ...wrong })).rejects.toMatchObject({ fields: [{ field }] })
})

test('a code is given once; other units of a kind are found by it', async () => {
  const school = { name: '县第一小学', shortName: '一小', kind: 'school' as const, joinedOn: JOINED }
  await head(addUnit, { ...school, id: uuidv7(), code: 'school-1' })
  await expect(head(addUnit, { ...school, id: uuidv7(), code: 'school-1' })).rejects.toMatchObject({
    fields: [{ field: 'code' }],
  })
  expect((await head(listUnits, { kind: 'school' })).items.map(({ name }) => name)).toEqual(['县第一小学'])
})

test.each([
  ['before the unit joined', { fromDay: addDays(JOINED, -1) }, 'fromDay'],
  ['in the future', { fromDay: addDays(DAY, 1) }, 'fromDay'],
  ['with an account of nobody', { accountId: '00000000-0000-7000-8000-000000000000' }, 'accountId'],
  ['with a wrong number', { phone: '12' }, 'phone'],
])('a liaison %s is refused', async (_, wrong, field) => {
  const id = await newUnit()
  await expect(head(appointLiaison, { ...liaison(id), ...wrong })).rejects.toMatchObject({
    fields: [{ field }],
  })
})

test('who may neither register units nor name officers', async () => {
  const id = await newUnit()
  for (const role of ['supervisor', 'duty-officer', 'leader', 'audit-admin'] as const) {
    const person = await app.as({ role, ...(role === 'supervisor' && { divisionCode: '449821100000' }) })
    await expect(person(appointLiaison, liaison(id))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(person(leaveUnit, { id, version: 1, leftOn: DAY, reason })).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
})
