import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { mintScope } from '#server/access.ts'
import { inTransaction } from '#server/transaction.ts'
import { COUNTY, NEIGHBOUR_COUNTY, testApp } from '#tests/app.ts'
import { uuidv7 } from '#server/ids.ts'
import { hashPassword } from '#server/passwords.ts'
import { getRecordTrail, listAuditEntries } from '#modules/audit/contract.ts'
import { getSession, signIn } from '#modules/identity/contract.ts'
import { disableAccount, getAccount, listAccounts } from '#modules/identity/accounts/contract.ts'
import { getDivision, listDivisions } from '#modules/organisations/divisions/contract.ts'
import { getNetwork } from '#modules/organisations/network/contract.ts'
import { appoint, getPost, showHolderPhone } from '#modules/organisations/posts/contract.ts'
import { editSite, setUpSite } from '#modules/organisations/sites/contract.ts'
import { getUnit } from '#modules/organisations/units/contract.ts'

const app = await testApp()
const ids = {
  post: uuidv7(),
  holding: uuidv7(),
  site: uuidv7(),
  unit: uuidv7(),
  child: uuidv7(),
  account: uuidv7(),
}
const VILLAGE = `${COUNTY}100201`
const PASSWORD = '山高水长 2026'
const hash = await hashPassword(PASSWORD, { cheap: true })

/** Two counties with the very same ids and, but for the first digits, the same codes; only the words tell them apart. */
const fill = (county: string, word: string) =>
  app.setUp(async (db) => {
    const dated = { validFrom: '2023-06-30', source: word }
    const [town, village] = [`${county}100000`, `${county}100201`]
    await db
      .insertInto('division')
      .values([
        { ...dated, code: `${county}000000`, name: `${word}县`, level: 'county' },
        { ...dated, code: town, name: `${word}镇`, level: 'town', parentCode: `${county}000000` },
        { ...dated, code: village, name: `${word}村`, level: 'village', kind: 'village', parentCode: town },
      ])
      .execute()
    await db
      .insertInto('post')
      .values({ id: ids.post, kind: 'child-director', divisionCode: village, setUpOn: '2024-01-01' })
      .execute()
    await db
      .insertInto('site')
      .values({
        id: ids.site,
        kind: 'point',
        name: `${word}点`,
        divisionCode: village,
        setUpOn: '2024-01-01',
      })
      .execute()
    await db
      .insertInto('unit')
      .values({
        id: ids.unit,
        code: 'education',
        name: `${word}局`,
        shortName: word,
        kind: 'member-unit',
        joinedOn: '2024-01-01',
      })
      .execute()
    await db
      .insertInto('child')
      .values({
        id: ids.child,
        name: `${word}童`,
        sex: 'female',
        birthDay: '2015-06-01',
        divisionCode: village,
      })
      .execute()
    await db
      .insertInto('account')
      .values({
        id: ids.account,
        signInName: 'same',
        displayName: `${word}人`,
        state: 'active',
        role: 'leader',
        mustChangePassword: false,
      })
      .execute()
    await db.insertInto('accountSecret').values({ accountId: ids.account, passwordHash: hash }).execute()
  }, county)

await fill(COUNTY, '此')
await fill(NEIGHBOUR_COUNTY, '彼')
const head = await app.as({ role: 'centre-head' })
const otherHead = await app.as({ role: 'centre-head', county: NEIGHBOUR_COUNTY })
const security = await app.as({ role: 'security-admin' })
const otherSecurity = await app.as({ role: 'security-admin', county: NEIGHBOUR_COUNTY })

test('the same ids answer in each county with its own record', async () => {
  for (const [person, word] of [
    [head, '此'],
    [otherHead, '彼'],
  ] as const) {
    expect((await person(getUnit, { id: ids.unit })).name).toBe(`${word}局`)
    expect((await person(getPost, { id: ids.post })).divisionName).toBe(`${word}镇${word}村`)
    const whole = JSON.stringify([await person(getNetwork, {}), await person(listDivisions, {})])
    expect(whole).toContain(`${word}村`)
    expect(whole).not.toMatch(word === '此' ? /彼/ : /此/)
  }
  expect((await security(getAccount, { id: ids.account })).displayName).toBe('此人')
  expect((await otherSecurity(getAccount, { id: ids.account })).displayName).toBe('彼人')
  expect(JSON.stringify(await security(listAccounts, { pageSize: 100 }))).not.toContain('彼人')
})

