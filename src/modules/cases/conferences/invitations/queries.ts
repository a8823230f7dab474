import { sql, type Expression, type Insertable, type SqlBool, type Updateable } from 'kysely'
import { isKeptFrom, wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'

/** The wall of the invited: theirs or their unit's, while the conference has not begun. The same words as the policy. */
const isInvited = (scope: Scope, now: Date): Expression<SqlBool> =>
  wall(
    scope,
    sql<SqlBool>`(((${scope.role} = 'liaison-officer' and conference_invitation.unit_id = ${scope.unitId})
        or conference_invitation.account_id = ${scope.accountId || null})
      and conference_invitation.ended_at is null and conference_invitation.open_until > ${now}
      and not ${isKeptFrom(scope, 'case', sql.ref<string>('conference_invitation.case_id'))})`,
  )

const received = (db: Db, scope: Scope, now: Date) =>
  db.selectFrom('conferenceInvitation').where(isInvited(scope, now))

/** The nearest first. */
export const listReceived = (db: Db, scope: Scope, now: Date) =>
  received(db, scope, now)
    .select(['id', 'number', 'startsAt', 'place', 'isComing', 'firstReadAt'])
    .orderBy('startsAt')
    .orderBy('id')
    .limit(200)
    .execute()

export const findReceived = (db: Db, scope: Scope, id: string, now: Date) =>
  received(db, scope, now).where('id', '=', id).selectAll().executeTakeFirst()

export const lockReceived = (db: Db, scope: Scope, id: string, now: Date) =>
  received(db, scope, now).where('id', '=', id).selectAll().forUpdate().executeTakeFirst()

export const noteFirstRead = (db: Db, id: string, now: Date) =>
  db
    .updateTable('conferenceInvitation')
    .set({ firstReadAt: now })
    .where('id', '=', id)
    .where('firstReadAt', 'is', null)
    .execute()

export const writeInvitation = async (
  db: Db,
  { id, version }: { id: string; version: number },
  change: Updateable<DB['conferenceInvitation']>,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('conferenceInvitation')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const insertInvitations = (db: Db, rows: Insertable<DB['conferenceInvitation']>[]) =>
  db.insertInto('conferenceInvitation').values(rows).execute()

/** Of a conference that the caller has found. */
export const listInvited = (db: Db, conferenceId: string) =>
  db
    .selectFrom('conferenceInvitation')
    .where('conferenceId', '=', conferenceId)
    .leftJoin('unit', 'unit.id', 'conferenceInvitation.unitId')
    .leftJoin('account', 'account.id', 'conferenceInvitation.accountId')
    .selectAll('conferenceInvitation')
    .select(['unit.name as unitName', 'account.displayName as personName'])
    .orderBy('conferenceInvitation.id')
    .execute()
export type InvitedFound = Awaited<ReturnType<typeof listInvited>>[number]

/** The conference begins or is off: nobody looks in from outside any more. */
export const endInvitations = (db: Db, conferenceId: string, now: Date) =>
  db
    .updateTable('conferenceInvitation')
    .set({ endedAt: now })
    .where('conferenceId', '=', conferenceId)
    .where('endedAt', 'is', null)
    .execute()
