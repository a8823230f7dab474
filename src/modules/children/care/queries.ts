import { sql } from 'kysely'
import { today } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import type { FamilyRelation } from '../contract.ts'
import { entryBy, type Doing } from '../queries.ts'
import type { Declared } from './contract.ts'

/** Delegated care of one child, the latest first. The child was found in the scope before. */
export const listCare = (db: Db, childId: string) =>
  db
    .selectFrom('delegatedCare as care')
    .innerJoin('person as carer', 'carer.id', 'care.carerId')
    .where('care.childId', '=', childId)
    .select([
      'care.id',
      'care.version',
      'carerId',
      'carer.name as carerName',
      'relation',
      'reason',
      'fromDay',
      'toDay',
      'endReason',
      'agreementNo',
      'villageToldOn',
      'schoolToldOn',
      'declared',
      'declaredOn',
      'isChildHeard',
      'care.sources',
    ])
    .orderBy(sql`to_day desc nulls first`)
    .orderBy('fromDay', 'desc')
    .orderBy('care.id')
    .execute()

/** How the person stands to the child today, or undefined. */
export const findRelation = async (db: Db, childId: string, personId: string) => {
  const row = await db
    .selectFrom('childPerson')
    .where('childId', '=', childId)
    .where('personId', '=', personId)
    .where('toDay', 'is', null)
    .select('relation')
    .orderBy('id')
    .executeTakeFirst()
  return row?.relation
}

/** False when this id is there already (a form sent twice). */
export const insertCare = async (
  { db, actor, now }: Doing,
  care: {
    id: string
    childId: string
    carerId: string
    relation: FamilyRelation
    reason: string
    fromDay: string
    agreementNo: string | null
    villageToldOn: string | null
    schoolToldOn: string | null
    declared: Declared[]
    isChildHeard: boolean
  },
) => {
  const inserted = await db
    .insertInto('delegatedCare')
    .values({
      ...care,
      declaredOn: care.declared.length ? today(now) : null,
      sources: JSON.stringify({ '*': entryBy({ actor, now }) }),
      recordedBy: actor.accountId,
      recordedAt: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const findCare = (db: Db, childId: string, id: string) =>
  db
    .selectFrom('delegatedCare')
    .where('id', '=', id)
    .where('childId', '=', childId)
    .selectAll()
    .executeTakeFirst()

export const writeCare = async (
  db: Db,
  care: { id: string; version: number },
  changes: Partial<{
    agreementNo: string
    villageToldOn: string
    schoolToldOn: string
    declared: string[]
    declaredOn: string
    isChildHeard: boolean
    toDay: string
    endReason: string
  }>,
) => {
  await db
    .updateTable('delegatedCare')
    .set({ ...changes, version: care.version + 1 })
    .where('id', '=', care.id)
    .execute()
  return { id: care.id, version: care.version + 1 }
}
