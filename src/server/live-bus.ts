import pg from 'pg'
import { onCommit, type Db } from './database.ts'

/**
 * Whom a tick is for: accounts, everybody of some roles (where their territory covers the division, if one is given), or a unit's people.
 * Never a record.
 */
export type Audience =
  | { accountIds: string[] }
  | { roles: readonly string[]; divisionCode?: string }
  | { unitId: string }

export type Tick = { county: string; topic: string; audience: Audience }

const CHANNEL = 'shouwang_live'
/** Ticks of so long are sent as one: a flood of reports is five notifications a second and not hundreds. */
const GATHER_MS = 200
/** A notification holds 8,000 bytes. */
const ACCOUNTS_AT_ONCE = 150

const outboxes = new WeakMap<pg.Pool, Set<string>>()

const flush = async (pool: pg.Pool) => {
  const waiting = [...(outboxes.get(pool) ?? [])]
  outboxes.delete(pool)
  // Only a hint: what is not heard now is read at the next poll. At the end of the process the pool is gone.
  await pool
    .query('select pg_notify($1, payload) from unnest($2::text[]) payload', [CHANNEL, waiting])
    .catch(() => undefined)
}

const post = (pool: pg.Pool, tick: Tick) => {
  const waiting = outboxes.get(pool) ?? new Set()
  if (!waiting.size) {
    outboxes.set(pool, waiting)
    setTimeout(() => void flush(pool), GATHER_MS).unref()
  }
  waiting.add(JSON.stringify(tick))
}

const partsOf = (audience: Audience): Audience[] => {
  if (!('accountIds' in audience)) return [audience]
  const { accountIds } = audience
  return Array.from({ length: Math.ceil(accountIds.length / ACCOUNTS_AT_ONCE) }, (_, part) => ({
    accountIds: accountIds.slice(part * ACCOUNTS_AT_ONCE, (part + 1) * ACCOUNTS_AT_ONCE),
  }))
}

/**
 * Tells the open browsers of an audience that something under `topic` changed ('reports', 'tasks', 'notices'), once the transaction of
 * `db` has committed. Says neither what nor which. Not `notify` within the transaction: that would make every commit wait for the last.
 */
export const tick = (db: Db, topic: string, audience: Audience): void => {
  onCommit(db, (pool, county) => {
    for (const part of partsOf(audience)) post(pool, { county, topic, audience: part })
  })
}

const RECONNECT_AFTER_MS = 1_000

/**
 * One connection of this process that hears the ticks of all. `hearAll` is called after it was lost and found again, since
 * ticks may have been missed.
 */
export const listen = (
  connectionString: string,
  hear: (tick: Tick) => void,
  hearAll: () => void,
): { stop: () => Promise<void> } => {
  let client: pg.Client | undefined
  let isStopped = false
  let wasLost = false

  const connect = async () => {
    const fresh = new pg.Client({ connectionString, application_name: 'shouwang live', keepAlive: true })
    client = fresh
    let isOver = false
    const lose = () => {
      if (isOver) return
      isOver = true
      wasLost = true
      void fresh.end().catch(() => undefined)
      if (!isStopped) setTimeout(() => void connect(), RECONNECT_AFTER_MS).unref()
    }
    fresh.on('error', lose)
    fresh.on('end', lose)
    fresh.on('notification', ({ payload }) => {
      // Only `post` writes to this channel.
      if (payload) hear(JSON.parse(payload) as Tick)
    })
    try {
      await fresh.connect()
      await fresh.query(`listen ${CHANNEL}`)
      if (wasLost) hearAll()
    } catch {
      lose()
    }
  }
  void connect()
  return {
    stop: async () => {
      isStopped = true
      await client?.end().catch(() => undefined)
    },
  }
}
