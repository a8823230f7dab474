import type { Channel, DeliveryState } from './choices/contract.ts'
import type { NoticeSubject } from './contract.ts'

export const CHANNEL = {
  email: '电子邮件',
  sms: '短信',
  'web-push': '浏览器推送',
} satisfies Record<Channel, string>

export const DELIVERY_STATE = {
  waiting: '等待发送',
  sending: '发送中',
  sent: '已发出',
  failed: '没有发出，会再试',
  'given-up': '多次没有发出，已停止',
  joined: '已合并到另一条',
  unneeded: '已不需要',
} satisfies Record<DeliveryState, string>

/** Where a notice leads, in the console. */
export const PAGE_OF = {
  report: '/reports',
  case: '/cases',
  'plan-item': '/plan-items',
  referral: '/cases',
  'unit-referral': '/unit-referrals',
} satisfies Record<NoticeSubject, string>
