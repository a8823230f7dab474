import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import type { Division } from './contract.ts'

const divisions = (db: Db) =>
  db
    .selectFrom('division')
    .leftJoin('division as parent', 'parent.code', 'division.parentCode')
    .select(({ selectFrom }) => [
      'division.code',
      'division.name',
      'division.level',
      'division.kind',
      'division.parentCode',
      'parent.name as parentName',
      'division.validTo',
      selectFrom('divisionChange')
        .whereRef('fromCode', '=', 'division.code')
        .where('divisionChange.kind', '=', 'merge')
        .select('toCode')
        .orderBy('changedOn', 'desc')
        .orderBy('divisionChange.id', 'desc')
        .limit(1)
        .as('successorCode'),
    ])

export const listDivisions = (
  db: Db,
  { level, isEndedToo }: { level?: Division['level'] | undefined; isEndedToo: boolean },
) =>
  divisions(db)
    .$if(level !== undefined, (query) => query.where('division.level', '=', level!))
    .$if(!isEndedToo, (query) => query.where('division.validTo', 'is', null))
    .orderBy('division.code')
    .execute()

export const findDivision = (db: Db, code: string) =>
  divisions(db)
    .where('division.code', '=', code)
    .select(['division.aliases', 'division.source', 'division.validFrom', 'division.version'])
    .executeTakeFirst()

export const findCurrentDivision = async (db: Db, code: string) => {
  const division = await findDivision(db, code)
  return division?.validTo === null ? division : undefined
}

const changes = (db: Db, code: string | undefined) =>
  db
    .selectFrom('divisionChange')
    .leftJoin('account', 'account.id', 'divisionChange.recordedBy')
    .$if(code !== undefined, (query) =>
      query.where(({ eb, or }) => or([eb('fromCode', '=', code!), eb('toCode', '=', code!)])),
    )

export const listChanges = async (
  db: Db,
  page: { page: number; pageSize: number; code?: string | undefined },
) => {
  const chosen = changes(db, page.code)
  const rows = await chosen
    .select([
      'divisionChange.id',
      'kind',
      'fromCode',
      'toCode',
      'oldName',
      'newName',
      'changedOn',
      'documentNo',
      'account.displayName as recordedBy',
      'recordedAt',
    ])
    .orderBy('changedOn', 'desc')
    .orderBy('divisionChange.id', 'desc')
    .limit(page.pageSize)
    .offset((page.page - 1) * page.pageSize)
    .execute()
  const { total } = await chosen
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const items = rows.map(({ kind, recordedAt, ...row }) => ({
    ...row,
    // The column's check allows these three words alone.
    kind: kind as 'rename' | 'merge' | 'split',
    recordedAt: recordedAt.toISOString(),
  }))
  return { items, total }
}

/** Another division of the same town that bears the name now. */
export const findNamesake = (
  db: Db,
  { parentCode, name, except }: { parentCode: string | null; name: string; except: string[] },
) =>
  db
    .selectFrom('division')
    .where('parentCode', '=', parentCode)
    .where('name', '=', name)
    .where('validTo', 'is', null)
    .where('code', 'not in', except)
    .select('code')
    .executeTakeFirst()

const union = (words: string[]) =>
  sql<string[]>`(select array_agg(distinct word order by word) from unnest(aliases || ${words}::text[]) word)`

/** False when somebody else changed it first. */
export const setName = async (db: Db, code: string, version: number, name: string, oldName: string) => {
  const { numUpdatedRows } = await db
    .updateTable('division')
    .set({ name, aliases: union([oldName]), version: version + 1 })
    .where('code', '=', code)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const addAliases = (db: Db, code: string, words: string[]) =>
  db
    .updateTable('division')
    .set(({ eb }) => ({ aliases: union(words), version: eb('version', '+', 1) }))
    .where('code', '=', code)
    .execute()

export const endDivision = (db: Db, code: string, validTo: string) =>
  db
    .updateTable('division')
    .set(({ eb }) => ({ validTo, version: eb('version', '+', 1) }))
    .where('code', '=', code)
    .returning('code')
    .executeTakeFirst()

export const insertVillage = (
  db: Db,
  village: {
    code: string
    name: string
    kind: 'village' | 'community'
    parentCode: string
    validFrom: string
    source: string
  },
) =>
  db
    .insertInto('division')
    .values({ ...village, level: 'village' })
    .execute()

export const insertChange = (
  db: Db,
  change: {
    id: string
    kind: 'rename' | 'merge'
    fromCode: string
    toCode: string
    oldName: string
    newName: string
    changedOn: string
    documentNo: string
    recordedBy: string
    recordedAt: Date
  },
) => db.insertInto('divisionChange').values(change).execute()

export const countAccountsAt = async (db: Db, codes: string[]) => {
  const { count } = await db
    .selectFrom('account')
    .where('divisionCode', 'in', codes)
    .where('state', '=', 'active')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** A column of another module that names a division and must follow when it is merged; `label` counts its rows for the user. */
export type Following = { table: string; column: string; label?: string }

/** Moves the rows of one column from a village to its successor; answers how many. */
export const follow = async (db: Db, { table, column }: Following, from: string, to: string) => {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${to} where ${sql.ref(column)} = ${from}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
