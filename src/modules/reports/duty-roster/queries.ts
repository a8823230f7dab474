import type { Insertable } from 'kysely'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { rolesWith } from '#modules/identity/rules.ts'
import type { ShiftOf } from './rules.ts'

const shifts = (db: Db) =>
  db
    .selectFrom('dutyShift')
    .innerJoin('account', 'account.id', 'dutyShift.accountId')
    .select(['dutyShift.id', 'day', 'shift', 'accountId', 'dutyShift.keySealed', 'dutyShift.phoneSealed'])
    .select('account.displayName as personName')

export const findShift = (db: Db, { day, shift }: ShiftOf) =>
  shifts(db).where('day', '=', day).where('shift', '=', shift).executeTakeFirst()
export type ShiftFound = NonNullable<Awaited<ReturnType<typeof findShift>>>

/** Both days included. */
export const listShifts = (db: Db, from: string, to: string) =>
  shifts(db).where('day', '>=', from).where('day', '<=', to).orderBy('day').orderBy('shift').execute()

/** Whoever may look after reports, and the number under which they answered last. */
export const listPeople = async (db: Db) => {
  const people = await db
    .selectFrom('account')
    .where('state', '=', 'active')
    .where('role', 'in', rolesWith('reports.triage'))
    .select(['id', 'displayName as name'])
    .orderBy('displayName')
    .orderBy('id')
    .execute()
  const last = await db
    .selectFrom('dutyShift')
    .distinctOn('accountId')
    .where('phoneSealed', 'is not', null)
    .select(['id', 'accountId', 'keySealed', 'phoneSealed'])
    .orderBy('accountId')
    .orderBy('day', 'desc')
    .execute()
  return people.map((person) => ({ ...person, last: last.find(({ accountId }) => accountId === person.id) }))
}

export const keepShift = async (db: Db, shift: Insertable<DB['dutyShift']>): Promise<void> => {
  const { id, day, shift: kind, ...rest } = shift
  await db.deleteFrom('dutyShift').where('day', '=', day).where('shift', '=', kind).execute()
  await db
    .insertInto('dutyShift')
    .values({ ...rest, id, day, shift: kind })
    .execute()
}

export const removeShift = async (db: Db, { day, shift }: ShiftOf): Promise<void> => {
  await db.deleteFrom('dutyShift').where('day', '=', day).where('shift', '=', shift).execute()
}
