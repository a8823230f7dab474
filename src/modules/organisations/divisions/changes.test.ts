import { expect, test } from 'vitest'
import { addDays, today } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { FOLLOWINGS } from '#apps/followings.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { getNetwork } from '../network/contract.ts'
import { appoint, getPost } from '../posts/contract.ts'
import { installNetwork } from '../queries.ts'
import { setUpSite } from '../sites/contract.ts'
import {
  getDivision,
  listDivisionChanges,
  listDivisions,
  mergeDivisions,
  renameDivision,
} from './contract.ts'
import type { Village } from './division.ts'

const app = await testApp()
const DAY = today(new Date())
const TOWN = '449821100000'
const code = (number: number) => `449821100${number}`
const village = (number: number, shortName: string): Village => ({
  code: code(number),
  name: `${shortName}委会`,
  shortName,
  townCode: TOWN,
  kind: 'village',
})
await app.setUp((db) =>
  installNetwork(
    db,
    {
      county: { code: '449821', name: '示范县', city: '示范市', province: '广东省' },
      towns: [
        { code: TOWN, name: '东镇' },
        { code: '449821101000', name: '西镇' },
      ],
      villages: [
        village(201, '大田村'),
        village(202, '小田村'),
        village(203, '石桥村'),
        village(204, '新联村'),
        village(205, '上村'),
        village(206, '下村'),
        { ...village(207, '新联村'), code: '449821101207', townCode: '449821101000' },
      ],
      excluded: [],
    },
    { today: addDays(DAY, -300) },
  ),
)
const head = await app.as({ role: 'centre-head', name: '中心负责人甲' })
const system = await app.as({ role: 'system-admin' })
const reason = '村级区划调整'
const documentNo = '示府函〔2026〕3号'
const childAt = async (divisionCode: string, more: { label?: 'sealed'; hukouDivisionCode?: string } = {}) => {
  const id = uuidv7()
  await app.setUp((db) =>
    db
      .insertInto('child')
      .values({ id, name: '林小满', sex: 'female', birthDay: '2015-06-01', divisionCode, ...more })
      .execute(),
  )
  return id
}
const placeOf = (id: string) =>
  app.setUp((db) =>
    db
      .selectFrom('child')
      .where('id', '=', id)
      .select(['divisionCode', 'hukouDivisionCode'])
      .executeTakeFirstOrThrow(),
  )

test('a renamed village keeps its code, its old name finds it, and earlier days show the old name', async () => {
  const renamed = await system(renameDivision, {
    code: code(201),
    version: 1,
    name: '大田社区',
    changedOn: addDays(DAY, -20),
    documentNo,
  })
  expect(renamed).toMatchObject({ code: code(201), name: '大田社区', validTo: null })
  const { aliases, changes } = await head(getDivision, { code: code(201) })
  expect(aliases).toContain('大田村')
  expect(changes).toMatchObject([{ kind: 'rename', oldName: '大田村', newName: '大田社区', documentNo }])
  const nameOn = async (on: string) => (await head(getNetwork, { on })).towns[0]?.villages[0]?.name
  expect(await nameOn(addDays(DAY, -21))).toBe('大田村')
  expect(await nameOn(addDays(DAY, -20))).toBe('大田社区')
  const [entry] = await app.auditOf('division.renamed')
  expect(entry).toMatchObject({ actor_id: system.accountId, division_code: code(201), purpose: documentNo })
})

test.each([
  ['as now', { name: '石桥村' }, 'name'],
  ['as a neighbour', { name: '小田村' }, 'name'],
  ['too short', { name: '村' }, 'name'],
  ['in the future', { changedOn: addDays(DAY, 1) }, 'changedOn'],
  ['without a document', { documentNo: ' ' }, 'documentNo'],
])('a name %s is refused', async (_, wrong, field) => {
  const whole = { code: code(203), version: 1, name: '石桥新村', changedOn: DAY, documentNo }
  await expect(system(renameDivision, { ...whole, ...wrong })).rejects.toMatchObject({ fields: [{ field }] })
})

