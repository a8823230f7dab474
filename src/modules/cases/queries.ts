import { sql, type Expression, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { isKeptFrom, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { permits } from '#modules/identity/rules.ts'
import type { CaseFilter } from './contract.ts'
import { isGranted } from './grants/queries.ts'

const yes = sql<SqlBool>`true`
const no = sql<SqlBool>`false`

/** The first wall of a case: who works on cases here, its owner, a grantee; a sealed one only for named readers. */
export const isCaseSeen = (scope: Scope, now: Date): Expression<SqlBool> => {
  const id = sql.ref<string>('case_file.id')
  const granted = isGranted(scope, now, 'case', id)
  const worksHere = permits(scope.role, 'cases.read')
    ? within(scope, sql.ref<string>('case_file.division_code'))
    : no
  return wall(
    scope,
    sql<SqlBool>`((${worksHere} or case_file.owner_id = ${scope.accountId || null} or ${granted})
      and (case_file.label = 'normal' or ${granted})
      and not ${isKeptFrom(scope, 'case', id)})`,
  )
}

/** Who may take a step on a case that they see: where it lies in their territory, or its owner. A grant lets one read. */
export const isCaseWorkedBy = (scope: Scope): Expression<SqlBool> =>
  wall(
    scope,
    sql<SqlBool>`(${within(scope, sql.ref<string>('case_file.division_code'))}
      or case_file.owner_id = ${scope.accountId || null})`,
  )

/** A sealed child's name goes only to its named readers, whatever else they may open. */
export const childName = (scope: Scope, now: Date) =>
  sql<string | null>`case when child.label = 'normal' or ${
    scope.isWallOpen ? yes : isGranted(scope, now, 'child', sql.ref<string>('child.id'))
  } then child.name end`

const casesSeenBy = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('caseFile')
    .where(isCaseSeen(scope, now))
    .innerJoin('account', 'account.id', 'caseFile.ownerId')
    .leftJoin('child', 'child.id', 'caseFile.childId')
    .leftJoin('division', 'division.code', 'caseFile.divisionCode')

type Filter = z.output<typeof CaseFilter>

const filtered = (db: Db, scope: Scope, filter: Filter, now: Date) =>
  casesSeenBy(db, scope, now)
    .$if(filter.state !== undefined, (qb) => qb.where('caseFile.state', '=', filter.state!))
    .$if(filter.dangerLevel !== undefined, (qb) => qb.where('caseFile.dangerLevel', '=', filter.dangerLevel!))
    .$if(filter.mine === true, (qb) => qb.where('caseFile.ownerId', '=', scope.accountId))
    .$if(filter.running === true, (qb) => qb.where('caseFile.state', '<>', 'closed'))
    .$if(filter.childId !== undefined, (qb) => qb.where('caseFile.childId', '=', filter.childId!))

/** Running cases before closed ones, within them the more dangerous and the newer first. */
export const listCases = async (db: Db, scope: Scope, filter: Filter, now: Date) => {
  const rows = await filtered(db, scope, filter, now)
    .select(['caseFile.id', 'caseFile.number', 'caseFile.state', 'caseFile.childId', 'caseFile.dangerLevel'])
    .select(['caseFile.ownerId', 'caseFile.openedAt', 'account.displayName as ownerName'])
    .select(['division.name as place', childName(scope, now).as('childName')])
    .orderBy(sql`case_file.state = 'closed'`)
    .orderBy('caseFile.dangerLevel')
    .orderBy('caseFile.openedAt', 'desc')
    .orderBy('caseFile.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await filtered(db, scope, filter, now)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export const findCase = (db: Db, scope: Scope, id: string, now: Date) =>
  casesSeenBy(db, scope, now)
    .where('caseFile.id', '=', id)
    .selectAll('caseFile')
    .select([
      'account.displayName as ownerName',
      'division.name as place',
      childName(scope, now).as('childName'),
    ])
    .select(['child.sex', 'child.birthDay'])
    .executeTakeFirst()
export type CaseFound = NonNullable<Awaited<ReturnType<typeof findCase>>>

/** Next number of a series: 报〔2026〕0001号. Two at once get two numbers: the row is locked until commit. */
export const nextNumber = async (db: Db, series: '报' | '个' | '转' | '责', day: string): Promise<string> => {
  const year = Number(day.slice(0, 4))
  const { last } = await db
    .insertInto('numberSeries')
    .values({ kind: series, year, last: 1 })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'year']).doUpdateSet({ last: sql<number>`number_series.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return `${series}〔${year}〕${String(last).padStart(4, '0')}号`
}

export const findRunningCase = (db: Db, scope: Scope, childId: string, now: Date) =>
  casesSeenBy(db, scope, now)
    .where('caseFile.childId', '=', childId)
    .where('caseFile.state', '<>', 'closed')
    .select(['caseFile.id', 'caseFile.number', 'caseFile.state', 'caseFile.keySealed'])
    .executeTakeFirst()

/** The way of a case that the caller has found. */
export const listSteps = (db: Db, caseId: string) =>
  db
    .selectFrom('caseStep')
    .where('caseId', '=', caseId)
    .innerJoin('account', 'account.id', 'caseStep.by')
    .select(['command', 'toState', 'at', 'noteSealed', 'account.displayName as by'])
    .orderBy('at')
    .orderBy('caseStep.id')
    .execute()

/** The reports that led to a case, for whoever may read reports; a sealed one for its named readers, none to whom it is kept from. */
export const listReportsOf = (db: Db, scope: Scope, caseId: string, now: Date) =>
  db
    .selectFrom('report')
    .where('caseId', '=', caseId)
    .where(wall(scope, permits(scope.role, 'reports.triage') ? yes : no))
    .where(
      wall(
        scope,
        sql<SqlBool>`(report.label = 'normal' or ${isGranted(scope, now, 'report', sql.ref<string>('report.id'))})`,
      ),
    )
    .where(wall(scope, sql<SqlBool>`(not ${isKeptFrom(scope, 'report', sql.ref<string>('report.id'))})`))
    .select(['id', 'number', 'receivedAt', 'toldAt'])
    .orderBy('receivedAt')
    .orderBy('id')
    .execute()
