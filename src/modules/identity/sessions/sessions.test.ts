import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/transaction.ts'
import { mintScope } from '#server/access.ts'
import { COUNTY, signedOut, testApp } from '#tests/app.ts'
import { startSession } from '../queries.ts'
import { endAllMySessions, endMySession, getSession, listMySessions } from '../contract.ts'

const app = await testApp()
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const secondSessionOf = async (accountId: string, device: string) => {
  const now = app.clock.now ?? new Date()
  const token = await app.setUp((db) =>
    startSession(db, { county: COUNTY, accountId, stage: 'full', device, now }),
  )
  return app.callerFor(token, accountId)
}

test('I see where I am signed in, and sign out the device that I do not have at hand', async () => {
  const me = await app.as({ role: 'duty-officer' })
  const phone = await secondSessionOf(me.accountId, '手机')
  const { items, total } = await me(listMySessions)
  expect(total).toBe(2)
  expect(items.map(({ device, isCurrent }) => [device, isCurrent])).toEqual(
    expect.arrayContaining([
      ['测试', true],
      ['手机', false],
    ]),
  )
  const away = items.find(({ isCurrent }) => !isCurrent)
  await me(endMySession, { id: away?.id ?? '' })
  await expect(phone(listMySessions)).rejects.toMatchObject({ code: 'signed-out' })
  expect((await me(listMySessions)).total).toBe(1)
  await expect(me(endMySession, { id: away?.id ?? '' })).rejects.toMatchObject({ status: 404 })
})

test('another person’s session can neither be seen nor ended', async () => {
  const me = await app.as({ role: 'duty-officer' })
  const other = await app.as({ role: 'duty-officer' })
  const [theirs] = (await other(listMySessions)).items
  expect((await me(listMySessions)).items.map(({ id }) => id)).not.toContain(theirs?.id)
  await expect(me(endMySession, { id: theirs?.id ?? '' })).rejects.toMatchObject({ status: 404 })
  expect((await other(listMySessions)).total).toBe(1)
})

test('the database shows nobody else’s sessions either', async () => {
  const me = await app.as({ role: 'security-admin' })
  await app.as({ role: 'duty-officer' })
  const scope = mintScope({
    county: COUNTY,
    accountId: me.accountId,
    role: 'security-admin',
    low: '',
    high: '',
    unitId: null,
  })
  const seen = await inTransaction(app.pool, scope, (db) =>
    db.selectFrom('session').select('accountId').execute(),
  )
  expect(seen).toEqual([{ accountId: me.accountId }])
  await expect(
    inTransaction(app.pool, scope, (db) => sql`select * from account_secret`.execute(db)),
  ).resolves.toMatchObject({ rows: [] })
})

test('signing out everywhere ends this session too', async () => {
  const me = await app.as({ role: 'supervisor', divisionCode: '449821100000' })
  const phone = await secondSessionOf(me.accountId, '手机')
  await me(endAllMySessions)
  await expect(me(listMySessions)).rejects.toMatchObject({ code: 'signed-out' })
  await expect(phone(listMySessions)).rejects.toMatchObject({ code: 'signed-out' })
  const [entry] = await app.auditOf('session.all-ended')
  expect(entry).toMatchObject({ actor_id: me.accountId, count: 2, result: 'done' })
  await expect(signedOut(app)(endAllMySessions)).rejects.toMatchObject({ status: 401 })
})

test('a session ends after fifteen idle minutes and after twelve hours in any case', async () => {
  const start = Date.parse('2026-03-09T00:00:00Z')
  app.clock.now = new Date(start)
  const idle = await app.as({ role: 'duty-officer' })
  const busy = await app.as({ role: 'duty-officer' })
  for (let passed = 0; passed <= 12 * HOUR; passed += 14 * MINUTE) {
    app.clock.now = new Date(start + passed)
    expect((await busy(getSession)).stage).toBe('full')
    if (passed === 14 * MINUTE) expect((await idle(listMySessions)).total).toBe(1)
  }
  expect((await idle(getSession)).stage).toBeNull()
  app.clock.now = new Date(start + 12 * HOUR + 1)
  expect((await busy(getSession)).stage).toBeNull()
  app.clock.now = undefined
})
