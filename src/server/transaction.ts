import type pg from 'pg'
import { mintScope, type Scope } from './access.ts'
import { dbOn, followUpsOf, type Db } from './database.ts'

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

export const schemaOf = (county: string) => {
  if (!/^\d{6}$/.test(county)) throw new Error('a county code has six digits')
  return `county_${county}`
}

/**
 * Opening words of every transaction, one round trip. `set local`, not `set_config(…, true)`: a distributed PostgreSQL (Citus)
 * passes only the former on. The values come from a minted scope, whose parts are checked there.
 */
const opening = (scope: Scope) =>
  `begin; set local search_path = ${schemaOf(scope.county)}, pg_catalog; ` +
  `set local shouwang.actor = ${quoted(scope.accountId)}; set local shouwang.role = ${quoted(scope.role)}; ` +
  `set local shouwang.low = ${quoted(scope.low)}; set local shouwang.high = ${quoted(scope.high)}; ` +
  `set local shouwang.unit = ${quoted(scope.unitId ?? '')}`

/** What else goes with the opening and closing round trips; each is one SQL statement made of escaped literals. */
type Companions<T> = {
  /** Runs right after the settings; `check` gets its rows before any work and throws to refuse. */
  first?: { statement: string; check: (rows: unknown[]) => void }
  /** Runs right before the commit, e.g. the audit entry. */
  last?: (result: T) => string | undefined
}

/** One transaction of one county under one scope: commits what `work` did, or nothing. */
export const inTransaction = async <T>(
  pool: pg.Pool,
  scope: Scope,
  work: (db: Db) => Promise<T>,
  { first, last }: Companions<T> = {},
): Promise<T> => {
  const client = await pool.connect()
  let isBroken = false
  try {
    if (first) {
      // A text of several statements is answered with one result each.
      const results = (await client.query(
        `${opening(scope)}; ${first.statement}`,
      )) as unknown as pg.QueryResult[]
      first.check(results.at(-1)?.rows ?? [])
    } else await client.query(opening(scope))
    const db = dbOn(client, schemaOf(scope.county))
    const result = await work(db)
    const closing = last?.(result)
    await client.query(closing ? `${closing}; commit` : 'commit')
    for (const followUp of followUpsOf(db)) followUp(pool, scope.county)
    return result
  } catch (error) {
    try {
      await client.query('rollback')
    } catch {
      isBroken = true
    }
    throw error
  } finally {
    client.release(isBroken)
  }
}

/**
 * Scope of a duty that no person holds: 'gate' (sign-in), 'portal' (takes what comes from outside), 'installer' (county set-up,
 * demonstration data) or 'worker' (timed work). The policies name what each may touch.
 */
export const dutyScope = (county: string, duty: 'gate' | 'portal' | 'installer' | 'worker'): Scope => {
  const hasTerritory = duty === 'installer' || duty === 'worker'
  return mintScope({
    county,
    accountId: '',
    role: duty,
    low: hasTerritory ? '0' : '',
    high: hasTerritory ? '9999999999999' : '',
    unitId: null,
  })
}
