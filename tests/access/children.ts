import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { bulkRegister } from '#modules/children/bulk/queries.ts'
import type { NewChildRecord, NewMemberRecord } from '#modules/children/bulk/contract.ts'
import type { Source } from '#modules/children/contract.ts'
import {
  BIRTH_DAY,
  idNumberOf,
  mark,
  MOTHER,
  MOTHERS_BIRTH_DAY,
  nameOf,
  phoneOf,
  PLACE,
  RUNNING,
  type Relation,
} from './marks.ts'

/** The children of a set: one with a whole file, the others each with a case of their own (a child has one running case). */
export const CHILDREN = [
  'main',
  'opened',
  'assessed',
  'planned',
  'running',
  'ended',
  'requested',
  'closed',
] as const
export type ChildKey = (typeof CHILDREN)[number]

const source: Source = { kind: 'roster', department: '民政局', day: '2026-01-05' }
const hukouOf = (relation: Relation) => (relation === 'hukou' ? PLACE.own : PLACE[relation])

/** A mother of whom two sets know: whoever opens the one child learns of the other only what they may see. */
const SHARED: NewMemberRecord = {
  person: { name: '两家之父', sex: 'male', idNumber: '449821198001010018' },
  relation: 'father',
}

const motherOf = (relation: Relation): NewMemberRecord => ({
  person: {
    name: `母${mark(relation, 'file')}`,
    sex: 'female',
    birthDay: MOTHERS_BIRTH_DAY,
    idNumber: idNumberOf(relation, MOTHER, MOTHERS_BIRTH_DAY),
    phone: phoneOf(relation, MOTHER),
    states: [
      {
        kind: 'severe-illness',
        from: '2024-01-01',
        proof: { kind: '诊断证明', number: `证${mark(relation, 'secret')}` },
        detail: { kind: 'severe-illness', illness: mark(relation, 'health') },
      },
    ],
  },
  relation: 'mother',
  isGuardian: true,
  isHousehold: true,
  from: '2015-06-10',
})

const grandmother: NewMemberRecord = {
  person: { name: '祖母', sex: 'female' },
  relation: 'paternal-grandmother',
}

const wholeFile = (relation: Relation, id: string): NewChildRecord => ({
  ...plainFile(relation, id, 0),
  idNumber: idNumberOf(relation, 0),
  phone: phoneOf(relation, 0),
  hukouAddress: `某路 1 号${mark(relation, 'secret')}`,
  residence: 'in-county',
  residencePlace: mark(relation, 'file'),
  residenceAddress: `某路 2 号${mark(relation, 'secret')}`,
  family: [motherOf(relation), grandmother, ...(relation === 'own' || relation === 'town' ? [SHARED] : [])],
  categories: [
    {
      kind: 'orphan',
      detail: mark(relation, 'file'),
      from: '2024-01-01',
      proof: { kind: '儿童福利证', number: `证${mark(relation, 'secret')}` },
    },
    { kind: 'hiv-affected', detail: mark(relation, 'hiv'), from: '2024-01-01' },
  ],
  schooling: { status: 'enrolled', schoolName: `小学${mark(relation, 'file')}`, from: '2022-09-01' },
  health: [
    { detail: { kind: 'chronic-illness', illness: mark(relation, 'health') }, from: '2024-01-01' },
    { detail: { kind: 'other', note: mark(relation, 'health') }, from: '2024-02-01' },
  ],
  care: { carer: 0, reason: `外出务工${mark(relation, 'file')}`, from: '2025-01-01' },
})

const plainFile = (relation: Relation, id: string, child: number): NewChildRecord => ({
  id,
  name: nameOf(relation, child),
  sex: 'female',
  birthDay: BIRTH_DAY,
  divisionCode: PLACE[relation],
  hukouDivisionCode: hukouOf(relation),
  ...(child === RUNNING && { phone: phoneOf(relation, child) }),
  source,
  family: [],
  categories: [],
  health: [],
})

const noteChange = (db: Db, keys: CountyKeys, relation: Relation, childId: string, wrapped: Buffer) => {
  const sealed = keys.seal(
    keys.unwrap(wrapped, childId),
    'change-after',
    JSON.stringify({ ethnicity: mark(relation, 'file'), residenceAddress: mark(relation, 'secret') }),
  )
  return db
    .insertInto('childChange')
    .values({
      id: uuidv7(),
      childId,
      recordKind: 'child',
      recordId: childId,
      fields: ['ethnicity', 'residenceAddress'],
      afterSealed: sealed,
    })
    .execute()
}

const sealChildren = async (db: Db, ids: string[]) => {
  await db.updateTable('child').set({ label: 'sealed' }).where('id', 'in', ids).execute()
  await db.updateTable('childSearch').set({ label: 'sealed' }).where('childId', 'in', ids).execute()
}

/** Ids of what makes up the whole file. */
const partsOf = async (db: Db, childId: string) => {
  const idIn = async (table: 'childPerson' | 'delegatedCare' | 'schooling' | 'healthRecord') =>
    (
      await db
        .selectFrom(table)
        .where('childId', '=', childId)
        .select('id')
        .orderBy('id')
        .executeTakeFirstOrThrow()
    ).id
  const linkOf = (relation: 'mother' | 'paternal-grandmother') =>
    db
      .selectFrom('childPerson')
      .where('childId', '=', childId)
      .where('relation', '=', relation)
      .select(['id', 'personId'])
      .executeTakeFirstOrThrow()
  const link = await linkOf('mother')
  const category = await db
    .selectFrom('childCategory')
    .where('childId', '=', childId)
    .where('kind', '=', 'orphan')
    .select('id')
    .executeTakeFirstOrThrow()
  const state = await db
    .selectFrom('parentState')
    .where('personId', '=', link.personId)
    .select('id')
    .executeTakeFirstOrThrow()
  return {
    linkId: link.id,
    personId: link.personId,
    grandmotherId: (await linkOf('paternal-grandmother')).personId,
    categoryId: category.id,
    stateId: state.id,
    careId: await idIn('delegatedCare'),
    schoolingId: await idIn('schooling'),
    healthId: await idIn('healthRecord'),
  }
}

/** Registers the children of a set as the installer. */
export const addChildren = async (db: Db, keys: CountyKeys, relation: Relation) => {
  // The literal list gives the keys; fromEntries only says string.
  const ids = Object.fromEntries(CHILDREN.map((key) => [key, uuidv7()])) as Record<ChildKey, string>
  const records = CHILDREN.map((key, number) =>
    number ? plainFile(relation, ids[key], number) : wholeFile(relation, ids[key]),
  )
  await bulkRegister(db, keys, records)
  const { keySealed } = await db
    .selectFrom('child')
    .where('id', '=', ids.main)
    .select('keySealed')
    .executeTakeFirstOrThrow()
  if (keySealed) await noteChange(db, keys, relation, ids.main, keySealed)
  await db
    .insertInto('timelineEntry')
    .values({
      id: uuidv7(),
      childId: ids.main,
      at: new Date(),
      kind: 'registered',
      title: mark(relation, 'file'),
    })
    .execute()
  if (relation === 'sealed' || relation === 'named') await sealChildren(db, Object.values(ids))
  return { children: ids, ...(await partsOf(db, ids.main)) }
}
