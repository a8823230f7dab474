import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Stage } from './route.ts'

/** An open session as the gate found it. */
export type OpenSession = {
  sessionId: string
  stage: Stage
  provedAt: Date | null
  lastSeenAt: Date
  accountId: string
  displayName: string
  role: string
  low: string
  high: string
  unitId: string | null
}

/** How the identity module opens a session. The statement holds nothing but literals that it escaped itself. */
export type Gate = {
  statement: (county: string, tokenHash: Buffer, now: Date) => string
  read: (rows: unknown[], county: string) => OpenSession | undefined
  touch: (pool: pg.Pool, county: string, session: OpenSession, now: Date) => Promise<void>
}

type Door = { pool: pg.Pool; gate: Gate; counties: () => Promise<{ code: string }[]> }

/** Token as the browser holds it: county code, a dot, 256 random bits. The database holds only this hash. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest()

export type Session = OpenSession & { county: string; hash: Buffer }

/** Sessions seen lately, by the hash of their token. Never trusted: the transaction of the request reads the session again before any work is done. */
const seenLately = new Map<string, Session>()
const SEEN_AT_MOST = 10_000

/** A session seen lately, to save a round trip; the caller must check it in its transaction. */
export const recallSession = (token: string | undefined): Session | undefined =>
  token ? seenLately.get(hashToken(token).toString('base64')) : undefined

export const forgetSession = (session: Session) => seenLately.delete(session.hash.toString('base64'))

const remember = (session: Session) => {
  if (seenLately.size >= SEEN_AT_MOST) seenLately.clear()
  seenLately.set(session.hash.toString('base64'), session)
}

/** Reads the session anew. */
export const readSession = async (
  on: Door,
  token: string | undefined,
  now: Date,
): Promise<Session | undefined> => {
  const county = token?.split('.')[0]
  if (!token || !county || !/^\d{6}$/.test(county)) return undefined
  // A token may name a county that this installation does not have, or no longer has.
  if (!(await on.counties()).some(({ code }) => code === county)) return undefined
  const hash = hashToken(token)
  const { rows } = await on.pool.query(on.gate.statement(county, hash, now))
  const session = on.gate.read(rows, county)
  if (!session) return undefined
  await on.gate.touch(on.pool, county, session, now)
  const found = { ...session, county, hash }
  remember(found)
  return found
}

/** A session known from an earlier request was ended or changed since. */
export class SessionChanged extends Error {}

export const isSameSession = (one: OpenSession, other: OpenSession | undefined) =>
  other !== undefined &&
  (['sessionId', 'stage', 'accountId', 'role', 'low', 'high', 'unitId'] as const).every(
    (key) => one[key] === other[key],
  ) &&
  one.provedAt?.getTime() === other.provedAt?.getTime()
