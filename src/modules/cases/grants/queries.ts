import { sql, type Expression, type SqlBool } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'

export type RecordKind = 'child' | 'case' | 'report' | 'referral'

/** A running grant to the caller or the caller's unit: the same words as {granted:…} in the policies. */
export const isGranted = (
  scope: Scope,
  now: Date,
  kind: RecordKind,
  id: Expression<string>,
): Expression<SqlBool> =>
  sql<SqlBool>`exists (select from access_grant g where g.record_kind = ${kind} and g.record_id = ${id}
    and g.ended_at is null and g.ends_at > ${now}
    and (g.account_id = ${scope.accountId || null} or g.unit_id = ${scope.unitId}))`

/** Who may see one record beyond their territory, or at all when it is sealed: which fields, why, until when. */
export type NewGrant = {
  recordKind: RecordKind
  recordId: string
  to: { accountId: string } | { unitId: string }
  fields: string[]
  reason: string
  endsAt: Date
}

export const insertGrant = async (
  db: Db,
  { to, ...grant }: NewGrant,
  by: string,
  now: Date,
): Promise<string> => {
  const id = uuidv7(now.getTime())
  await db
    .insertInto('accessGrant')
    .values({ id, ...grant, ...to, grantedBy: by, grantedAt: now })
    .execute()
  return id
}

/** Ends grants at once; the unit that holds them may do this too. */
export const endGrants = async (db: Db, ids: string[], now: Date): Promise<void> => {
  await db
    .updateTable('accessGrant')
    .set({ endedAt: now })
    .where('id', 'in', ids)
    .where('endedAt', 'is', null)
    .execute()
}

/** The persons who may open a sealed record. */
export const listNamedReaders = (db: Db, kind: 'report' | 'case', id: string, now: Date) =>
  db
    .selectFrom('accessGrant')
    .where('recordKind', '=', kind)
    .where('recordId', '=', id)
    .where('endedAt', 'is', null)
    .where('endsAt', '>', now)
    .where('accountId', 'is not', null)
    .select(['accountId', 'endsAt'])
    .execute()
