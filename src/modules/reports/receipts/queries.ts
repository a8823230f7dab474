import { sql, type Insertable, type SqlBool } from 'kysely'
import { wall, type Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { signerOf, type Signer } from '#server/crypto/signatures.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { DB } from '#server/schema.ts'
import type { ReportState } from '../contract.ts'
import type { Suite } from './contract.ts'

type Paging = { page: number; pageSize: number }

/** The first wall: one's own. */
const mine = (db: Db, scope: Scope) =>
  db
    .selectFrom('dutyReceipt')
    .innerJoin('unit', 'unit.id', 'dutyReceipt.unitId')
    .where(wall(scope, sql<SqlBool>`reporter_id = ${scope.accountId || null}`))

const RECEIPT = [
  'dutyReceipt.id',
  'dutyReceipt.reportId',
  'dutyReceipt.number',
  'dutyReceipt.knownAt',
  'dutyReceipt.reportedAt',
  'dutyReceipt.suite',
  'dutyReceipt.keyId',
  'dutyReceipt.text',
  'dutyReceipt.signature',
  'unit.name as unit',
] as const

export const findReceipt = (db: Db, scope: Scope, id: string) =>
  mine(db, scope).where('dutyReceipt.id', '=', id).select(RECEIPT).executeTakeFirst()
export type ReceiptFound = NonNullable<Awaited<ReturnType<typeof findReceipt>>>

/** Of a report that this caller has sent already: the form came twice. */
export const findReceiptOf = (db: Db, scope: Scope, reportId: string) =>
  mine(db, scope).where('dutyReceipt.reportId', '=', reportId).select(RECEIPT).executeTakeFirst()

export const listMine = async (db: Db, scope: Scope, { page, pageSize }: Paging) => {
  const rows = await mine(db, scope)
    .select(RECEIPT)
    .orderBy('dutyReceipt.reportedAt', 'desc')
    .orderBy('dutyReceipt.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await mine(db, scope)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** Of the caller's unit, without those about its own people: who they are must not learn of it here. */
const ofUnit = (db: Db, scope: Scope) =>
  db
    .selectFrom('dutyReceipt')
    .where(wall(scope, sql<SqlBool>`(unit_id = ${scope.unitId} and not is_kept_from_unit)`))

export const listOfUnit = async (db: Db, scope: Scope, { page, pageSize }: Paging) => {
  const rows = await ofUnit(db, scope)
    .select(['number', 'knownAt', 'reportedAt'])
    .orderBy('reportedAt', 'desc')
    .orderBy('id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await ofUnit(db, scope)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

type OwnReport = { reportId: string; number: string; state: ReportState; dangerLevel: string | null }

/** How far the caller's reports have come, and nothing else of them. */
export const ownReports = async (db: Db, ids: string[]): Promise<Map<string, OwnReport>> => {
  const { rows } = await sql<OwnReport>`
    select report_id, number, state, danger_level from own_reports()
    where report_id = any (${sql.val(ids)}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.reportId, row]))
}

/** Where the sealed audit chain ends now; undefined before its first entry. */
export const auditPosition = async (db: Db): Promise<{ seq: number; hash: Buffer } | undefined> => {
  const { rows } = await sql<{
    seq: string | number
    hash: Buffer
  }>`select seq, hash from audit_position()`.execute(db)
  const [row] = rows
  return row && { seq: Number(row.seq), hash: row.hash }
}

/** The unit that somebody works for, unless it has left. */
export const findUnitOf = (db: Db, accountId: string) =>
  db
    .selectFrom('account')
    .innerJoin('unit', 'unit.id', 'account.unitId')
    .where('account.id', '=', accountId)
    .where('unit.leftOn', 'is', null)
    .select(['unit.id', 'unit.name', 'unit.kind', 'unit.divisionCode'])
    .executeTakeFirst()

/** The county's centre, as it calls itself. */
export const findCentre = (db: Db) =>
  db
    .selectFrom('site')
    .where('kind', '=', 'centre')
    .where('closedOn', 'is', null)
    .select('name')
    .executeTakeFirst()

export const insertReceipt = async (db: Db, receipt: Insertable<DB['dutyReceipt']>): Promise<void> => {
  await db.insertInto('dutyReceipt').values(receipt).execute()
}

/** The people of a unit are kept from a report: they find it in no list, search or notice. */
export const keepFromUnit = async (db: Db, reportId: string, unitId: string, now: Date): Promise<void> => {
  await db
    .insertInto('recordExclusion')
    .values({ id: uuidv7(now.getTime()), recordKind: 'report', recordId: reportId, unitId, madeAt: now })
    .execute()
}

/** How many generations of signing keys a suite has had; the last one signs. */
export const generationOf = async (db: Db, suite: Suite): Promise<number> => {
  const { last } = await db
    .selectFrom('receiptGeneration')
    .where('suite', '=', suite)
    .select(({ fn }) => fn.max<number | null>('generation').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 1
}

/** From now on another key signs; installers only. Answers its generation. */
export const startGeneration = async (db: Db, suite: Suite, now: Date): Promise<number> => {
  const generation = (await generationOf(db, suite)) + 1
  await db.insertInto('receiptGeneration').values({ suite, generation, madeAt: now }).execute()
  return generation
}

/** Derived from the master key: nothing of it is stored, and what it signed can be checked as long as its public key is kept. */
export const signerFor = (keys: CountyKeys, suite: Suite, generation: number): Signer =>
  signerOf(suite, keys.derive(`receipt:${suite}:${generation}`))
