import { sql } from 'kysely'
import type { Db } from '#server/database.ts'

/** How many records the roster wrote. */
export const countEffects = async (db: Db, rosterId: string): Promise<number> => {
  const { count } = await db
    .selectFrom('rosterEffect')
    .where('rosterId', '=', rosterId)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Names of places by their codes. */
export const divisionNames = async (db: Db, codes: readonly string[]): Promise<Map<string, string>> => {
  const rows = await db
    .selectFrom('division')
    .where(sql<boolean>`code = any (${codes}::text[])`)
    .select(['code', 'name'])
    .execute()
  return new Map(rows.map(({ code, name }) => [code, name]))
}
