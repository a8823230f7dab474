import { sql, type Expression, type Insertable, type SqlBool, type Updateable } from 'kysely'
import { isKeptFrom, isRoutedTo, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { childName } from '#modules/cases/queries.ts'
import { isGranted } from '#modules/cases/grants/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import { limitBy } from '#modules/tasks/queries.ts'

/** Sealed reports are for named readers only. */
const isOpen = (scope: Scope, now: Date) =>
  sql<SqlBool>`(report.label = 'normal' or ${isGranted(scope, now, 'report', sql.ref<string>('report.id'))})`

/**
 * The first wall of a report: the desk of its place, those above for what is routed past it, or a named reader; nobody it is kept from.
 * What was told of a child is need-to-know.
 */
const isReportSeen = (scope: Scope, now: Date): Expression<SqlBool> => {
  const id = sql.ref<string>('report.id')
  const desk = permits(scope.role, 'reports.triage')
    ? sql<SqlBool>`(report.routed_to = 'desk' and ${within(scope, sql.ref<string>('report.division_code'))})`
    : isRoutedTo(scope, sql.ref('report.routed_to'))
  const granted = isGranted(scope, now, 'report', id)
  return wall(
    scope,
    sql<SqlBool>`((${desk} or ${granted}) and ${isOpen(scope, now)} and not ${isKeptFrom(scope, 'report', id)})`,
  )
}

/** The reports that the caller may read, alone: for counting, and for finding a page of them before its names are looked up. */
export const bareReportsSeenBy = (db: Db, scope: Scope, now: Date) =>
  db.selectFrom('report').where(isReportSeen(scope, now))

/** The reports that the caller may read; every list begins here. */
export const reportsSeenBy = (db: Db, scope: Scope, now: Date) =>
  bareReportsSeenBy(db, scope, now)
    .leftJoin('account as taker', 'taker.id', 'report.receivedBy')
    .leftJoin('child', 'child.id', 'report.childId')
    .leftJoin('division', 'division.code', 'report.divisionCode')

/** Words of the code's holder that nobody at the desk has read. */
export const unreadMessages = sql<number>`(
  select count(*)::int from report_message
  where report_id = report.id and is_from_reporter and read_at is null)`

export const findReport = (db: Db, scope: Scope, id: string, now: Date) =>
  reportsSeenBy(db, scope, now)
    .where('report.id', '=', id)
    .leftJoin('account as judge', 'judge.id', 'report.triagedBy')
    .leftJoin('account as second', 'second.id', 'report.confirmedBy')
    .leftJoin('account as teller', 'teller.id', 'report.toldBy')
    .leftJoin('caseFile', 'caseFile.id', 'report.caseId')
    .leftJoin('report as first', 'first.id', 'report.joinedTo')
    .leftJoin('unit', 'unit.id', 'report.unitId')
    .leftJoin('caseFile as firstCase', 'firstCase.id', 'first.caseId')
    .selectAll('report')
    .select(['taker.displayName as takerName', 'judge.displayName as judgeName'])
    .select(['second.displayName as secondName', 'teller.displayName as tellerName'])
    .select(['caseFile.number as caseNumber', 'caseFile.state as caseState'])
    .select(['division.name as place', 'unit.name as unitName', childName(scope, now).as('childName')])
    .select(['first.state as firstState', 'first.confirmedAt as firstConfirmedAt'])
    .select(['firstCase.state as firstCaseState', unreadMessages.as('unreadMessages')])
    .select(({ exists, selectFrom }) => [
      exists(
        selectFrom('report as other').whereRef('other.joinedTo', '=', 'report.id').select('other.id'),
      ).as('hasJoined'),
      exists(selectFrom('emergencyCall').whereRef('reportId', '=', 'report.id').select('id')).as(
        'hasEmergencyRecord',
      ),
      exists(
        selectFrom('passOn')
          .whereRef('reportId', '=', 'report.id')
          .where('takenAt', 'is', null)
          .where('returnedAt', 'is', null)
          .select('id'),
      ).as('isPassOnOpen'),
    ])
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
  db.selectFrom('report').where(
    wall(
      scope,
      sql<SqlBool>`(report.received_by = ${scope.accountId || null} and ${isOpen(scope, now)}
          and not ${isKeptFrom(scope, 'report', sql.ref('report.id'))})`,
    ),
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
