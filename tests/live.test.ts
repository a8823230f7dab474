import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import type { AddressInfo } from 'node:net'
import { COUNTY, NEIGHBOUR_COUNTY, testApp } from './app.ts'
import { endAllMySessions, signOut } from '#modules/identity/contract.ts'
import { tick, type Audience } from '#server/live.ts'

let unread = 0
const app = await testApp({
  more: { live: { counters: { notices: () => Promise.resolve(unread) }, heartbeatMs: 150 } },
})
await app.server.listen({ host: '127.0.0.1', port: 0 })
const address = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}/api/live`

const streams: { stop: () => void }[] = []
afterAll(() => streams.forEach(({ stop }) => stop()))

/** A browser's tab on the stream, and every event that it heard. */
const watch = async (token: string, at = address) => {
  const leaving = new AbortController()
  const response = await fetch(at, { headers: { cookie: `shouwang=${token}` }, signal: leaving.signal })
  const heard: string[] = []
  let isOver = false
  const read = async () => {
    let rest = ''
    const words = response.body?.pipeThrough(new TextDecoderStream()) ?? []
    for await (const part of words) {
      rest += part
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) heard.push(block.replace('event: ', '').replace('\ndata: ', ' '))
    }
    isOver = true
  }
  const reading = response.ok ? read().catch(() => undefined) : Promise.resolve()
  const tab = {
    response,
    heard,
    stop: () => leaving.abort(),
    ended: async () => {
      await reading
      return isOver
    },
    /** Waits until something was heard. */
    hears: (what: string) => expect.poll(() => heard, { timeout: 5_000 }).toContain(what),
    beats: () => expect.poll(() => heard.filter((each) => each === 'beat -').length).toBeGreaterThan(1),
  }
  streams.push(tab)
  return tab
}

const ring = (topic: string, audience: Audience, county = COUNTY) =>
  app.setUp((db) => Promise.resolve(tick(db, topic, audience)), county)

test('a tick reaches the accounts, the roles where they work and the units it is for, and nobody else', async () => {
  const unitId = '01900000-0000-7000-8000-000000000001'
  const people = {
    village: await app.as({ role: 'child-director', divisionCode: '449821100001' }),
    neighbour: await app.as({ role: 'child-director', divisionCode: '449821100002' }),
    town: await app.as({ role: 'supervisor', divisionCode: '449821100000' }),
    desk: await app.as({ role: 'duty-officer' }),
    unit: await app.as({ role: 'liaison-officer', unitId }),
    elsewhere: await app.as({ role: 'duty-officer', county: NEIGHBOUR_COUNTY }),
  }
  const tabs = {} as Record<keyof typeof people, Awaited<ReturnType<typeof watch>>>
  for (const [name, { token }] of Object.entries(people))
    tabs[name as keyof typeof people] = await watch(token)
  await tabs.elsewhere.beats()
  await ring('one', { accountIds: [people.village.accountId] })
  await ring('two', { roles: ['child-director', 'supervisor'], divisionCode: '449821100002' })
  await ring('three', { unitId })
  await ring('four', { roles: ['duty-officer'] })
  await ring('last', { accountIds: Object.values(people).map(({ accountId }) => accountId) })
  await ring('last', { roles: ['duty-officer'] }, NEIGHBOUR_COUNTY)
  for (const tab of Object.values(tabs)) await tab.hears('tick last')
  const ticks = Object.entries(tabs).map(([name, { heard }]) => [
    name,
    heard.filter((each) => each.startsWith('tick') && each !== 'tick last'),
  ])
  expect(Object.fromEntries(ticks)).toEqual({
    village: ['tick one'],
    neighbour: ['tick two'],
    town: ['tick two'],
    desk: ['tick four'],
    unit: ['tick three'],
    elsewhere: [],
  })
})

test('a thousand ticks at once are heard as few, and what is rolled back is not heard', async () => {
  const desk = await app.as({ role: 'duty-officer' })
  const tab = await watch(desk.token)
  await tab.beats()
  await Promise.all(Array.from({ length: 1_000 }, () => ring('reports', { roles: ['duty-officer'] })))
  await app
    .setUp((db) => {
      tick(db, 'undone', { accountIds: [desk.accountId] })
      throw new Error('rolled back')
    })
    .catch(() => undefined)
  await ring('last', { accountIds: [desk.accountId] })
  await tab.hears('tick last')
  const heard = tab.heard.filter((each) => each === 'tick reports').length
  expect(heard).toBeGreaterThan(0)
  expect(heard).toBeLessThan(50)
  expect(tab.heard).not.toContain('tick undone')
})

test('what is counted comes when the stream opens and with each tick of its topic', async () => {
  unread = 3
  const desk = await app.as({ role: 'duty-officer' })
  const tab = await watch(desk.token)
  await tab.hears('counters {"notices":3}')
  unread = 4
  await ring('notices', { accountIds: [desk.accountId] })
  await tab.hears('counters {"notices":4}')
})

test('nobody hears anything without a full sign-in', async () => {
  expect((await fetch(address)).status).toBe(401)
  for (const token of ['', 'x', `${COUNTY}.x`, '999999.x'])
    expect((await watch(token)).response.status).toBe(401)
})

test('a stream is told at once that its session was ended elsewhere', async () => {
  const slow = await testApp({ more: { live: { counters: {}, heartbeatMs: 60_000 } } })
  await slow.server.listen({ host: '127.0.0.1', port: 0 })
  const { token } = await slow.as({ role: 'duty-officer' })
  const other = await slow.as({ role: 'duty-officer' })
  const { port } = slow.server.server.address() as AddressInfo
  const tab = await watch(token, `http://127.0.0.1:${port}/api/live`)
  const bystander = await watch(other.token, `http://127.0.0.1:${port}/api/live`)
  await setTimeout(300)
  await slow.callerFor(token, '')(endAllMySessions)
  await tab.hears('end -')
  expect(bystander.heard).not.toContain('end -')
})

