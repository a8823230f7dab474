import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { hashPassword } from '#server/passwords.ts'
import { COUNTY, NEIGHBOUR_COUNTY, testApp } from '#tests/app.ts'
import { changePassword, getSession, signIn } from '../contract.ts'
import {
  disableAccount,
  getAccount,
  grantAccount,
  listAccounts,
  proposeAccount,
  resetPassword,
  resetSecondFactor,
} from './contract.ts'
import { createAccount } from './queries.ts'

const TOWN = '449821100000'
const VILLAGE = '449821100201'
const UNIT = uuidv7()
const app = await testApp()

await app.setUp(async (db) => {
  const dated = { validFrom: '2023-06-30', source: '测试' }
  await db
    .insertInto('division')
    .values([
      { ...dated, code: '449821000000', name: '示范县', level: 'county' },
      { ...dated, code: TOWN, name: '东镇', level: 'town', parentCode: '449821000000' },
      { ...dated, code: VILLAGE, name: '大田村', level: 'village', kind: 'village', parentCode: TOWN },
      {
        ...dated,
        code: '449821100202',
        name: '旧村',
        level: 'village',
        kind: 'village',
        parentCode: TOWN,
        validTo: '2025-12-31',
      },
    ])
    .execute()
  await db
    .insertInto('unit')
    .values({
      id: UNIT,
      code: 'education',
      name: '县教育局',
      shortName: '教育局',
      kind: 'member-unit',
      joinedOn: '2021-09-10',
    })
    .execute()
})

const system = await app.as({ role: 'system-admin', name: '系统管理员甲' })
const security = await app.as({ role: 'security-admin', name: '安全管理员甲' })
const audit = await app.as({ role: 'audit-admin' })
const reason = '人员调整后按程序办理'

const proposed = async (signInName: string, displayName = '李海燕') => {
  const id = uuidv7()
  const { firstPassword } = await system(proposeAccount, { id, signInName, displayName })
  return { id, firstPassword }
}

const entering = async (signInName: string, password: string) => {
  const response = await app.send(signIn, { county: COUNTY, signInName, password }, undefined)
  return {
    status: response.statusCode,
    body: response.json<Record<string, unknown>>(),
    token: response.cookies[0]?.value,
  }
}

test('an account is proposed by one administrator, granted by another, and its first password changed by its owner', async () => {
  const { id, firstPassword } = await proposed('li.haiyan')
  expect(firstPassword).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/)
  expect((await entering('li.haiyan', firstPassword)).status).toBe(401)

  const granted = await security(grantAccount, {
    id,
    version: 1,
    role: 'child-director',
    divisionCode: VILLAGE,
  })
  expect(granted).toMatchObject({
    state: 'active',
    divisionName: '东镇大田村',
    approvedBy: '安全管理员甲',
    version: 2,
  })

  const { body, token } = await entering('LI.HaiYan', firstPassword)
  expect(body).toEqual({ stage: 'password-change' })
  const owner = app.callerFor(token ?? '', id)
  const next = '春江花月夜 2026'
  expect(await owner(changePassword, { current: firstPassword, next })).toEqual({ stage: 'enrolment' })
  expect((await entering('li.haiyan', firstPassword)).status).toBe(401)

  const [proposal] = await app.auditOf('account.proposed')
  expect(proposal).toMatchObject({ actor_id: system.accountId, subject_id: id, result: 'done' })
  const [grant] = await app.auditOf('account.granted')
  expect(grant).toMatchObject({ actor_id: security.accountId, subject_id: id, division_code: VILLAGE })
  expect(JSON.stringify([proposal, grant])).not.toContain(firstPassword)
})

