import { sql } from 'kysely'
import { found, invalid } from '#kernel/problem.ts'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import { findChild } from '#modules/children/queries.ts'
import { childName, isCaseSeen, isCaseWorkedBy, type CaseFound } from '../queries.ts'
import type { RelationKind, RelationSource, Whom } from './contract.ts'

/** A grown-up's name out of the register goes with the name of the case's child: both are sealed or neither is. */
const personName = (scope: Scope, now: Date) =>
  sql<string | null>`case when ${childNameOfCase(scope, now)} is not null then person.name end`

const childNameOfCase = (scope: Scope, now: Date) =>
  sql`(select ${childName(scope, now)} from child join case_file k on k.child_id = child.id where k.id = case_person.case_id)`

/** The people of a case that the caller has found. */
export const listPeople = (db: Db, scope: Scope, caseId: string, now: Date) =>
  db
    .selectFrom('casePerson')
    .where('casePerson.caseId', '=', caseId)
    .leftJoin('child', 'child.id', 'casePerson.childId')
    .leftJoin('person', 'person.id', 'casePerson.personId')
    .leftJoin('unit', 'unit.id', 'casePerson.unitId')
    .leftJoin('division', 'division.code', 'casePerson.divisionCode')
    .select(['casePerson.id', 'casePerson.childId', 'casePerson.personId', 'casePerson.nameSealed'])
    .select(['casePerson.unitId', 'casePerson.divisionCode'])
    .select(sql<'male' | 'female' | 'unknown'>`coalesce(child.sex, person.sex, case_person.sex)`.as('sex'))
    .select(['unit.shortName as unitName', 'division.name as divisionName'])
    .select([childName(scope, now).as('childName'), personName(scope, now).as('personName')])
    .orderBy('casePerson.addedAt')
    .orderBy('casePerson.id')
    .execute()

type Named = { childName: string | null; personName: string | null; nameSealed: Buffer | null }

export const nameOf = ({ keys }: Pick<Context, 'keys'>, kase: CaseFound, person: Named): string | null =>
  person.nameSealed
    ? keys.open(keys.unwrap(kase.keySealed, kase.id), 'person-name', person.nameSealed)
    : (person.childName ?? person.personName)

export const listRelations = (db: Db, caseId: string) =>
  db
    .selectFrom('caseRelation')
    .where('caseRelation.caseId', '=', caseId)
    .innerJoin('account as recorder', 'recorder.id', 'caseRelation.recordedBy')
    .leftJoin('account as ender', 'ender.id', 'caseRelation.endedBy')
    .selectAll('caseRelation')
    .select(['recorder.displayName as recorderName', 'ender.displayName as enderName'])
    .orderBy(sql`case_relation.to_day is not null`)
    .orderBy('caseRelation.recordedAt')
    .orderBy('caseRelation.id')
    .execute()

/** Family of the case's child in the register: grown-ups linked to it today, and their other children. */
export const listFamily = async (db: Db, scope: Scope, kase: CaseFound, now: Date) => {
  if (kase.childName === null) return []
  const persons = await db
    .selectFrom('childPerson as link')
    .innerJoin('person', 'person.id', 'link.personId')
    .where('link.childId', '=', kase.childId)
    .where('link.toDay', 'is', null)
    .select(['person.id', 'person.name', 'link.relation'])
    .distinct()
    .orderBy('person.id')
    .execute()
  const siblings = await db
    .selectFrom('childPerson as link')
    .innerJoin('childPerson as theirs', 'theirs.personId', 'link.personId')
    .innerJoin('child', 'child.id', 'theirs.childId')
    .where('link.childId', '=', kase.childId)
    .where('child.id', '<>', kase.childId)
    .select(['child.id', childName(scope, now).as('name')])
    .distinct()
    .orderBy('child.id')
    .execute()
  return [
    ...persons.map(({ id, name, relation }) => ({ as: 'person' as const, id, name, is: relation })),
    ...siblings.flatMap(({ id, name }) =>
      name ? [{ as: 'child' as const, id, name, is: 'sibling' as const }] : [],
    ),
  ]
}

const notOfTheFamily = () => {
  const message = '请从这个孩子档案里的家庭成员中选择，或在本案记名'
  return invalid(message, [{ field: 'who', message }])
}

const findPerson = (
  db: Db,
  caseId: string,
  by: { id: string } | { childId: string } | { personId: string },
) =>
  db
    .selectFrom('casePerson')
    .where('caseId', '=', caseId)
    .where((eb) => eb.and(by))
    .select('id')
    .executeTakeFirst()

/** The person of a case whom an input means, written down when the case does not name them yet. */
export const bringPerson = async (context: Context, kase: CaseFound, whom: Whom): Promise<string> => {
  const { db, scope, keys, actor, now } = context
  const id = uuidv7(now.getTime())
  const by = { caseId: kase.id, addedBy: actor.accountId, addedAt: now }
  if (whom.as === 'known') return found(await findPerson(db, kase.id, { id: whom.id }), '这个人').id
  if (whom.as === 'named') {
    const nameSealed = keys.seal(keys.unwrap(kase.keySealed, kase.id), 'person-name', whom.name)
    const { sex, unitId, divisionCode } = whom
    await db
      .insertInto('casePerson')
      .values({
        ...by,
        id: whom.id,
        nameSealed,
        sex,
        unitId: unitId ?? null,
        divisionCode: divisionCode ?? null,
      })
      .execute()
    return whom.id
  }
  const register = whom.as === 'child' ? { childId: whom.id } : { personId: whom.id }
  const known = await findPerson(db, kase.id, register)
  if (known) return known.id
  const family = await listFamily(db, scope, kase, now)
  const isFamily = family.some((each) => each.as === whom.as && each.id === whom.id)
  const isOtherChild = whom.as === 'child' && whom.id !== kase.childId && !isFamily
  if (isOtherChild) found(await findChild(db, scope, whom.id), '儿童')
  if (whom.as === 'person' && !isFamily) throw notOfTheFamily()
  await db
    .insertInto('casePerson')
    .values({ ...by, id, ...register })
    .execute()
  return id
}

type NewRelation = {
  relationId: string
  whoId: string
  whomId: string
  kind: RelationKind
  source: RelationSource
  fromDay?: string | undefined
}

export const insertRelation = async (
  { db, actor, now }: Context,
  kase: CaseFound,
  { relationId, whoId, whomId, kind, source, fromDay }: NewRelation,
) => {
  await db
    .insertInto('caseRelation')
    .values({
      id: relationId,
      caseId: kase.id,
      whoId,
      whomId,
      kind,
      source,
      fromDay: fromDay ?? null,
      recordedBy: actor.accountId,
      recordedAt: now,
    })
    .execute()
}

/** A relation of a case on which the caller may work. */
export const findRelation = (db: Db, scope: Scope, id: string, now: Date) =>
  db
    .selectFrom('caseRelation')
    .innerJoin('caseFile', 'caseFile.id', 'caseRelation.caseId')
    .where('caseRelation.id', '=', id)
    .where(isCaseSeen(scope, now))
    .where(isCaseWorkedBy(scope))
    .select(['caseRelation.id', 'caseRelation.caseId', 'fromDay', 'endedAt'])
    .select(['caseFile.keySealed', 'caseFile.divisionCode'])
    .executeTakeFirst()

/** False when somebody ended it first. */
export const setEnded = async (
  db: Db,
  id: string,
  ended: { toDay: string; endedBy: string; endedAt: Date; endReasonSealed: Buffer },
) => {
  const { numUpdatedRows } = await db
    .updateTable('caseRelation')
    .set(ended)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
