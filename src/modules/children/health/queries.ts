import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import type { HealthDetail } from '../contract.ts'
import { entryBy, type Doing } from '../queries.ts'
import { keyOfChild, sealDetail } from '../secrets/queries.ts'

/** Health records of one child, running ones first. The child was found in the scope before. */
export const listHealth = (db: Db, childId: string) =>
  db
    .selectFrom('healthRecord')
    .where('childId', '=', childId)
    .select(['id', 'version', 'detailSealed', 'fromDay', 'toDay', 'sources'])
    .orderBy(sql`to_day desc nulls first`)
    .orderBy(sql`from_day desc nulls last`)
    .orderBy('id')
    .execute()

/** False when this id is there already (a form sent twice). */
export const insertHealth = async (
  { db, keys, actor, now }: Doing,
  health: { id: string; childId: string; from?: string | undefined; detail: HealthDetail },
) => {
  const key = await keyOfChild(db, keys, health.childId)
  const inserted = await db
    .insertInto('healthRecord')
    .values({
      id: health.id,
      childId: health.childId,
      detailSealed: sealDetail(keys, key, health.detail),
      fromDay: health.from ?? null,
      sources: JSON.stringify({ '*': entryBy({ actor, now }) }),
      recordedBy: actor.accountId,
      recordedAt: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const findHealth = (db: Db, childId: string, id: string) =>
  db
    .selectFrom('healthRecord')
    .where('id', '=', id)
    .where('childId', '=', childId)
    .select(['id', 'version', 'fromDay', 'toDay'])
    .executeTakeFirst()

export const endHealth = (db: Db, id: string, ending: { to: string; version: number }) =>
  db
    .updateTable('healthRecord')
    .set({ toDay: ending.to, version: ending.version + 1 })
    .where('id', '=', id)
    .execute()
