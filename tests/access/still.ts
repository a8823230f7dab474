import type { testApp } from '#tests/app.ts'
import { COUNTY, NEIGHBOUR_COUNTY } from '#tests/app.ts'
import { clientOf } from '#server/database.ts'
import { schemaOf } from '#server/transaction.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** Kept from everybody but the audit administrator and the sealer, the installer too. */
const AUDIT = ['audit_entry', 'audit_head']

const TABLES = `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r'
  and relname <> all ($2) order by relname`

/** When somebody was last seen is noted beside the request, not in it. */
const STILL = (table: string) =>
  `select count(*)::int as count, md5(string_agg(line, '' order by line)) as digest
   from (select (to_jsonb(t) - 'last_seen_at')::text as line from ${table} t) lines`

/** Every row of both counties, as counts and digests by table. */
export const picture = async (app: App) => {
  const found: Record<string, unknown> = {}
  for (const county of [COUNTY, NEIGHBOUR_COUNTY])
    await app.setUp(async (db) => {
      const client = clientOf(db)
      const { rows } = await client.query<{ name: string }>(TABLES, [schemaOf(county), AUDIT])
      for (const { name } of rows) found[`${county} ${name}`] = (await client.query(STILL(name))).rows[0]
    }, county)
  return found
}
