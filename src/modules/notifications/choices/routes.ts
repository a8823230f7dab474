import { done } from '#kernel/fields.ts'
import { maskPhone } from '#kernel/phone.ts'
import { invalid, notFound, Problem, refused } from '#kernel/problem.ts'
import type { Scope } from '#server/access.ts'
import type { ChannelSettings } from '#server/config.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { route, type Route } from '#server/route.ts'
import { isPushOrigin, pushKeysOf } from '../channels/web-push.ts'
import { CHANNEL } from '../labels.ts'
import { clockOfMinutes, minutesOfClock } from '../rules.ts'
import * as contract from './contract.ts'
import { Channel, type NoticeChoices } from './contract.ts'
import * as queries from './queries.ts'
import { maskEmail } from './rules.ts'

const availableIn = (channels: ChannelSettings): Channel[] => [
  ...(channels.email ? ['email' as const] : []),
  ...(channels.sms ? ['sms' as const] : []),
  ...(channels.push ? ['web-push' as const] : []),
]

const clock = (minutes: number | null) => (minutes === null ? null : clockOfMinutes(minutes))
const minutes = (text: string | null) => (text === null ? null : minutesOfClock(text))

/** An array of an enum comes as text: the driver knows no type of a county's schema. */
const channelsOf = (text: unknown): Channel[] =>
  Channel.options.filter((each) => String(text).replace(/[{}"]/g, '').split(',').includes(each))

const NOTHING = { quietFrom: null, quietUntil: null, digestAt: null, version: 0 }

const present = async (
  db: Db,
  scope: Scope,
  keys: CountyKeys,
  channels: ChannelSettings,
): Promise<NoticeChoices> => {
  const row = await queries.findChoices(db, scope)
  const key = row?.keySealed ? keys.unwrap(row.keySealed, row.accountId) : undefined
  const open = (field: 'email' | 'phone', sealed: Buffer | null | undefined) =>
    key && sealed ? keys.open(key, field, sealed) : undefined
  const email = open('email', row?.emailSealed)
  const phone = open('phone', row?.phoneSealed)
  const { quietFrom, quietUntil, digestAt, version } = row ?? NOTHING
  return {
    task: channelsOf(row?.taskChannels),
    danger: channelsOf(row?.dangerChannels),
    message: channelsOf(row?.messageChannels),
    quietFrom: clock(quietFrom),
    quietUntil: clock(quietUntil),
    digestAt: clock(digestAt),
    version,
    email: email ? maskEmail(email) : null,
    phone: phone ? maskPhone(phone) : null,
    available: availableIn(channels),
    pushKey: channels.push ? pushKeysOf(keys).publicKey : null,
  }
}

const changed = () =>
  new Problem({ status: 409, code: 'changed', title: '通知设置刚在别处改过，请刷新页面后再改' })

const choosing: Route[] = [
  route(contract.getMyNoticeChoices, ({ db, scope, keys, config }) =>
    present(db, scope, keys, config.channels),
  ),
  route(contract.chooseNotices, async ({ db, scope, keys, config, now, note }, input) => {
    note({ kind: 'notice-choices', fields: ['channels', 'hours'] })
    const wanted = new Set([...input.task, ...input.danger, ...input.message])
    const absent = [...wanted].find((each) => !availableIn(config.channels).includes(each))
    if (absent) throw refused(`本系统还没有开通${CHANNEL[absent]}，请联系系统管理员`)
    const choice = {
      taskChannels: input.task,
      dangerChannels: input.danger,
      messageChannels: input.message,
      quietFrom: minutes(input.quietFrom),
      quietUntil: minutes(input.quietUntil),
      digestAt: minutes(input.digestAt),
    }
    if (!(await queries.saveChoice(db, scope, choice, input.version, now))) throw changed()
    return present(db, scope, keys, config.channels)
  }),
  route(contract.setNoticeContacts, async ({ db, scope, keys, config, now, note }, contacts) => {
    note({ kind: 'notice-choices', fields: Object.keys(contacts) })
    await queries.saveContacts(db, scope, keys, contacts, now)
    return present(db, scope, keys, config.channels)
  }),
]

const TESTS_AN_HOUR = 6

const sendTest = route(contract.sendTestNotice, async ({ db, scope, config, now, note }, { channel }) => {
  note({ kind: 'notice-delivery', fields: [channel] })
  if (!availableIn(config.channels).includes(channel)) throw refused(`本系统还没有开通${CHANNEL[channel]}`)
  const hasContact = await queries.findChoices(db, scope)
  if (channel === 'email' && !hasContact?.emailSealed) throw refused('请先登记邮箱')
  if (channel === 'sms' && !hasContact?.phoneSealed) throw refused('请先登记手机号')
  const asked = await queries.countTests(db, scope, new Date(now.getTime() - 3_600_000))
  if (asked >= TESTS_AN_HOUR)
    throw new Problem({ status: 429, code: 'too-many-tests', title: '测试消息发得太多，请过一小时再试' })
  if (!(await queries.queueTest(db, scope, channel, now))) throw refused('请先在要接收的浏览器上开启推送')
  return done
})

const deliveries: Route[] = [
  sendTest,
  route(contract.listMyDeliveries, async ({ db, scope }) => {
    const rows = await queries.listDeliveries(db, scope)
    const items = rows.map(({ noticeId, createdAt, nextAt, sentAt, ...row }) => ({
      ...row,
      isTest: noticeId === null,
      createdAt: createdAt.toISOString(),
      nextAt: nextAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
    }))
    return { items, total: items.length }
  }),
  route(contract.getDeliveryFigures, async ({ db, config }) => ({
    available: availableIn(config.channels),
    items: (await queries.readFigures(db)).map(({ oldestAt, ...row }) => ({
      ...row,
      oldestFailingAt: oldestAt?.toISOString() ?? null,
    })),
  })),
]

const subscriptions: Route[] = [
  route(contract.subscribePush, async ({ db, scope, keys, config, device, now, note }, subscription) => {
    note({ kind: 'push-subscription' })
    if (!config.channels.push) throw refused('本系统还没有开通浏览器推送，请联系系统管理员')
    if (!isPushOrigin(subscription.endpoint, config.channels.push.origins))
      throw invalid('这个浏览器的推送服务不在本系统允许的范围内，请换用其他接收方式')
    return { id: await queries.addSubscription(db, scope, keys, { ...subscription, device }, now) }
  }),
  route(contract.listMyPushSubscriptions, async ({ db, scope }) => {
    const rows = await queries.listSubscriptions(db, scope)
    const items = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
    return { items, total: items.length }
  }),
  route(contract.endPushSubscription, async ({ db, scope, note }, { id }) => {
    note({ kind: 'push-subscription', id })
    if (!(await queries.removeSubscription(db, scope, id))) throw notFound('这个浏览器')
    return done
  }),
]

export const routes: Route[] = [...choosing, ...deliveries, ...subscriptions]
