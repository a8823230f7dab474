import { beforeAll, expect, test } from 'vitest'
import { addDays, birthdayAt } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { NEIGHBOUR_COUNTY, signedOut, testApp } from '#tests/app.ts'
import { addChildren, addPlaces, PLACES } from '#tests/children.ts'
import { addCategory } from './categories/contract.ts'
import { listChildren } from './contract.ts'
import { getChild } from './file/contract.ts'
import { searchChildren } from './search/contract.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const neighbour = await app.as({ role: 'child-director', divisionCode: PLACES.hillVillage })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
const centre = await app.as({ role: 'duty-officer', divisionCode: PLACES.county })
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

const DAY = '2026-11-23'

beforeAll(async () => {
  await addPlaces(app)
  await addChildren(
    app,
    { name: '围一', birthDay: birthdayAt(DAY, -2), categories: [{ kind: 'orphan', from: '2025-01-01' }] },
    {
      name: '围二',
      birthDay: '2012-01-01',
      categories: [
        { kind: 'left-behind', from: '2020-01-01' },
        { kind: 'poor-family', from: '2019-01-01', to: '2020-01-01' },
      ],
    },
    { name: '围三', birthDay: '2009-01-01', hukouDivisionCode: PLACES.wallVillage },
    { name: '围退', birthDay: '2009-01-01', state: 'exited' },
    { name: '东一', divisionCode: PLACES.eastVillage, hukouDivisionCode: PLACES.wallVillage },
    { name: '东二', divisionCode: PLACES.eastVillage, categories: [{ kind: 'migrant', from: '2024-01-01' }] },
    {
      name: '龙一',
      divisionCode: PLACES.hillVillage,
      categories: [{ kind: 'hiv-affected', from: '2024-01-01' }],
    },
  )
})

const names = async (by: typeof director, filter: Parameters<typeof director<typeof listChildren>>[1]) =>
  (await by(listChildren, filter)).items.map(({ name }) => name)

test('each tier lists the children it is responsible for, by village', async () => {
  expect(await names(director, {})).toEqual(['围一', '围二', '围三'])
  expect(await names(supervisor, {})).toEqual(['围一', '围二', '围三', '东一', '东二'])
  expect(await names(centre, {})).toEqual(['围一', '围二', '围三', '东一', '东二', '龙一'])
  expect(await names(neighbour, {})).toEqual(['龙一'])
  expect(await names(centre, { divisionCode: PLACES.stoneTown })).toHaveLength(5)
  expect(await names(director, { divisionCode: PLACES.hillVillage })).toEqual([])
})

test.each([
  [{ category: 'orphan' }, ['围一']],
  [{ category: 'any-difficulty' }, ['围一']],
  [{ category: 'left-behind' }, ['围二']],
  [{ category: 'poor-family' }, []],
  [{ category: 'none' }, ['围三', '东一']],
  [{ age: 'under-3' }, ['围一']],
  [{ age: '16-17' }, ['围三']],
  [{ state: 'exited' }, ['围退']],
  [{ idNumberState: 'valid' }, []],
  [{ order: 'youngest', category: 'none' }, ['东一', '围三']],
  [{ order: 'oldest', category: 'none' }, ['围三', '东一']],
] as const)('the filter %j gives %j', async (filter, expected) => {
  app.clock.now = new Date(`${DAY}T02:00:00Z`)
  const town = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
  expect(await names(town, filter)).toEqual(expected)
  app.clock.now = undefined
})

test('the village of the hukou lists whom it has registered while they live elsewhere, and may open them', async () => {
  expect(await names(director, { relation: 'hukou-only' })).toEqual(['东一'])
  const [row] = (await director(listChildren, { relation: 'hukou-only' })).items
  expect(await director(getChild, { id: row!.id })).toMatchObject({ name: '东一', isEditable: true })
})

test('pages follow one another without gap and without repeating anybody', async () => {
  const first = await centre(listChildren, { pageSize: 4 })
  const second = await centre(listChildren, { pageSize: 4, page: 2 })
  expect([first.total, second.total]).toEqual([6, 6])
  const ids = [...first.items, ...second.items].map(({ id }) => id)
  expect(new Set(ids).size).toBe(6)
  await expect(centre(listChildren, { pageSize: 101 })).rejects.toMatchObject({ status: 422 })
})

test('a list shows no secret, and that a list was read is in the audit with its count', async () => {
  const { items } = await director(listChildren, {})
  expect(Object.keys(items[0]!).toSorted()).toEqual([
    'age',
    'birthDay',
    'categories',
    'divisionCode',
    'divisionName',
    'id',
    'idNumberState',
    'name',
    'residence',
    'sex',
    'state',
    'townName',
  ])
  expect(
    (await app.auditOf('child.listed')).findLast((entry) => entry['actor_id'] === director.accountId),
  ).toMatchObject({
    count: 3,
    result: 'done',
  })
})

test('受艾滋病影响 is seen by the caseworkers and the head of the centre, not by the village', async () => {
  expect((await neighbour(listChildren, {})).items[0]).toMatchObject({ name: '龙一', categories: [] })
  expect((await centre(listChildren, { category: 'hiv-affected' })).items).toEqual([])
  const [row] = (await caseworker(listChildren, { category: 'hiv-affected' })).items
  expect(row).toMatchObject({ name: '龙一', categories: ['hiv-affected'] })
  expect((await neighbour(getChild, { id: row!.id })).categories).toEqual([])
  expect((await caseworker(getChild, { id: row!.id })).categories).toHaveLength(1)
})

