import { sql } from 'kysely'
import { addDays } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import type { SchoolingStatus } from '../contract.ts'
import { entryBy, type Doing } from '../queries.ts'

/** Schooling of one child, the present first. The child was found in the scope before. */
export const listSchooling = (db: Db, childId: string) =>
  db
    .selectFrom('schooling')
    .where('childId', '=', childId)
    .select([
      'id',
      'version',
      'status',
      'schoolName',
      'grade',
      'className',
      'isBoarding',
      'fromDay',
      'toDay',
      'sources',
    ])
    .orderBy(sql`to_day desc nulls first`)
    .orderBy(sql`from_day desc nulls last`)
    .orderBy('id')
    .execute()

/** Ends what runs, on the day before, so that one state of affairs holds on any day. */
export const endRunning = (db: Db, childId: string, from: string) =>
  db
    .updateTable('schooling')
    .set(({ eb }) => ({
      toDay: sql<string>`greatest(from_day, ${addDays(from, -1)}::date)`,
      version: eb('version', '+', 1),
    }))
    .where('childId', '=', childId)
    .where('toDay', 'is', null)
    .execute()

/** False when this id is there already (a form sent twice). */
export const insertSchooling = async (
  { db, actor, now }: Doing,
  schooling: {
    id: string
    childId: string
    status: SchoolingStatus
    schoolName?: string | undefined
    grade?: string | undefined
    className?: string | undefined
    isBoarding?: boolean | undefined
    fromDay: string
  },
) => {
  const inserted = await db
    .insertInto('schooling')
    .values({ ...schooling, sources: JSON.stringify({ '*': entryBy({ actor, now }) }) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const hasSchooling = async (db: Db, id: string) =>
  (await db.selectFrom('schooling').where('id', '=', id).select('id').executeTakeFirst()) !== undefined