test('a village of another town may bear the same name, and a stale rename shows both', async () => {
  const one = { code: code(203), version: 1, changedOn: DAY, documentNo }
  await system(renameDivision, { ...one, name: '石桥一村' })
  await expect(system(renameDivision, { ...one, name: '石桥二村' })).rejects.toMatchObject({
    code: 'stale',
    detail: { yours: { name: '石桥二村' }, theirs: { name: '石桥一村' }, version: 2 },
  })
  const { items } = await head(listDivisions, { level: 'village' })
  expect(items.filter(({ name }) => name === '新联村').map(({ parentName }) => parentName)).toEqual([
    '东镇',
    '西镇',
  ])
})

test('children, sealed ones too, and open work follow a merged village at once; its sites, posts and holders end', async () => {
  const plain = await childAt(code(205))
  const sealed = await childAt(code(205), { label: 'sealed' })
  const living = await childAt(code(202), { hukouDivisionCode: code(205) })
  const elsewhere = await childAt(code(202))
  await head(setUpSite, {
    id: uuidv7(),
    kind: 'point',
    divisionCode: code(205),
    name: '上村工作点',
    setUpOn: addDays(DAY, -90),
  })
  const [, , , , upper] = (await head(getNetwork, {})).towns[0]?.villages ?? []
  const postId = upper?.posts[0]?.id ?? ''
  await head(appoint, {
    id: postId,
    holdingId: uuidv7(),
    holderName: '黄秀英',
    fromDay: addDays(DAY, -80),
    reason,
  })
  const director = await app.as({ role: 'child-director', divisionCode: code(205) })

  const merger = { fromCodes: [code(205)], toCode: code(206), changedOn: DAY, documentNo, reason }
  const answer = await head(mergeDivisions, merger)
  expect(answer.accountsToGrant).toBe(1)
  expect(answer.followed).toContainEqual({ label: '儿童档案', count: 2 })

  expect(await placeOf(plain)).toMatchObject({ divisionCode: code(206) })
  expect(await placeOf(sealed)).toMatchObject({ divisionCode: code(206) })
  expect(await placeOf(living)).toEqual({ divisionCode: code(202), hukouDivisionCode: code(206) })
  expect(await placeOf(elsewhere)).toMatchObject({ divisionCode: code(202) })

  const ended = await director(getDivision, { code: code(205) })
  expect(ended).toMatchObject({ name: '上村', validTo: DAY, successorCode: code(206) })
  const successor = await head(getDivision, { code: code(206) })
  expect(successor.aliases).toContain('上村')
  expect(successor.changes).toMatchObject([
    { kind: 'merge', fromCode: code(205), oldName: '上村', newName: '下村' },
  ])
  const { holdings, closedOn } = await head(getPost, { id: postId })
  expect([closedOn, holdings[0]?.toDay, holdings[0]?.endReason]).toEqual([DAY, DAY, '村（居）撤并'])
  const codes = (await head(getNetwork, {})).towns[0]?.villages.map((each) => each.code)
  expect(codes).not.toContain(code(205))
  const before = (await head(getNetwork, { on: addDays(DAY, -1) })).towns[0]?.villages
  expect(before?.find((each) => each.code === code(205))).toMatchObject({
    name: '上村',
    sites: [{ name: '上村工作点' }],
  })

  const [entry] = await app.auditOf('division.merged')
  expect(entry).toMatchObject({
    actor_id: head.accountId,
    actor_role: 'centre-head',
    count: 1,
    result: 'done',
  })
})

test('villages merge into a new one, which starts with a vacant post; its code cannot be one that was used', async () => {
  const childId = await childAt(code(202))
  const merger = {
    fromCodes: [code(202), code(203)],
    toCode: code(231),
    newVillage: { name: '双桥村', kind: 'village' as const },
    changedOn: DAY,
    documentNo,
    reason,
  }
  await head(mergeDivisions, merger)
  expect(await placeOf(childId)).toMatchObject({ divisionCode: code(231) })
  const { towns } = await head(getNetwork, {})
  const made = towns[0]?.villages.find((each) => each.code === code(231))
  expect(made).toMatchObject({
    name: '双桥村',
    posts: [{ kind: 'child-director', holding: null, vacantSince: DAY }],
  })
  expect(
    (await head(getNetwork, { on: addDays(DAY, -1) })).towns[0]?.villages.map((each) => each.code),
  ).not.toContain(code(231))
  const again = {
    ...merger,
    fromCodes: [code(231)],
    toCode: code(202),
    newVillage: { name: '旧码村', kind: 'village' as const },
  }
  await expect(head(mergeDivisions, again)).rejects.toMatchObject({ code: 'refused' })
  expect(
    (await head(listDivisions, { level: 'village', isEndedToo: true })).items.map((each) => each.code),
  ).toContain(code(202))
  expect((await head(listDivisionChanges, {})).total).toBeGreaterThanOrEqual(5)
})

