import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import type { ReportFound } from '../queries.ts'

type NewMessage = { id: string; text: string }

/** Words of the desk to the holder of the code, all of one length once sealed. Sent twice, written once. */
export const insertMessage = async (
  { db, actor, keys, now }: Pick<Context, 'db' | 'actor' | 'keys' | 'now'>,
  report: Pick<ReportFound, 'id' | 'keySealed'>,
  { id, text }: NewMessage,
): Promise<void> => {
  await db
    .insertInto('reportMessage')
    .values({
      id,
      reportId: report.id,
      isFromReporter: false,
      at: now,
      by: actor.accountId,
      sealed: keys.sealPadded(keys.unwrap(report.keySealed, report.id), 'message', text),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The caller has found the report. */
export const listMessages = (db: Db, reportId: string) =>
  db
    .selectFrom('reportMessage')
    .where('reportId', '=', reportId)
    .leftJoin('account', 'account.id', 'reportMessage.by')
    .select(['reportMessage.id', 'isFromReporter', 'at', 'sealed', 'readAt', 'account.displayName as byName'])
    .orderBy('at')
    .orderBy('reportMessage.id')
    .execute()

export const markRead = async (db: Db, reportId: string, now: Date): Promise<void> => {
  await db
    .updateTable('reportMessage')
    .set({ readAt: now })
    .where('reportId', '=', reportId)
    .where('isFromReporter', '=', true)
    .where('readAt', 'is', null)
    .execute()
}