test('none of the three administrators can do another’s work', async () => {
  const { id } = await proposed('apart')
  const one = { id, version: 1, role: 'leader' as const }
  for (const other of [system, audit, await app.as({ role: 'centre-head' })])
    await expect(other(grantAccount, one)).rejects.toMatchObject({ code: 'forbidden' })
  for (const other of [security, audit]) {
    await expect(
      other(proposeAccount, { id: uuidv7(), signInName: 'x1', displayName: '某人' }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(other(resetPassword, { id, reason })).rejects.toMatchObject({ code: 'forbidden' })
  }
  for (const other of [system, audit]) {
    await expect(other(disableAccount, { id, version: 1, reason })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(other(resetSecondFactor, { id, reason })).rejects.toMatchObject({ code: 'forbidden' })
  }
  const duty = await app.as({ role: 'duty-officer' })
  await expect(duty(listAccounts, {})).rejects.toMatchObject({ code: 'forbidden' })
})

test('no administrator handles their own account', async () => {
  const own = { id: security.accountId, version: 1 }
  await expect(security(grantAccount, { ...own, role: 'centre-head' })).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(security(disableAccount, { ...own, reason })).rejects.toMatchObject({ code: 'refused' })
  await expect(security(resetSecondFactor, { id: own.id, reason })).rejects.toMatchObject({ code: 'refused' })
  await expect(system(resetPassword, { id: system.accountId, reason })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('an administrator’s account becomes nothing else, and nothing else becomes an administrator', async () => {
  const { id } = await proposed('one-power')
  await security(grantAccount, { id, version: 1, role: 'caseworker' })
  await expect(security(grantAccount, { id, version: 2, role: 'audit-admin' })).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(
    security(grantAccount, { id: audit.accountId, version: 1, role: 'system-admin' }),
  ).rejects.toMatchObject({
    code: 'refused',
  })
  expect(await security(grantAccount, { id, version: 2, role: 'duty-officer' })).toMatchObject({
    role: 'duty-officer',
  })
})

test.each([
  ['child-director', { divisionCode: TOWN }, 'divisionCode'],
  ['child-director', {}, 'divisionCode'],
  ['child-director', { divisionCode: '449821100202' }, 'divisionCode'],
  ['child-director', { divisionCode: '449822100201' }, 'divisionCode'],
  ['supervisor', { divisionCode: VILLAGE }, 'divisionCode'],
  ['caseworker', { divisionCode: TOWN }, 'divisionCode'],
  ['liaison-officer', {}, 'unitId'],
  ['leader', { unitId: UNIT }, 'unitId'],
] as const)('a grant of %s with %o is refused at %s', async (role, place, field) => {
  const { id } = await proposed(`place-${uuidv7().slice(-6)}`)
  await expect(security(grantAccount, { id, version: 1, role, ...place })).rejects.toMatchObject({
    status: 422,
    fields: [{ field }],
  })
})

test('a unit’s officer is granted the unit, and a unit that does not exist is not found', async () => {
  const { id } = await proposed('officer')
  const grant = { id, version: 1, role: 'liaison-officer' as const }
  await expect(security(grantAccount, { ...grant, unitId: uuidv7() })).rejects.toMatchObject({ status: 422 })
  expect(await security(grantAccount, { ...grant, unitId: UNIT })).toMatchObject({ unitName: '县教育局' })
})

test('a disabled account is out at once, and two administrators who act at the same time do not overwrite each other', async () => {
  const { id, firstPassword } = await proposed('leaves')
  await security(grantAccount, { id, version: 1, role: 'leader' })
  const { token } = await entering('leaves', firstPassword)
  const here = app.callerFor(token ?? '', id)
  expect((await here(getSession)).stage).toBe('password-change')
  await expect(security(disableAccount, { id, version: 1, reason })).rejects.toMatchObject({
    code: 'stale',
    detail: { version: 2 },
  })
  expect((await here(getSession)).stage).toBe('password-change')
  expect(await security(disableAccount, { id, version: 2, reason })).toMatchObject({ state: 'disabled' })
  expect((await here(getSession)).stage).toBeNull()
  expect((await entering('leaves', firstPassword)).status).toBe(401)
  const entries = await app.auditOf('account.disabled')
  expect(entries.at(-1)).toMatchObject({ subject_id: id, purpose: reason, result: 'done' })
  await expect(security(disableAccount, { id, version: 3, reason })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('the last system administrator is not disabled', async () => {
  await expect(security(disableAccount, { id: system.accountId, version: 1, reason })).rejects.toMatchObject({
    code: 'refused',
  })
})

test('a reset password ends the sessions, and must be changed', async () => {
  const person = await app.as({ role: 'duty-officer' })
  await app.setUp(async (db) => {
    const passwordHash = await hashPassword('原来的口令 123', { cheap: true })
    await db.insertInto('accountSecret').values({ accountId: person.accountId, passwordHash }).execute()
  })
  const { firstPassword } = await system(resetPassword, { id: person.accountId, reason })
  expect((await person(getSession)).stage).toBeNull()
  const name = `u-${person.accountId}`
  expect((await entering(name, '原来的口令 123')).status).toBe(401)
  expect((await entering(name, firstPassword)).body).toEqual({ stage: 'password-change' })
})

test('a lost phone is unbound by the security administrator, and the next sign-in enrols anew', async () => {
  const person = await app.as({ role: 'duty-officer' })
  await app.setUp(async (db) => {
    const passwordHash = await hashPassword('原来的口令 123', { cheap: true })
    await db
      .insertInto('accountSecret')
      .values({
        accountId: person.accountId,
        passwordHash,
        totpSealed: Buffer.from('x'),
        totpSince: new Date(),
      })
      .execute()
  })
  const name = `u-${person.accountId}`
  expect((await entering(name, '原来的口令 123')).body).toEqual({ stage: 'second-factor' })
  await security(resetSecondFactor, { id: person.accountId, reason })
  expect((await entering(name, '原来的口令 123')).body).toEqual({ stage: 'enrolment' })
})

test('a first password that lay about for a week is void', async () => {
  const { id, firstPassword } = await proposed('slow')
  await security(grantAccount, { id, version: 1, role: 'leader' })
  app.clock.now = new Date(Date.now() + 8 * 86_400_000)
  expect((await entering('slow', firstPassword)).body).toMatchObject({ code: 'first-password-expired' })
  app.clock.now = undefined
})

test.each([
  [{ signInName: 'a' }, 'signInName'],
  [{ signInName: 'with space' }, 'signInName'],
  [{ displayName: '李' }, 'displayName'],
])('a proposal with %o is refused at %s', async (wrong, field) => {
  const whole = { id: uuidv7(), signInName: 'fine', displayName: '某某' }
  await expect(system(proposeAccount, { ...whole, ...wrong })).rejects.toMatchObject({ fields: [{ field }] })
})

test('a sign-in name is given once, and a proposal sent twice makes one account', async () => {
  const { id } = await proposed('only-one')
  const again = { id: uuidv7(), signInName: 'Only-One', displayName: '另一人' }
  await expect(system(proposeAccount, again)).rejects.toMatchObject({ code: 'taken' })
  await expect(system(proposeAccount, { ...again, id, signInName: 'two' })).rejects.toMatchObject({
    code: 'refused',
  })
  const { items } = await system(listAccounts, { words: 'only-one' })
  expect(items).toHaveLength(1)
})

test('the list is searched by name, state and role, and wild cards in it mean themselves', async () => {
  await proposed('searched', '欧阳雪')
  expect((await audit(listAccounts, { words: '欧阳' })).items).toMatchObject([
    { signInName: 'searched', state: 'proposed', createdBy: '系统管理员甲' },
  ])
  expect((await audit(listAccounts, { words: '%' })).total).toBe(0)
  expect((await audit(listAccounts, { role: 'security-admin', state: 'active' })).total).toBe(1)
})

test('one account is opened by administrators alone', async () => {
  const { id } = await proposed('opened')
  expect(await audit(getAccount, { id })).toMatchObject({ signInName: 'opened', state: 'proposed' })
  await expect((await app.as({ role: 'centre-head' }))(getAccount, { id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(audit(getAccount, { id: uuidv7() })).rejects.toMatchObject({ status: 404 })
})

test('the installer makes accounts that are complete, by the same rules', async () => {
  const base = {
    signInName: 'First.Run',
    displayName: '县系统管理员',
    unitCode: null,
    divisionCode: null,
    now: new Date(),
  }
  const { password } = await app.setUp((db) => createAccount(db, { ...base, role: 'system-admin' }))
  expect((await entering('first.run', password)).body).toEqual({ stage: 'password-change' })
  await expect(
    app.setUp((db) => createAccount(db, { ...base, signInName: 'x2', role: 'supervisor' })),
  ).rejects.toMatchObject({ status: 422 })
})

test('an account of the neighbouring county is not found', async () => {
  const stranger = await app.as({ role: 'leader', county: NEIGHBOUR_COUNTY })
  const grant = { id: stranger.accountId, version: 1, role: 'leader' as const }
  await expect(security(grantAccount, grant)).rejects.toMatchObject({ status: 404 })
  await expect(system(resetPassword, { id: stranger.accountId, reason })).rejects.toMatchObject({
    status: 404,
  })
})
