import { sql, type ExpressionBuilder } from 'kysely'
import { wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { tick } from '#server/live.ts'
import type { DB } from '#server/schema.ts'
import { ABSOLUTE_HOURS, IDLE_MINUTES } from '../rules.ts'

const isMine = (scope: Scope) => (eb: ExpressionBuilder<DB, 'session'>) =>
  wall(scope, eb('accountId', '=', scope.accountId))

/** Where the caller is signed in now, the latest first. */
export const listOpen = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('session')
    .where(isMine(scope))
    .where('endedAt', 'is', null)
    .where('lastSeenAt', '>', sql<Date>`${now}::timestamptz - make_interval(mins => ${IDLE_MINUTES})`)
    .where('createdAt', '>', sql<Date>`${now}::timestamptz - make_interval(hours => ${ABSOLUTE_HOURS})`)
    .select(['id', 'device', 'createdAt', 'lastSeenAt'])
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** Ends one of the caller's sessions, or all; answers how many were still running. */
export const end = async (db: Db, scope: Scope, now: Date, id?: string) => {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ endedAt: now })
    .where(isMine(scope))
    .where('endedAt', 'is', null)
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .executeTakeFirst()
  // Open pages elsewhere look at their session at once.
  tick(db, 'session', { accountIds: [scope.accountId] })
  return Number(numUpdatedRows)
}
