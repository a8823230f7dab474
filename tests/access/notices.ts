import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'

/** One notice and one subscribed browser of somebody, both under the id given. */
export const addInbox = async (db: Db, accountId: string, id: string) => {
  const now = new Date()
  await db
    .insertInto('notice')
    .values({
      id,
      accountId,
      kind: 'task',
      subjectKind: 'case',
      subjectId: uuidv7(),
      isDanger: false,
      createdAt: now,
    })
    .execute()
  const sealed = Buffer.from('sealed')
  await db
    .insertInto('pushSubscription')
    .values({
      id,
      accountId,
      keySealed: sealed,
      subscriptionSealed: sealed,
      endpointIndex: sealed,
      device: '电脑',
      createdAt: now,
    })
    .execute()
}
