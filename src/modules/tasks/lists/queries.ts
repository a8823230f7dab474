import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { addDays, endOfDay } from '#kernel/day.ts'
import { isKeptFrom, isRoutedTo, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { ROLES } from '#modules/identity/rules.ts'
import { TaskKind, type TaskGroup, type TeamFilter } from '../contract.ts'
import { groupBounds } from '../rules.ts'

type Tasks = ExpressionBuilder<DB, 'task'>

/** Mine: my own, my role's where I work, my unit's. */
const isMine = (scope: Scope) => (eb: Tasks) => {
  const role = ROLES.find((each) => each === scope.role)
  return eb.or([
    eb('task.ownerId', '=', scope.accountId),
    ...(role ? [eb.and([eb('task.ownerRole', '=', role), territory(scope)])] : []),
    ...(scope.unitId ? [eb('task.unitId', '=', scope.unitId)] : []),
  ])
}

const territory = (scope: Scope) => within(scope, sql.ref<string>('task.division_code'))

/** The team's: all others' within the territory. */
const isTeams = (scope: Scope) => (eb: Tasks) =>
  // "is not true": the columns of the other kinds of owner are null.
  eb.and([territory(scope), sql<SqlBool>`(${isMine(scope)(eb)}) is not true`])

/** Of a record that one is kept from, or that is worked on past one's desk, not even the number is told. */
const isTold = (scope: Scope): Expression<SqlBool> => {
  const id = sql.ref<string>('task.subject_id')
  return wall(
    scope,
    // Arrays, so that the few such reports are asked for once and not for each task.
    sql<SqlBool>`(not (task.subject_kind = 'report' and ${id} = any (array(select r.id from report r
        where r.routed_to <> 'desk' and not ${isRoutedTo(scope, sql.ref('r.routed_to'))})))
      and not ${isKeptFrom(scope, 'report', id)} and not ${isKeptFrom(scope, 'case', id)}
      and not ${isKeptFrom(scope, 'case', sql.ref('task.case_id'))})`,
  )
}

const openTasks = (db: Db, scope: Scope) =>
  db.selectFrom('task').where('doneAt', 'is', null).where('cancelledAt', 'is', null).where(isTold(scope))

export type Whose = 'mine' | 'team'
type Filter = z.output<typeof TeamFilter>

const ownedBy = (filter: Filter) => (eb: Tasks) =>
  eb.and([
    ...(filter.ownerId ? [eb('task.ownerId', '=', filter.ownerId)] : []),
    ...(filter.ownerRole ? [eb('task.ownerRole', '=', filter.ownerRole)] : []),
    ...(filter.unitId ? [eb('task.unitId', '=', filter.unitId)] : []),
    ...(filter.town ? [sql<SqlBool>`left(task.division_code, 9) = ${filter.town.slice(0, 9)}`] : []),
  ])

const wanted = (db: Db, scope: Scope, whose: Whose, filter: Filter) =>
  openTasks(db, scope)
    .where((eb) => wall(scope, (whose === 'mine' ? isMine : isTeams)(scope)(eb)))
    .where(ownedBy(filter))

const CEILING = new Date('9999-12-31T00:00:00Z')
const FLOOR = new Date('0001-01-01T00:00:00Z')

const rangeOfGroup = (group: TaskGroup | undefined, now: Date): [Date, Date] => {
  const { today, week } = groupBounds(now)
  if (group === 'late') return [FLOOR, now]
  if (group === 'today') return [now, today]
  if (group === 'week') return [today, week]
  return group === 'later' ? [week, CEILING] : [FLOOR, CEILING]
}

const counting = (db: Db, scope: Scope, whose: Whose, filter: Filter, now: Date) => {
  const { today, week } = groupBounds(now)
  const group = sql<TaskGroup>`case when task.due_at <= ${now} then 'late' when task.due_at <= ${today} then 'today'
    when task.due_at <= ${week} then 'week' else 'later' end`
  return (
    wanted(db, scope, whose, filter)
      .select(['task.kind', group.as('group'), sql<number>`count(*)::int`.as('count')])
      // By place: the same expression with other parameters would be another one.
      .groupBy(sql`1, 2`)
  )
}

/** One page, names and all, the most urgent first. */
const withNames = (tasks: ReturnType<typeof openTasks>) =>
  tasks
    .leftJoin('account', 'account.id', 'task.ownerId')
    .leftJoin('unit', 'unit.id', 'task.unitId')
    .leftJoin('division', 'division.code', 'task.divisionCode')
    .select(['task.id', 'task.kind', 'task.title', 'task.subjectKind', 'task.subjectId', 'task.caseId'])
    .select(['task.dueAt', 'task.isDueCertain', 'task.ruleCode', 'task.ownerId', 'task.ownerRole'])
    .select(['task.unitId', 'task.doneAt', 'account.displayName as ownerName'])
    .select(['unit.shortName as unitName', 'division.name as place'])

export type TaskRow = Awaited<ReturnType<ReturnType<typeof withNames>['execute']>>[number]

type Count = { kind: TaskKind; group: TaskGroup; count: number }

const sumOf = (counts: readonly Count[]) => counts.reduce((sum, { count }) => sum + count, 0)

/** How many in each group of the kind that is looked at, and of each kind in the group that is looked at. */
const tally = (counts: readonly Count[], { kind, group }: Pick<Filter, 'kind' | 'group'>) => {
  const ofKind = counts.filter((each) => kind === undefined || each.kind === kind)
  const ofGroup = counts.filter((each) => group === undefined || each.group === group)
  const inGroup = (wantedGroup: TaskGroup) => sumOf(ofKind.filter((each) => each.group === wantedGroup))
  return {
    counts: {
      late: inGroup('late'),
      today: inGroup('today'),
      week: inGroup('week'),
      later: inGroup('later'),
    },
    kinds: TaskKind.options
      .map((each) => ({ kind: each, count: sumOf(ofGroup.filter((one) => one.kind === each)) }))
      .filter(({ count }) => count > 0),
    total: sumOf(ofKind.filter((each) => group === undefined || each.group === group)),
  }
}

/** One page of open tasks, the most urgent first, and how many there are in each group and of each kind: one statement. */
export const listOpenTasks = async (db: Db, scope: Scope, whose: Whose, filter: Filter, now: Date) => {
  const [after, until] = rangeOfGroup(filter.group, now)
  const page = withNames(
    wanted(db, scope, whose, filter)
      .where('task.dueAt', '>', after)
      .where('task.dueAt', '<=', until)
      .$if(filter.kind !== undefined, (qb) => qb.where('task.kind', '=', filter.kind!)),
  )
    .orderBy('task.dueAt')
    .orderBy('task.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
  const counts = counting(db, scope, whose, filter, now)
  const { rows } = await sql<TaskRow & { counted: Count[] }>`
    select counted, page.* from (select coalesce(json_agg(c), '[]') as counted from (${counts}) c) of_all
    left join (${page}) page on true order by page.due_at, page.id`.execute(db)
  return { rows: rows.filter(({ id }) => id !== null), ...tally(rows[0]?.counted ?? [], filter) }
}

/** What the caller waits for: open tasks of the cases that they own, owed by others. */
export const listWaiting = async (
  db: Db,
  scope: Scope,
  { page, pageSize }: { page: number; pageSize: number },
) => {
  const waiting = openTasks(db, scope)
    .where((eb) => wall(scope, eb.and([territory(scope), sql<SqlBool>`(${isMine(scope)(eb)}) is not true`])))
    .where(({ eb, selectFrom }) =>
      eb(
        'task.caseId',
        'in',
        selectFrom('caseFile')
          .where('ownerId', '=', scope.accountId)
          .where('closedAt', 'is', null)
          .select('id'),
      ),
    )
  const rows = await withNames(waiting)
    .select(sql<number>`(count(*) over ())::int`.as('total'))
    .orderBy('task.dueAt')
    .orderBy('task.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const DONE_SHOWN = 50

/** What the caller has done today, the latest first. */
export const listDoneOn = (db: Db, scope: Scope, day: string) =>
  withNames(
    db
      .selectFrom('task')
      .where('task.doneBy', '=', scope.accountId)
      .where('task.doneAt', '>=', endOfDay(addDays(day, -1)))
      .where(isTold(scope)),
  )
    .orderBy('task.doneAt', 'desc')
    .orderBy('task.id')
    .limit(DONE_SHOWN)
    .execute()

export type LateRow = {
  axis: 'owner' | 'town' | 'kind'
  ownerId: string | null
  ownerRole: (typeof ROLES)[number] | null
  unitId: string | null
  town: string | null
  kind: TaskKind | null
  count: number
  oldestDueAt: Date
  ownerName: string | null
  unitName: string | null
  townName: string | null
}

const OWNERS_SHOWN = 200

/** What others in the territory are late with: by owner, by town and by kind, with the count and the oldest, worst first. */
export const listLate = async (db: Db, scope: Scope, now: Date): Promise<LateRow[]> => {
  const late = openTasks(db, scope)
    .where('task.dueAt', '<=', now)
    .where((eb) => wall(scope, isTeams(scope)(eb)))
    .select(['task.ownerId', 'task.ownerRole', 'task.unitId', 'task.kind', 'task.dueAt'])
    .select(sql<string>`left(task.division_code, 9) || '000'`.as('town'))
  const { rows } = await sql<LateRow>`
    select late.*, account.display_name as "ownerName", unit.short_name as "unitName", division.name as "townName"
    from (
      select case when grouping(kind) = 0 then 'kind' when grouping(town) = 0 then 'town' else 'owner' end as axis,
        owner_id as "ownerId", owner_role as "ownerRole", unit_id as "unitId", town, kind, count(*)::int as count, min(due_at) as "oldestDueAt"
      from (${late}) task
      group by grouping sets ((owner_id, owner_role, unit_id), (town), (kind))
      order by count desc, "oldestDueAt" limit ${OWNERS_SHOWN}
    ) late
    left join account on account.id = late."ownerId"
    left join unit on unit.id = late."unitId"
    left join division on division.code = late.town
    order by count desc, "oldestDueAt"`.execute(db)
  return rows
}