test('a sealed child is left out for everybody but a named reader, and only while the grant runs', async () => {
  const [id = ''] = await addChildren(app, { name: '密封', divisionCode: PLACES.hillVillage })
  await app.setUp((db) => db.updateTable('child').set({ label: 'sealed' }).where('id', '=', id).execute())
  const grant = (accountId: string, endsAt: Date) =>
    app.setUp((db) =>
      db
        .insertInto('accessGrant')
        .values({ id: uuidv7(), recordKind: 'child', recordId: id, accountId, reason: '办理个案', endsAt })
        .execute(),
    )
  const reader = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
  const former = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
  await grant(reader.accountId, new Date(Date.now() + 60_000))
  await grant(former.accountId, new Date(Date.now() - 60_000))
  for (const by of [neighbour, centre, caseworker, former]) {
    await expect(by(getChild, { id })).rejects.toMatchObject({ status: 404 })
    expect((await by(listChildren, {})).items.map((row) => row.id)).not.toContain(id)
  }
  expect(await reader(getChild, { id })).toMatchObject({ name: '密封' })
  expect((await reader(listChildren, {})).items.map((row) => row.id)).toContain(id)
})

test('a grant lets somebody outside the territory read one child and write nothing', async () => {
  const [id = ''] = await addChildren(app, { name: '借阅' })
  const guest = await app.as({ role: 'child-director', divisionCode: PLACES.hillVillage })
  await app.setUp((db) =>
    db
      .insertInto('accessGrant')
      .values({
        id: uuidv7(),
        recordKind: 'child',
        recordId: id,
        accountId: guest.accountId,
        reason: '共同走访',
        endsAt: new Date(Date.now() + 60_000),
      })
      .execute(),
  )
  expect(await guest(getChild, { id })).toMatchObject({ name: '借阅', isEditable: false })
  await expect(
    guest(addCategory, { id, categoryId: uuidv7(), kind: 'orphan', from: '2026-01-01' }),
  ).rejects.toMatchObject({ status: 404 })
})

test('another county sees nothing, and one who is signed out is asked to sign in', async () => {
  const stranger = await app.as({
    role: 'centre-head',
    divisionCode: '449822000000',
    county: NEIGHBOUR_COUNTY,
  })
  expect((await stranger(listChildren, {})).items).toEqual([])
  const [row] = (await director(listChildren, {})).items
  await expect(stranger(getChild, { id: row!.id })).rejects.toMatchObject({ status: 404 })
  await expect(signedOut(app)(listChildren, {})).rejects.toMatchObject({ status: 401 })
})

test('with the application wall open the database still shows no row of another village', async () => {
  const open = await testApp({ more: { isApplicationWallOpen: true } })
  await addPlaces(open)
  const [mine = '', theirs = ''] = await addChildren(
    open,
    { name: '围一' },
    { name: '龙一', divisionCode: PLACES.hillVillage, phone: '15400000001' },
  )
  const by = await open.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
  expect((await by(listChildren, {})).items.map(({ id }) => id)).toEqual([mine])
  for (const text of ['龙一', '15400000001', '龙塘'])
    expect((await by(searchChildren, { text })).items).toEqual([])
  await expect(by(getChild, { id: theirs })).rejects.toMatchObject({ status: 404 })
})

test('with row-level security off the application still shows no row of another village', async () => {
  const bare = await testApp({
    afterMigrate: async (owner) => {
      const { rows } = await owner.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'county_449821'
          and tablename = any ($1)`,
        [
          [
            'child',
            'person',
            'child_person',
            'parent_state',
            'child_category',
            'delegated_care',
            'schooling',
            'health_record',
            'child_change',
            'timeline_entry',
            'child_search',
          ],
        ],
      )
      for (const { name } of rows) await owner.query(`alter table ${name} disable row level security`)
    },
  })
  await addPlaces(bare)
  const [mine = '', theirs = ''] = await addChildren(
    bare,
    { name: '围一' },
    {
      name: '龙一',
      divisionCode: PLACES.hillVillage,
      phone: '15400000001',
      categories: [{ kind: 'hiv-affected', from: '2024-01-01' }],
    },
  )
  const by = await bare.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
  expect((await by(listChildren, {})).items.map(({ id }) => id)).toEqual([mine])
  expect((await by(listChildren, { divisionCode: PLACES.hillVillage })).items).toEqual([])
  for (const text of ['龙一', '15400000001', '龙塘'])
    expect((await by(searchChildren, { text })).items).toEqual([])
  await expect(by(getChild, { id: theirs })).rejects.toMatchObject({ status: 404 })
  const own = await bare.as({ role: 'child-director', divisionCode: PLACES.hillVillage })
  expect((await own(getChild, { id: theirs })).categories).toEqual([])
  await bare.setUp((db) =>
    db.updateTable('child').set({ label: 'sealed' }).where('id', '=', theirs).execute(),
  )
  await expect(own(getChild, { id: theirs })).rejects.toMatchObject({ status: 404 })
  expect((await own(searchChildren, { text: '15400000001' })).items).toEqual([])
})

test('ages are those of the day on which one looks', async () => {
  const [id = ''] = await addChildren(app, { name: '生日', birthDay: '2012-11-23' })
  for (const [day, age] of [
    [addDays('2026-11-23', -1), 13],
    ['2026-11-23', 14],
    ['2030-11-23', 18],
  ] as const) {
    app.clock.now = new Date(`${day}T01:00:00Z`)
    const by = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
    expect((await by(getChild, { id })).age).toBe(age)
  }
  app.clock.now = undefined
})
