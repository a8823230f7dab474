import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { found } from '#kernel/problem.ts'
import type { FamilyRelation, Sex } from '../contract.ts'
import { entryBy, visibleChildren, type Doing } from '../queries.ts'
import { idNumberColumns, keyOfPerson, open, phoneColumns } from '../secrets/queries.ts'
import type { PersonCorrection } from './contract.ts'

/** Family of one child, those of today first. The child was found in the scope before. */
export const listMembers = (db: Db, childId: string) =>
  db
    .selectFrom('childPerson as link')
    .innerJoin('person', 'person.id', 'link.personId')
    .where('link.childId', '=', childId)
    .select(({ eb }) => [
      'link.id',
      'link.version',
      'relation',
      'isGuardian',
      'isHousehold',
      'fromDay',
      'toDay',
      'endReason',
      'link.sources',
      'person.id as personId',
      'person.version as personVersion',
      'person.name',
      'person.sex',
      'person.birthDay',
      'person.idNumberState',
      'person.whereabouts',
      'person.sources as personSources',
      eb('person.phoneSealed', 'is not', null).as('hasPhone'),
    ])
    .orderBy(sql`to_day desc nulls first`)
    .orderBy('relation')
    .orderBy('link.id')
    .execute()

/** Other children of the same people whom the caller may see. */
export const listOtherChildren = (db: Db, scope: Scope, childId: string, personIds: string[]) =>
  visibleChildren(db, scope)
    .innerJoin('childPerson as link', 'link.childId', 'child.id')
    .where(sql<boolean>`link.person_id = any (${personIds}::uuid[])`)
    .where('link.toDay', 'is', null)
    .where('child.id', '<>', childId)
    .select(['child.id', 'child.name', 'link.personId'])
    .orderBy('child.birthDay')
    .orderBy('child.id')
    .execute()

/** The person with this identity number, wherever the family lives: an id and nothing else (`find_persons`). */
export const findPersonId = async (db: Db, index: Buffer): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`select id from find_persons(${[index]}::bytea[])`.execute(db)
  return rows[0]?.id
}

type NewPerson = {
  id: string
  name: string
  sex: Sex
  birthDay?: string | undefined
  idNumber?: string | undefined
  phone?: string | undefined
  whereabouts?: string | undefined
}

export const insertPerson = async ({ db, keys, actor, now }: Doing, person: NewPerson) => {
  const { key, wrapped } = keys.newKey(person.id)
  const { idNumber, phone, ...plain } = person
  await db
    .insertInto('person')
    .values({
      ...plain,
      keySealed: wrapped,
      ...idNumberColumns(keys, key, idNumber),
      ...phoneColumns(keys, key, phone),
      sources: JSON.stringify({ '*': entryBy({ actor, now }) }),
      createdBy: actor.accountId,
      updatedAt: now,
      updatedBy: actor.accountId,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** False when this id is there already (a form sent twice). */
export const insertLink = async (
  { db, actor, now }: Doing,
  link: {
    id: string
    childId: string
    personId: string
    relation: FamilyRelation
    isGuardian: boolean
    isHousehold: boolean
    from?: string | undefined
  },
) => {
  const { from, ...plain } = link
  const inserted = await db
    .insertInto('childPerson')
    .values({ ...plain, fromDay: from ?? null, sources: JSON.stringify({ '*': entryBy({ actor, now }) }) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** A person of this child's family, locked; 404 when it is none. The child was found in the scope before. */
export const getPersonToWrite = async (db: Db, childId: string, personId: string) =>
  found(
    await db
      .selectFrom('person')
      .where('person.id', '=', personId)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('childPerson as link')
            .where('link.childId', '=', childId)
            .where('link.personId', '=', personId)
            .select('link.id'),
        ),
      )
      .selectAll('person')
      .forUpdate('person')
      .executeTakeFirst(),
    '家庭成员',
  )
export type PersonToWrite = Awaited<ReturnType<typeof getPersonToWrite>>

/** Children of a person whom the caller may see: a change to the person stands in the history of each. */
export const childIdsOf = async (db: Db, scope: Scope, personId: string) => {
  const rows = await visibleChildren(db, scope)
    .innerJoin('childPerson as link', 'link.childId', 'child.id')
    .where('link.personId', '=', personId)
    .select('child.id')
    .distinct()
    .orderBy('child.id')
    .execute()
  return rows.map(({ id }) => id)
}

export const openedPerson = async ({ db, keys }: Doing, row: PersonToWrite) => {
  const key = await keyOfPerson(db, keys, row.id)
  return {
    name: row.name,
    sex: row.sex,
    birthDay: row.birthDay,
    idNumber: open(keys, key, 'id-number', row.idNumberSealed),
    phone: open(keys, key, 'phone', row.phoneSealed),
    whereabouts: row.whereabouts,
  }
}

export const writePerson = async (
  { db, keys, actor, now }: Doing,
  row: PersonToWrite,
  changes: Omit<PersonCorrection, 'id' | 'personId' | 'version' | 'reason'>,
) => {
  const key = await keyOfPerson(db, keys, row.id)
  const { idNumber, phone, ...plain } = changes
  const source = entryBy({ actor, now })
  await db
    .updateTable('person')
    .set({
      ...plain,
      ...(idNumber !== undefined && idNumberColumns(keys, key, idNumber)),
      ...(phone !== undefined && phoneColumns(keys, key, phone)),
      sources: JSON.stringify({
        ...(row.sources as object),
        ...Object.fromEntries(Object.keys(changes).map((field) => [field, source])),
      }),
      updatedAt: now,
      updatedBy: actor.accountId,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute()
  return { id: row.id, version: row.version + 1 }
}

export const getLink = async (db: Db, childId: string, linkId: string) =>
  found(
    await db
      .selectFrom('childPerson')
      .where('id', '=', linkId)
      .where('childId', '=', childId)
      .selectAll()
      .executeTakeFirst(),
    '家庭成员',
  )

export const writeLink = async (
  db: Db,
  link: { id: string; version: number },
  changes: Partial<{
    relation: FamilyRelation
    isGuardian: boolean
    isHousehold: boolean
    toDay: string
    endReason: string
  }>,
) => {
  await db
    .updateTable('childPerson')
    .set({ ...changes, version: link.version + 1 })
    .where('id', '=', link.id)
    .execute()
  return { id: link.id, version: link.version + 1 }
}

/** A person of this child's family, also a former one. The child was found in the scope before. */
export const findPersonOf = (db: Db, childId: string, personId: string) =>
  db
    .selectFrom('childPerson as link')
    .innerJoin('person', 'person.id', 'link.personId')
    .where('link.childId', '=', childId)
    .where('link.personId', '=', personId)
    .select(['person.id', 'person.name'])
    .executeTakeFirst()
