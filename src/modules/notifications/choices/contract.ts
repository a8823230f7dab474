import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, pageOf } from '#kernel/fields.ts'
import { isMobile, normalisePhone } from '#kernel/phone.ts'

export const Channel = z.enum(['email', 'sms', 'web-push'])
export type Channel = z.infer<typeof Channel>

export const DeliveryState = z.enum([
  'waiting',
  'sending',
  'sent',
  'failed',
  'given-up',
  'joined',
  'unneeded',
])
export type DeliveryState = z.infer<typeof DeliveryState>

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 22:00 这样的格式')
const Channels = z.array(Channel).max(3)

/** Which channels for which kind, when not, and when together. Times are by the clock in China. */
const Choice = z.object({
  task: Channels,
  danger: Channels,
  message: Channels,
  quietFrom: Clock.nullable().default(null),
  quietUntil: Clock.nullable().default(null),
  digestAt: Clock.nullable().default(null),
})

export const NoticeChoices = Choice.extend({
  version: z.number().int(),
  /** Masked; null when there is none. */
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** The channels that this installation has set up. */
  available: Channels,
  /** Key with which a browser subscribes (VAPID, RFC 8292); null while web push is not set up. */
  pushKey: z.string().nullable(),
})
export type NoticeChoices = z.infer<typeof NoticeChoices>

const Email = z.email('邮箱应为 name@example.cn 这样的格式').max(120, '邮箱最多 120 个字符')
const Mobile = z.string().transform(normalisePhone).refine(isMobile, '短信只能发到手机：请填 11 位手机号')

export const getMyNoticeChoices = endpoint({
  method: 'GET',
  path: '/notice-choices',
  summary: '我的通知设置',
  can: 'signed-in',
  input: z.object({}),
  output: NoticeChoices,
})

export const chooseNotices = endpoint({
  method: 'PUT',
  path: '/notice-choices',
  summary: '修改我的通知设置',
  can: 'signed-in',
  audit: 'notice-choices.changed',
  input: Choice.extend({ version: z.coerce.number().int().min(0) }).refine(
    ({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null),
    { path: ['quietUntil'], message: '免打扰要有开始和结束两个时间' },
  ),
  output: NoticeChoices,
})

/** An empty text takes the contact away; one that is left out stays. */
export const setNoticeContacts = endpoint({
  method: 'PUT',
  path: '/notice-contacts',
  summary: '登记接收通知的邮箱和手机号',
  can: 'signed-in',
  audit: 'notice-contacts.changed',
  input: z.object({
    email: z.literal('').or(Email).optional(),
    phone: z.literal('').or(Mobile).optional(),
  }),
  output: NoticeChoices,
})

export const Delivery = z.object({
  id: z.string(),
  channel: Channel,
  state: DeliveryState,
  isTest: z.boolean(),
  attempts: z.number().int(),
  createdAt: z.string(),
  nextAt: z.string(),
  sentAt: z.string().nullable(),
  proof: z.string().nullable(),
})
export type Delivery = z.infer<typeof Delivery>

export const listMyDeliveries = endpoint({
  method: 'GET',
  path: '/notice-deliveries',
  summary: '最近发给我的邮件、短信和推送',
  can: 'signed-in',
  input: z.object({}),
  output: pageOf(Delivery),
})

export const sendTestNotice = endpoint({
  method: 'POST',
  path: '/notice-deliveries',
  summary: '给自己发一条测试消息',
  can: 'signed-in',
  audit: 'notice.tested',
  input: z.object({ channel: Channel }),
  output: Done,
})

const base64url = z.string().regex(/^[\w-]+={0,2}$/, '浏览器给出的订阅不完整')

export const subscribePush = endpoint({
  method: 'POST',
  path: '/push-subscriptions',
  summary: '在这台设备的浏览器上接收通知',
  can: 'signed-in',
  audit: 'push-subscription.added',
  input: z.object({
    endpoint: z.url('浏览器给出的订阅不完整').max(1_000),
    p256dh: base64url.length(87),
    auth: base64url.min(22).max(24),
  }),
  output: z.object({ id: z.string() }),
})

export const PushSubscription = z.object({ id: z.string(), device: z.string(), createdAt: z.string() })
export type PushSubscription = z.infer<typeof PushSubscription>

export const listMyPushSubscriptions = endpoint({
  method: 'GET',
  path: '/push-subscriptions',
  summary: '接收通知的浏览器',
  can: 'signed-in',
  input: z.object({}),
  output: pageOf(PushSubscription),
})

export const endPushSubscription = endpoint({
  method: 'DELETE',
  path: '/push-subscriptions/:id',
  summary: '让一个浏览器不再接收通知',
  can: 'signed-in',
  audit: 'push-subscription.removed',
  input: z.object({ id: Id }),
  output: Done,
})

/** How sending goes over the last 30 days: numbers only. */
export const getDeliveryFigures = endpoint({
  method: 'GET',
  path: '/notice-deliveries/figures',
  summary: '邮件、短信和推送的发送情况',
  can: 'notices.oversee',
  input: z.object({}),
  output: z.object({
    available: Channels,
    items: z.array(
      z.object({
        channel: Channel,
        waiting: z.number().int(),
        failing: z.number().int(),
        givenUp: z.number().int(),
        sent: z.number().int(),
        oldestFailingAt: z.string().nullable(),
      }),
    ),
  }),
})
