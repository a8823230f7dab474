import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { schemaOf } from './transaction.ts'

/** A connection or a pool. */
type Queries = Pick<ClientBase, 'query'>

/** A link of the chain: how many entries it closes over, and the hash of the last of them. */
export type Link = { seq: number; hash: Buffer }

export type Break = {
  /** missing: deleted or taken out · changed: edited or put elsewhere · cut-off: the end is gone · rewritten: not what the head of that day said */
  kind: 'missing' | 'changed' | 'cut-off' | 'rewritten'
  seq: number
  /** The entry that stands at that place now, if one does. */
  entryId: string | null
  /** Of the day's head that the chain contradicts. */
  day?: string
}

/** Entries that should have been sealed by now: the sealer does not run. */
export type Late = { count: number; oldestAt: Date }

export type Slice = { head: Link; broken?: Break; isAtEnd: boolean }

export type ChainReport = { head: Link; isSound: boolean; broken?: Break; late?: Late }

/** An entry waits no longer than this for its seal. */
export const SEALED_WITHIN_SECONDS = 5

/** Where a county's chain begins; binds the county in, so that one county's chain cannot stand for another's. */
export const genesisOf = (county: string): Link => ({
  seq: 0,
  hash: createHash('sha256').update(`shouwang audit ${county}`).digest(),
})

/** An entry as it is hashed: every column but seq and hash, as text that the database's settings do not touch. */
export type SealedColumns = {
  id: string
  at: string
  action: string
  result: string
  actor_id: string | null
  actor_role: string
  session_id: string | null
  request_id: string
  subject_kind: string | null
  subject_id: string | null
  division_code: string | null
  fields: string[] | null
  count: number | null
  purpose: string | null
  code: string | null
}

/** Microseconds in UTC: a Date would lose the last three digits, and an edit of them with it. */
export const SEALED_COLUMNS = `id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, action, result::text,
  actor_id::text, actor_role, session_id::text, request_id, subject_kind, subject_id::text, division_code, fields, count, purpose, code`

/** Canonical text: a JSON array in this order (ECMA-262 JSON.stringify). A later column joins at the end, where it is not null. */
const canonical = (e: SealedColumns) =>
  JSON.stringify([
    e.id,
    e.at,
    e.action,
    e.result,
    e.actor_id,
    e.actor_role,
    e.session_id,
    e.request_id,
    e.subject_kind,
    e.subject_id,
    e.division_code,
    e.fields,
    e.count,
    e.purpose,
    e.code,
  ])

/** The link after `previous`: SHA-256(previous hash ‖ seq as 8 bytes, big-endian ‖ canonical text in UTF-8). */
export const linkAfter = (previous: Link, entry: SealedColumns): Link => {
  const seq = previous.seq + 1
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(seq))
  const hash = createHash('sha256').update(previous.hash).update(number).update(canonical(entry)).digest()
  return { seq, hash }
}

const BATCH = 5_000

type Row = SealedColumns & { seq: string | number; hash: Buffer }

const readBatch = async (client: Queries, county: string, after: number) => {
  const { rows } = await client.query<Row>({
    name: `chain_${county}`,
    text: `select seq, hash, ${SEALED_COLUMNS} from ${schemaOf(county)}.audit_entry where seq > $1 order by seq limit ${BATCH}`,
    values: [after],
  })
  return rows
}

type Head = { day: string; seq: number; hash: Buffer }

/** The heads that the sealer wrote down day by day, from a place in the chain on. */
export const readHeads = async (client: Queries, county: string, after = 0): Promise<Head[]> => {
  const { rows } = await client.query<{ day: string; seq: string | number; hash: Buffer }>(
    `select day::text, seq, hash from ${schemaOf(county)}.audit_head where seq > $1 order by seq`,
    [after],
  )
  return rows.map(({ day, seq, hash }) => ({ day, seq: Number(seq), hash }))
}

const breakAt = (row: Row, previous: Link, link: Link): Break | undefined => {
  if (Number(row.seq) !== previous.seq + 1) return { kind: 'missing', seq: previous.seq + 1, entryId: null }
  if (!link.hash.equals(row.hash)) return { kind: 'changed', seq: link.seq, entryId: row.id }
  return undefined
}

/**
 * Checks the entries after a link that was checked before, at most `most` of them (in steps of 5,000), and names the first broken one.
 * `client` may be of the role shouwang_sealer, or of the server under the scope of an audit administrator.
 */
export const verifySlice = async (
  client: Queries,
  county: string,
  { after = genesisOf(county), most = Infinity }: { after?: Link; most?: number } = {},
): Promise<Slice> => {
  let head = after
  const heads = await readHeads(client, county, after.seq)
  while (head.seq - after.seq < most) {
    const rows = await readBatch(client, county, head.seq)
    for (const row of rows) {
      const link = linkAfter(head, row)
      const broken = breakAt(row, head, link)
      if (broken) return { head, broken, isAtEnd: false }
      head = link
      if (heads[0]?.seq !== head.seq) continue
      const { day, hash } = heads.shift()!
      if (!hash.equals(head.hash))
        return { head, broken: { kind: 'rewritten', seq: head.seq, entryId: row.id, day }, isAtEnd: false }
    }
    if (rows.length === BATCH) continue
    const [beyond] = heads
    if (beyond)
      return {
        head,
        broken: { kind: 'cut-off', seq: head.seq + 1, entryId: null, day: beyond.day },
        isAtEnd: true,
      }
    return { head, isAtEnd: true }
  }
  return { head, isAtEnd: false }
}

export const findLate = async (client: Queries, county: string, now: Date): Promise<Late | undefined> => {
  const { rows } = await client.query<{ count: string | number; oldest: Date | null }>(
    `select count(*) as count, min(at) as oldest from ${schemaOf(county)}.audit_entry
      where seq is null and at < $1::timestamptz - make_interval(secs => ${SEALED_WITHIN_SECONDS})`,
    [now],
  )
  const [row] = rows
  return row?.oldest ? { count: Number(row.count), oldestAt: row.oldest } : undefined
}

/** How many entries are sealed; for progress bars. */
export const countSealed = async (client: Queries, county: string): Promise<number> => {
  const { rows } = await client.query<{ seq: string | number | null }>(
    `select max(seq) as seq from ${schemaOf(county)}.audit_entry`,
  )
  return Number(rows[0]?.seq ?? 0)
}

const PROGRESS_EVERY = 10_000

/**
 * The whole chain from its beginning. Sound means: no entry was edited, deleted, put elsewhere or cut off at the end since it was
 * sealed, the chain runs through every day's head, and nothing has waited more than five seconds for its seal.
 */
export const verifyChain = async (
  client: Queries,
  county: string,
  { onProgress, now = new Date() }: { onProgress?: (done: number, of: number) => void; now?: Date } = {},
): Promise<ChainReport> => {
  const total = await countSealed(client, county)
  let slice: Slice = { head: genesisOf(county), isAtEnd: false }
  while (!slice.isAtEnd && !slice.broken) {
    slice = await verifySlice(client, county, { after: slice.head, most: PROGRESS_EVERY })
    onProgress?.(slice.head.seq, Math.max(total, slice.head.seq))
  }
  const { head, broken } = slice
  const late = broken ? undefined : await findLate(client, county, now)
  return { head, isSound: !broken && !late, ...(broken && { broken }), ...(late && { late }) }
}
