import { afterAll, expect, test } from 'vitest'
import { createServer } from '#apps/server.ts'
import { addressOf } from '#kernel/endpoint.ts'
import { uuidv7 } from '#server/ids.ts'
import { hashPassword } from '#server/passwords.ts'
import { testApp } from '#tests/app.ts'
import { proveAgain, signIn } from '../contract.ts'
import { delayAfter } from '../rules.ts'

const app = await testApp()
const now = () => app.clock.now ?? new Date()
const another = await createServer(app.running, { now, consoleFolder: '' })
afterAll(() => another.close())
const PASSWORD = '山高水长 2026'
let clock = Date.parse('2026-03-09T02:00:00Z')
const after = (seconds: number) => {
  clock += seconds * 1_000
  app.clock.now = new Date(clock)
}
after(0)

const newPerson = async (signInName: string) => {
  const id = uuidv7()
  const passwordHash = await hashPassword(PASSWORD, { cheap: true })
  await app.setUp(async (db) => {
    await db
      .insertInto('account')
      .values({
        id,
        signInName,
        displayName: '测试人员',
        state: 'active',
        role: 'leader',
        mustChangePassword: false,
      })
      .execute()
    await db.insertInto('accountSecret').values({ accountId: id, passwordHash }).execute()
  })
}

const trySignIn = async (signInName: string, password: string, server = app.server) => {
  const { url, body } = addressOf(signIn, { county: '449821', signInName, password })
  const response = await server.inject({
    method: 'POST',
    url,
    headers: { 'x-shouwang-request': '1' },
    payload: body,
  })
  return response.statusCode
}

test('failures at one server delay the name at the other, longer each time, and the right password must wait too', async () => {
  await newPerson('shared')
  expect(await trySignIn('shared', '错')).toBe(401)
  expect(await trySignIn('shared', '错', another)).toBe(401)
  expect(await trySignIn('shared', '错')).toBe(401)
  expect(await trySignIn('Shared', '错', another)).toBe(401)
  expect(await trySignIn('shared', PASSWORD)).toBe(429)
  expect(await trySignIn('shared', PASSWORD, another)).toBe(429)
  after(2)
  expect(await trySignIn('shared', '错')).toBe(401)
  after(3)
  expect(await trySignIn('shared', PASSWORD, another)).toBe(429)
  after(1)
  expect(await trySignIn('shared', PASSWORD, another)).toBe(200)
  for (let tries = 0; tries < 3; tries += 1) expect(await trySignIn('shared', '错')).toBe(401)
  expect(await trySignIn('shared', PASSWORD)).toBe(200)
})

test('a name that does not exist is delayed alike, so that it cannot be told from one that does', async () => {
  for (let tries = 0; tries < 4; tries += 1) expect(await trySignIn('nobody-here', '错')).toBe(401)
  expect(await trySignIn('nobody-here', '错')).toBe(429)
})

test('tries sent at the same time do not slip past the count', async () => {
  await newPerson('flooded')
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => trySignIn('flooded', '错', index % 2 ? app.server : another)),
  )
  expect(answers.filter((status) => status === 401).length).toBeLessThanOrEqual(4)
  expect(answers.every((status) => status === 401 || status === 429)).toBe(true)
})

test('failures are forgotten after a day', async () => {
  await newPerson('yesterday')
  for (let tries = 0; tries < 4; tries += 1) await trySignIn('yesterday', '错')
  after(25 * 3_600)
  for (let tries = 0; tries < 3; tries += 1) expect(await trySignIn('yesterday', '错')).toBe(401)
  expect(await trySignIn('yesterday', PASSWORD)).toBe(200)
})

test('whoever finds an open desk cannot guess the password there without delay', async () => {
  await newPerson('open-desk')
  const response = await app.send(
    signIn,
    { county: '449821', signInName: 'open-desk', password: PASSWORD },
    undefined,
  )
  const desk = app.callerFor(response.cookies[0]?.value ?? '', '')
  for (let tries = 0; tries < 4; tries += 1)
    await expect(desk(proveAgain, { password: '错' })).rejects.toMatchObject({ status: 422 })
  await expect(desk(proveAgain, { password: PASSWORD })).rejects.toMatchObject({ code: 'wait' })
  after(2)
  await desk(proveAgain, { password: PASSWORD })
})

test('a failed sign-in is witnessed with the account but without what was typed', async () => {
  await newPerson('witnessed')
  await trySignIn('witnessed', '错的口令 88')
  const entries = await app.auditOf('session.started')
  expect(entries.at(-1)).toMatchObject({ result: 'refused', code: 'wrong-password', subject_kind: 'account' })
  expect(JSON.stringify(entries)).not.toMatch(/错的口令|witnessed/)
})

test.each([
  [0, 0],
  [3, 0],
  [4, 2],
  [5, 4],
  [10, 128],
  [12, 512],
  [13, 900],
  [1_000, 900],
])('after %i failures in a row one waits %i seconds', (failures, seconds) => {
  expect(delayAfter(failures)).toBe(seconds)
})
