import { expect, test } from 'vitest'
import { addDays, today } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { signedOut, testApp } from '#tests/app.ts'
import { loadDivisions } from '../divisions/load.ts'
import { installNetwork } from '../queries.ts'
import { COVERAGE_LABEL } from '../labels.ts'
import { closeSite, editSite, setUpSite } from '../sites/contract.ts'
import { appoint, endHolding } from '../posts/contract.ts'
import { getCoverage, getNetwork, listVacancies } from './contract.ts'

const app = await testApp()
/** 佛冈's real divisions under the code of the demonstration. */
const real = JSON.parse(JSON.stringify(loadDivisions('441821')).replaceAll('441821', '449821')) as ReturnType<
  typeof loadDivisions
>
const DAY = today(new Date())
await app.setUp((db) => installNetwork(db, real, { today: addDays(DAY, -400) }))
const head = await app.as({ role: 'centre-head' })
const reason = '按镇政府文件办理'
const [town, secondTown] = real.towns
const villages = real.villages.filter(({ townCode }) => townCode === town?.code)

test('a new county has its towns and villages, a vacant post for each and the units to begin with', async () => {
  const { county, towns, on, source } = await head(getNetwork, {})
  expect(on).toBe(DAY)
  expect(source).toContain('国家统计局')
  expect(county.name).toBe('佛冈县')
  expect(towns.map(({ name, villages: all }) => [name, all.length])).toEqual([
    ['石角镇', 24],
    ['水头镇', 11],
    ['汤塘镇', 21],
    ['龙山镇', 15],
    ['高岗镇', 9],
    ['迳头镇', 11],
  ])
  expect(towns.flatMap(({ villages: all }) => all).every(({ posts }) => posts[0]?.holding === null)).toBe(
    true,
  )
  const twins = towns.flatMap((each) =>
    each.villages.filter(({ name }) => name === '新联村').map(() => each.name),
  )
  expect(twins).toHaveLength(2)
  const { figures } = await head(getCoverage, {})
  expect(figures.map(({ key, count, of }) => [key, count, of])).toEqual([
    ['centre', 0, 1],
    ['stations', 0, 6],
    ['points', 0, 91],
    ['directors', 0, 91],
    ['supervisors', 0, 6],
    ['liaisons', 0, 30],
  ])
  expect((await head(listVacancies, { pageSize: 100 })).total).toBe(97)
})

test('installing a county again changes nothing', async () => {
  await app.setUp((db) => installNetwork(db, real, { today: DAY }))
  expect((await head(listVacancies, {})).total).toBe(97)
})

test('what is set up and who is appointed counts from its day, and the network of an earlier day is still to be seen', async () => {
  const village = villages[0]
  const siteId = uuidv7()
  await head(setUpSite, {
    id: siteId,
    kind: 'point',
    divisionCode: village?.code ?? '',
    name: `${village?.shortName}未成年人保护工作点`,
    setUpOn: addDays(DAY, -100),
  })
  const { towns } = await head(getNetwork, {})
  const post = towns[0]?.villages[0]?.posts[0]
  expect(post?.vacantSince).toBe(addDays(DAY, -400))
  const holdingId = uuidv7()
  await head(appoint, {
    id: post?.id ?? '',
    holdingId,
    holderName: '黄秀英',
    fromDay: addDays(DAY, -50),
    reason,
  })

  const coverage = async (on?: string) =>
    Object.fromEntries(
      (await head(getCoverage, { ...(on && { on }) })).figures.map((figure) => [figure.key, figure]),
    )
  expect((await coverage())['points']).toMatchObject({ count: 1, firstOn: addDays(DAY, -100) })
  expect((await coverage())['directors']).toMatchObject({ count: 1 })
  expect((await coverage())['points']?.missing).toHaveLength(90)
  expect((await coverage(addDays(DAY, -101)))['points']?.count).toBe(0)
  expect((await coverage(addDays(DAY, -100)))['points']?.count).toBe(1)
  expect((await coverage(addDays(DAY, -60)))['directors']?.count).toBe(0)

  await head(endHolding, { id: holdingId, version: 1, toDay: addDays(DAY, -10), reason: '调离本村' })
  await head(closeSite, { id: siteId, version: 1, closedOn: addDays(DAY, -5), reason: '场所收回另作他用' })
  expect((await coverage())['points']?.count).toBe(0)
  expect((await coverage(addDays(DAY, -6)))['points']?.count).toBe(1)
  expect((await coverage(addDays(DAY, -5)))['points']?.count).toBe(0)
  expect((await coverage(addDays(DAY, -11)))['directors']?.count).toBe(1)
  const { items } = await head(listVacancies, { kind: 'child-director', pageSize: 100 })
  expect(items.at(-1)).toMatchObject({
    divisionName: `${town?.name}${village?.shortName}`,
    vacantSince: addDays(DAY, -10),
    days: 10,
    lastHolderName: '黄秀英',
    endReason: '调离本村',
  })
})

