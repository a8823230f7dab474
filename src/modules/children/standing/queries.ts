import type { ChildState } from '../contract.ts'
import { entryBy, type ChildToWrite, type Doing } from '../queries.ts'

/** Writes where a child stands; the row is locked by the caller. */
export const writeStanding = async (
  { db, actor, now }: Pick<Doing, 'db' | 'actor' | 'now'>,
  row: ChildToWrite,
  standing: { state: ChildState; stateReason: string | null; stateDay: string },
) => {
  await db
    .updateTable('child')
    .set({
      ...standing,
      sources: JSON.stringify({ ...(row.sources as object), state: entryBy({ actor, now }) }),
      updatedAt: now,
      updatedBy: actor.accountId || null,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute()
  return { id: row.id, version: row.version + 1 }
}
