import { sql, type ExpressionBuilder } from 'kysely'
import { wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { tick, type Audience } from '#server/live.ts'
import type { DB } from '#server/schema.ts'
import type { Role } from '#modules/identity/rules.ts'
import type { NoticeKind, NoticeSubject } from './contract.ts'

/** Persons by account, everybody of a role whose territory covers the division, or a unit's people. */
export type Addressee = { accountIds: string[] } | { role: Role; divisionCode: string } | { unitId: string }

export type NewNotice = {
  kind: NoticeKind
  subjectKind: NoticeSubject
  subjectId: string
  /** The case of the subject, where it has one: nobody who is kept from it is told. */
  caseId?: string | null
  /** The notice counts as read when this task ends. */
  taskId?: string
  isDanger?: boolean
  to: Addressee
}

export const NOTICES = 'notices'

const audienceOf = (to: Addressee): Audience => {
  if ('accountIds' in to) return to
  return 'role' in to ? { roles: [to.role], divisionCode: to.divisionCode } : to
}

/**
 * Tells people, in the transaction of the act that calls for it, that there is something to do or to read. Whoever acts is not told, nor
 * whom the record is kept from. One statement; what leaves the system is sent later, from the outbox.
 */
export const notify = async (db: Db, notice: NewNotice, now: Date): Promise<void> => {
  const { to } = notice
  const accounts = 'accountIds' in to ? to.accountIds : []
  const records = [notice.subjectId, ...(notice.caseId ? [notice.caseId] : [])]
  await sql`select send_notice(${notice.kind}, ${notice.subjectKind}, ${notice.subjectId}, ${records}::uuid[], ${notice.taskId ?? null},
    ${notice.isDanger ?? false}, ${accounts}::uuid[], ${'role' in to ? to.role : null},
    ${'role' in to ? to.divisionCode : null}, ${'unitId' in to ? to.unitId : null}, ${now})`.execute(db)
  tick(db, NOTICES, audienceOf(to))
}

/** The tasks are over: nobody need look at what told of them. */
export const settleNotices = async (db: Db, taskIds: string[], now: Date): Promise<void> => {
  if (!taskIds.length) return
  const { rows } = await sql<{ accounts: string[] }>`
    select settle_notices(${taskIds}::uuid[], ${now}) as accounts`.execute(db)
  const accountIds = rows[0]?.accounts ?? []
  if (accountIds.length) tick(db, NOTICES, { accountIds })
}

const isMine = (scope: Scope) => (eb: ExpressionBuilder<DB, 'notice'>) =>
  wall(scope, eb('notice.accountId', '=', scope.accountId))

/** Counted no further: 99+ is what anybody looks at. */
const COUNTED_AT_MOST = 1_000

export const countUnread = async (db: Db, scope: Scope): Promise<number> => {
  const unread = db
    .selectFrom('notice')
    .where(isMine(scope))
    .where('readAt', 'is', null)
    .select('id')
    .limit(COUNTED_AT_MOST)
  const { count } = await db
    .selectFrom(unread.as('unread'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export const listNotices = async (
  db: Db,
  scope: Scope,
  filter: { unread?: boolean | undefined; page: number; pageSize: number },
) => {
  const mine = db
    .selectFrom('notice')
    .where(isMine(scope))
    .$if(filter.unread === true, (query) => query.where('readAt', 'is', null))
  const items = await mine
    .select(['id', 'kind', 'isDanger', 'subjectKind', 'subjectId', 'createdAt', 'readAt'])
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await mine.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { items, total }
}

/** Answers how many were still unread; undefined when the one named is not the caller's. */
export const markRead = async (db: Db, scope: Scope, now: Date, id?: string) => {
  const own = await db
    .updateTable('notice')
    .set(({ fn, val }) => ({ readAt: fn.coalesce('readAt', val(now)) }))
    .where(isMine(scope))
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .$if(id === undefined, (query) => query.where('readAt', 'is', null))
    .executeTakeFirst()
  tick(db, NOTICES, { accountIds: [scope.accountId] })
  return Number(own.numUpdatedRows)
}
