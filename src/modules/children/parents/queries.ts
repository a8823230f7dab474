import { sql } from 'kysely'
import type { Db } from '#server/database.ts'

/** States of several people, running ones first. The people were found through a child in the scope before. */
export const listStates = (db: Db, personIds: string[]) =>
  db
    .selectFrom('parentState')
    .where(sql<boolean>`person_id = any (${personIds}::uuid[])`)
    .select(({ eb }) => [
      'id',
      'personId',
      'version',
      'kind',
      'fromDay',
      'toDay',
      'acceptedDay',
      'proofKind',
      'proofIssuer',
      'proofDay',
      'sources',
      eb('proofNoSealed', 'is not', null).as('hasProofNo'),
      eb('detailSealed', 'is not', null).as('hasDetail'),
    ])
    .orderBy(sql`to_day desc nulls first`)
    .orderBy(sql`from_day desc nulls last`)
    .orderBy('id')
    .execute()