test('a code of the other county is not found, to read or to write', async () => {
  await expect(otherHead(getDivision, { code: VILLAGE })).rejects.toMatchObject({ status: 404 })
  const site = {
    id: uuidv7(),
    kind: 'point' as const,
    name: '某某点',
    divisionCode: VILLAGE,
    setUpOn: '2024-01-01',
  }
  await expect(otherHead(setUpSite, site)).rejects.toMatchObject({ status: 404 })
})

test('what one county writes under an id leaves the other’s record of that id alone', async () => {
  await otherHead(editSite, { id: ids.site, version: 1, name: '彼处新名' })
  const holding = {
    id: ids.post,
    holdingId: ids.holding,
    holderName: '彼处新人',
    phone: '19912345678',
    fromDay: '2024-02-01',
    reason: '换届任命',
  }
  await otherHead(appoint, holding)
  const here = (await head(getNetwork, {})).towns[0]?.villages[0]
  expect([here?.sites[0]?.name, here?.posts[0]?.holding]).toEqual(['此点', null])
  await expect(head(showHolderPhone, { id: ids.holding })).rejects.toMatchObject({ status: 404 })
  const reason = '调离岗位'
  await otherSecurity(disableAccount, { id: ids.account, version: 1, reason })
  expect(await security(getAccount, { id: ids.account })).toMatchObject({ state: 'active' })
})

test('the same name and password sign in to the county that was named, and a county must be named', async () => {
  const enter = (county?: string) =>
    app.send(signIn, { ...(county && { county }), signInName: 'same', password: PASSWORD }, undefined)
  const here = await enter(COUNTY)
  const token = here.cookies[0]?.value ?? ''
  expect((await app.callerFor(token, '')(getSession)).account?.displayName).toBe('此人')
  expect((await enter(NEIGHBOUR_COUNTY)).statusCode).toBe(401)
  expect((await enter()).statusCode).toBe(422)
  expect((await enter('449829')).statusCode).toBe(422)
})

test('a token opens nothing in the other county, however it is dressed', async () => {
  const secret = head.token.split('.')[1] ?? ''
  for (const forged of [`${NEIGHBOUR_COUNTY}.${secret}`, `${NEIGHBOUR_COUNTY}.${head.token}`, secret]) {
    const stranger = app.callerFor(forged, '')
    expect((await stranger(getSession)).stage).toBeNull()
    await expect(stranger(getUnit, { id: ids.unit })).rejects.toMatchObject({ status: 401 })
  }
  const response = await app.send(getNetwork, { county: NEIGHBOUR_COUNTY }, head.token)
  expect(response.json<{ county: { name: string } }>().county.name).toBe('此县')
})

test('each county’s audit witnesses its own acts alone', async () => {
  const audit = await app.as({ role: 'audit-admin' })
  const otherAudit = await app.as({ role: 'audit-admin', county: NEIGHBOUR_COUNTY })
  expect((await audit(listAuditEntries, { action: 'site.edited' })).total).toBe(0)
  expect((await otherAudit(listAuditEntries, { action: 'site.edited' })).total).toBe(1)
  expect(
    (await audit(getRecordTrail, { id: ids.holding })).items.map(({ actorName }) => actorName),
  ).not.toContain('彼人')
})

test('a transaction of one county names no table of the other, even with every wall of its own open', async () => {
  const scope = mintScope({
    county: COUNTY,
    accountId: head.accountId,
    role: 'centre-head',
    low: '0',
    high: '9999999999999',
    unitId: null,
  })
  const under = <T>(statement: ReturnType<typeof sql<T>>) =>
    inTransaction(app.pool, scope, (db) => statement.execute(db))
  expect((await under(sql<{ name: string }>`select name from child`)).rows).toEqual([{ name: '此童' }])
  expect(
    (await under(sql<{ path: string }>`select current_setting('search_path') as path`)).rows[0]?.path,
  ).toBe(`county_${COUNTY}, pg_catalog`)
})

test('requests of both counties that take turns on few connections never mix', async () => {
  const asked = Array.from({ length: 60 }, (_, index) => (index % 2 ? head : otherHead))
  const names = await Promise.all(asked.map(async (person) => (await person(getUnit, { id: ids.unit })).name))
  expect(names).toEqual(asked.map((person) => (person === head ? '此局' : '彼局')))
})
