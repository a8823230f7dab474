import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { addCategory } from '../categories/contract.ts'
import { listChanges } from '../changes/contract.ts'
import { addFamilyMember, correctPerson } from '../family/contract.ts'
import { getChild, printChild } from '../file/contract.ts'
import { recordHealth } from '../health/contract.ts'
import { addParentState } from '../parents/contract.ts'
import { correctChild, registerChild } from '../register/contract.ts'
import { searchChildren } from '../search/contract.ts'
import { revealChildField, revealHealth } from './contract.ts'
import { healthText } from './labels.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown, name: '督导员乙' })
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

const reason = '办理救助手续'

/** Values that must be readable nowhere but in the answer to a reveal. */
const planted = {
  idNumber: idNumberOf('2015-06-01', 'male'),
  phone: '15412345678',
  hukouAddress: '西坑巷十九号',
  residenceAddress: '东坡里二十八号',
  laterAddress: '北门街三十七号',
  motherNumber: idNumberOf('1985-03-09', 'female'),
  motherPhone: '15487654321',
  laterPhone: '15400011122',
  illness: '重型地中海贫血',
  proofNumber: '演亡〔2025〕77号',
  cardNumber: '演残44982120150601001151',
}

let id = ''
let personId = ''
let stateId = ''
let categoryId = ''
let healthId = ''

beforeAll(async () => {
  await addPlaces(app)
  id = uuidv7()
  await director(registerChild, {
    id,
    name: '秘密',
    sex: 'male',
    birthDay: '2015-06-01',
    idNumber: planted.idNumber,
    phone: planted.phone,
    divisionCode: PLACES.wallVillage,
    hukouAddress: planted.hukouAddress,
    residence: 'in-county',
    residenceAddress: planted.residenceAddress,
  })
  const mother = await director(addFamilyMember, {
    id,
    linkId: uuidv7(),
    personId: uuidv7(),
    name: '密母',
    relation: 'mother',
    idNumber: planted.motherNumber,
    phone: planted.motherPhone,
  })
  personId = mother.personId
  stateId = (
    await director(addParentState, {
      id,
      personId,
      stateId: uuidv7(),
      kind: 'severe-illness',
      proof: { kind: '诊断证明', number: planted.proofNumber },
      detail: { kind: 'severe-illness', illness: planted.illness },
    })
  ).id
  categoryId = (
    await director(addCategory, {
      id,
      categoryId: uuidv7(),
      kind: 'severely-disabled-or-ill',
      from: '2026-01-01',
      proof: { kind: '残疾人证', number: planted.cardNumber },
    })
  ).id
  healthId = (
    await director(recordHealth, {
      id,
      healthId: uuidv7(),
      detail: { kind: 'severe-illness', illness: planted.illness },
    })
  ).id
  await director(correctChild, { id, version: 1, reason, residenceAddress: planted.laterAddress })
  await director(correctPerson, { id, personId, version: 1, reason, phone: planted.laterPhone })
  // The same through the bulk way, with values of its own shape.
  await addChildren(app, {
    name: '批量',
    idNumber: idNumberOf('2016-01-01', 'male'),
    phone: planted.phone,
    hukouAddress: planted.hukouAddress,
    residenceAddress: planted.residenceAddress,
    family: [{ person: { name: '批母', phone: planted.motherPhone }, relation: 'mother' }],
    categories: [
      { kind: 'orphan', from: '2026-01-01', proof: { kind: '残疾人证', number: planted.cardNumber } },
    ],
    health: [{ detail: { kind: 'severe-illness', illness: planted.illness } }],
  })
})

