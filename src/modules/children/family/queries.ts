import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { visibleChildren } from '../queries.ts'

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
