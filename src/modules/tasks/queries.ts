import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import { dueAt, type TimedCode } from '#kernel/deadline-rules.ts'
import { isKeptFrom, isRoutedTo, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { tick, type Audience } from '#server/live.ts'
import type { DB } from '#server/schema.ts'
import { ROLES, type Role } from '#modules/identity/rules.ts'
import { notify, settleNotices, type Addressee } from '#modules/notifications/queries.ts'
import { calendarOf, overridesOf } from '#modules/organisations/queries.ts'
import type { Task, TaskGroup, TaskKind } from './contract.ts'
import { TASK_KIND } from './labels.ts'
import { groupBounds, limitBetweenColleagues, noticeSubjectOf, type Limit } from './rules.ts'

/** When a limit of the deadline table ends in this county, by its own limits and holidays. */
export const limitBy = async (db: Db, code: TimedCode, from: Date): Promise<Limit> => {
  const due = dueAt(code, from, await calendarOf(db), await overridesOf(db))
  return { dueAt: due.dueAt, isDueCertain: due.isCalendarKnown, ruleCode: code }
}

/** For steps between colleagues, which no text limits. */
export const limitOfReview = async (db: Db, from: Date): Promise<Limit> =>
  limitBetweenColleagues(from, await calendarOf(db))

/** Exactly one of a person, everybody of a role in the place's territory, or a unit. */
export type TaskOwner = { personId: string } | { role: Role } | { unitId: string }

export type NewTask = Limit & {
  kind: TaskKind
  subjectKind: Task['subjectKind']
  subjectId: string
  /** Number of the record, the only thing that a title names. */
  number: string
  caseId?: string | null
  divisionCode: string
  owner: TaskOwner
  /** A child is in danger: told at once, whatever the hour. */
  isUrgent?: boolean
}

const ownerColumns = (owner: TaskOwner) => ({
  ownerId: 'personId' in owner ? owner.personId : null,
  ownerRole: 'role' in owner ? owner.role : null,
  unitId: 'unitId' in owner ? owner.unitId : null,
})

type Owner = { ownerId: string | null; ownerRole: string | null; unitId: string | null }

/** What the open pages of an owner hear when their tasks change. */
const TASKS = 'tasks'

const audienceOf = (owner: Owner, divisionCode: string): Audience => {
  if (owner.ownerId) return { accountIds: [owner.ownerId] }
  return owner.ownerRole ? { roles: [owner.ownerRole], divisionCode } : { unitId: owner.unitId ?? '' }
}

const addresseeOf = ({ owner, divisionCode }: NewTask): Addressee => {
  if ('personId' in owner) return { accountIds: [owner.personId] }
  return 'role' in owner ? { role: owner.role, divisionCode } : owner
}

/** Opens a task in the transaction of the act that calls for it, and tells its owner that there is one. */
export const openTask = async (db: Db, task: NewTask, now: Date): Promise<void> => {
  const id = uuidv7(now.getTime())
  await db
    .insertInto('task')
    .values({
      id,
      kind: task.kind,
      title: `${TASK_KIND[task.kind]} ${task.number}`,
      subjectKind: task.subjectKind,
      subjectId: task.subjectId,
      caseId: task.caseId ?? null,
      divisionCode: task.divisionCode,
      ...ownerColumns(task.owner),
      ruleCode: task.ruleCode,
      dueAt: task.dueAt,
      isDueCertain: task.isDueCertain,
      createdAt: now,
    })
    .execute()
  await notify(
    db,
    {
      kind: task.kind === 'answer-message' ? 'message' : 'task',
      ...noticeSubjectOf(task),
      caseId: task.caseId ?? null,
      taskId: id,
      isDanger: task.isUrgent ?? false,
      to: addresseeOf(task),
    },
    now,
  )
  tick(db, TASKS, audienceOf(ownerColumns(task.owner), task.divisionCode))
}

type About = { subjectId: string | string[]; kinds: TaskKind[] }

const openOf = (db: Db, { subjectId, kinds }: About) =>
  db
    .updateTable('task')
    .where(({ eb, ref }) => eb(ref('subjectId'), '=', sql<string>`any (${[subjectId].flat()}::uuid[])`))
    .where('kind', 'in', kinds)
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)

/** Ends tasks; whoever was told of them need not look any more. */
const endTasks = async (
  db: Db,
  about: About,
  how: { doneAt: Date; doneBy: string } | { cancelledAt: Date },
  now: Date,
) => {
  const ended = await openOf(db, about)
    .set(how)
    .returning(['id', 'ownerId', 'ownerRole', 'unitId', 'divisionCode'])
    .execute()
  await settleNotices(
    db,
    ended.map(({ id }) => id),
    now,
  )
  for (const { divisionCode, ...owner } of ended) tick(db, TASKS, audienceOf(owner, divisionCode))
}

/** Ends tasks in the transaction of the act that does them. */
export const finishTasks = (db: Db, about: About, by: string, now: Date): Promise<void> =>
  endTasks(db, about, { doneAt: now, doneBy: by }, now)

/** Ends tasks that are no longer called for. */
export const cancelTasks = (db: Db, about: About, now: Date): Promise<void> =>
  endTasks(db, about, { cancelledAt: now }, now)

export const postponeTasks = async (db: Db, about: About, limit: Limit): Promise<void> => {
  await openOf(db, about)
    .set({ dueAt: limit.dueAt, isDueCertain: limit.isDueCertain, ruleCode: limit.ruleCode })
    .execute()
}

