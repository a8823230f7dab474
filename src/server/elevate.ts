import { sql } from 'kysely'
import { dutyScope } from './transaction.ts'
import type { Scope } from './access.ts'
import type { Db } from './database.ts'

const setRole = (db: Db, role: string) => sql.raw(`set local shouwang.role = '${role}'`).execute(db)

/**
 * One step of a request under the worker's duty, in the request's own transaction: for what a permitted act brings about in records
 * that its actor may not see, e.g. sealed files that follow a merged village. First write something that the actor's own scope must
 * allow, so that the second wall has been passed before it is opened.
 */
export const asWorker = async <T>(
  db: Db,
  scope: Scope,
  work: (db: Db, scope: Scope) => Promise<T>,
): Promise<T> => {
  await setRole(db, 'worker')
  const result = await work(db, dutyScope(scope.county, 'worker'))
  // A failure rolls the whole transaction back, and the setting with it.
  await setRole(db, scope.role)
  return result
}
