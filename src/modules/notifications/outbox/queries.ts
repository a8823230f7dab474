import { sql } from 'kysely'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { tick } from '#server/live.ts'
import type { Outcome } from '../channels/carrier.ts'
import type { Channel } from '../choices/contract.ts'
import { proofText, retryAfter } from '../rules.ts'
import { settle, type Due } from './rules.ts'

/** What a process has taken and must hand over before `until`. */
export type Claimed = {
  id: string
  accountId: string
  channel: Channel
  subscriptionId: string | null
  isDanger: boolean
  taskCount: number
  messageCount: number
  attempts: number
}

type Row = Claimed & Due

const AT_ONCE = 100
/** What the page with one's own deliveries hears. */
const DELIVERIES = 'deliveries'

/** Rows whose time has come, that no other process holds: the urgent ones first. */
const lockDue = async (db: Db, now: Date) => {
  const { rows } = await sql<Row>`
    select d.id, d.account_id, d.channel, d.subscription_id, d.is_danger, d.task_count, d.message_count, d.attempts, d.state, d.created_at,
      d.notice_id is null as is_test,
      (a.state <> 'active' or n.read_at is not null or (d.channel = 'web-push' and d.subscription_id is null)) as is_unneeded,
      c.quiet_from, c.quiet_until, c.digest_at,
      (select max(s.sent_at) from notice_delivery s where s.account_id = d.account_id and s.channel = d.channel and s.state = 'sent'
        and s.subscription_id is not distinct from d.subscription_id and s.notice_id is not null) as last_sent_at
    from notice_delivery d
    join account a on a.id = d.account_id
    left join notice n on n.id = d.notice_id
    left join notice_choice c on c.account_id = d.account_id
    where d.state in ('waiting', 'sending', 'failed') and d.next_at <= ${now}
    order by d.is_danger desc, d.next_at, d.id
    limit ${AT_ONCE} for update of d skip locked`.execute(db)
  return rows
}

/**
 * Takes what is due: one row of each group carries the others, what must wait gets its time, what is needed no more is ended. The caller must
 * commit before anything leaves; a row that stays 'sending' past its lease is taken by the next process, under the same id.
 */
export const claimDue = async (db: Db, now: Date, leaseMs: number): Promise<Claimed[]> => {
  const rows = await lockDue(db, now)
  const { carry, join, hold, drop } = settle(rows, now)
  if (drop.length)
    await db.updateTable('noticeDelivery').set({ state: 'unneeded' }).where('id', 'in', drop).execute()
  for (const { id, until } of hold)
    await db.updateTable('noticeDelivery').set({ nextAt: until }).where('id', '=', id).execute()
  for (const { id, to } of join)
    await db
      .updateTable('noticeDelivery')
      .set({ state: 'joined', joinedTo: to })
      .where('id', '=', id)
      .execute()
  for (const { id, taskCount, messageCount } of carry)
    await db
      .updateTable('noticeDelivery')
      .set(({ eb }) => ({
        state: 'sending',
        taskCount,
        messageCount,
        attempts: eb('attempts', '+', 1),
        nextAt: new Date(now.getTime() + leaseMs),
      }))
      .where('id', '=', id)
      .execute()
  return carry.map((row) => ({ ...row, attempts: row.attempts + 1 }))
}

/** Opens where a delivery goes; undefined when the person has taken the contact away. */
export const findAddress = async (db: Db, keys: CountyKeys, of: Claimed): Promise<string | undefined> => {
  if (of.channel === 'web-push') {
    const row = await db
      .selectFrom('pushSubscription')
      .where('id', '=', of.subscriptionId)
      .select(['id', 'keySealed', 'subscriptionSealed'])
      .executeTakeFirst()
    return row && keys.open(keys.unwrap(row.keySealed, row.id), 'subscription', row.subscriptionSealed)
  }
  const row = await db
    .selectFrom('noticeChoice')
    .where('accountId', '=', of.accountId)
    .select(['keySealed', 'emailSealed', 'phoneSealed'])
    .executeTakeFirst()
  const sealed = of.channel === 'email' ? row?.emailSealed : row?.phoneSealed
  if (!row?.keySealed || !sealed) return undefined
  const field = of.channel === 'email' ? 'email' : 'phone'
  return keys.open(keys.unwrap(row.keySealed, of.accountId), field, sealed)
}

export const dropDelivery = (db: Db, id: string) =>
  db.updateTable('noticeDelivery').set({ state: 'unneeded' }).where('id', '=', id).execute()

/** What came of it: sent with its proof, to be tried again later, or given up. */
export const recordOutcome = async (db: Db, of: Claimed, outcome: Outcome, now: Date): Promise<void> => {
  const proof = proofText(outcome.proof)
  tick(db, DELIVERIES, { accountIds: [of.accountId] })
  const mine = db.updateTable('noticeDelivery').where('id', '=', of.id).where('state', '=', 'sending')
  if (outcome.isSent) {
    await mine.set({ state: 'sent', sentAt: now, proof }).execute()
    return
  }
  const minutes = outcome.isFinal ? undefined : retryAfter(of.attempts)
  if (minutes === undefined) await mine.set({ state: 'given-up', proof }).execute()
  else
    await mine.set({ state: 'failed', proof, nextAt: new Date(now.getTime() + minutes * 60_000) }).execute()
  if (outcome.isGone && of.subscriptionId)
    await db.deleteFrom('pushSubscription').where('id', '=', of.subscriptionId).execute()
}
