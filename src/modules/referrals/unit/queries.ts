import { sql, type SqlBool } from 'kysely'
import { maskAddress, maskIdNumber } from '#kernel/mask.ts'
import { maskPhone } from '#kernel/phone.ts'
import { wall, type Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { isGranted } from '#modules/cases/grants/queries.ts'
import { RELATION, SEX } from '#modules/children/labels.ts'
import { keyOfChild, keyOfPerson, open } from '#modules/children/secrets/queries.ts'
import type { GrantedField } from '../contract.ts'
import { SECRET_FIELDS } from '../rules.ts'

/** The child of a referral, as long as the grant on the child runs. */
const findGrantedChild = (db: Db, scope: Scope, childId: string, now: Date) =>
  db
    .selectFrom('child')
    .where('child.id', '=', childId)
    .where(wall(scope, sql<SqlBool>`${isGranted(scope, now, 'child', sql.ref<string>('child.id'))}`))
    .leftJoin('division', 'division.code', 'child.divisionCode')
    .leftJoin('division as town', 'town.code', 'division.parentCode')
    .select(['child.id', 'child.name', 'sex', 'birthDay', 'phoneSealed', 'idNumberSealed', 'idNumberState'])
    .select(['residenceAddressSealed', 'hukouAddressSealed', 'division.name as village', 'town.name as town'])
    .executeTakeFirst()
type GrantedChild = NonNullable<Awaited<ReturnType<typeof findGrantedChild>>>

const findSchool = async (db: Db, childId: string) => {
  const row = await db
    .selectFrom('schooling')
    .where('childId', '=', childId)
    .where('toDay', 'is', null)
    .select(['schoolName', 'grade', 'className'])
    .orderBy('fromDay', (by) => by.desc().nullsLast())
    .orderBy('id')
    .executeTakeFirst()
  return row ? [row.schoolName, row.grade, row.className].filter(Boolean).join(' ') : null
}

const listGuardians = (db: Db, childId: string) =>
  db
    .selectFrom('childPerson')
    .where('childId', '=', childId)
    .where('isGuardian', '=', true)
    .where('toDay', 'is', null)
    .innerJoin('person', 'person.id', 'childPerson.personId')
    .select(['person.id', 'person.name', 'relation', 'person.phoneSealed'])
    .orderBy('childPerson.id')
    .execute()

const joined = (values: string[], separator: string) => (values.length ? values.join(separator) : null)

const guardianPhones = async (db: Db, keys: CountyKeys, childId: string) => {
  const phones: { name: string; phone: string }[] = []
  for (const { id, name, phoneSealed } of await listGuardians(db, childId)) {
    const phone = phoneSealed && open(keys, await keyOfPerson(db, keys, id), 'phone', phoneSealed)
    if (phone) phones.push({ name, phone })
  }
  return phones
}

/** The plain value of one granted field; null when the register has none. */
const readField = async (
  db: Db,
  keys: CountyKeys,
  child: GrantedChild,
  field: GrantedField,
): Promise<string | null> => {
  if (field === 'name') return child.name
  if (field === 'sex') return SEX[child.sex]
  if (field === 'birthDay') return child.birthDay
  if (field === 'place')
    return joined(
      [child.town, child.village].flatMap((name) => name ?? []),
      ' ',
    )
  if (field === 'school') return findSchool(db, child.id)
  if (field === 'guardians') {
    const guardians = await listGuardians(db, child.id)
    return joined(
      guardians.map(({ relation, name }) => `${RELATION[relation]} ${name}`),
      '、',
    )
  }
  if (field === 'guardianPhone') {
    const phones = await guardianPhones(db, keys, child.id)
    return joined(
      phones.map(({ name, phone }) => `${name} ${phone}`),
      '、',
    )
  }
  const key = await keyOfChild(db, keys, child.id)
  if (field === 'phone') return open(keys, key, 'phone', child.phoneSealed)
  if (field === 'idNumber') return open(keys, key, 'id-number', child.idNumberSealed)
  return (
    open(keys, key, 'residence-address', child.residenceAddressSealed) ??
    open(keys, key, 'hukou-address', child.hukouAddressSealed)
  )
}

const mask = (field: GrantedField, value: string, child: GrantedChild) => {
  if (field === 'idNumber') return maskIdNumber(child.idNumberState === 'valid' ? 'unverified' : 'missing')
  if (field === 'address') return maskAddress(value)
  return value.replace(/\d{7,}/g, maskPhone)
}

/** The granted fields, the secret ones masked; undefined when the grant on the child has ended. */
export const readGranted = async (
  { db, scope, keys, now }: { db: Db; scope: Scope; keys: CountyKeys; now: Date },
  childId: string,
  fields: GrantedField[],
) => {
  const child = await findGrantedChild(db, scope, childId, now)
  if (!child) return undefined
  const facts: { field: GrantedField; value: string | null; isSecret: boolean }[] = []
  for (const field of fields) {
    const value = await readField(db, keys, child, field)
    const isSecret = SECRET_FIELDS.includes(field)
    facts.push({ field, value: value && isSecret ? mask(field, value, child) : value, isSecret })
  }
  return facts
}

/** One secret field in full; undefined when the grant on the child has ended. */
export const revealField = async (
  { db, scope, keys, now }: { db: Db; scope: Scope; keys: CountyKeys; now: Date },
  childId: string,
  field: GrantedField,
) => {
  const child = await findGrantedChild(db, scope, childId, now)
  return child && { value: await readField(db, keys, child, field) }
}