test('no planted secret stands in any table of the county in any form of text', async () => {
  const { rows: tables } = await app.owner.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'county_449821'`,
  )
  const words = Object.values(planted)
  let cells = 0
  for (const { name } of tables) {
    await app.owner.query(`alter table county_449821.${name} no force row level security`)
    const { rows } = await app.owner.query<{ line: string }>(
      `select t::text as line from county_449821.${name} t`,
    )
    for (const { line } of rows) {
      cells += 1
      // bytea is shown as hexadecimal: the bytes of the text must not stand there either.
      for (const word of words) {
        expect(line.includes(word), `${name} holds ${word}`).toBe(false)
        expect(line.includes(Buffer.from(word).toString('hex')), `${name} holds ${word} as bytes`).toBe(false)
      }
    }
    await app.owner.query(`alter table county_449821.${name} force row level security`)
  }
  expect(cells).toBeGreaterThan(30)
})

test('no answer but that of revealing holds a secret', async () => {
  const answers = [
    await supervisor(getChild, { id }),
    await supervisor(listChanges, { id }),
    await supervisor(printChild, { id, reason }),
    await supervisor(searchChildren, { text: planted.idNumber }),
  ]
  for (const word of Object.values(planted)) expect(JSON.stringify(answers)).not.toContain(word)
})

test.each([
  ['child', 'idNumber', () => id, planted.idNumber],
  ['child', 'phone', () => id, planted.phone],
  ['child', 'hukouAddress', () => id, planted.hukouAddress],
  ['child', 'residenceAddress', () => id, planted.laterAddress],
  ['person', 'idNumber', () => personId, planted.motherNumber],
  ['person', 'phone', () => personId, planted.laterPhone],
  ['parent-state', 'proofNo', () => stateId, planted.proofNumber],
  ['category', 'proofNo', () => categoryId, planted.cardNumber],
] as const)(
  'revealing %s %s answers the value, and the audit keeps field and reason',
  async (subject, field, of, value) => {
    const asked = { id, subject, subjectId: of(), field, reason }
    expect(await director(revealChildField, asked)).toEqual({ value })
    const entry = (await app.auditOf('child.revealed')).at(-1)
    expect(entry).toMatchObject({
      actor_id: director.accountId,
      subject_id: id,
      fields: [subject === 'child' ? field : `${subject}.${field}`],
      purpose: reason,
      result: 'done',
    })
    expect(JSON.stringify(entry)).not.toContain(value)
  },
)

test('what is not known reveals nothing; what does not belong together is refused', async () => {
  const [other = ''] = await addChildren(app, { name: '别人' })
  const ask = (more: object) =>
    director(revealChildField, {
      id: other,
      subject: 'child',
      subjectId: other,
      field: 'phone',
      reason,
      ...more,
    } as never)
  expect(await ask({})).toEqual({ value: null })
  await expect(ask({ subjectId: id })).rejects.toMatchObject({ status: 404 })
  await expect(ask({ subject: 'person', subjectId: personId })).rejects.toMatchObject({ status: 404 })
  await expect(ask({ subject: 'parent-state', subjectId: stateId, field: 'proofNo' })).rejects.toMatchObject({
    status: 404,
  })
  await expect(ask({ subject: 'category', subjectId: categoryId, field: 'proofNo' })).rejects.toMatchObject({
    status: 404,
  })
  await expect(ask({ field: 'proofNo' })).rejects.toMatchObject({ status: 422 })
  await expect(ask({ field: 'name' })).rejects.toMatchObject({ status: 422 })
})

test('the illness of a child is told to the centre, its kind to the others', async () => {
  expect((await director(getChild, { id })).health).toMatchObject([{ id: healthId, kind: 'severe-illness' }])
  const asked = { id, subject: 'health', subjectId: healthId, reason } as const
  await expect(supervisor(revealHealth, asked)).rejects.toMatchObject({ status: 403 })
  expect(await caseworker(revealHealth, asked)).toEqual({ value: `重病 ${planted.illness}` })
  expect((await app.auditOf('child.health-revealed')).at(-1)).toMatchObject({
    fields: ['health.detail'],
    purpose: reason,
  })
})

test('a printed file names who printed it, when, and a number that leads to the audit entry', async () => {
  app.clock.now = new Date('2026-11-23T17:05:00Z')
  const by = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown, name: '督导员乙' })
  const sheet = await by(printChild, { id, reason: '个案会商会议使用' })
  app.clock.now = undefined
  expect(sheet.number).toMatch(/^DY20261124-[0-9A-F]{8}$/)
  expect(sheet.watermark).toBe(`督导员乙 2026-11-24 01:05 ${sheet.number}`)
  expect(sheet.file.name).toBe('秘密')
  const entry = (await app.auditOf('child.printed')).find(({ purpose }) => purpose === '个案会商会议使用')
  expect(entry).toMatchObject({ result: 'done', subject_id: id })
  expect(String(entry?.['request_id']).slice(-8).toUpperCase()).toBe(sheet.number.slice(-8))
})

test('a health record reads as one line', () => {
  expect(healthText({ kind: 'disability', disabilityClass: 1, disabilityGrade: 4, note: '左眼' })).toBe(
    '残疾 视力 四级；左眼',
  )
  expect(healthText({ kind: 'other' })).toBe('其他')
})
