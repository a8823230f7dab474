import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { CategoryKind, Proof } from '../contract.ts'
import { entryBy, isCategoryOpenTo, type Doing } from '../queries.ts'
import { keyOfChild, proofColumns } from '../secrets/queries.ts'

/** Categories of one child, running ones first. The child was found in the scope before. */
export const listCategories = (db: Db, scope: Scope, childId: string) =>
  db
    .selectFrom('childCategory as category')
    .where('category.childId', '=', childId)
    .where(() => isCategoryOpenTo(scope))
    .select(({ eb }) => [
      'category.id',
      'version',
      'kind',
      'detail',
      'fromDay',
      'toDay',
      'endReason',
      'proofKind',
      'proofIssuer',
      'proofDay',
      'sources',
      eb('proofNoSealed', 'is not', null).as('hasProofNo'),
    ])
    .orderBy(sql`to_day desc nulls first`)
    .orderBy('fromDay', 'desc')
    .orderBy('category.id')
    .execute()

/** False when this id is there already (a form sent twice). */
export const insertCategory = async (
  { db, keys, actor, now }: Doing,
  category: {
    id: string
    childId: string
    kind: CategoryKind
    detail?: string | undefined
    from: string
    proof?: Proof | undefined
  },
) => {
  const { from, proof, ...plain } = category
  const inserted = await db
    .insertInto('childCategory')
    .values({
      ...plain,
      fromDay: from,
      ...proofColumns(keys, await keyOfChild(db, keys, category.childId), proof),
      sources: JSON.stringify({ '*': entryBy({ actor, now }) }),
      recordedBy: actor.accountId,
      recordedAt: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const findCategory = (db: Db, scope: Scope, childId: string, id: string) =>
  db
    .selectFrom('childCategory as category')
    .where('category.id', '=', id)
    .where('category.childId', '=', childId)
    .where(() => isCategoryOpenTo(scope))
    .select(['category.id', 'version', 'kind', 'fromDay', 'toDay', 'endReason'])
    .executeTakeFirst()

export const endCategory = (db: Db, id: string, ending: { to: string; reason: string; version: number }) =>
  db
    .updateTable('childCategory')
    .set({ toDay: ending.to, endReason: ending.reason, version: ending.version + 1 })
    .where('id', '=', id)
    .execute()
