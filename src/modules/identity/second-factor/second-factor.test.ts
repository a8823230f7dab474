import { TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { hashPassword } from '#server/passwords.ts'
import { testApp } from '#tests/app.ts'
import {
  changePassword,
  confirmEnrolment,
  endMySession,
  enterCode,
  getSession,
  signIn,
  startEnrolment,
} from '../contract.ts'
import { stepOf } from './rules.ts'

const app = await testApp()
const PASSWORD = '青山依旧在几度'
const MINUTE = 60_000
let clock = Date.parse('2026-03-09T02:00:00Z')
const at = (milliseconds: number) => {
  clock += milliseconds
  app.clock.now = new Date(clock)
}
at(0)

const codeAt = (secret: string, when = clock) => new TOTP({ secret }).generate({ timestamp: when })

const newPerson = async (signInName: string, role: 'caseworker' | 'leader' = 'caseworker') => {
  const id = uuidv7()
  const passwordHash = await hashPassword(PASSWORD, { cheap: true })
  await app.setUp(async (db) => {
    await db
      .insertInto('account')
      .values({ id, signInName, displayName: '测试人员', state: 'active', role, mustChangePassword: false })
      .execute()
    await db.insertInto('accountSecret').values({ accountId: id, passwordHash }).execute()
  })
  return id
}

const enter = async (signInName: string) => {
  const response = await app.send(signIn, { county: '449821', signInName, password: PASSWORD }, undefined)
  const token = response.cookies.find(({ name }) => name === 'shouwang')?.value ?? ''
  return {
    stage: response.json<{ stage?: string }>().stage,
    status: response.statusCode,
    call: app.callerFor(token, ''),
  }
}

const enrolled = async (signInName: string) => {
  const id = await newPerson(signInName)
  const { call } = await enter(signInName)
  const { secret } = await call(startEnrolment)
  await call(confirmEnrolment, { code: codeAt(secret) })
  at(MINUTE)
  return { id, secret }
}

test('a caseworker without a second factor enrols one at sign-in, and the secret is kept sealed', async () => {
  const id = await newPerson('enrols')
  const { stage, call } = await enter('enrols')
  expect(stage).toBe('enrolment')
  const { secret, uri } = await call(startEnrolment)
  expect(uri).toContain(`secret=${secret}`)
  expect(decodeURIComponent(uri)).toContain('守望·示范县:enrols')
  await expect(call(confirmEnrolment, { code: '000000' })).rejects.toMatchObject({ status: 422 })
  expect(await call(confirmEnrolment, { code: codeAt(secret) })).toEqual({ stage: 'full' })
  expect(await call(getSession)).toMatchObject({ stage: 'full', account: { id } })
  await app.owner.query('alter table county_449821.account_secret no force row level security')
  const { rows } = await app.owner.query<{ totp_sealed: Buffer }>(
    'select totp_sealed from county_449821.account_secret where account_id = $1',
    [id],
  )
  expect(rows[0]?.totp_sealed.includes(Buffer.from(secret))).toBe(false)
  const [entry] = await app.auditOf('second-factor.enrolled')
  expect(entry).toMatchObject({ actor_id: id, subject_id: id, code: 'invalid', result: 'refused' })
})

test('the next sign-in asks for the code, and a leader, who sees no file, needs none', async () => {
  const { secret } = await enrolled('returns')
  const { stage, call } = await enter('returns')
  expect(stage).toBe('second-factor')
  await expect(call(endMySession, { id: uuidv7() })).rejects.toMatchObject({ code: 'signed-out' })
  expect(await call(enterCode, { code: codeAt(secret) })).toEqual({ stage: 'full' })
  await newPerson('sees-no-file', 'leader')
  expect((await enter('sees-no-file')).stage).toBe('full')
})

test('a code is accepted once, also in another session and for the step before', async () => {
  const { secret } = await enrolled('twice')
  const first = await enter('twice')
  const second = await enter('twice')
  const code = codeAt(secret)
  await first.call(enterCode, { code })
  await expect(second.call(enterCode, { code })).rejects.toMatchObject({ code: 'wrong-code' })
  await expect(second.call(enterCode, { code: codeAt(secret, clock - 30_000) })).rejects.toMatchObject({
    code: 'wrong-code',
  })
  at(MINUTE)
  await second.call(enterCode, { code: codeAt(secret) })
})

test('wrong codes delay like wrong passwords, and the right password does not buy fresh tries', async () => {
  const { secret } = await enrolled('guesser')
  const { call } = await enter('guesser')
  const wrong = String((Number(codeAt(secret)) + 1) % 1_000_000).padStart(6, '0')
  for (let tries = 0; tries < 3; tries += 1)
    await expect(call(enterCode, { code: wrong })).rejects.toMatchObject({ code: 'wrong-code' })
  expect((await enter('guesser')).stage).toBe('second-factor')
  await expect(call(enterCode, { code: wrong })).rejects.toMatchObject({ code: 'wrong-code' })
  await expect(call(enterCode, { code: codeAt(secret) })).rejects.toMatchObject({
    code: 'wait',
    detail: { seconds: 2 },
  })
  expect((await enter('guesser')).status).toBe(429)
  at(MINUTE)
  await call(enterCode, { code: codeAt(secret) })
})

test('between password and code nobody enrols another phone or changes the password', async () => {
  await enrolled('half-way')
  const { call } = await enter('half-way')
  await expect(call(startEnrolment)).rejects.toMatchObject({ status: 401 })
  await expect(call(changePassword, { current: PASSWORD, next: '滚滚长江东逝水浪花' })).rejects.toMatchObject(
    {
      status: 401,
    },
  )
})

test.each([
  [-60, undefined],
  [-30, 0],
  [0, 1],
  [30, 2],
  [60, undefined],
] as const)('a phone whose clock is off by %i seconds: step %s', (off, offset) => {
  const secret = 'JBSWY3DPEHPK3PXP'
  const now = new Date('2026-03-09T02:00:00Z')
  const base = now.getTime() / 30_000 - 1
  const code = codeAt(secret, now.getTime() + off * 1_000)
  expect(stepOf(secret, code, now)).toBe(offset === undefined ? undefined : base + offset)
})
