import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { isCategoryOpenTo } from '../queries.ts'

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
