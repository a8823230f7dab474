import { createECDH, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readConfig } from '#server/config.ts'
import { clientOf } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { NEIGHBOUR_COUNTY, testApp } from '#tests/app.ts'
import { notify } from '../queries.ts'
import * as contract from './contract.ts'

const config = readConfig({
  SHOUWANG_LOG_LEVEL: 'silent',
  SHOUWANG_SMTP_URL: 'smtp://127.0.0.1:9',
  SHOUWANG_SMTP_FROM: 'shouwang@example.cn',
  SHOUWANG_PUSH_CONTACT: 'mailto:admin@example.cn',
})
const app = await testApp({ more: { config } })
const bare = await testApp()

const NOTHING = {
  task: [],
  danger: [],
  message: [],
  quietFrom: null,
  quietUntil: null,
  digestAt: null,
  version: 0,
}
const EMAIL = 'jinsique.911@example.cn'
const PHONE = '15490917299'

const browser = (endpoint = `https://fcm.googleapis.com/fcm/send/${randomBytes(9).toString('hex')}`) => {
  const curve = createECDH('prime256v1')
  curve.generateKeys()
  return { endpoint, p256dh: curve.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') }
}

test('nobody has chosen anything at first, and no channel is on by itself', async () => {
  const duty = await bare.as({ role: 'duty-officer' })
  expect(await duty(contract.getMyNoticeChoices)).toEqual({
    ...NOTHING,
    email: null,
    phone: null,
    available: [],
    pushKey: null,
  })
  await expect(duty(contract.chooseNotices, { ...NOTHING, task: ['email'] })).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(duty(contract.sendTestNotice, { channel: 'sms' })).rejects.toMatchObject({ code: 'refused' })
  await expect(duty(contract.subscribePush, browser())).rejects.toMatchObject({ code: 'refused' })
})

test('what one chooses is kept, and a second window does not save over it', async () => {
  const duty = await app.as({ role: 'duty-officer' })
  const choice = {
    ...NOTHING,
    task: ['email' as const],
    danger: ['email' as const, 'web-push' as const],
    quietFrom: '22:00',
    quietUntil: '07:30',
    digestAt: '08:30',
  }
  const saved = await duty(contract.chooseNotices, choice)
  expect(saved).toMatchObject({ ...choice, version: 1, available: ['email', 'web-push'] })
  await expect(duty(contract.chooseNotices, NOTHING)).rejects.toMatchObject({ status: 409, code: 'changed' })
  expect(await duty(contract.chooseNotices, { ...NOTHING, version: 1 })).toMatchObject({
    ...NOTHING,
    version: 2,
  })
  const entries = await app.auditOf('notice-choices.changed')
  expect(entries.map(({ result }) => result)).toEqual(['done', 'refused', 'done'])
})

test.each([
  ['half a time', { quietFrom: '22:00', quietUntil: null }],
  ['an hour that is none', { digestAt: '24:00' }],
  ['a channel that is none', { task: ['pigeon'] }],
])('%s is refused', async (_, wrong) => {
  const duty = await app.as({ role: 'duty-officer' })
  await expect(duty(contract.chooseNotices, { ...NOTHING, ...wrong } as never)).rejects.toMatchObject({
    status: 422,
  })
})

test('a contact is kept sealed, shown masked, told in no audit entry, and taken away again', async () => {
  const duty = await app.as({ role: 'duty-officer' })
  expect(await duty(contract.setNoticeContacts, { email: EMAIL, phone: `+86 ${PHONE}` })).toMatchObject({
    email: 'j***@example.cn',
    phone: '154****7299',
  })
  const rows = await app.setUp(async (db) => {
    const { rows: found } = await clientOf(db).query<{ text: string; raw: string }>(
      `select c::text as text, encode(coalesce(email_sealed, '') || coalesce(phone_sealed, ''), 'escape') as raw from notice_choice c`,
    )
    return found
  })
  for (const secret of [EMAIL, PHONE]) expect(JSON.stringify(rows)).not.toContain(secret)
  const entries = await app.auditOf('notice-contacts.changed')
  expect(entries.at(-1)).toMatchObject({ fields: ['email', 'phone'] })
  for (const secret of [EMAIL, PHONE]) expect(JSON.stringify(entries)).not.toContain(secret)
  expect(await duty(contract.setNoticeContacts, { email: '' })).toMatchObject({
    email: null,
    phone: '154****7299',
  })
  for (const wrong of [{ email: 'x' }, { phone: '0763-4280000' }, { phone: '110' }])
    await expect(duty(contract.setNoticeContacts, wrong)).rejects.toMatchObject({ status: 422 })
})

test('a test needs a contact, and is asked for six times an hour at most', async () => {
  const duty = await app.as({ role: 'duty-officer' })
  await expect(duty(contract.sendTestNotice, { channel: 'email' })).rejects.toMatchObject({ code: 'refused' })
  await duty(contract.setNoticeContacts, { email: EMAIL })
  for (let index = 0; index < 6; index += 1) await duty(contract.sendTestNotice, { channel: 'email' })
  await expect(duty(contract.sendTestNotice, { channel: 'email' })).rejects.toMatchObject({ status: 429 })
  const { items } = await duty(contract.listMyDeliveries)
  expect(items).toHaveLength(6)
  expect(items[0]).toMatchObject({ channel: 'email', state: 'waiting', isTest: true, proof: null })
  const other = await app.as({ role: 'duty-officer' })
  expect((await other(contract.listMyDeliveries)).items).toEqual([])
})

test.each([
  ['a host of the county’s own network', 'https://10.0.0.5/push'],
  ['a push service without https', 'http://fcm.googleapis.com/fcm/send/x'],
  ['a name that only ends alike', 'https://evilpush.apple.com.example.cn/x'],
])('a browser that names %s is refused', async (_, endpoint) => {
  const duty = await app.as({ role: 'duty-officer' })
  await expect(duty(contract.subscribePush, browser(endpoint))).rejects.toMatchObject({ status: 422 })
})

test('a browser subscribes once, is listed to its person alone, and can be taken off', async () => {
  const duty = await app.as({ role: 'duty-officer' })
  const other = await app.as({ role: 'duty-officer' })
  const own = browser()
  await duty(contract.subscribePush, own)
  await duty(contract.subscribePush, own)
  await duty(contract.subscribePush, browser('https://web.push.apple.com/QX'))
  const { items } = await duty(contract.listMyPushSubscriptions)
  expect(items).toHaveLength(2)
  const id = items[0]?.id ?? ''
  expect((await other(contract.listMyPushSubscriptions)).items).toEqual([])
  await expect(other(contract.endPushSubscription, { id })).rejects.toMatchObject({ status: 404 })
  await duty(contract.endPushSubscription, { id })
  expect((await duty(contract.listMyPushSubscriptions)).items).toHaveLength(1)
})

test('each county has its own key for browsers, the same at every start', async () => {
  const here = await app.as({ role: 'duty-officer' })
  const there = await app.as({ role: 'duty-officer', county: NEIGHBOUR_COUNTY })
  const { pushKey } = await here(contract.getMyNoticeChoices)
  expect(pushKey).toMatch(/^[\w-]{87}$/)
  expect((await here(contract.getMyNoticeChoices)).pushKey).toBe(pushKey)
  expect((await there(contract.getMyNoticeChoices)).pushKey).not.toBe(pushKey)
})

test('a notice goes to the channels chosen for its kind, and only where there is a contact', async () => {
  const duty = await app.as({ role: 'duty-officer' })
  await duty(contract.chooseNotices, { ...NOTHING, task: ['email'], danger: ['email', 'web-push'] })
  const tell = async (isDanger: boolean) => {
    const before = (await duty(contract.listMyDeliveries)).items.length
    await app.setUp((db) =>
      notify(
        db,
        {
          kind: 'task',
          subjectKind: 'case',
          subjectId: uuidv7(),
          isDanger,
          to: { accountIds: [duty.accountId] },
        },
        new Date(),
      ),
    )
    const { items } = await duty(contract.listMyDeliveries)
    return items
      .slice(0, items.length - before)
      .map(({ channel }) => channel)
      .toSorted((one, other) => one.localeCompare(other))
  }
  expect(await tell(true)).toEqual([])
  await duty(contract.setNoticeContacts, { email: EMAIL, phone: PHONE })
  expect(await tell(false)).toEqual(['email'])
  await duty(contract.subscribePush, browser())
  await duty(contract.subscribePush, browser())
  expect(await tell(true)).toEqual(['email', 'web-push', 'web-push'])
})

test('the system administrator sees numbers of what was sent, and nobody else does', async () => {
  const admin = await app.as({ role: 'system-admin' })
  const { items, available } = await admin(contract.getDeliveryFigures)
  expect(available).toEqual(['email', 'web-push'])
  expect(items.find(({ channel }) => channel === 'email')).toMatchObject({ waiting: 8, givenUp: 0, sent: 0 })
  for (const role of ['duty-officer', 'centre-head', 'leader', 'security-admin', 'audit-admin'] as const)
    await expect((await app.as({ role }))(contract.getDeliveryFigures)).rejects.toMatchObject({ status: 403 })
})
