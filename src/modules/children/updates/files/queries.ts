import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type {
  CategoryKind,
  FamilyRelation,
  HealthDetail,
  IdNumberState,
  ResidenceKind,
  SchoolingStatus,
  Sex,
  Sources,
} from '../../contract.ts'
import { visibleChildren } from '../../queries.ts'
import { open, openDetail, type SealedAs } from '../../secrets/queries.ts'

/** A number that is on file: equality needs no key, reading it does. */
export type SealedNumber = { index: Buffer | null; open: () => string | null }

/** What is on file of one child, for comparing it with what somebody else says. Secrets are opened only when asked for. */
export type FileNow = {
  id: string
  version: number
  name: string
  sex: Sex
  ethnicity: string | null
  birthDay: string
  idNumberState: IdNumberState
  idNumber: SealedNumber
  phone: SealedNumber
  divisionCode: string
  hukouDivisionCode: string | null
  hukouAddress: () => string | null
  residence: ResidenceKind
  residencePlace: string | null
  residenceAddress: () => string | null
  sources: Sources
  /** The key under which secrets of this file are sealed, if there is one. */
  key: KeyOf
  family: MemberNow[]
  categories: CategoryNow[]
  schooling: SchoolingNow | undefined
  health: HealthNow[]
}

/** A running relation and the adult behind it. */
export type MemberNow = {
  linkId: string
  linkVersion: number
  relation: FamilyRelation
  isGuardian: boolean
  linkSources: Sources
  personId: string
  personVersion: number
  name: string
  sex: Sex
  birthDay: string | null
  idNumber: SealedNumber
  phone: SealedNumber
  whereabouts: string | null
  sources: Sources
  key: KeyOf
}

export type CategoryNow = {
  id: string
  version: number
  kind: CategoryKind
  detail: string | null
  fromDay: string
  sources: Sources
}

export type SchoolingNow = {
  id: string
  version: number
  status: SchoolingStatus
  schoolName: string | null
  grade: string | null
  className: string | null
  isBoarding: boolean | null
  fromDay: string | null
  sources: Sources
}

export type HealthNow = { id: string; detail: HealthDetail; sources: Sources }

/** Which parts of the files are wanted besides the child's own data; what is not wanted comes empty. */
export type WantedParts = { family?: boolean; categories?: boolean; schooling?: boolean; health?: boolean }

type Keyed = { id: string; keySealed: Buffer | null }

/** The key is unwrapped once, and only when something must be opened; undefined where it was destroyed. */
export const keyOf = (keys: CountyKeys, { id, keySealed }: Keyed) => {
  let known: Buffer | undefined
  return () => (keySealed ? (known ??= keys.unwrap(keySealed, id)) : undefined)
}
type KeyOf = ReturnType<typeof keyOf>

/** Without its key a value is gone (shredded). */
const reading = (keys: CountyKeys, keyOfRow: KeyOf) => (field: SealedAs, sealed: Buffer | null) => () => {
  const key = sealed && keyOfRow()
  return key ? open(keys, key, field, sealed) : null
}

// Columns `sources` are written by this module only.
const sourcesIn = (column: unknown) => column as Sources

const readFiles = async (db: Db, scope: Scope, ids: readonly string[], isLocked: boolean) => {
  const query = visibleChildren(db, scope)
    .where(sql<boolean>`child.id = any (${ids}::uuid[])`)
    .selectAll('child')
  return isLocked ? query.forUpdate('child').execute() : query.execute()
}

const readFamilies = async (db: Db, keys: CountyKeys, ids: readonly string[]) => {
  const rows = await db
    .selectFrom('childPerson as link')
    .innerJoin('person', 'person.id', 'link.personId')
    .where(sql<boolean>`link.child_id = any (${ids}::uuid[])`)
    .where('link.toDay', 'is', null)
    .select([
      'link.id as linkId',
      'link.childId',
      'link.version as linkVersion',
      'relation',
      'isGuardian',
      'link.sources as linkSources',
      'person.id as personId',
      'person.version as personVersion',
      'person.name',
      'person.sex',
      'person.birthDay',
      'person.idNumberIndex',
      'person.idNumberSealed',
      'person.phoneIndex',
      'person.phoneSealed',
      'person.keySealed',
      'whereabouts',
      'person.sources',
    ])
    .orderBy('link.id')
    .execute()
  const members = rows.map((row): MemberNow & { childId: string } => {
    const { idNumberIndex, idNumberSealed, phoneIndex, phoneSealed, keySealed, ...plain } = row
    const key = keyOf(keys, { id: row.personId, keySealed })
    const read = reading(keys, key)
    return {
      ...plain,
      key,
      linkSources: sourcesIn(row.linkSources),
      sources: sourcesIn(row.sources),
      idNumber: { index: idNumberIndex, open: read('id-number', idNumberSealed) },
      phone: { index: phoneIndex, open: read('phone', phoneSealed) },
    }
  })
  return Map.groupBy(members, ({ childId }) => childId)
}

