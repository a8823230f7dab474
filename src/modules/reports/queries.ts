import { sql, type Expression, type Insertable, type SqlBool, type Updateable } from 'kysely'
import type { z } from 'zod'
import { wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { childName } from '#modules/cases/queries.ts'
import { isGranted } from '#modules/cases/grants/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import { limitBy } from '#modules/tasks/queries.ts'
import type { ReportFilter, ReportState } from './contract.ts'

/** Sealed reports are for named readers only. */
const isOpen = (scope: Scope, now: Date) =>
  sql<SqlBool>`(report.label = 'normal' or ${isGranted(scope, now, 'report', sql.ref<string>('report.id'))})`

/** The first wall of a report: the desk of its place, or a named reader. What was told of a child is need-to-know. */
const isReportSeen = (scope: Scope, now: Date): Expression<SqlBool> => {
  const desk = permits(scope.role, 'reports.triage')
    ? within(scope, sql.ref<string>('report.division_code'))
    : sql<SqlBool>`false`
  const granted = isGranted(scope, now, 'report', sql.ref<string>('report.id'))
  return wall(scope, sql<SqlBool>`((${desk} or ${granted}) and ${isOpen(scope, now)})`)
}

const reportsSeenBy = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('report')
    .where(isReportSeen(scope, now))
    .leftJoin('account as taker', 'taker.id', 'report.receivedBy')
    .leftJoin('child', 'child.id', 'report.childId')
    .leftJoin('division', 'division.code', 'report.divisionCode')

type Filter = z.output<typeof ReportFilter>

const DECIDED: ReportState[] = ['accepted', 'passed-on', 'turned-down']

const filtered = (db: Db, scope: Scope, filter: Filter, now: Date) => {
  let query = reportsSeenBy(db, scope, now)
  if (filter.state) query = query.where('report.state', '=', filter.state)
  if (filter.unanswered) query = query.where('report.state', 'in', DECIDED)
  if (filter.emergency) query = query.where('report.dangerLevel', '=', 'immediate')
  if (filter.childId) query = query.where('report.childId', '=', filter.childId)
  return query
}

/** Emergencies that nobody has looked at first, then the others that wait, the oldest first; then the rest, the newest first. */
export const listReports = async (db: Db, scope: Scope, filter: Filter, now: Date) => {
  const rows = await filtered(db, scope, filter, now)
    .select(['report.id', 'report.number', 'report.state', 'report.source', 'report.receivedAt'])
    .select(['report.childId', 'report.dangerLevel', 'report.isAnonymous', 'report.toldAt'])
    .select([
      'taker.displayName as takerName',
      'division.name as place',
      childName(scope, now).as('childName'),
    ])
    .orderBy(sql`report.state = 'received'`, 'desc')
    .orderBy(sql`report.state = 'received' and report.danger_level is not distinct from 'immediate'`, 'desc')
    .orderBy(sql`case when report.state = 'received' then report.received_at end`)
    .orderBy('report.receivedAt', filter.unanswered ? 'asc' : 'desc')
    .orderBy('report.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await filtered(db, scope, filter, now)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export const findReport = (db: Db, scope: Scope, id: string, now: Date) =>
  reportsSeenBy(db, scope, now)
    .where('report.id', '=', id)
    .leftJoin('account as judge', 'judge.id', 'report.triagedBy')
    .leftJoin('account as second', 'second.id', 'report.confirmedBy')
    .leftJoin('account as teller', 'teller.id', 'report.toldBy')
    .leftJoin('caseFile', 'caseFile.id', 'report.caseId')
    .selectAll('report')
    .select(['taker.displayName as takerName', 'judge.displayName as judgeName'])
    .select(['second.displayName as secondName', 'teller.displayName as tellerName'])
    .select(['caseFile.number as caseNumber', 'caseFile.state as caseState'])
    .select(['division.name as place', childName(scope, now).as('childName')])
    .executeTakeFirst()
export type ReportFound = NonNullable<Awaited<ReturnType<typeof findReport>>>

/** The report, locked until the transaction ends. */
export const lockReport = async (db: Db, scope: Scope, id: string, now: Date) => {
  const locked = await db
    .selectFrom('report')
    .where(isReportSeen(scope, now))
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findReport(db, scope, id, now)
}

/** One's own, sealed ones too only while one may read them. */
const mine = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('report')
    .where(
      wall(scope, sql<SqlBool>`(report.received_by = ${scope.accountId || null} and ${isOpen(scope, now)})`),
    )

export const listOwnReports = async (
  db: Db,
  scope: Scope,
  { page, pageSize }: { page: number; pageSize: number },
  now: Date,
) => {
  const rows = await mine(db, scope, now)
    .select(['id', 'number', 'receivedAt', 'state'])
    .orderBy('receivedAt', 'desc')
    .orderBy('id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await mine(db, scope, now)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** A report that this caller has taken already under this id: the form was sent twice. */
export const findTaken = (db: Db, scope: Scope, id: string, now: Date) =>
  mine(db, scope, now)
    .where('id', '=', id)
    .select(['id', 'number', 'dangerLevel', 'receivedAt'])
    .executeTakeFirst()

export const insertReport = async (db: Db, report: Insertable<DB['report']>): Promise<void> => {
  await db.insertInto('report').values(report).execute()
}

/** Writes a decision; the version that its readers have seen is no longer the newest. The caller holds the lock. */
export const writeReport = async (db: Db, id: string, change: Updateable<DB['report']>): Promise<void> => {
  await db
    .updateTable('report')
    .set(({ eb }) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Whether somebody is still to be told of the result of a case. */
export const hasUntold = async (db: Db, caseId: string) =>
  Boolean(
    await db
      .selectFrom('report')
      .where('caseId', '=', caseId)
      .where('toldAt', 'is', null)
      .select('id')
      .executeTakeFirst(),
  )

/** The limit of the first look: two hours when a child may be in danger now, else the next working day (CL-01, CL-02). */
export const triageLimit = (db: Db, isEmergency: boolean, from: Date) =>
  limitBy(db, isEmergency ? 'CL-01' : 'CL-02', from)
