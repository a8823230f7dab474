import { expect, test } from 'vitest'
import { getSession, signIn } from '#modules/identity/contract.ts'
import { getEmergencyNumbers } from '#modules/organisations/settings/contract.ts'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from './app.ts'

const app = await testApp()

test('health, readiness and metrics answer without a sign-in, and metrics name routes and no records', async () => {
  const head = await app.as({ role: 'centre-head' })
  await head(getSession)
  expect((await app.server.inject('/healthz')).json()).toEqual({ status: 'ok' })
  expect((await app.server.inject('/readyz')).json()).toEqual({ status: 'ready' })
  const metrics = (await app.server.inject('/metrics')).body
  expect(metrics).toContain('shouwang_http_request_seconds_count{method="GET",route="/api/session"')
  expect(metrics).not.toContain(head.accountId)
})

test('metrics are not for callers from elsewhere', async () => {
  const response = await app.server.inject({ url: '/metrics', remoteAddress: '10.1.2.3' })
  expect(response.statusCode).toBe(404)
})

test('every answer carries the strict headers and is kept in no cache', async () => {
  const { headers } = await app.send(getSession, {}, undefined)
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
})

test('a write that does not come from the console’s own pages is refused', async () => {
  const response = await app.server.inject({
    method: 'POST',
    url: '/api/session',
    payload: { county: '449821', signInName: 'x', password: 'y' },
  })
  expect(response.json()).toMatchObject({ status: 403, code: 'cross-site' })
})

test('the description of the API names every endpoint with its permission', async () => {
  const description = (await app.server.inject('/api/openapi.json')).json<{
    paths: Record<string, Record<string, { description: string }>>
  }>()
  expect(description.paths[`/api${signIn.path}`]?.['post']?.description).toContain('session.started')
  expect(description.paths[`/api${getEmergencyNumbers.path}`]?.['get']).toBeDefined()
})

test('malformed JSON, an unknown address and an oversized body are refused in words', async () => {
  const post = (payload: string) =>
    app.server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'content-type': 'application/json', 'x-shouwang-request': '1' },
      payload,
    })
  expect((await post('{"county":')).json()).toMatchObject({ status: 400, code: 'malformed' })
  expect((await post(JSON.stringify({ password: 'x'.repeat(1_200_000) }))).json()).toMatchObject({
    status: 413,
  })
  expect((await app.server.inject('/api/nothing')).json()).toMatchObject({ status: 404 })
})

test('a session that was ended is refused at the very next request, although the server had seen it just before', async () => {
  const head = await app.as({ role: 'centre-head' })
  expect(await head(getSession)).toMatchObject({ stage: 'full' })
  await app.setUp((db) =>
    db.updateTable('session').set({ endedAt: new Date() }).where('accountId', '=', head.accountId).execute(),
  )
  expect(await head(getSession)).toMatchObject({ stage: null, account: null })
})

test('a disabled account and a changed role count at the very next request', async () => {
  const head = await app.as({ role: 'centre-head' })
  expect(await head(getSession)).toMatchObject({ account: { role: 'centre-head' } })
  await app.setUp((db) =>
    db.updateTable('account').set({ role: 'leader' }).where('id', '=', head.accountId).execute(),
  )
  expect(await head(getSession)).toMatchObject({ account: { role: 'leader' } })
  await app.setUp((db) =>
    db.updateTable('account').set({ state: 'disabled' }).where('id', '=', head.accountId).execute(),
  )
  expect(await head(getSession)).toMatchObject({ account: null })
})

test('a session ends after fifteen idle minutes and after twelve hours in any case', async () => {
  const began = Date.now()
  const head = await app.as({ role: 'centre-head' })
  const after = async (minutes: number) => {
    app.clock.now = new Date(began + minutes * 60_000)
    return (await head(getSession)).stage
  }
  expect(await after(14)).toBe('full')
  expect(await after(28)).toBe('full')
  expect(await after(44)).toBeNull()
  const other = await app.as({ role: 'centre-head' })
  const start = app.clock.now?.getTime() ?? began
  for (let minutes = 10; minutes < 12 * 60; minutes += 10) {
    app.clock.now = new Date(start + minutes * 60_000)
    expect((await other(getSession)).stage).toBe('full')
  }
  app.clock.now = new Date(start + 12 * 60 * 60_000 + 1_000)
  expect((await other(getSession)).stage).toBeNull()
  app.clock.now = undefined
})

test('ids of one process sort as they were made', () => {
  const made = Array.from({ length: 5_000 }, () => uuidv7(1_700_000_000_000))
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
})