test('a merger that fails half-way leaves everything as it was', async () => {
  const childId = await childAt(code(204))
  const merger = {
    fromCodes: [code(204), '449821100299'],
    toCode: code(206),
    changedOn: DAY,
    documentNo,
    reason,
  }
  await expect(head(mergeDivisions, merger)).rejects.toMatchObject({ status: 404 })
  expect(await placeOf(childId)).toMatchObject({ divisionCode: code(204) })
  expect(await head(getDivision, { code: code(204) })).toMatchObject({ validTo: null })
})

test.each([
  ['into itself', { toCode: code(204) }, 'toCode'],
  ['into a town', { toCode: TOWN }, 'toCode'],
  ['of a town', { fromCodes: [TOWN] }, 'fromCodes'],
  [
    'into a new one outside every town',
    { toCode: '449821555201', newVillage: { name: '某村', kind: 'village' as const } },
    'toCode',
  ],
  [
    'into a new one whose name is taken',
    { toCode: code(240), newVillage: { name: '下村', kind: 'village' as const } },
    'name',
  ],
  ['tomorrow', { changedOn: addDays(DAY, 1) }, 'changedOn'],
])('a merger %s is refused', async (_, wrong, field) => {
  const whole = { fromCodes: [code(204)], toCode: code(206), changedOn: DAY, documentNo, reason }
  await expect(head(mergeDivisions, { ...whole, ...wrong })).rejects.toMatchObject({ fields: [{ field }] })
})

test('who may neither rename nor merge', async () => {
  const rename = { code: code(204), version: 1, name: '新联一村', changedOn: DAY, documentNo }
  const merger = { fromCodes: [code(204)], toCode: code(206), changedOn: DAY, documentNo, reason }
  const supervisor = await app.as({ role: 'supervisor', divisionCode: TOWN })
  await expect(supervisor(renameDivision, rename)).rejects.toMatchObject({ code: 'forbidden' })
  for (const person of [supervisor, system, await app.as({ role: 'duty-officer' })])
    await expect(person(mergeDivisions, merger)).rejects.toMatchObject({ code: 'forbidden' })
})

test('with the application’s wall open, the database lets nobody else merge, and no child has moved', async () => {
  const open = await testApp({ more: { isApplicationWallOpen: true } })
  await open.setUp((db) =>
    db
      .insertInto('division')
      .values([
        { code: TOWN, name: '东镇', level: 'town', validFrom: '2023-06-30', source: '测试' },
        {
          code: code(204),
          name: '新联村',
          level: 'village',
          parentCode: TOWN,
          validFrom: '2023-06-30',
          source: '测试',
        },
        {
          code: code(206),
          name: '下村',
          level: 'village',
          parentCode: TOWN,
          validFrom: '2023-06-30',
          source: '测试',
        },
      ])
      .execute(),
  )
  const merger = { fromCodes: [code(204)], toCode: code(206), changedOn: DAY, documentNo, reason }
  for (const role of ['child-director', 'supervisor', 'duty-officer', 'security-admin', 'leader'] as const) {
    const person: Caller = await open.as({ role, divisionCode: TOWN })
    await expect(person(mergeDivisions, merger)).rejects.toMatchObject({ status: 404 })
  }
})

test('every column that names a division of another module follows a merger', async () => {
  const { rows } = await app.owner.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'county_449821' and column_name like '%division_code' and table_name not in
        ('account', 'audit_entry', 'site', 'post') order by 1, 2`,
  )
  expect(rows).toEqual(
    FOLLOWINGS.map(({ table, column }) => ({ table, column })).toSorted((one, other) =>
      `${one.table}.${one.column}` < `${other.table}.${other.column}` ? -1 : 1,
    ),
  )
})
