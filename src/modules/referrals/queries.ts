import { sql, type Expression, type Insertable, type SqlBool, type Updateable } from 'kysely'
import { isKeptFrom, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { isGranted } from '#modules/cases/grants/queries.ts'
import { isCaseSeen } from '#modules/cases/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import type { Light, ReferralLane, ReferralPart, ReferralState } from './contract.ts'
import { hasLight } from './lights/queries.ts'
import type { LaneBounds } from './lights/rules.ts'
import { isAsking } from './messages/queries.ts'

/** Columns of text that only this module writes, with the words that it writes. */
const WORDS = [
  sql<ReferralPart>`referral.part`.as('part'),
  sql<ReferralLane>`referral.lane`.as('lane'),
  sql<string>`referral.family_id`.as('familyId'),
] as const

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
    .leftJoin('unit as proposed', 'proposed.id', 'referral.proposedUnitId')
    .leftJoin('account as signer', 'signer.id', 'referral.signedBy')
    .leftJoin('account as answerer', 'answerer.id', 'referral.answeredBy')
    .selectAll('referral')
    .select(WORDS)
    .select(['unit.name as unitName', 'accessGrant.reason', 'accessGrant.endsAt', 'accessGrant.endedAt'])
    .select(['signer.displayName as signerName', 'answerer.displayName as answererName'])
    .select(['proposed.name as proposedName', isAsking('sender').as('isAsking')])

export const listSent = (db: Db, scope: Scope, caseId: string, now: Date) =>
  sentReferrals(db, scope, now)
    .where('referral.caseId', '=', caseId)
    .orderBy('dispatchedAt', 'desc')
    .orderBy('referral.id', 'desc')
    .execute()

export const findSent = (db: Db, scope: Scope, id: string, now: Date) =>
  sentReferrals(db, scope, now).where('referral.id', '=', id).executeTakeFirst()
export type Sent = NonNullable<Awaited<ReturnType<typeof findSent>>>

/** All referrals of the matter of one that was found, in their order. */
export const listFamily = (db: Db, scope: Scope, familyId: string, now: Date) =>
  sentReferrals(db, scope, now)
    .where(sql<string>`referral.family_id`, '=', familyId)
    .orderBy('referral.ordinal')
    .execute()

export type AllFilter = {
  unitId?: string | undefined
  state?: ReferralState | undefined
  light?: Light | undefined
  lane?: ReferralLane | undefined
  isLate?: boolean | undefined
  page: number
  pageSize: number
}

/** What still wants doing comes first, the urgent lane on top of it, then by the limit. */
export const listAllSent = async (
  db: Db,
  scope: Scope,
  { unitId, state, light, lane, isLate, page, pageSize }: AllFilter,
  bounds: LaneBounds,
  now: Date,
) => {
  let wanted = db.selectFrom('referral').where(isSentSeen(scope, now))
  if (unitId) wanted = wanted.where('referral.unitId', '=', unitId)
  if (state) wanted = wanted.where('referral.state', '=', state)
  if (lane) wanted = wanted.where('referral.lane', '=', lane)
  if (light) wanted = wanted.where(hasLight(light, bounds))
  if (isLate)
    wanted = wanted.where('referral.dueAt', '<=', now).where('referral.state', 'in', ['dispatched', 'signed'])
  const items = await wanted
    .innerJoin('unit', 'unit.id', 'referral.unitId')
    .select([
      'referral.id',
      'referral.number',
      'referral.state',
      'referral.subject',
      'referral.caseId',
      'unitId',
      'unit.name as unitName',
    ])
    .select(['dispatchedAt', 'dueAt', 'isDueCertain', 'firstReadAt', 'signedAt', 'answeredAt'])
    .select(WORDS)
    .select(isAsking('sender').as('isAsking'))
    .orderBy(sql`referral.state in ('accepted', 'withdrawn', 'redirected')`)
    .orderBy(sql`referral.lane = 'urgent'`, 'desc')
    .orderBy('referral.dueAt')
    .orderBy('referral.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await wanted
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items, total }
}

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
      and referral.state in ('dispatched', 'signed', 'answered')
      and ${isGranted(scope, now, 'referral', sql.ref<string>('referral.id'))}
      and not ${isKeptFrom(scope, 'case', sql.ref<string>('referral.case_id'))})`,
  )

const received = (db: Db, scope: Scope, now: Date) =>
  db.selectFrom('referral').where(isReceivedSeen(scope, now))

export type ReceivedFilter = {
  state?: ReferralState | undefined
  light?: Light | undefined
  isMine?: boolean | undefined
  page: number
  pageSize: number
}

/** The unit's inbox: what it owes first, the urgent lane on top. */
export const listReceived = async (
  db: Db,
  scope: Scope,
  { state, light, isMine, page, pageSize }: ReceivedFilter,
  bounds: LaneBounds,
  now: Date,
) => {
  let wanted = received(db, scope, now)
  if (state) wanted = wanted.where('referral.state', '=', state)
  if (isMine) wanted = wanted.where('handlerId', '=', scope.accountId)
  if (light) wanted = wanted.where(hasLight(light, bounds))
  const items = await wanted
    .leftJoin('account as handler', 'handler.id', 'referral.handlerId')
    .select(['referral.id', 'number', 'referral.state', 'subject', 'dispatchedAt', 'dueAt', 'isDueCertain'])
    .select(['firstReadAt', 'handler.displayName as handlerName'])
    .select(WORDS)
    .orderBy(sql`referral.state = 'answered'`)
    .orderBy(sql`referral.lane = 'urgent'`, 'desc')
    .orderBy('dueAt')
    .orderBy('referral.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
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
    .leftJoin('account as handler', 'handler.id', 'referral.handlerId')
    .selectAll('referral')
    .select(WORDS)
    .select(['accessGrant.reason', 'accessGrant.endsAt', 'handler.displayName as handlerName'])
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

/** The office's wall: what was returned twice, and what it has given to a unit since, as long as that runs. */
const isOfficeSeen = (scope: Scope, now: Date): Expression<SqlBool> =>
  wall(
    scope,
    sql<SqlBool>`(referral.office_unit_id = ${scope.unitId}
      and ${isGranted(scope, now, 'referral', sql.ref<string>('referral.id'))}
      and not ${isKeptFrom(scope, 'case', sql.ref<string>('referral.case_id'))})`,
  )

const withOffice = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('referral')
    .where(isOfficeSeen(scope, now))
    .innerJoin('unit', 'unit.id', 'referral.unitId')
    .leftJoin('unit as proposed', 'proposed.id', 'referral.proposedUnitId')
    .selectAll('referral')
    .select(WORDS)
    .select(['unit.name as unitName', 'proposed.name as proposedName', isAsking('office').as('isAsking')])

export const listWithOffice = (db: Db, scope: Scope, now: Date) =>
  withOffice(db, scope, now)
    .orderBy(sql`referral.state = 'with-office'`, 'desc')
    .orderBy(sql`referral.lane = 'urgent'`, 'desc')
    .orderBy('referral.dispatchedAt')
    .orderBy('referral.id')
    .limit(200)
    .execute()

export const findWithOffice = (db: Db, scope: Scope, id: string, now: Date) =>
  withOffice(db, scope, now).where('referral.id', '=', id).executeTakeFirst()
export type OfficeReferral = NonNullable<Awaited<ReturnType<typeof findWithOffice>>>

export const lockWithOffice = async (db: Db, scope: Scope, id: string, now: Date) => {
  const locked = await db
    .selectFrom('referral')
    .where(isOfficeSeen(scope, now))
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findWithOffice(db, scope, id, now)
}

/** The first look of the unit; false when somebody there has looked before. */
export const noteFirstRead = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('referral')
    .set({ firstReadAt: now })
    .where('id', '=', id)
    .where('firstReadAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

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

/** All grants that came with a referral: on the task and on the child, and the office's look. */
export const grantIdsOf = async (db: Db, referral: { id: string; grantId: string }) => {
  const rows = await db
    .selectFrom('accessGrant')
    .where('recordKind', '=', 'referral')
    .where('recordId', '=', referral.id)
    .select('id')
    .execute()
  return [referral.grantId, ...rows.map(({ id }) => id)]
}

/** The lead referral of an item that a unit has returned and that waits for its sender. */
export const findReturned = (db: Db, scope: Scope, planItemId: string, now: Date) =>
  sentReferrals(db, scope, now)
    .where('referral.planItemId', '=', planItemId)
    .where('referral.state', '=', 'returned')
    .where('referral.part', '=', 'lead')
    .executeTakeFirst()

/** Whom a unit's answer goes back to; all that a unit learns of a case. */
export const findCaseOwner = async (db: Db, caseId: string) => {
  const { rows } = await sql<{ owner: string | null }>`select case_owner(${caseId}) as owner`.execute(db)
  return rows[0]?.owner ?? undefined
}

/** The grounds on which other units have returned the matter. */
export const listEarlierReturns = async (db: Db, id: string) => {
  const { rows } = await sql<{ clause: string }>`select clause from earlier_returns(${id})`.execute(db)
  return rows.map(({ clause }) => clause)
}
