import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { COUNTY, testApp } from '#tests/app.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { csvOf, factsOf, HOUSEHOLD, imported, settled } from '#tests/rosters.ts'
import { mintScope, type Scope } from '#server/access.ts'
import { clientOf } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { addCategory } from '#modules/children/categories/contract.ts'
import { listChanges } from '#modules/children/changes/contract.ts'
import { getChild } from '#modules/children/file/contract.ts'
import { correctChild } from '#modules/children/register/contract.ts'
import { searchChildren } from '#modules/children/search/contract.ts'
import type { Roster } from '../contract.ts'
import { previewUndo, undoRoster } from './contract.ts'

const app = await testApp()
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

const undone = async ({ id, version }: Roster, keepsChanged = false) => {
  await caseworker(undoRoster, { id, version, reason: '部门交错了名单', keepsChanged })
  return settled(caseworker, id)
}

type Row = { name: string; number: string; day: string; place: string; father?: string; phone?: string }
const household = (rows: Row[]) =>
  csvOf(
    HOUSEHOLD,
    rows.map(({ name, number, day, place, father, phone }) => [
      '1',
      name,
      '女',
      '汉族',
      number,
      day,
      place,
      father ? '老父' : '',
      father ?? '',
      '',
      '',
      phone ?? '',
    ]),
  )

const DAY = '2016-04-05'
const girl = () => idNumberOf(DAY, 'female')
const man = () => idNumberOf('1984-05-06', 'male')
const HERE = '石角镇围镇村委会3组'
const THERE = '石角镇东二村委会8组'

const idOf = async (number: string) => (await caseworker(searchChildren, { text: number })).items[0]?.id ?? ''

beforeAll(() => addPlaces(app))

test('undoing a roster that made children takes them and their parents away again', async () => {
  const before = await factsOf(app)
  const father = man()
  const rows = [
    { name: '新一', number: girl(), day: DAY, place: HERE, father, phone: '19900000011' },
    { name: '新二', number: girl(), day: DAY, place: THERE, father },
  ]
  const roster = await imported(app, caseworker, household(rows))
  expect(roster.counts?.written).toEqual({ child: 2, person: 1, 'child-person': 2 })
  expect(await caseworker(previewUndo, { id: roster.id })).toMatchObject({
    effects: 3,
    conflicts: 0,
    children: [],
  })
  const after = await undone(roster)
  expect(after).toMatchObject({
    state: 'undone',
    failure: null,
    undoReason: '部门交错了名单',
    counts: { undone: { left: 0 } },
  })
  expect(await factsOf(app)).toEqual(before)
  expect((await app.auditOf('roster.undone')).at(-1)).toMatchObject({
    result: 'done',
    purpose: '部门交错了名单',
  })
})

test('undoing a roster that changed a file puts every value back and keeps the history', async () => {
  const number = girl()
  const base = { name: '改变', number, day: DAY, place: HERE, father: man(), phone: '19900000021' }
  await imported(app, caseworker, household([base]), { asOfDay: '2026-05-01' })
  const before = await factsOf(app)
  const roster = await imported(
    app,
    caseworker,
    household([{ ...base, name: '改辨', place: THERE, phone: '19900000022' }]),
    { asOfDay: '2026-06-01' },
  )
  expect(roster.counts?.changes).toMatchObject({ name: 1, hukouDivisionCode: 1, divisionCode: 1, phone: 1 })
  const id = await idOf(number)
  expect(await caseworker(getChild, { id })).toMatchObject({ name: '改辨', divisionCode: PLACES.eastVillage })
  await undone(roster)
  expect(await factsOf(app)).toEqual(before)
  const reasons = (await caseworker(listChanges, { id })).items.map(({ reason }) => reason)
  expect(reasons).toEqual(['撤销公安局名册（2026-06-01）：部门交错了名单', '公安局名册（2026-06-01）'])
})

test('what somebody changed since is not undone unless it is left as it is', async () => {
  const [kept, gone] = [girl(), girl()]
  const roster = await imported(
    app,
    caseworker,
    household([
      { name: '留下', number: kept, day: DAY, place: HERE, father: man() },
      { name: '离开', number: gone, day: DAY, place: HERE, father: man() },
    ]),
  )
  const id = await idOf(kept)
  const { version } = await caseworker(getChild, { id })
  await caseworker(correctChild, { id, version, reason: '走访时核对', ethnicity: '瑶族' })
  const outlook = await caseworker(previewUndo, { id: roster.id })
  expect(outlook).toMatchObject({ conflicts: 1, children: [{ id, name: '留下', why: 'changed-since' }] })
  const before = await factsOf(app)
  const refused = await undone(roster)
  expect(refused).toMatchObject({ state: 'applied', failure: expect.stringContaining('1 名儿童') })
  expect(await factsOf(app)).toEqual(before)
  const done = await undone(refused, true)
  expect(done).toMatchObject({ state: 'undone', counts: { undone: { left: 1 } } })
  expect(await caseworker(getChild, { id })).toMatchObject({
    name: '留下',
    ethnicity: '瑶族',
    family: [{ relation: 'father' }],
  })
  expect(await idOf(gone)).toBe('')
})