/** A case changes hands: its open tasks of the old owner become the new one's. */
export const handOverTasks = async (db: Db, caseId: string, from: string, to: string): Promise<void> => {
  await db
    .updateTable('task')
    .set({ ownerId: to })
    .where('caseId', '=', caseId)
    .where('ownerId', '=', from)
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .execute()
}

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
    sql<SqlBool>`(not exists (select from report r where task.subject_kind = 'report' and r.id = ${id}
        and r.routed_to <> 'desk' and not ${isRoutedTo(scope, sql.ref('r.routed_to'))})
      and not ${isKeptFrom(scope, 'report', id)} and not ${isKeptFrom(scope, 'case', id)}
      and not ${isKeptFrom(scope, 'case', sql.ref('task.case_id'))})`,
  )
}

const openTasks = (db: Db, scope: Scope, whose: 'mine' | 'team') =>
  db
    .selectFrom('task')
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .where((eb) => wall(scope, (whose === 'mine' ? isMine : isTeams)(scope)(eb)))
    .where(isTold(scope))

const CEILING = new Date('9999-12-31T00:00:00Z')
const FLOOR = new Date('0001-01-01T00:00:00Z')

const rangeOfGroup = (group: TaskGroup | undefined, now: Date): [Date, Date] => {
  const { today, week } = groupBounds(now)
  if (group === 'late') return [FLOOR, now]
  if (group === 'today') return [now, today]
  if (group === 'week') return [today, week]
  return group === 'later' ? [week, CEILING] : [FLOOR, CEILING]
}

/** One page of open tasks, the most urgent first, and how many there are in each group. */
export const listOpenTasks = async (
  db: Db,
  scope: Scope,
  whose: 'mine' | 'team',
  filter: { group?: TaskGroup | undefined; page: number; pageSize: number },
  now: Date,
) => {
  const [after, until] = rangeOfGroup(filter.group, now)
  const rows = await openTasks(db, scope, whose)
    .where('task.dueAt', '>', after)
    .where('task.dueAt', '<=', until)
    .leftJoin('account', 'account.id', 'task.ownerId')
    .leftJoin('unit', 'unit.id', 'task.unitId')
    .leftJoin('division', 'division.code', 'task.divisionCode')
    .select(['task.id', 'task.kind', 'task.title', 'task.subjectKind', 'task.subjectId', 'task.caseId'])
    .select([
      'task.dueAt',
      'task.isDueCertain',
      'task.ruleCode',
      'task.ownerId',
      'task.ownerRole',
      'task.unitId',
    ])
    .select(['account.displayName as ownerName', 'unit.shortName as unitName', 'division.name as place'])
    .orderBy('task.dueAt')
    .orderBy('task.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const counts = await countGroups(db, scope, whose, now)
  const total = filter.group ? counts[filter.group] : Object.values(counts).reduce((sum, one) => sum + one, 0)
  return { rows, counts, total }
}

const countGroups = (db: Db, scope: Scope, whose: 'mine' | 'team', now: Date) => {
  const { today, week } = groupBounds(now)
  const count = (condition: ReturnType<typeof sql<boolean>>) =>
    sql<number>`(count(*) filter (where ${condition}))::int`
  return openTasks(db, scope, whose)
    .select([
      count(sql`task.due_at <= ${now}`).as('late'),
      count(sql`task.due_at > ${now} and task.due_at <= ${today}`).as('today'),
      count(sql`task.due_at > ${today} and task.due_at <= ${week}`).as('week'),
      count(sql`task.due_at > ${week}`).as('later'),
    ])
    .executeTakeFirstOrThrow()
}

/** Who is late: persons, roles and units of the territory with the count and the oldest, worst first. */
export const listLateOwners = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('task')
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .where('task.dueAt', '<=', now)
    .where(territory(scope))
    .where(isTold(scope))
    .leftJoin('account', 'account.id', 'task.ownerId')
    .leftJoin('unit', 'unit.id', 'task.unitId')
    .select(['task.ownerId', 'task.ownerRole', 'task.unitId', 'account.displayName as ownerName'])
    .select(['unit.shortName as unitName'])
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('task.dueAt').as('oldestDueAt')])
    .groupBy(['task.ownerId', 'task.ownerRole', 'task.unitId', 'account.displayName', 'unit.shortName'])
    .orderBy('count', 'desc')
    .orderBy('oldestDueAt')
    .limit(200)
    .execute()

/** The most urgent open task of each case or record, for lists and for "whose turn it is". */
export const listTurnsOf = async (db: Db, by: 'caseId' | 'subjectId', ids: string[]) => {
  if (!ids.length) return []
  return db
    .selectFrom('task')
    .distinctOn(`task.${by}`)
    .where(`task.${by}`, 'in', ids)
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .leftJoin('account', 'account.id', 'task.ownerId')
    .leftJoin('unit', 'unit.id', 'task.unitId')
    .select([
      'task.caseId',
      'task.subjectId',
      'task.kind',
      'task.dueAt',
      'task.isDueCertain',
      'task.createdAt',
    ])
    .select([
      'task.ownerId',
      'task.ownerRole',
      'account.displayName as ownerName',
      'unit.shortName as unitName',
    ])
    .orderBy(`task.${by}`)
    .orderBy('task.dueAt')
    .orderBy('task.id')
    .execute()
}
