import type pg from 'pg'
import type { ChannelSettings } from '#server/config.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { lost, type Carrier, type Outcome } from '../channels/carrier.ts'
import { emailCarrier } from '../channels/email.ts'
import { smsCarrier } from '../channels/sms.ts'
import { pushCarrier } from '../channels/web-push.ts'
import type { Channel } from '../choices/contract.ts'
import { noticeText } from '../rules.ts'
import { claimDue, dropDelivery, findAddress, recordOutcome, type Claimed } from './queries.ts'

/** Hands messages over for so long at most; well within the lease, so that no two processes ever hold the same one. */
const LEASE_MS = 120_000
const AT_ONCE = 8

export type Carriers = Partial<Record<Channel, Carrier>>

export const carriersOf = (channels: ChannelSettings, publicOrigin: string | undefined): Carriers => ({
  ...(channels.email && { email: emailCarrier(channels.email, publicOrigin) }),
  ...(channels.sms && { sms: smsCarrier(channels.sms) }),
  ...(channels.push && { 'web-push': pushCarrier(channels.push) }),
})

type Post = { pool: pg.Pool; county: string; keys: CountyKeys; carriers: Carriers; leaseMs?: number }

const deliverOne = async (post: Post, of: Claimed, now: () => Date) => {
  const { pool, county, keys, carriers, leaseMs = LEASE_MS } = post
  const work = <T>(what: (db: Db) => Promise<T>) => inTransaction(pool, dutyScope(county, 'worker'), what)
  const carrier = carriers[of.channel]
  const address = carrier && (await work((db) => findAddress(db, keys, of)))
  if (!carrier || !address) return work((db) => dropDelivery(db, of.id))
  const { id, isDanger } = of
  const text = noticeText({ tasks: of.taskCount, messages: of.messageCount, isDanger })
  const signal = AbortSignal.timeout(leaseMs / 2)
  const late = new Promise<Outcome>((resolve) =>
    signal.addEventListener('abort', () => resolve(lost(signal.reason))),
  )
  const outcome = await Promise.race([carrier({ id, address, text, isDanger, keys, signal }), late])
  return work((db) => recordOutcome(db, of, outcome, now()))
}

/**
 * Sends what is due in one county; answers how many were tried. Killed at any moment it loses nothing: what was claimed is taken up again
 * after its lease under the same Message-ID or idempotency key, so that whoever received it already can tell.
 */
export const deliverDue = async (post: Post, now: () => Date): Promise<number> => {
  const { pool, county, leaseMs = LEASE_MS } = post
  const claimed = await inTransaction(pool, dutyScope(county, 'worker'), (db) => claimDue(db, now(), leaseMs))
  const waiting = claimed.values()
  const failures: unknown[] = []
  const lane = async () => {
    for (const each of waiting)
      try {
        await deliverOne(post, each, now)
      } catch (error) {
        // One that cannot be opened or recorded does not hold up the others; its lease brings it back.
        failures.push(error)
      }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  if (failures.length) throw failures[0]
  return claimed.length
}
