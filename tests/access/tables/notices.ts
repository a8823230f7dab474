import * as choices from '#modules/notifications/choices/contract.ts'
import * as notices from '#modules/notifications/contract.ts'
import { line, type Instead, type Row } from '../entry.ts'
import type { Person, RecordSet } from '../world.ts'

/** A notice or a browser of one's own, or somebody else's. */
const relations = ['own', 'county'] as const
const ownOrNot = ({ relation, strangersSession }: RecordSet, me: Person) => ({
  id: relation === 'own' ? me.sessionId : strangersSession,
})

const notSetUp = (role: string): Instead | undefined =>
  role === 'signed-out' ? undefined : { status: 409, code: 'refused', why: '测试县没有开通任何发送渠道' }

const NOTHING = { task: [], danger: [], message: [], quietFrom: null, quietUntil: null, digestAt: null }

export const noticeLines: Row[] = [
  line(notices.listMyNotices, { about: 'nothing' }),
  line(notices.countMyNotices, { about: 'nothing' }),
  line(notices.readNotice, { about: 'session', relations, input: ownOrNot }),
  line(notices.readAllNotices, { about: 'nothing', writers: 'anyone' }),
  line(choices.getMyNoticeChoices, { about: 'nothing' }),
  line(choices.chooseNotices, {
    about: 'nothing',
    writers: 'anyone',
    input: () => ({ ...NOTHING, quietFrom: '22:00', quietUntil: '07:00', version: 0 }),
  }),
  line(choices.setNoticeContacts, {
    about: 'nothing',
    writers: 'anyone',
    input: () => ({ email: 'somebody@example.cn' }),
  }),
  line(choices.listMyDeliveries, { about: 'nothing' }),
  line(choices.sendTestNotice, {
    about: 'nothing',
    input: () => ({ channel: 'email' }),
    instead: notSetUp,
  }),
  line(choices.subscribePush, {
    about: 'nothing',
    input: () => ({
      endpoint: 'https://fcm.googleapis.com/fcm/send/x',
      p256dh: 'A'.repeat(87),
      auth: 'A'.repeat(22),
    }),
    instead: notSetUp,
  }),
  line(choices.listMyPushSubscriptions, { about: 'nothing' }),
  line(choices.endPushSubscription, { about: 'session', relations, input: ownOrNot }),
  line(choices.getDeliveryFigures, { about: 'nothing' }),
]
