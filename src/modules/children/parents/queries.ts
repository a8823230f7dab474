import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import type { HealthDetail, ParentStateKind, Proof } from '../contract.ts'
import { entryBy, type Doing } from '../queries.ts'
import { keyOfPerson, proofColumns, sealDetail } from '../secrets/queries.ts'

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

/** False when this id is there already (a form sent twice). */
export const insertState = async (
  { db, keys, actor, now }: Doing,
  state: {
    id: string
    personId: string
    kind: ParentStateKind
    from?: string | undefined
    to?: string | undefined
    acceptedOn?: string | undefined
    proof?: Proof | undefined
    detail?: HealthDetail | undefined
  },
) => {
  const key = await keyOfPerson(db, keys, state.personId)
  const inserted = await db
    .insertInto('parentState')
    .values({
      id: state.id,
      personId: state.personId,
      kind: state.kind,
      fromDay: state.from ?? null,
      toDay: state.to ?? null,
      acceptedDay: state.acceptedOn ?? null,
      ...proofColumns(keys, key, state.proof),
      detailSealed: state.detail ? sealDetail(keys, key, state.detail) : null,
      sources: JSON.stringify({ '*': entryBy({ actor, now }) }),
      recordedBy: actor.accountId,
      recordedAt: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const findState = (db: Db, personId: string, id: string) =>
  db
    .selectFrom('parentState')
    .where('id', '=', id)
    .where('personId', '=', personId)
    .select(['id', 'version', 'kind', 'fromDay', 'toDay'])
    .executeTakeFirst()

export const endState = (db: Db, id: string, ending: { to: string; version: number }) =>
  db
    .updateTable('parentState')
    .set({ toDay: ending.to, version: ending.version + 1 })
    .where('id', '=', id)
    .execute()
