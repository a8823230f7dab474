import type { Insertable } from 'kysely'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'

/** The caller has found the report. */
export const listFeedback = (db: Db, reportId: string) =>
  db
    .selectFrom('policeFeedback')
    .where('reportId', '=', reportId)
    .leftJoin('account as noter', 'noter.id', 'policeFeedback.notedBy')
    .leftJoin('account as teller', 'teller.id', 'policeFeedback.toldNotedBy')
    .selectAll('policeFeedback')
    .select(['noter.displayName as noterName', 'teller.displayName as tellerName'])
    .orderBy('dueAt')
    .orderBy('policeFeedback.id')
    .execute()

/** A stage whose day was written down wrongly is written anew, unless the police told already. */
export const keepExpected = async (db: Db, expected: Insertable<DB['policeFeedback']>): Promise<void> => {
  const { eventDay, dueAt, notedAt, notedBy } = expected
  await db
    .insertInto('policeFeedback')
    .values(expected)
    .onConflict((conflict) =>
      conflict
        .columns(['reportId', 'stage'])
        .doUpdateSet({ eventDay, dueAt, notedAt, notedBy })
        .where('policeFeedback.toldAt', 'is', null),
    )
    .execute()
}

export const keepTold = async (
  db: Db,
  id: string,
  told: { toldAt: Date; toldNotedBy: string; saidSealed: Buffer },
): Promise<void> => {
  await db.updateTable('policeFeedback').set(told).where('id', '=', id).execute()
}
