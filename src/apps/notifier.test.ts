import { fork, type ChildProcess } from 'node:child_process'
import { createECDH, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { ChannelSettings } from '#server/config.ts'
import { uuidv7 } from '#server/ids.ts'
import { urlFor } from '#server/migrate.ts'
import { notify } from '#modules/notifications/queries.ts'
import { addSubscription, saveChoice, saveContacts } from '#modules/notifications/choices/queries.ts'
import { testApp } from '#tests/app.ts'
import { TEST_KEY } from '#tests/global-setup.ts'
import { gateway, mailbox, taken } from '#tests/receivers.ts'
import type { NotifierSettings } from './notifier.ts'

const app = await testApp()

const mail = await mailbox()
const sms = await gateway()
const push = await gateway()
const channels: ChannelSettings = {
  email: { url: `smtp://127.0.0.1:${mail.port}`, from: 'shouwang@example.cn' },
  sms: { url: `${sms.origin}/send`, token: 'gate-token' },
  push: { contact: 'mailto:admin@example.cn', origins: [push.origin] },
}

const LEASE_MS = 4_000
let notifier: ChildProcess | undefined
const start = () => {
  const settings: NotifierSettings = {
    url: urlFor(app.url, 'shouwang_server', TEST_KEY),
    masterKey: TEST_KEY.toString('base64'),
    channels,
    publicOrigin: undefined,
    logLevel: 'silent',
    leaseMs: LEASE_MS,
    intervalMs: 50,
  }
  const child = fork(join(import.meta.dirname, 'notifier.ts'), [], { execArgv: [], stdio: 'inherit' })
  child.send(settings)
  notifier = child
  return child
}
const stop = async () => {
  const child = notifier
  notifier = undefined
  if (!child || child.exitCode !== null || child.signalCode) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
afterEach(async () => {
  await stop()
  for (const box of [mail, sms, push]) {
    box.react = taken
    box.got.length = 0
  }
})

const NOTHING = { quietFrom: null, quietUntil: null, digestAt: null }
const NONE = { ...NOTHING, taskChannels: [], dangerChannels: [], messageChannels: [] }

/** Somebody with contacts and the given channels for tasks. */
const person = async (order: number, chosen: ('email' | 'sms' | 'web-push')[], hours = NOTHING) => {
  const who = await app.as({ role: 'duty-officer' })
  const scope = { accountId: who.accountId, isWallOpen: false } as never
  const contacts = { email: `u${order}@example.cn`, phone: `1549091${String(order).padStart(4, '0')}` }
  await app.setUp(async (db) => {
    await saveChoice(
      db,
      scope,
      { ...NONE, ...hours, taskChannels: chosen, dangerChannels: chosen },
      0,
      new Date(),
    )
    await saveContacts(db, scope, app.keys, contacts, new Date())
  })
  return { ...who, ...contacts, scope }
}
const tell = (accountIds: string[], isDanger = false) =>
  app.setUp((db) =>
    notify(
      db,
      { kind: 'task', subjectKind: 'case', subjectId: uuidv7(), isDanger, to: { accountIds } },
      new Date(),
    ),
  )
const deliveries = (accountIds: string[]) =>
  app.setUp((db) =>
    db
      .selectFrom('noticeDelivery')
      .where('accountId', 'in', accountIds)
      .selectAll()
      .orderBy('createdAt')
      .execute(),
  )
const states = async (accountIds: string[]) => (await deliveries(accountIds)).map(({ state }) => state)
/** A minute passes for what waits for its second attempt, e.g. because the machine was slow. */
const soon = (accountIds: string[]) =>
  app.setUp((db) =>
    db
      .updateTable('noticeDelivery')
      .set({ nextAt: new Date() })
      .where('accountId', 'in', accountIds)
      .where('state', '=', 'failed')
      .execute(),
  )
const PATIENCE = { timeout: 20_000, interval: 50 }

test('a notice leaves by mail and by SMS under its own id, and the proof of each is kept without an address', async () => {
  const one = await person(1, ['email', 'sms'])
  await tell([one.accountId])
  start()
  await expect.poll(() => states([one.accountId]), PATIENCE).toEqual(['sent', 'sent'])
  const rows = await deliveries([one.accountId])
  const [byMail, bySms] = ['email', 'sms'].map((channel) => rows.find((row) => row.channel === channel))
  expect(mail.got).toMatchObject([{ id: byMail?.id, to: one.email }])
  const words = mail.got[0]?.text ?? ''
  expect(words).toMatch(/^Auto-Submitted: auto-generated/im)
  const subject = /^Subject: =\?UTF-8\?B\?(.+)\?=/im.exec(words)?.[1] ?? ''
  expect(Buffer.from(subject, 'base64').toString()).toBe('您有 1 件待办')
  expect(sms.got).toMatchObject([{ id: bySms?.id, to: one.phone, text: '您有 1 件待办' }])
  expect(sms.got[0]?.headers).toMatchObject({ authorization: 'Bearer gate-token' })
  expect(byMail?.proof).toBe(`250 OK queued as ${byMail?.id.slice(0, 8)}`)
  expect(bySms?.proof).toBe(`HTTP 200 sms-${bySms?.id.slice(0, 8)}`)
})

test('a browser is reached by a message that only it can read, and forgotten when it is gone', async () => {
  const one = await person(2, ['web-push'])
  const curve = createECDH('prime256v1')
  curve.generateKeys()
  const of = {
    endpoint: `${push.origin}/send/abc`,
    p256dh: curve.getPublicKey('base64url'),
    auth: randomBytes(16).toString('base64url'),
    device: '测试',
  }
  await app.setUp((db) => addSubscription(db, one.scope, app.keys, of, new Date()))
  await tell([one.accountId], true)
  start()
  await expect.poll(() => states([one.accountId]), PATIENCE).toEqual(['sent'])
  expect(push.got[0]?.headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    urgency: 'high',
    authorization: expect.stringMatching(/^vapid t=.+, k=.+/) as string,
  })
  expect(push.bodies[0]?.toString('latin1')).not.toContain('紧急')
  push.react = () => Promise.resolve(410)
  await app.setUp((db) =>
    db
      .updateTable('noticeDelivery')
      .set({ state: 'waiting', sentAt: null })
      .where('accountId', '=', one.accountId)
      .execute(),
  )
  await expect.poll(() => states([one.accountId]), PATIENCE).toEqual(['given-up'])
  const left = await app.setUp((db) =>
    db.selectFrom('pushSubscription').where('accountId', '=', one.accountId).select('id').execute(),
  )
  expect(left).toEqual([])
})

test('what was refused for now is tried again under the same id, what is refused for good is given up', async () => {
  const one = await person(3, ['email'])
  const gone = await person(4, ['email'])
  mail.react = ({ to }) => Promise.resolve(to === gone.email ? 550 : 451)
  await tell([one.accountId, gone.accountId])
  start()
  await expect.poll(() => states([one.accountId]), PATIENCE).toEqual(['failed'])
  await expect.poll(() => states([gone.accountId]), PATIENCE).toEqual(['given-up'])
  const [failed] = await deliveries([one.accountId])
  expect(failed).toMatchObject({ attempts: 1, proof: '451 no such user […]' })
  const waits = (failed?.nextAt.getTime() ?? 0) - Date.now()
  expect(waits).toBeGreaterThan(50_000)
  expect(waits).toBeLessThanOrEqual(60_000)
  mail.react = taken
  await app.setUp((db) =>
    db
      .updateTable('noticeDelivery')
      .set({ nextAt: new Date() })
      .where('id', '=', failed?.id ?? '')
      .execute(),
  )
  await expect.poll(() => states([one.accountId]), PATIENCE).toEqual(['sent'])
  expect(mail.got.map(({ id }) => id)).toEqual([failed?.id])
})

test('a burst is one message, and in quiet hours danger alone leaves', async () => {
  const burst = await person(5, ['sms'])
  for (let index = 0; index < 12; index += 1) await tell([burst.accountId])
  const minute = (Math.floor(Date.now() / 60_000) + 480) % 1_440
  const quiet = { quietFrom: (minute + 1_410) % 1_440, quietUntil: (minute + 30) % 1_440, digestAt: null }
  const asleep = await person(6, ['sms'], quiet as never)
  await tell([asleep.accountId])
  await tell([asleep.accountId])
  await tell([asleep.accountId], true)
  start()
  await expect.poll(() => sms.got.length, PATIENCE).toBe(2)
  await expect
    .poll(async () => (await states([burst.accountId])).filter((each) => each === 'joined').length, PATIENCE)
    .toBe(11)
  await setTimeout(300)
  const texts = Object.fromEntries(sms.got.map((each) => [each.to, each.text]))
  expect(texts).toEqual({ [burst.phone]: '您有 12 件待办', [asleep.phone]: '有 1 件紧急待办' })
  const held = (await deliveries([asleep.accountId])).filter(({ state }) => state === 'waiting')
  expect(held).toHaveLength(2)
  for (const { nextAt } of held) expect(nextAt.getTime()).toBeGreaterThan(Date.now() + 25 * 60_000)
})

test('what was read meanwhile, or belongs to somebody disabled or without a contact, does not leave', async () => {
  const read = await person(7, ['sms'])
  const disabled = await person(8, ['sms'])
  const without = await person(9, ['sms'])
  await tell([read.accountId, disabled.accountId, without.accountId])
  await app.setUp(async (db) => {
    await db
      .updateTable('notice')
      .set({ readAt: new Date() })
      .where('accountId', '=', read.accountId)
      .execute()
    await db.updateTable('account').set({ state: 'disabled' }).where('id', '=', disabled.accountId).execute()
    await db
      .updateTable('noticeChoice')
      .set({ phoneSealed: null })
      .where('accountId', '=', without.accountId)
      .execute()
  })
  start()
  const all = [read.accountId, disabled.accountId, without.accountId]
  await expect.poll(() => states(all), PATIENCE).toEqual(['unneeded', 'unneeded', 'unneeded'])
  expect(sms.got).toEqual([])
})

test('two senders at once send nothing twice', async () => {
  const people = await Promise.all(Array.from({ length: 30 }, (_, index) => person(100 + index, ['sms'])))
  await tell(people.map(({ accountId }) => accountId))
  const second = start()
  start()
  const done = async () =>
    (await states(people.map(({ accountId }) => accountId))).every((each) => each === 'sent')
  await expect.poll(done, PATIENCE).toBe(true)
  expect(sms.got).toHaveLength(30)
  second.kill('SIGTERM')
  await new Promise((resolve) => second.once('exit', resolve))
})

test(
  'killed again and again in the middle, the sender loses none of 200 and doubles none',
  { timeout: 240_000 },
  async () => {
    const people = []
    for (let order = 0; order < 100; order += 1) people.push(await person(1_000 + order, ['email', 'sms']))
    const accountIds = people.map(({ accountId }) => accountId)
    await tell(accountIds)
    expect(await deliveries(accountIds)).toHaveLength(200)

    let received = 0
    let kills = 0
    const killOnce = async (isAfterTaking: boolean) => {
      received += 1
      // Alternately before the receiver says that it took the message, and at any moment afterwards.
      if (received % 23 !== 0 || kills >= 7) return setTimeout(5, undefined)
      kills += 1
      const victim = notifier
      const die = () => {
        victim?.kill('SIGKILL')
        notifier = undefined
      }
      if (isAfterTaking) void setTimeout(2).then(die)
      else die()
      return undefined
    }
    mail.react = () => killOnce(received % 2 === 0)
    sms.react = () => killOnce(received % 2 === 1)

    const isDone = async () => (await states(accountIds)).every((state) => state === 'sent')
    const until = Date.now() + 200_000
    while (Date.now() < until && !(await isDone())) {
      if (!notifier) start()
      await soon(accountIds)
      await setTimeout(50)
    }
    expect(kills).toBe(7)
    expect(new Set(await states(accountIds))).toEqual(new Set(['sent']))

    const rows = await deliveries(accountIds)
    for (const [channel, box, field] of [
      ['email', mail, 'email'],
      ['sms', sms, 'phone'],
    ] as const) {
      // A receiver that drops what comes again under the same id has each message exactly once.
      const kept = new Map(box.got.map(({ id, to }) => [id, to]))
      expect([...kept.keys()].toSorted((a, b) => a.localeCompare(b))).toEqual(
        rows
          .filter((row) => row.channel === channel)
          .map(({ id }) => id)
          .toSorted((a, b) => a.localeCompare(b)),
      )
      expect(new Set(kept.values())).toEqual(new Set(people.map((each) => each[field])))
    }
    const repeated = mail.got.length + sms.got.length - 200
    // Not without repeats: what was taken but not recorded did come again, under its old id.
    expect(repeated).toBeGreaterThan(0)
    expect(repeated).toBeLessThanOrEqual(7 * 8)
  },
)
