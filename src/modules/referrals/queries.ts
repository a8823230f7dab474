import { sql, type Expression, type Insertable, type SqlBool, type Updateable } from 'kysely'
import { isKeptFrom, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { isGranted } from '#modules/cases/grants/queries.ts'
import { isCaseSeen } from '#modules/cases/queries.ts'
import { permits } from '#modules/identity/rules.ts'

/** The sender's wall: whoever may open the case. */
const isSentSeen = (scope: Scope, now: Date): Expression<SqlBool> => {
  const here = permits(scope.role, 'cases.read')
    ? within(scope, sql.ref<string>('referral.division_code'))
    : sql<SqlBool>`false`
  return wall(
    scope,
    sql<SqlBool>`(${here} and exists (select from case_file
      where case_file.id = referral.case_id and ${isCaseSeen(scope, now)}))`,
  )
}

const sentReferrals = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('referral')
    .where(isSentSeen(scope, now))
    .innerJoin('unit', 'unit.id', 'referral.unitId')
    .innerJoin('accessGrant', 'accessGrant.id', 'referral.grantId')
    .leftJoin('account as signer', 'signer.id', 'referral.signedBy')
    .leftJoin('account as answerer', 'answerer.id', 'referral.answeredBy')
    .selectAll('referral')
    .select(['unit.name as unitName', 'accessGrant.reason', 'accessGrant.endsAt', 'accessGrant.endedAt'])
    .select(['signer.displayName as signerName', 'answerer.displayName as answererName'])

export const listSent = (db: Db, scope: Scope, caseId: string, now: Date) =>
  sentReferrals(db, scope, now)
    .where('referral.caseId', '=', caseId)
    .orderBy('dispatchedAt', 'desc')
    .orderBy('referral.id')
    .execute()

export const findSent = (db: Db, scope: Scope, id: string, now: Date) =>
  sentReferrals(db, scope, now).where('referral.id', '=', id).executeTakeFirst()

/** One sent referral, locked until the transaction ends. */
export const lockSent = async (db: Db, scope: Scope, id: string, now: Date) => {
  const locked = await db
    .selectFrom('referral')
    .where(isSentSeen(scope, now))
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findSent(db, scope, id, now)
}

/** The unit's wall: its own, and only while the grant runs. */
const isReceivedSeen = (scope: Scope, now: Date): Expression<SqlBool> =>
  wall(
    scope,
    sql<SqlBool>`(referral.unit_id = ${scope.unitId}
      and ${isGranted(scope, now, 'referral', sql.ref<string>('referral.id'))}
      and not ${isKeptFrom(scope, 'case', sql.ref<string>('referral.case_id'))})`,
  )

const received = (db: Db, scope: Scope, now: Date) =>
  db.selectFrom('referral').where(isReceivedSeen(scope, now))

export const listReceived = async (
  db: Db,
  scope: Scope,
  filter: { state?: DB['referral']['state']['__select__'] | undefined; page: number; pageSize: number },
  now: Date,
) => {
  const { state } = filter
  const wanted = received(db, scope, now).$if(state !== undefined, (qb) => qb.where('state', '=', state!))
  const items = await wanted
    .select(['id', 'number', 'state', 'subject', 'dispatchedAt', 'dueAt', 'isDueCertain', 'firstReadAt'])
    .orderBy(sql`state = 'answered'`)
    .orderBy('dueAt')
    .orderBy('id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await wanted
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items, total }
}

export const findReceived = (db: Db, scope: Scope, id: string, now: Date) =>
  received(db, scope, now)
    .where('referral.id', '=', id)
    .innerJoin('accessGrant', 'accessGrant.id', 'referral.grantId')
    .leftJoin('account as sender', 'sender.id', 'referral.dispatchedBy')
    .leftJoin('account as signer', 'signer.id', 'referral.signedBy')
    .selectAll('referral')
    .select(['accessGrant.reason', 'accessGrant.endsAt'])
    .select(['sender.displayName as senderName', 'signer.displayName as signerName'])
    .executeTakeFirst()
export type ReceivedReferral = NonNullable<Awaited<ReturnType<typeof findReceived>>>

export const lockReceived = async (db: Db, scope: Scope, id: string, now: Date) => {
  const locked = await received(db, scope, now)
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findReceived(db, scope, id, now)
}

export const noteFirstRead = (db: Db, id: string, now: Date) =>
  db
    .updateTable('referral')
    .set({ firstReadAt: now })
    .where('id', '=', id)
    .where('firstReadAt', 'is', null)
    .execute()

/** A referral that was sent under this id already: the form was sent twice. */
export const findDispatched = (db: Db, scope: Scope, id: string, caseId: string, now: Date) =>
  sentReferrals(db, scope, now)
    .where('referral.id', '=', id)
    .where('referral.caseId', '=', caseId)
    .executeTakeFirst()

export const insertReferral = async (db: Db, referral: Insertable<DB['referral']>): Promise<void> => {
  await db.insertInto('referral').values(referral).execute()
}

/** Writes a step; the version that others have seen is no longer the newest. The caller holds the lock. */
export const writeReferral = async (
  db: Db,
  id: string,
  change: Updateable<DB['referral']>,
): Promise<void> => {
  await db
    .updateTable('referral')
    .set(({ eb }) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Both grants of a referral: on the task and on the child. */
export const grantIdsOf = async (db: Db, referral: { id: string; grantId: string }) => {
  const rows = await db
    .selectFrom('accessGrant')
    .where('recordKind', '=', 'referral')
    .where('recordId', '=', referral.id)
    .select('id')
    .execute()
  return [referral.grantId, ...rows.map(({ id }) => id)]
}

/** Earlier referrals of an item, whose return is answered by sending another. */
export const listEarlier = async (db: Db, planItemId: string) => {
  const rows = await db.selectFrom('referral').where('planItemId', '=', planItemId).select('id').execute()
  return rows.map(({ id }) => id)
}

/** Whom a unit's answer goes back to; all that a unit learns of a case. */
export const findCaseOwner = async (db: Db, caseId: string) => {
  const { rows } = await sql<{ owner: string | null }>`select case_owner(${caseId}) as owner`.execute(db)
  return rows[0]?.owner
}
