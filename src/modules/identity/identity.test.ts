import { expect, test } from 'vitest'
import { hashPassword } from '#server/passwords.ts'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { getSession, signIn } from './contract.ts'

const app = await testApp()
const PASSWORD = '山高水长 2026'

await app.setUp(async (db) => {
  const id = uuidv7()
  await db
    .insertInto('account')
    .values({
      id,
      signInName: 'duty',
      displayName: '值班员甲',
      state: 'active',
      role: 'duty-officer',
      mustChangePassword: true,
    })
    .execute()
  await db
    .insertInto('accountSecret')
    .values({ accountId: id, passwordHash: await hashPassword(PASSWORD, { cheap: true }) })
    .execute()
})

test('a person with a first password signs in and must change it before anything else', async () => {
  const response = await app.send(
    signIn,
    { county: '449821', signInName: 'duty', password: PASSWORD },
    undefined,
  )
  expect(response.json()).toEqual({ stage: 'password-change' })
  const token = response.cookies.find(({ name }) => name === 'shouwang')?.value
  expect(token).toMatch(/^449821\./)
  const session = await app.callerFor(token!, '')(getSession)
  expect(session).toMatchObject({ stage: 'password-change', account: null, permissions: [] })
})

test('a signed-in officer learns who they are and what they may do', async () => {
  const duty = await app.as({ role: 'duty-officer', name: '值班员乙' })
  expect(await duty(getSession)).toMatchObject({
    stage: 'full',
    account: { displayName: '值班员乙', role: 'duty-officer' },
  })
})

test('reports about the centre are offered to the procuratorate’s officers, not to those of every unit', async () => {
  const units = { procuratorate: uuidv7(), education: uuidv7() }
  await app.setUp((db) =>
    db
      .insertInto('unit')
      .values(
        Object.entries(units).map(([code, id]) => ({
          id,
          code,
          name: code,
          shortName: code,
          kind: 'member-unit' as const,
          joinedOn: '2026-01-01',
        })),
      )
      .execute(),
  )
  const offered = async (unitId: string) => {
    const officer = await app.as({ role: 'liaison-officer', unitId })
    return (await officer(getSession)).permissions.includes('reports.above')
  }
  expect(await offered(units.procuratorate)).toBe(true)
  expect(await offered(units.education)).toBe(false)
})

test('a token of a county that does not exist is no session', async () => {
  const session = await app.callerFor(`449829.${'x'.repeat(43)}`, '')(getSession)
  expect(session).toMatchObject({ stage: null, account: null })
})
