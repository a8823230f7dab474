import type { Insertable } from 'kysely'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'

/** One that was sent twice is written once. */
export const insertCall = async (db: Db, call: Insertable<DB['emergencyCall']>): Promise<void> => {
  await db
    .insertInto('emergencyCall')
    .values(call)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The caller has found the report. */
export const listCalls = (db: Db, reportId: string) =>
  db
    .selectFrom('emergencyCall')
    .where('reportId', '=', reportId)
    .leftJoin('account', 'account.id', 'emergencyCall.madeBy')
    .selectAll('emergencyCall')
    .select('account.displayName as byName')
    .orderBy('madeAt')
    .orderBy('emergencyCall.id')
    .execute()
