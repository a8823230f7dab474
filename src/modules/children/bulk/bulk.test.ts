import { beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#server/transaction.ts'
import { mintScope } from '#server/access.ts'
import { COUNTY, testApp } from '#tests/app.ts'
import { addPlaces, childRecord, idNumberOf, PLACES } from '#tests/children.ts'
import { getChild } from '../file/contract.ts'
import { searchChildren } from '../search/contract.ts'
import type { BulkEffect, NewChildRecord } from './contract.ts'
import { bulkRegister } from './queries.ts'

const app = await testApp()
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

beforeAll(() => addPlaces(app))

/** As the person who applies a roster does it: under the policies of the county centre. */
const register = (records: Iterable<NewChildRecord>, onEffects?: (effects: BulkEffect[]) => Promise<void>) =>
  inTransaction(
    app.pool,
    mintScope({
      county: COUNTY,
      accountId: caseworker.accountId,
      role: 'caseworker',
      low: '449821000000',
      high: '449822000000',
      unitId: null,
    }),
    (db) =>
      bulkRegister(db, app.keys, records, { actorId: caseworker.accountId, ...(onEffects && { onEffects }) }),
  )

const count = async (table: string) => {
  await app.owner.query(`alter table county_449821.${table} no force row level security`)
  const { rows } = await app.owner.query<{ count: number }>(
    `select count(*)::int from county_449821.${table}`,
  )
  return rows[0]?.count ?? 0
}

const mother = (more: object = {}) => ({
  person: { name: '温母', idNumber: idNumberOf('1985-01-01', 'female'), phone: '15400000001' },
  relation: 'mother' as const,
  isGuardian: true,
  ...more,
})

test('one record with everything becomes a whole file', async () => {
  const record = childRecord({
    name: '温全',
    idNumber: idNumberOf('2015-06-01', 'male'),
    hukouDivisionCode: PLACES.wallVillage,
    hukouAddress: '五组',
    residence: 'outside',
    residencePlace: '广州市',
    fieldSources: { ethnicity: { kind: 'roster', department: '教育', day: '2026-02-02' } },
    ethnicity: '瑶族',
    family: [
      mother(),
      {
        person: {
          name: '温父',
          states: [{ kind: 'out-of-contact', from: '2025-01-01', acceptedOn: '2025-02-01' }],
        },
        relation: 'father',
      },
      { person: { name: '温婆' }, relation: 'maternal-grandmother', isHousehold: true },
    ],
    categories: [{ kind: 'left-behind', detail: '父母双方外出务工', from: '2025-01-01' }],
    schooling: { status: 'enrolled', schoolName: '石角小学', grade: '五年级' },
    health: [{ detail: { kind: 'disability', disabilityClass: 4, disabilityGrade: 2 } }],
    care: { carer: 2, reason: '父母外出务工', from: '2025-01-01', villageToldOn: '2025-01-02' },
  })
  const effects: BulkEffect[] = []
  const counts = await register([record], async (batch) => void effects.push(...batch))
  expect(counts).toEqual({
    child: 1,
    person: 3,
    'child-person': 3,
    category: 1,
    'parent-state': 1,
    'delegated-care': 1,
    schooling: 1,
    health: 1,
  })
  expect(effects).toHaveLength(12)
  expect(effects.every(({ childId }) => childId === record.id)).toBe(true)
  expect(await caseworker(getChild, { id: record.id })).toMatchObject({
    name: '温全',
    ethnicity: '瑶族',
    residencePlace: '广州市',
    hasHukouAddress: true,
    idNumberState: 'valid',
    sources: { '*': { department: '公安', row: 7 }, ethnicity: { department: '教育' } },
    family: [
      {
        relation: 'father',
        person: { name: '温父', states: [{ kind: 'out-of-contact', acceptedDay: '2025-02-01' }] },
      },
      {
        relation: 'mother',
        isGuardian: true,
        person: { name: '温母', hasPhone: true, idNumberState: 'valid' },
      },
      { relation: 'maternal-grandmother', isHousehold: true },
    ],
    care: [{ carerName: '温婆', relation: 'maternal-grandmother', villageToldOn: '2025-01-02' }],
    schooling: [{ schoolName: '石角小学', grade: '五年级' }],
    health: [{ kind: 'disability' }],
    categories: [{ kind: 'left-behind', detail: '父母双方外出务工' }],
  })
  expect((await caseworker(searchChildren, { text: '温婆' })).items.map(({ id }) => id)).toEqual([record.id])
})

test('a parent is one person within a roster, across its batches, and against those on file', async () => {
  const member = mother()
  const before = await count('person')
  await register([childRecord({ family: [member] })])
  // The second and the last child stand in different batches.
  function* many() {
    for (let at = 0; at < 4_100; at += 1)
      yield childRecord({ name: `批${at}`, family: at === 1 || at === 4_099 ? [member] : [] })
  }
  const counts = await register(many())
  expect(counts.child).toBe(4_100)
  expect(counts.person).toBe(0)
  expect(counts['child-person']).toBe(2)
  expect(await count('person')).toBe(before + 1)
})

test('who has no number is one person by the caller’s key within one call, and else each mention is another', async () => {
  const before = await count('person')
  const keyed = { person: { key: 'p1', name: '无号' }, relation: 'father' as const }
  const loose = { person: { name: '无号' }, relation: 'father' as const }
  await register([childRecord({ family: [keyed] }), childRecord({ family: [keyed] })])
  await register([
    childRecord({ family: [keyed] }),
    childRecord({ family: [loose] }),
    childRecord({ family: [loose] }),
  ])
  expect(await count('person')).toBe(before + 4)
})

test('an identity number that is on file already fails the whole roster, and nothing of it stays', async () => {
  const idNumber = idNumberOf('2015-06-01', 'male')
  await register([childRecord({ idNumber })])
  const before = [await count('child'), await count('person'), await count('child_search')]
  await expect(
    register([childRecord({ family: [mother()] }), childRecord({ idNumber })]),
  ).rejects.toMatchObject({
    constraint: 'child_id_number_unique',
  })
  expect([await count('child'), await count('person'), await count('child_search')]).toEqual(before)
})

test('values with tabs, quotes, backslashes and line ends arrive as they were', async () => {
  const odd = 'a\t"b"\\c\nd\'e{},\\N'
  const record = childRecord({ name: odd, source: { kind: 'roster', department: odd, day: '2026-01-01' } })
  await register([record])
  expect(await caseworker(getChild, { id: record.id })).toMatchObject({
    name: odd,
    sources: { '*': { department: odd } },
  })
})

test('an identity number that fails its check is kept as it stood, marked as wrong', async () => {
  const record = childRecord({ idNumber: '449821201506010000', idNumberState: 'invalid' })
  await register([record])
  expect(await caseworker(getChild, { id: record.id })).toMatchObject({ idNumberState: 'invalid' })
  expect((await caseworker(searchChildren, { text: '449821201506010000' })).items).toHaveLength(1)
})

test('a director’s policies stop a roster for another village', async () => {
  const scope = mintScope({
    county: COUNTY,
    accountId: caseworker.accountId,
    role: 'child-director',
    low: PLACES.hillVillage,
    high: String(BigInt(PLACES.hillVillage) + 1n),
    unitId: null,
  })
  await expect(
    inTransaction(app.pool, scope, (db) => bulkRegister(db, app.keys, [childRecord()])),
  ).rejects.toMatchObject({ code: '42501' })
})

test('a source of records that breaks off leaves nothing behind', async () => {
  const before = await count('child')
  function* broken() {
    yield childRecord()
    throw new Error('the roster ended in the middle')
  }
  await expect(register(broken())).rejects.toThrow('in the middle')
  expect(await count('child')).toBe(before)
})