test('a child whose file was used by others stays with its family', async () => {
  const number = girl()
  const roster = await imported(
    app,
    caseworker,
    household([{ name: '用过', number, day: DAY, place: HERE, father: man() }]),
  )
  const id = await idOf(number)
  await caseworker(addCategory, { id, categoryId: uuidv7(), kind: 'orphan', from: '2026-01-01' })
  expect(await caseworker(previewUndo, { id: roster.id })).toMatchObject({
    conflicts: 1,
    children: [{ why: 'used-since' }],
  })
  await undone(roster, true)
  expect(await caseworker(getChild, { id })).toMatchObject({ name: '用过', family: [{ relation: 'father' }] })
})

test('undoing a second roster leaves what the first one wrote', async () => {
  const number = girl()
  await imported(app, caseworker, household([{ name: '两份', number, day: DAY, place: HERE, father: man() }]))
  const between = await factsOf(app)
  const ledger = csvOf(
    '所在镇村,儿童姓名,性别,身份证号码,出生年月,困境类型,监护人,与儿童关系,联系电话,学校,年级',
    [
      [
        '围镇村6组',
        '两份',
        '女',
        number,
        DAY,
        '重病儿童',
        '姨妈甲',
        '姨母',
        '19900000031',
        '围镇小学',
        '二年级',
      ],
    ],
  )
  const second = await imported(app, caseworker, ledger, { department: '民政局' })
  expect(second.counts?.written).toEqual({
    child: 1,
    person: 1,
    'child-person': 1,
    category: 1,
    schooling: 1,
  })
  await undone(second)
  expect(await factsOf(app)).toEqual(between)
})

test('a roster cannot be undone twice, nor with a stale page', async () => {
  const roster = await imported(
    app,
    caseworker,
    household([{ name: '一遍', number: girl(), day: DAY, place: HERE }]),
  )
  const reason = '部门交错了名单'
  await expect(
    caseworker(undoRoster, { id: roster.id, version: roster.version - 1, reason }),
  ).rejects.toMatchObject({ code: 'stale' })
  const done = await undone(roster)
  await expect(caseworker(undoRoster, { id: done.id, version: done.version, reason })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('nobody but the worker’s duty deletes, and only what a roster put there', async () => {
  const roster = await imported(
    app,
    caseworker,
    household([{ name: '在册', number: girl(), day: DAY, place: HERE, father: man() }]),
  )
  const [other = ''] = await addChildren(app, { name: '不在册' })
  const scope = mintScope({
    county: COUNTY,
    accountId: caseworker.accountId,
    role: 'caseworker',
    low: PLACES.county,
    high: '449822000000',
    unitId: null,
  })
  const remove = (as: Scope, id: string) =>
    inTransaction(app.pool, as, async (db) => {
      const client = clientOf(db)
      const counts: number[] = []
      for (const [table, column] of [
        ['child_search', 'child_id'],
        ['child_person', 'child_id'],
        ['child', 'id'],
      ])
        counts.push((await client.query(`delete from ${table} where ${column} = $1`, [id])).rowCount ?? 0)
      return counts
    })
  const own = await app.setUp((db) =>
    db.selectFrom('child').where('name', '=', '在册').select('id').executeTakeFirstOrThrow(),
  )
  expect(await remove(scope, own.id)).toEqual([0, 0, 0])
  expect(await remove(dutyScope(COUNTY, 'worker'), other)).toEqual([0, 0, 0])
  expect(await remove(dutyScope(COUNTY, 'worker'), own.id)).toEqual([1, 1, 1])
  expect(roster.state).toBe('applied')
})

/** People of the property's world: the same few numbers come again and again, so that rosters meet. */
const NUMBERS = Array.from({ length: 6 }, girl)
const FATHERS = Array.from({ length: 3 }, man)

const anyRow = fc.record({
  who: fc.integer({ min: 0, max: NUMBERS.length - 1 }),
  name: fc.constantFrom('甲一', '甲乙', '甲逸'),
  place: fc.constantFrom(HERE, THERE, '龙山镇龙塘村2组'),
  father: fc.option(fc.constantFrom(...FATHERS), { nil: undefined }),
  phone: fc.option(fc.constantFrom('19900000041', '19900000042'), { nil: undefined }),
})
const anyRoster = fc
  .uniqueArray(anyRow, { minLength: 1, maxLength: 5, selector: ({ who }) => who })
  .map((rows) => rows.map(({ who, ...row }) => ({ ...row, number: NUMBERS[who] ?? '', day: DAY })))

test('whatever rosters came before, applying one and undoing it leaves every fact as it was', async () => {
  let day = 0
  const nextDay = () => `2026-07-${String((day++ % 28) + 1).padStart(2, '0')}`
  const asRow = ({
    father,
    phone,
    ...row
  }: { father?: string | undefined; phone?: string | undefined } & Row): Row => ({
    ...row,
    ...(father && { father }),
    ...(phone && { phone }),
  })
  await fc.assert(
    fc.asyncProperty(anyRoster, anyRoster, async (earlier, later) => {
      await imported(app, caseworker, household(earlier.map(asRow)), { asOfDay: nextDay() })
      const before = await factsOf(app)
      const roster = await imported(app, caseworker, household(later.map(asRow)), { asOfDay: nextDay() })
      const after = await undone(roster)
      expect(after.state).toBe('undone')
      expect(await factsOf(app)).toEqual(before)
    }),
    { numRuns: 12 },
  )
})
