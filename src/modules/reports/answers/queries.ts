import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { ReportFound } from '../queries.ts'
import type { ContactKind } from './contract.ts'

export type NewContact = { id?: string; kind: ContactKind; at: Date; by: string; how: string; said: string }

/** Writes down what was said to the reporter on the way; one that was sent twice is written once. */
export const keepContact = async (
  { db, keys, now }: Pick<Context, 'db' | 'keys' | 'now'>,
  report: Pick<ReportFound, 'id' | 'keySealed'>,
  { id = uuidv7(now.getTime()), said, ...contact }: NewContact,
): Promise<void> => {
  const saidSealed = keys.seal(keys.unwrap(report.keySealed, report.id), 'contact', said)
  await db
    .insertInto('reportContact')
    .values({ ...contact, id, reportId: report.id, saidSealed })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The caller has found the report. */
export const listContacts = (db: Db, reportId: string) =>
  db
    .selectFrom('reportContact')
    .where('reportId', '=', reportId)
    .leftJoin('account', 'account.id', 'reportContact.by')
    .selectAll('reportContact')
    .select('account.displayName as byName')
    .orderBy('at')
    .orderBy('reportContact.id')
    .execute()