const readCategories = async (db: Db, ids: readonly string[]) => {
  const rows = await db
    .selectFrom('childCategory')
    .where(sql<boolean>`child_id = any (${ids}::uuid[])`)
    .where('toDay', 'is', null)
    .select(['id', 'childId', 'version', 'kind', 'detail', 'fromDay', 'sources'])
    .execute()
  return Map.groupBy(
    rows.map((row) => ({ ...row, sources: sourcesIn(row.sources) })),
    ({ childId }) => childId,
  )
}

const readSchooling = async (db: Db, ids: readonly string[]) => {
  const rows = await db
    .selectFrom('schooling')
    .where(sql<boolean>`child_id = any (${ids}::uuid[])`)
    .where('toDay', 'is', null)
    .select([
      'id',
      'childId',
      'version',
      'status',
      'schoolName',
      'grade',
      'className',
      'isBoarding',
      'fromDay',
      'sources',
    ])
    .orderBy(sql`from_day nulls first`)
    .execute()
  return new Map(rows.map((row) => [row.childId, { ...row, sources: sourcesIn(row.sources) }]))
}

const readHealth = async (db: Db, ids: readonly string[]) => {
  const rows = await db
    .selectFrom('healthRecord')
    .where(sql<boolean>`child_id = any (${ids}::uuid[])`)
    .where('toDay', 'is', null)
    .select(['id', 'childId', 'detailSealed', 'sources'])
    .execute()
  return Map.groupBy(rows, ({ childId }) => childId)
}

/**
 * The files of these children as the caller may see them, by id; who is outside the scope is absent. `isLocked` keeps others from
 * writing to them until the end of the transaction.
 */
export const openFiles = async (
  { db, scope, keys }: { db: Db; scope: Scope; keys: CountyKeys },
  ids: readonly string[],
  wanted: WantedParts,
  isLocked = false,
): Promise<Map<string, FileNow>> => {
  if (!ids.length) return new Map()
  const rows = await readFiles(db, scope, ids, isLocked)
  const families = wanted.family ? await readFamilies(db, keys, ids) : undefined
  const categories = wanted.categories ? await readCategories(db, ids) : undefined
  const schooling = wanted.schooling ? await readSchooling(db, ids) : undefined
  const health = wanted.health ? await readHealth(db, ids) : undefined
  const files = new Map<string, FileNow>()
  for (const row of rows) {
    const key = keyOf(keys, row)
    const read = reading(keys, key)
    files.set(row.id, {
      id: row.id,
      version: row.version,
      name: row.name,
      sex: row.sex,
      ethnicity: row.ethnicity,
      birthDay: row.birthDay,
      idNumberState: row.idNumberState,
      idNumber: { index: row.idNumberIndex, open: read('id-number', row.idNumberSealed) },
      phone: { index: row.phoneIndex, open: read('phone', row.phoneSealed) },
      divisionCode: row.divisionCode,
      hukouDivisionCode: row.hukouDivisionCode,
      hukouAddress: read('hukou-address', row.hukouAddressSealed),
      residence: row.residence,
      residencePlace: row.residencePlace,
      residenceAddress: read('residence-address', row.residenceAddressSealed),
      sources: sourcesIn(row.sources),
      key,
      family: families?.get(row.id) ?? [],
      categories: categories?.get(row.id) ?? [],
      schooling: schooling?.get(row.id),
      health: (health?.get(row.id) ?? []).flatMap(({ id, detailSealed, sources }) => {
        const opened = key()
        return opened
          ? [{ id, detail: openDetail(keys, opened, detailSealed), sources: sourcesIn(sources) }]
          : []
      }),
    })
  }
  return files
}