test('a stream ends with its session, and does not keep it awake', async () => {
  const leaves = await app.as({ role: 'duty-officer' })
  const sleeps = await app.as({ role: 'duty-officer' })
  const tabs = [await watch(leaves.token), await watch(sleeps.token)]
  await leaves(signOut)
  await tabs[0]?.hears('end -')
  expect(await tabs[0]?.ended()).toBe(true)
  await tabs[1]?.beats()
  app.clock.now = new Date(Date.now() + 16 * 60_000)
  await tabs[1]?.hears('end -')
  app.clock.now = undefined
})

test('a ninth stream of one account is refused, and there is room again when one is closed', async () => {
  const { token } = await app.as({ role: 'duty-officer' })
  const tabs = []
  for (let index = 0; index < 8; index += 1) tabs.push(await watch(token))
  expect((await watch(token)).response.status).toBe(429)
  tabs[0]?.stop()
  await expect.poll(async () => (await watch(token)).response.status).toBe(200)
})

test('a lost connection to the database is found again, and the reader told to read everything', async () => {
  const desk = await app.as({ role: 'duty-officer' })
  const tab = await watch(desk.token)
  await tab.beats()
  await app.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'shouwang live' and datname = current_database()`,
  )
  await tab.hears('tick all')
  await ring('reports', { accountIds: [desk.accountId] })
  await tab.hears('tick reports')
})

test('the server stops at once although streams are open', async () => {
  const other = await testApp()
  await other.server.listen({ host: '127.0.0.1', port: 0 })
  const { token } = await other.as({ role: 'duty-officer' })
  const port = (other.server.server.address() as AddressInfo).port
  const response = await fetch(`http://127.0.0.1:${port}/api/live`, {
    headers: { cookie: `shouwang=${token}` },
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('x-frame-options')).toBe('DENY')
  const stopped = await Promise.race([other.server.close().then(() => 'stopped'), setTimeout(5_000, 'waits')])
  expect(stopped).toBe('stopped')
  await response.body?.cancel()
})
