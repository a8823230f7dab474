import { sql, type Expression, type NotNull, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { endOfDay, addDays } from '#kernel/day.ts'
import { SUPPRESSED_BELOW } from '#kernel/small-cells.ts'
import { isKeptFrom, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { findSetting } from '#modules/organisations/settings/queries.ts'
import { isCaseSeen } from '../queries.ts'
import type { FigureCasesFilter } from './contract.ts'
import { RATED, type Sum } from './rules.ts'

export type Span = { from: string; to: string; low: string; high: string }

const instants = ({ from, to }: Span) => ({ since: endOfDay(addDays(from, -1)), until: endOfDay(to) })

/** The leader's are the whole county's, a unit's are its own, all others' are their territory's: the words of is_counted() once more. */
const isCounted = (scope: Scope, town: Expression<string>, unitId: Expression<string | null>) => {
  if (scope.role === 'leader') return sql<SqlBool>`true`
  if (scope.role === 'liaison-officer') return wall(scope, sql<SqlBool>`(${unitId} = ${scope.unitId})`)
  // A town's code stands for all of its villages; the database narrows to a village itself.
  return within(scope, town)
}

export const listSums = async (db: Db, scope: Scope, span: Span, now: Date): Promise<Sum[]> => {
  const { since, until } = instants(span)
  const { rows } = await sql<Sum>`
    select kind, key, town, unit_id as "unitId", month, counted::int as counted, good::int as good
    from loop_sums(${since}, ${until}, ${now}, ${span.low}, ${span.high}) s
    where ${isCounted(scope, sql.ref('s.town'), sql.ref('s.unit_id'))}`.execute(db)
  return rows
}

export type Stay = { state: string; count: number; median: number; p90: number }

export const listStays = async (db: Db, span: Span): Promise<Stay[]> => {
  const { since, until } = instants(span)
  const { rows } = await sql<Stay>`
    select key as state, counted::int as count, median, p90
    from loop_stays(${since}, ${until}, ${span.low}, ${span.high})`.execute(db)
  return rows
}

export const listTowns = (db: Db, span: Pick<Span, 'low' | 'high'>) =>
  db
    .selectFrom('division')
    .where('level', '=', 'town')
    .where('code', '>=', span.low)
    .where('code', '<', span.high)
    .select(['code', 'name'])
    .orderBy('code')
    .execute()

export const listUnitNames = (db: Db) => db.selectFrom('unit').select(['id', 'shortName as name']).execute()

/** Figures beneath it are not shown; the key that the figures of reports use too. */
export const suppressedBelow = async (db: Db): Promise<number> => {
  const own = await findSetting(db, 'statistics:suppressed-below')
  return typeof own?.value === 'number' ? own.value : SUPPRESSED_BELOW
}

type Filter = z.output<typeof FigureCasesFilter>

const eventsSeen = (db: Db, scope: Scope, filter: Filter, span: Span, now: Date) => {
  const { since, until } = instants(span)
  const isGood = sql<boolean>`coalesce(e.is_good or e.done_at <= e.due_at, false)`
  const code = sql.ref<string>('e.divisionCode')
  const key = sql.ref<string>('e.key')
  return db
    .selectFrom('loopEvent as e')
    .innerJoin('caseFile', 'caseFile.id', 'e.caseId')
    .where('e.kind', '=', filter.measure)
    .where('e.label', '=', 'normal')
    .where(isCaseSeen(scope, now))
    .where(within(scope, code))
    .where(wall(scope, sql<SqlBool>`not ${isKeptFrom(scope, 'case', sql.ref('case_file.id'))}`))
    .where(sql<SqlBool>`(${code} >= ${span.low} and ${code} < ${span.high})`)
    .where(sql<SqlBool>`(e.due_at is null or e.done_at is not null or e.due_at <= ${now})`)
    .$if(filter.measure !== 'running', (qb) => qb.where('e.at', '>=', since).where('e.at', '<', until))
    .$if(filter.unitId !== undefined, (qb) => qb.where('e.unitId', '=', filter.unitId!))
    .$if(filter.state !== undefined, (qb) =>
      qb.where(sql<SqlBool>`split_part(${key}, '/', 1) = ${filter.state}`),
    )
    .$if(filter.level !== undefined, (qb) =>
      qb.where(sql<SqlBool>`split_part(${key}, '/', 2) = ${filter.level}`),
    )
    .$if(filter.isGood !== undefined && RATED.includes(filter.measure), (qb) =>
      qb.where(filter.isGood ? isGood : sql<SqlBool>`not ${isGood}`),
    )
    .select(isGood.as('isGood'))
}

/** The cases behind a number, the newest first. */
export const listCasesBehind = async (db: Db, scope: Scope, filter: Filter, span: Span, now: Date) => {
  const seen = eventsSeen(db, scope, filter, span, now)
  const rows = await seen
    .innerJoin('account', 'account.id', 'caseFile.ownerId')
    .leftJoin('division', 'division.code', 'caseFile.divisionCode')
    .leftJoin('unit', 'unit.id', 'e.unitId')
    .select(['caseFile.id as caseId', 'caseFile.number', 'caseFile.state', 'caseFile.dangerLevel'])
    .select(['account.displayName as owner', 'division.name as place', 'unit.shortName as unit'])
    .select(['e.at', 'e.dueAt', 'e.doneAt'])
    .$narrowType<{ at: NotNull }>()
    .orderBy('e.at', 'desc')
    .orderBy('caseFile.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await seen
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}
