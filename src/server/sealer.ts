import type pg from 'pg'
import { genesisOf, linkAfter, SEALED_COLUMNS, type Link, type SealedColumns } from './audit-chain.ts'
import { createPool } from './database.ts'
import { schemaOf } from './transaction.ts'

const BATCH = 1_000
/** First word of the lock; the second is the county. */
const LOCK = 727_446_311

/** Raised when the end of the chain is not what the sealer left there: somebody wrote past it. Sealing stops for that county. */
export class ChainContradicted extends Error {}

const lastLink = async (client: pg.ClientBase, county: string): Promise<Link> => {
  const schema = schemaOf(county)
  const tail = await client.query<{ seq: string | number; hash: Buffer }>(
    `select seq, hash from ${schema}.audit_entry where seq is not null order by seq desc limit 1`,
  )
  const head = await client.query<{ seq: string | number; hash: Buffer }>(
    `select seq, hash from ${schema}.audit_head order by seq desc limit 1`,
  )
  const [row] = tail.rows
  const [noted] = head.rows
  if (noted && (!row || Number(row.seq) !== Number(noted.seq) || !row.hash.equals(noted.hash)))
    throw new ChainContradicted(`the chain of ${county} does not end at ${Number(noted.seq)}`)
  return row ? { seq: Number(row.seq), hash: row.hash } : genesisOf(county)
}

const sealRows = async (client: pg.ClientBase, schema: string, from: Link, rows: SealedColumns[]) => {
  let link = from
  const links = rows.map((row) => (link = linkAfter(link, row)))
  const { rowCount } = await client.query(
    `update ${schema}.audit_entry e set seq = s.seq, hash = s.hash
      from unnest($1::uuid[], $2::bigint[], $3::bytea[]) as s (id, seq, hash) where e.id = s.id and e.seq is null`,
    [rows.map(({ id }) => id), links.map(({ seq }) => seq), links.map(({ hash }) => hash)],
  )
  if (rowCount !== rows.length) throw new Error('another hand sealed at the same time')
  await client.query(
    `insert into ${schema}.audit_head (day, seq, hash, sealed_at)
      values ((now() at time zone 'Asia/Shanghai')::date, $1, $2, now())
      on conflict (day) do update set seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at`,
    [link.seq, link.hash],
  )
  return link
}

/**
 * Numbers and chains one batch of a county's waiting entries, in one transaction; answers how many and the new head. Undefined when
 * another sealer holds the county. Killed at any moment it leaves a whole batch or none. Throws ChainContradicted.
 */
export const sealBatch = async (
  pool: pg.Pool,
  county: string,
): Promise<{ count: number; head: Link | undefined } | undefined> => {
  const schema = schemaOf(county)
  const client = await pool.connect()
  try {
    await client.query('begin')
    const lock = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1, $2) as taken', [
      LOCK,
      Number(county),
    ])
    if (!lock.rows[0]?.taken) {
      await client.query('rollback')
      return undefined
    }
    const { rows } = await client.query<SealedColumns>(
      `select ${SEALED_COLUMNS} from ${schema}.audit_entry where seq is null order by audit_entry.id limit ${BATCH}`,
    )
    const head = rows.length
      ? await sealRows(client, schema, await lastLink(client, county), rows)
      : undefined
    await client.query('commit')
    return { count: rows.length, head }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** What the sealer says: numbers, hashes and the names of errors, never a word of an entry. */
export type SealerLog = (line: { level: 'info' | 'error'; message: string } & Record<string, unknown>) => void

const readCountyCodes = async (pool: pg.Pool) => {
  const { rows } = await pool.query<{ code: string }>('select code from shouwang.county order by code')
  return rows.map(({ code }) => code)
}

const LOG_HEAD_EVERY_MS = 3_600_000

/** Seals every county of the installation, each second, until stopped. A failure in one county does not stop the others. */
export const startSealing = (options: { url: string; log: SealerLog; intervalMs?: number }) => {
  const { url, log, intervalMs = 1_000 } = options
  const pool = createPool(url, 2)
  const loggedAt = new Map<string, number>()
  let isStopping = false
  let wake: (() => void) | undefined

  const noteHead = (county: string, head: Link) => {
    if (Date.now() - (loggedAt.get(county) ?? 0) < LOG_HEAD_EVERY_MS) return
    loggedAt.set(county, Date.now())
    log({ level: 'info', message: 'chain head', county, seq: head.seq, hash: head.hash.toString('hex') })
  }

  const sealCounty = async (county: string) => {
    try {
      for (let more = true; more && !isStopping;) {
        const sealed = await sealBatch(pool, county)
        more = sealed?.count === BATCH
        if (sealed?.head) noteHead(county, sealed.head)
      }
    } catch (error) {
      const { name, code } = error as { name: string; code?: string }
      const isContradicted = error instanceof ChainContradicted
      const message = isContradicted
        ? `${error.message}: run shouwang audit verify`
        : 'not sealed, tried again in a second'
      log({ level: 'error', message, county, error: name, ...(code && { code }) })
    }
  }

  const work = async () => {
    while (!isStopping) {
      try {
        for (const county of await readCountyCodes(pool)) await sealCounty(county)
      } catch (error) {
        log({ level: 'error', message: 'no connection to the database', error: (error as Error).name })
      }
      if (isStopping) break
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, intervalMs)
      })
    }
    await pool.end()
  }
  const ended = work()
  return {
    stop: () => {
      isStopping = true
      wake?.()
      return ended
    },
  }
}
