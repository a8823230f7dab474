import { sql, type ExpressionBuilder } from 'kysely'
import { wall, type Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { DB } from '#server/schema.ts'
import type { Channel } from './contract.ts'

const isMine =
  <T extends 'noticeChoice' | 'pushSubscription' | 'noticeDelivery'>(scope: Scope, table: T) =>
  (eb: ExpressionBuilder<DB, T>) =>
    wall(scope, eb.and([sql<boolean>`${sql.ref(`${table}.accountId`)} = ${scope.accountId}`]))

export const findChoices = (db: Db, scope: Scope) =>
  db
    .selectFrom('noticeChoice')
    .where(isMine(scope, 'noticeChoice'))
    .where('accountId', '=', scope.accountId)
    .selectAll()
    .executeTakeFirst()

export type Choice = {
  taskChannels: Channel[]
  dangerChannels: Channel[]
  messageChannels: Channel[]
  quietFrom: number | null
  quietUntil: number | null
  digestAt: number | null
}

/** Saves what was chosen if nobody did meanwhile (version 0: nothing chosen yet); answers whether it was saved. */
export const saveChoice = async (db: Db, scope: Scope, choice: Choice, version: number, now: Date) => {
  const { accountId } = scope
  const fresh = { ...choice, changedAt: now }
  if (version > 0) {
    const { numUpdatedRows } = await db
      .updateTable('noticeChoice')
      .set(({ eb }) => ({ ...fresh, version: eb('version', '+', 1) }))
      .where(isMine(scope, 'noticeChoice'))
      .where('accountId', '=', accountId)
      .where('version', '=', version)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('noticeChoice')
    .values({ accountId, ...fresh })
    .onConflict((conflict) => conflict.column('accountId').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Seals a contact, or takes it away when it is empty; undefined stays. */
export const saveContacts = async (
  db: Db,
  scope: Scope,
  keys: CountyKeys,
  contacts: { email?: string | undefined; phone?: string | undefined },
  now: Date,
) => {
  const { accountId } = scope
  const before = await findChoices(db, scope)
  const fresh = keys.newKey(accountId)
  const wrapped = before?.keySealed ?? fresh.wrapped
  const key = before?.keySealed ? keys.unwrap(before.keySealed, accountId) : fresh.key
  const seal = (field: 'email' | 'phone') => {
    const value = contacts[field]
    return value === undefined ? {} : { [`${field}Sealed`]: value ? keys.seal(key, field, value) : null }
  }
  const sealed = { keySealed: wrapped, ...seal('email'), ...seal('phone'), changedAt: now }
  await db
    .insertInto('noticeChoice')
    .values({ accountId, ...sealed })
    .onConflict((conflict) =>
      conflict.column('accountId').doUpdateSet(({ eb }) => ({
        ...sealed,
        version: eb('noticeChoice.version', '+', 1),
      })),
    )
    .execute()
}

/** A browser's own subscription, sealed; subscribing twice is subscribing once. */
export const addSubscription = async (
  db: Db,
  scope: Scope,
  keys: CountyKeys,
  of: { endpoint: string; p256dh: string; auth: string; device: string },
  now: Date,
) => {
  const id = uuidv7(now.getTime())
  const { key, wrapped } = keys.newKey(id)
  const { endpoint, p256dh, auth, device } = of
  const added = await db
    .insertInto('pushSubscription')
    .values({
      id,
      accountId: scope.accountId,
      keySealed: wrapped,
      subscriptionSealed: keys.seal(
        key,
        'subscription',
        JSON.stringify({ endpoint, keys: { p256dh, auth } }),
      ),
      endpointIndex: keys.index('push-endpoint', endpoint),
      device,
      createdAt: now,
    })
    // The one that is there already answers, too.
    .onConflict((conflict) => conflict.constraint('push_subscription_once').doUpdateSet({ device }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return added.id
}

export const listSubscriptions = (db: Db, scope: Scope) =>
  db
    .selectFrom('pushSubscription')
    .where(isMine(scope, 'pushSubscription'))
    .select(['id', 'device', 'createdAt'])
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute()

export const removeSubscription = async (db: Db, scope: Scope, id: string) => {
  const { numDeletedRows } = await db
    .deleteFrom('pushSubscription')
    .where(isMine(scope, 'pushSubscription'))
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

const SHOWN = 20

/** The latest deliveries to the caller, with the proof of each. */
export const listDeliveries = (db: Db, scope: Scope) =>
  db
    .selectFrom('noticeDelivery')
    .where(isMine(scope, 'noticeDelivery'))
    .select(['id', 'channel', 'state', 'noticeId', 'attempts', 'createdAt', 'nextAt', 'sentAt', 'proof'])
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(SHOWN)
    .execute()

/** How many tests somebody asked for since. */
export const countTests = async (db: Db, scope: Scope, since: Date) => {
  const { count } = await db
    .selectFrom('noticeDelivery')
    .where(isMine(scope, 'noticeDelivery'))
    .where('noticeId', 'is', null)
    .where('createdAt', '>', since)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Puts a test into the outbox: one message, by web push one for each browser. */
export const queueTest = async (db: Db, scope: Scope, channel: Channel, now: Date) => {
  const subscriptions =
    channel === 'web-push' ? (await listSubscriptions(db, scope)).map(({ id }) => id) : [null]
  if (!subscriptions.length) return 0
  await db
    .insertInto('noticeDelivery')
    .values(
      subscriptions.map((subscriptionId) => ({
        id: uuidv7(now.getTime()),
        accountId: scope.accountId,
        channel,
        subscriptionId,
        isDanger: false,
        createdAt: now,
        nextAt: now,
      })),
    )
    .execute()
  return subscriptions.length
}

export const readFigures = async (db: Db) => {
  const { rows } = await sql<{
    channel: Channel
    waiting: number
    failing: number
    givenUp: number
    sent: number
    oldestAt: Date | null
  }>`select * from delivery_figures() order by channel`.execute(db)
  return rows
}
