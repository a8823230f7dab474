import { sql, type Expression, type ExpressionBuilder, type Selectable, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { addDays, endOfDay } from '#kernel/day.ts'
import { wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { ROLES } from '#modules/identity/rules.ts'
import { TaskKind, type TaskGroup, type TeamFilter } from '../contract.ts'
import { groupBounds } from '../rules.ts'

type Tasks = ExpressionBuilder<DB, 'task'>

/**
 * Mine: my own, my role's where I work, my unit's. That it is a role's stands apart from which one: PostgreSQL lets no comparison of an enum
 * go before the policies, and the indexes of the owners would find nothing.
 */
const isMine = (scope: Scope) => (eb: Tasks) => {
  const role = ROLES.find((each) => each === scope.role)
  return eb.and([
    eb.or([
      eb('task.ownerId', '=', scope.accountId),
      ...(role ? [eb('task.ownerRole', 'is not', null)] : []),
      ...(scope.unitId ? [eb('task.unitId', '=', scope.unitId)] : []),
    ]),
    ...(role
      ? [
          eb.or([
            eb('task.ownerRole', 'is', null),
            eb.and([eb('task.ownerRole', '=', role), territory(scope)]),
          ]),
        ]
      : []),
  ])
}

const territory = (scope: Scope) => within(scope, sql.ref<string>('task.division_code'))

/** The team's: all others' within the territory. */
const isTeams = (scope: Scope) => (eb: Tasks) =>
  // "is not true": the columns of the other kinds of owner are null.
  eb.and([territory(scope), sql<SqlBool>`(${isMine(scope)(eb)}) is not true`])

/**
 * Of a record that one is kept from, or that is worked on past one's desk, not even the number is told. The functions answer with the few
 * such records once a statement; asked as tables, their own policies would be planned into every list.
 */
const isTold = (scope: Scope): Expression<SqlBool> =>
  wall(
    scope,
    sql<SqlBool>`(not (task.subject_kind = 'report' and task.subject_id = any ((select closed_reports())::uuid[]))
      and not (task.subject_kind = 'case' and task.subject_id = any ((select kept_from('case'))::uuid[]))
      and not coalesce(task.case_id = any ((select kept_from('case'))::uuid[]), false))`,
  )

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

const COLUMNS = [
  'task.id',
  'task.kind',
  'task.title',
  'task.subjectKind',
  'task.subjectId',
  'task.caseId',
  'task.divisionCode',
  'task.dueAt',
  'task.isDueCertain',
  'task.ruleCode',
  'task.ownerId',
  'task.ownerRole',
  'task.unitId',
  'task.doneAt',
] as const

/** Names for the tasks of one page, looked up for the page alone. */
const NAMES = sql`left join account on account.id = page.owner_id left join unit on unit.id = page.unit_id
  left join division on division.code = page.division_code`
const NAMED = sql`page.*, account.display_name as owner_name, unit.short_name as unit_name, division.name as place`

export type TaskRow = Pick<
  Selectable<DB['task']>,
  | 'id'
  | 'kind'
  | 'title'
  | 'subjectKind'
  | 'subjectId'
  | 'caseId'
  | 'dueAt'
  | 'isDueCertain'
  | 'ruleCode'
  | 'ownerId'
  | 'ownerRole'
  | 'unitId'
  | 'doneAt'
> & { ownerName: string | null; unitName: string | null; place: string | null }

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

/** One page of open tasks, the most urgent first, and how many there are in each group and of each kind: one scan finds and counts. */
export const listOpenTasks = async (db: Db, scope: Scope, whose: Whose, filter: Filter, now: Date) => {
  const [after, until] = rangeOfGroup(filter.group, now)
  const { today, week } = groupBounds(now)
  const seen = wanted(db, scope, whose, filter).select(COLUMNS)
  const ofKind = filter.kind ? sql<SqlBool>`kind = ${filter.kind}` : sql<SqlBool>`true`
  const { rows } = await sql<TaskRow & { counted: Count[] }>`
    with seen as materialized (${seen}),
    counted as (select kind, case when due_at <= ${now} then 'late' when due_at <= ${today} then 'today'
        when due_at <= ${week} then 'week' else 'later' end as "group", count(*)::int as count
      from seen group by 1, 2),
    page as (select * from seen where due_at > ${after} and due_at <= ${until} and ${ofKind}
      order by due_at, id limit ${filter.pageSize} offset ${(filter.page - 1) * filter.pageSize})
    select (select coalesce(json_agg(counted), '[]') from counted) as counted, ${NAMED}
    from (values (1)) always left join page on true ${NAMES} order by page.due_at, page.id`.execute(db)
  return { rows: rows.filter(({ id }) => id !== null), ...tally(rows[0]?.counted ?? [], filter) }
}

/** What the caller waits for: open tasks of the cases that they own, owed by others. */
export const listWaiting = async (
  db: Db,
  scope: Scope,
  { page, pageSize }: { page: number; pageSize: number },
) => {
  const waiting = openTasks(db, scope)
    .where((eb) => wall(scope, isTeams(scope)(eb)))
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
    .select(COLUMNS)
  const { rows } = await sql<TaskRow & { total: number }>`
    select ${NAMED}, page.total from (select seen.*, (count(*) over ())::int as total from (${waiting}) seen
      order by due_at, id limit ${pageSize} offset ${(page - 1) * pageSize}) page
    ${NAMES} order by page.due_at, page.id`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

const DONE_SHOWN = 50

/** What the caller has done today, the latest first. */
export const listDoneOn = async (db: Db, scope: Scope, day: string): Promise<TaskRow[]> => {
  const done = db
    .selectFrom('task')
    .where('task.doneBy', '=', scope.accountId)
    .where('task.doneAt', '>=', endOfDay(addDays(day, -1)))
    .where(isTold(scope))
    .select(COLUMNS)
    .orderBy('task.doneAt', 'desc')
    .orderBy('task.id')
    .limit(DONE_SHOWN)
  const { rows } = await sql<TaskRow>`
    select ${NAMED} from (${done}) page ${NAMES} order by page.done_at desc, page.id`.execute(db)
  return rows
}

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
