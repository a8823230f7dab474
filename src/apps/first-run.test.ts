import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { signIn } from '#modules/identity/contract.ts'
import { TEST_KEY } from '#tests/global-setup.ts'
import { createFirstRun } from './first-run.ts'
import { createServer } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'shouwang-first-'))
const admin = new pg.Client({ connectionString: inject('ownerUrl') })
await admin.connect()
const name = `first_run_${process.pid}`
await admin.query(
  `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`,
)
const url = new URL(inject('ownerUrl'))
url.pathname = `/${name}`
const running = await openInstallation({
  ...readConfig({ SHOUWANG_DATA: folder, SHOUWANG_LOG_LEVEL: 'silent', DATABASE_URL: url.toString() }),
  masterKey: TEST_KEY,
})
const firstRun = createFirstRun(running)
const server = await createServer(running, { mountMore: firstRun.mount, consoleFolder: '' })

afterAll(async () => {
  await server.close()
  await running.stop()
  await admin.end()
  rmSync(folder, { recursive: true, force: true })
})

const people = {
  systemAdmin: { signInName: 'xitong', displayName: '系统甲' },
  securityAdmin: { signInName: 'anquan', displayName: '安全乙' },
  auditAdmin: { signInName: 'shenji', displayName: '审计丙' },
}
const post = (payload: object) =>
  server.inject({ method: 'POST', url: '/api/first-run', headers: { 'x-shouwang-request': '1' }, payload })

test('an installation without a county asks for its first set-up instead of a sign-in', async () => {
  expect((await server.inject('/api/session')).json()).toMatchObject({ code: 'first-run', status: 503 })
  const { isNeeded, counties } = (await server.inject('/api/first-run')).json()
  expect(isNeeded).toBe(true)
  expect(counties).toContainEqual({ code: '441821', name: '佛冈县' })
})

test('a wrong set-up code, one person in two powers and a county outside the list are refused in words', async () => {
  expect((await post({ code: '00000000', countyCode: '441821', ...people })).json()).toMatchObject({
    status: 422,
  })
  const same = { ...people, auditAdmin: people.systemAdmin }
  expect((await post({ code: firstRun.code, countyCode: '441821', ...same })).json().title).toContain(
    '三个不同的人',
  )
  expect((await post({ code: firstRun.code, countyCode: '990000', ...people })).statusCode).toBe(404)
})

test('with the code from the terminal the county stands, three administrators have first passwords, and the page is closed', async () => {
  const made = await post({ code: firstRun.code, countyCode: '441821', ...people })
  expect(made.statusCode).toBe(200)
  const { accounts } = made.json<{ accounts: { signInName: string; password: string }[] }>()
  expect(accounts.map(({ signInName }) => signInName)).toEqual(['xitong', 'anquan', 'shenji'])
  const first = await server.inject({
    method: signIn.method,
    url: '/api/session',
    headers: { 'x-shouwang-request': '1' },
    payload: { signInName: 'xitong', password: accounts[0]?.password },
  })
  expect(first.json()).toEqual({ stage: 'password-change' })
  expect((await post({ code: firstRun.code, countyCode: '440205', ...people })).statusCode).toBe(404)
})
