import { sql } from 'kysely'
import type { z } from 'zod'
import { wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { Liaison, Unit, UnitFilter } from './contract.ts'

const UNIT = [
  'unit.id',
  'unit.code',
  'unit.name',
  'unit.shortName',
  'unit.kind',
  'unit.divisionCode',
  'division.name as divisionName',
  'unit.joinedOn',
  'unit.leftOn',
  'unit.version',
] as const

const units = (db: Db) => db.selectFrom('unit').leftJoin('division', 'division.code', 'unit.divisionCode')

const currentLiaisons = (db: Db) =>
  db
    .selectFrom('liaisonOfficer')
    .where('toDay', 'is', null)
    .select(({ fn }) => [
      'unitId',
      fn.countAll<number>().as('liaisons'),
      sql<string | null>`max(name) filter (where is_head)`.as('headName'),
    ])
    .groupBy('unitId')
    .as('present')

export const listUnits = async (db: Db, filter: z.output<typeof UnitFilter>) => {
  const { words, kind, isWithoutLiaison, page, pageSize } = filter
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const chosen = units(db)
    .leftJoin(currentLiaisons(db), 'present.unitId', 'unit.id')
    .where('unit.leftOn', 'is', null)
    .$if(!!words, (query) =>
      query.where(({ eb, or }) =>
        or([eb('unit.name', 'like', pattern), eb('unit.shortName', 'like', pattern)]),
      ),
    )
    .$if(kind !== undefined, (query) => query.where('unit.kind', '=', kind!))
    .$if(isWithoutLiaison === true, (query) => query.where('present.unitId', 'is', null))
  const rows = await chosen
    .select(UNIT)
    .select(['present.liaisons', 'present.headName'])
    .orderBy('unit.kind')
    .orderBy('unit.joinedOn')
    .orderBy('unit.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await chosen
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items: rows.map((row) => ({ ...row, liaisons: row.liaisons ?? 0 })), total }
}

export const findUnit = (db: Db, id: string): Promise<Unit | undefined> =>
  units(db).where('unit.id', '=', id).select(UNIT).executeTakeFirst()

const LIAISON = [
  'liaisonOfficer.id',
  'liaisonOfficer.name',
  'title',
  'isHead',
  'accountId',
  sql<boolean>`phone_sealed is not null`.as('hasPhone'),
  'fromDay',
  'toDay',
  'liaisonOfficer.version',
] as const

export const liaisonsOf = (db: Db, unitId: string): Promise<Liaison[]> =>
  db
    .selectFrom('liaisonOfficer')
    .where('unitId', '=', unitId)
    .select(LIAISON)
    .orderBy(sql`to_day is null`, 'desc')
    .orderBy('isHead', 'desc')
    .orderBy('fromDay', 'desc')
    .orderBy('id')
    .execute()

/** Whom the caller may name or replace: the centre everyone, an officer those of the own unit. */
const isOfMine = (scope: Scope, unitId: ReturnType<typeof sql.ref<string>>) =>
  wall(scope, scope.unitId === null ? sql<boolean>`true` : sql<boolean>`${unitId} = ${scope.unitId}`)

export const findUnitToStaff = (db: Db, scope: Scope, id: string) =>
  db
    .selectFrom('unit')
    .where('id', '=', id)
    .where(isOfMine(scope, sql.ref<string>('unit.id')))
    .select(['id', 'name', 'divisionCode', 'joinedOn', 'leftOn'])
    .executeTakeFirst()

export const findLiaisonToReplace = (db: Db, scope: Scope, id: string) =>
  db
    .selectFrom('liaisonOfficer')
    .where('id', '=', id)
    .where(isOfMine(scope, sql.ref<string>('unit_id')))
    .select(LIAISON)
    .select('unitId')
    .executeTakeFirst()

export const findLiaison = (db: Db, id: string) =>
  db.selectFrom('liaisonOfficer').where('id', '=', id).select(LIAISON).executeTakeFirst()

export const findSealedPhone = (db: Db, id: string) =>
  db
    .selectFrom('liaisonOfficer')
    .where('id', '=', id)
    .select(['id', 'phoneSealed', 'keySealed', 'unitId'])
    .executeTakeFirst()

export const accountsOf = (db: Db, unitId: string) =>
  db
    .selectFrom('account')
    .where('unitId', '=', unitId)
    .where('state', '=', 'active')
    .select(['id', 'displayName'])
    .orderBy('displayName')
    .orderBy('id')
    .execute()

export const insertUnit = (db: Db, unit: Omit<Unit, 'divisionName' | 'leftOn' | 'version'>) =>
  db.insertInto('unit').values(unit).execute()

/** False when somebody else changed it first. */
export const updateUnit = async (
  db: Db,
  id: string,
  version: number,
  change: Partial<Pick<Unit, 'name' | 'shortName' | 'divisionCode' | 'leftOn'>>,
) => {
  const { numUpdatedRows } = await db
    .updateTable('unit')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const insertLiaison = (
  db: Db,
  liaison: Omit<Liaison, 'hasPhone' | 'toDay' | 'version'> & {
    unitId: string
    phoneSealed: Buffer | null
    keySealed: Buffer | null
  },
) => db.insertInto('liaisonOfficer').values(liaison).execute()

/** False when somebody else changed it first. */
export const setLiaisonEnded = async (db: Db, id: string, version: number, toDay: string) => {
  const { numUpdatedRows } = await db
    .updateTable('liaisonOfficer')
    .set({ toDay, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
