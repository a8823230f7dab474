import { sql } from 'kysely'
import type { Context } from '#server/route.ts'
import type { Db } from '#server/database.ts'
import type { Message } from '../contract.ts'

export type Channel = Message['channel']
export type Side = Message['side']

type Sealed = { id: string; keySealed: Buffer }

/** The messages of a referral that the caller has found, oldest first; the office reads its own channel alone. */
export const listMessages = async (
  { db, keys }: Pick<Context, 'db' | 'keys'>,
  referral: Sealed,
  channels: Channel[],
): Promise<Message[]> => {
  const rows = await db
    .selectFrom('referralMessage')
    .where('referralId', '=', referral.id)
    .where('channel', 'in', channels)
    .innerJoin('account', 'account.id', 'referralMessage.by')
    .select(['referralMessage.id', 'referralMessage.at', 'textSealed', 'account.displayName as by'])
    // Only insertMessage writes these columns.
    .select([
      sql<Channel>`referral_message.channel`.as('channel'),
      sql<Side>`referral_message.side`.as('side'),
    ])
    .orderBy('referralMessage.at')
    .orderBy('referralMessage.id')
    .execute()
  const key = keys.unwrap(referral.keySealed, referral.id)
  return rows.map(({ textSealed, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    text: keys.open(key, 'message', textSealed),
  }))
}

type NewMessage = { messageId: string; channel: Channel; side: Side; text: string }

/** Writes a message under the referral's key; false when this one was written before: the form was sent twice. */
export const insertMessage = async (
  { db, keys, actor, now }: Pick<Context, 'db' | 'keys' | 'actor' | 'now'>,
  referral: Sealed,
  { messageId, channel, side, text }: NewMessage,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('referralMessage')
    .values({
      id: messageId,
      referralId: referral.id,
      channel,
      side,
      at: now,
      by: actor.accountId,
      textSealed: keys.seal(keys.unwrap(referral.keySealed, referral.id), 'message', text),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  return Boolean(numInsertedOrUpdatedRows)
}

/** Whether the last word of this channel is the unit's: it waits for an answer. */
export const isAsking = (channel: Channel) =>
  sql<boolean>`coalesce((select m.side = 'unit' from referral_message m where m.referral_id = referral.id
    and m.channel = ${channel} order by m.at desc, m.id desc limit 1), false)`

export const isWaiting = async (db: Db, referralId: string, channel: Channel): Promise<boolean> => {
  const last = await db
    .selectFrom('referralMessage')
    .where('referralId', '=', referralId)
    .where('channel', '=', channel)
    .select('side')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return last?.side === 'unit'
}