test('every figure of the coverage has its definition in words', () => {
  for (const { name, definition } of Object.values(COVERAGE_LABEL))
    expect([name, definition].join('').length).toBeGreaterThan(12)
})

test('the network is open to everybody signed in, to nobody else, and has no future', async () => {
  for (const role of ['child-director', 'liaison-officer', 'leader', 'audit-admin'] as const) {
    const person = await app.as({
      role,
      ...(role === 'child-director' && { divisionCode: villages[0]?.code ?? '' }),
    })
    expect((await person(getNetwork, {})).towns).toHaveLength(6)
  }
  await expect(signedOut(app)(getNetwork, {})).rejects.toMatchObject({ status: 401 })
  await expect(head(getNetwork, { on: addDays(DAY, 1) })).rejects.toMatchObject({ fields: [{ field: 'on' }] })
  await expect(head(getCoverage, { on: '2026-02-30' })).rejects.toMatchObject({ fields: [{ field: 'on' }] })
})

test('a point stands in a village, a station in a town, one of each kind at a time', async () => {
  const point = { kind: 'point' as const, name: '某某工作点', setUpOn: DAY }
  const code = villages[1]?.code ?? ''
  await head(setUpSite, { ...point, id: uuidv7(), divisionCode: code, phone: '0763 428-0000' })
  await expect(head(setUpSite, { ...point, id: uuidv7(), divisionCode: code })).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(
    head(setUpSite, { ...point, id: uuidv7(), divisionCode: town?.code ?? '' }),
  ).rejects.toMatchObject({
    fields: [{ field: 'divisionCode' }],
  })
  const wrong = { ...point, id: uuidv7(), divisionCode: villages[2]?.code ?? '' }
  await expect(head(setUpSite, { ...wrong, setUpOn: addDays(DAY, 1) })).rejects.toMatchObject({
    fields: [{ field: 'setUpOn' }],
  })
  await expect(head(setUpSite, { ...wrong, divisionCode: '449821999999' })).rejects.toMatchObject({
    status: 404,
  })
  await expect(head(setUpSite, { ...wrong, phone: '12' })).rejects.toMatchObject({
    fields: [{ field: 'phone' }],
  })
  const [entry] = (await app.auditOf('site.set-up')).filter(({ division_code }) => division_code === code)
  expect(entry).toMatchObject({ actor_id: head.accountId, subject_kind: 'site', result: 'done' })
})

test('two who edit a site at once see each other’s values', async () => {
  const id = uuidv7()
  const site = {
    id,
    kind: 'station' as const,
    divisionCode: secondTown?.code ?? '',
    name: '水头镇工作站',
    setUpOn: DAY,
  }
  await head(setUpSite, site)
  expect(
    await head(editSite, { id, version: 1, name: '水头镇未成年人保护工作站', phone: '07634280000' }),
  ).toMatchObject({
    version: 2,
    phone: '07634280000',
  })
  await expect(head(editSite, { id, version: 1, name: '水头站' })).rejects.toMatchObject({
    code: 'stale',
    detail: { version: 2, theirs: { name: '水头镇未成年人保护工作站' }, yours: { name: '水头站' } },
  })
  await head(closeSite, { id, version: 2, closedOn: DAY, reason })
  await expect(head(editSite, { id, version: 3, name: '水头站' })).rejects.toMatchObject({ code: 'refused' })
})

test('who may neither set up nor close a site', async () => {
  const site = {
    id: uuidv7(),
    kind: 'point' as const,
    name: '某某工作点',
    setUpOn: DAY,
    divisionCode: villages[3]?.code ?? '',
  }
  for (const role of ['duty-officer', 'leader', 'security-admin'] as const)
    await expect((await app.as({ role }))(setUpSite, site)).rejects.toMatchObject({ code: 'forbidden' })
})
