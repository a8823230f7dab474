import { sql } from 'kysely'
import { dueAt, type TimedCode } from '#kernel/deadline-rules.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { tick, type Audience } from '#server/live.ts'
import type { Role } from '#modules/identity/rules.ts'
import { notify, settleNotices, type Addressee } from '#modules/notifications/queries.ts'
import { calendarOf, overridesOf } from '#modules/organisations/queries.ts'
import type { Task, TaskKind } from './contract.ts'
import { TASK_KIND } from './labels.ts'
import { limitBetweenColleagues, limitInWorkingDays, noticeSubjectOf, type Limit } from './rules.ts'

/** When a limit of the deadline table ends in this county, by its own limits and holidays. */
export const limitBy = async (db: Db, code: TimedCode, from: Date): Promise<Limit> => {
  const due = dueAt(code, from, await calendarOf(db), await overridesOf(db))
  return { dueAt: due.dueAt, isDueCertain: due.isCalendarKnown, ruleCode: code }
}

/** For steps between colleagues, which no text limits. */
export const limitOfReview = async (db: Db, from: Date): Promise<Limit> =>
  limitBetweenColleagues(from, await calendarOf(db))

/** For a number of working days that the county's procedure sets. */
export const limitAfter = async (db: Db, from: Date, workingDays: number): Promise<Limit> =>
  limitInWorkingDays(from, workingDays, await calendarOf(db))

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
