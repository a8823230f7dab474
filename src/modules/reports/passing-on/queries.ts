import type { Insertable, Updateable } from 'kysely'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'

/** The newest first; the caller has found the report. */
export const listPassOns = (db: Db, reportId: string) =>
  db
    .selectFrom('passOn')
    .where('reportId', '=', reportId)
    .leftJoin('unit', 'unit.id', 'passOn.unitId')
    .leftJoin('account as passer', 'passer.id', 'passOn.passedBy')
    .leftJoin('account as taker', 'taker.id', 'passOn.takenNotedBy')
    .leftJoin('account as returner', 'returner.id', 'passOn.returnedNotedBy')
    .selectAll('passOn')
    .select(['unit.name as unitName', 'passer.displayName as passerName'])
    .select(['taker.displayName as takerName', 'returner.displayName as returnerName'])
    .orderBy('passedAt', 'desc')
    .orderBy('passOn.id')
    .execute()

export const findUnit = (db: Db, id: string) =>
  db
    .selectFrom('unit')
    .where('id', '=', id)
    .where('leftOn', 'is', null)
    .select(['id', 'name'])
    .executeTakeFirst()

export const insertPassOn = async (db: Db, passOn: Insertable<DB['passOn']>): Promise<void> => {
  await db.insertInto('passOn').values(passOn).execute()
}

/** Ends the one that is open; the machine has seen that there is one. */
export const endPassOn = async (db: Db, reportId: string, end: Updateable<DB['passOn']>): Promise<void> => {
  await db
    .updateTable('passOn')
    .set(end)
    .where('reportId', '=', reportId)
    .where('takenAt', 'is', null)
    .where('returnedAt', 'is', null)
    .execute()
}
