import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { childName } from '#modules/cases/queries.ts'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { ReportState, type ReportFilter } from '../contract.ts'
import { bareReportsSeenBy, reportsSeenBy, unreadMessages, type ReportFound } from '../queries.ts'
import { isEnded } from '../rules.ts'

type Filter = z.output<typeof ReportFilter>

/** Nothing is owed any more to whoever reported. */
const ENDED = ReportState.options.filter(isEnded)
/** Decided on, and the answer still owed. */
const DECIDED = ReportState.options.filter((state) => state !== 'received' && !isEnded(state))

const isMine = (scope: Scope) =>
  sql<SqlBool>`(report.received_by = ${scope.accountId || null} or report.triaged_by = ${scope.accountId || null})`

const filtered = (db: Db, scope: Scope, filter: Filter, now: Date) => {
  let query = bareReportsSeenBy(db, scope, now)
  if (filter.state) query = query.where('report.state', '=', filter.state)
  if (filter.source) query = query.where('report.source', '=', filter.source)
  if (filter.unanswered) query = query.where('report.state', 'in', DECIDED)
  if (filter.emergency) query = query.where('report.dangerLevel', '=', 'immediate')
  if (filter.unseen) query = query.where('report.firstSeenAt', 'is', null)
  if (filter.unread) query = query.where(unreadMessages, '>', 0)
  if (filter.mine) query = query.where(isMine(scope))
  if (filter.childId) query = query.where('report.childId', '=', filter.childId)
  const { number } = filter
  if (number)
    query = query.where(({ eb, or, ref }) =>
      or([
        eb(sql<number>`position(${number} in ${ref('report.number')})`, '>', 0),
        eb(sql<number>`position(${number} in ${ref('report.outsideNumber')})`, '>', 0),
      ]),
    )
  return query
}

const countAll = (db: Db, scope: Scope, filter: Filter, now: Date) =>
  filtered(db, scope, filter, now)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()

/**
 * Emergencies that nobody has looked at first, then the others that wait, the oldest first; then the rest, the newest first. One scan
 * finds the page and counts; names are looked up for the page alone.
 */
export const listReports = async (db: Db, scope: Scope, filter: Filter, now: Date) => {
  const order = sql`report.state = 'received' desc,
    (report.state = 'received' and report.danger_level is not distinct from 'immediate') desc,
    case when report.state = 'received' then report.received_at end,
    report.received_at ${sql.raw(filter.unanswered ? 'asc' : 'desc')}, report.id`
  const rows = await db
    .with('page', () =>
      filtered(db, scope, filter, now)
        .select(['report.id', 'report.number', 'report.state', 'report.source', 'report.receivedAt'])
        .select([
          'report.childId',
          'report.dangerLevel',
          'report.isAnonymous',
          'report.toldAt',
          'report.door',
        ])
        .select(['report.outsideNumber', 'report.firstSeenAt', 'report.askedAt'])
        .select(['report.receivedBy', 'report.divisionCode', sql<number>`count(*) over ()`.as('total')])
        .orderBy(order)
        .limit(filter.pageSize)
        .offset((filter.page - 1) * filter.pageSize),
    )
    .selectFrom('page as report')
    .leftJoin('account as taker', 'taker.id', 'report.receivedBy')
    .leftJoin('child', 'child.id', 'report.childId')
    .leftJoin('division', 'division.code', 'report.divisionCode')
    .selectAll('report')
    .select(['taker.displayName as takerName', 'division.name as place'])
    .select([childName(scope, now).as('childName'), unreadMessages.as('unreadMessages')])
    .orderBy(order)
    .execute()
  const total = rows[0]?.total ?? (filter.page === 1 ? 0 : (await countAll(db, scope, filter, now)).total)
  return { rows, total: Number(total) }
}

const countIf = (condition: ReturnType<typeof sql<SqlBool>>) =>
  sql<number>`(count(*) filter (where ${condition}))::int`

export const countTabs = (db: Db, scope: Scope, now: Date) =>
  bareReportsSeenBy(db, scope, now)
    .select([
      countIf(sql`report.state = 'received'`).as('waiting'),
      countIf(sql`report.danger_level = 'immediate' and report.state = 'received'`).as('emergency'),
      countIf(sql`report.first_seen_at is null`).as('unseen'),
      countIf(sql`${unreadMessages} > 0`).as('unread'),
      countIf(sql`report.state = any (${DECIDED}::report_state[])`).as('unanswered'),
      countIf(isMine(scope)).as('mine'),
      sql<number>`count(*)::int`.as('all'),
    ])
    .executeTakeFirstOrThrow()

/** Writes down who looked first; a later look changes nothing. */
export const noteFirstLook = async (db: Db, id: string, by: string, now: Date): Promise<void> => {
  await db
    .updateTable('report')
    .set({ firstSeenAt: now, firstSeenBy: by })
    .where('id', '=', id)
    .where('firstSeenAt', 'is', null)
    .execute()
}

/** A reason given holds for the length of a shift. */
const OPEN_FOR_MS = 12 * 3_600_000

export const isOpenedBy = async (db: Db, id: string, accountId: string, now: Date): Promise<boolean> =>
  Boolean(
    await db
      .selectFrom('reportOpening')
      .where('reportId', '=', id)
      .where('accountId', '=', accountId)
      .where('at', '>', new Date(now.getTime() - OPEN_FOR_MS))
      .select('id')
      .executeTakeFirst(),
  )

export const insertOpening = async (
  db: Db,
  opening: { reportId: string; accountId: string; reason: string },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('reportOpening')
    .values({ ...opening, id: uuidv7(now.getTime()), at: now })
    .execute()
}

const LIKELY_DAYS = 30
const LIKELY_MOST = 200

/** Reports of the same weeks, to be compared with one; neither that one nor those joined to it. */
export const listNear = (db: Db, scope: Scope, report: ReportFound, now: Date) => {
  const span = LIKELY_DAYS * 86_400_000
  const at = report.receivedAt.getTime()
  return reportsSeenBy(db, scope, now)
    .where('report.id', '<>', report.id)
    .where('report.state', '<>', 'set-aside')
    .where('report.receivedAt', '>', new Date(at - span))
    .where('report.receivedAt', '<', new Date(at + span))
    .where(({ or, eb }) => or([eb('report.joinedTo', 'is', null), eb('report.joinedTo', '<>', report.id)]))
    .select(['report.id', 'report.number', 'report.state', 'report.source', 'report.receivedAt'])
    .select(['report.childId', 'report.divisionCode', 'report.joinedTo', 'report.door', 'report.label'])
    .select(['report.keySealed', 'report.narrativeSealed', 'division.name as place'])
    .orderBy(sql`abs(extract(epoch from report.received_at - ${report.receivedAt}))`)
    .orderBy('report.id')
    .limit(LIKELY_MOST)
    .execute()
}

const unanswered = (db: Db, scope: Scope, now: Date) =>
  reportsSeenBy(db, scope, now).where('report.state', 'not in', ENDED)

/** The oldest first. */
export const listUnanswered = async (
  db: Db,
  scope: Scope,
  { page, pageSize }: { page: number; pageSize: number },
  now: Date,
) => {
  const rows = await unanswered(db, scope, now)
    .leftJoin('caseFile', 'caseFile.id', 'report.caseId')
    .leftJoin('account as owner', 'owner.id', 'caseFile.ownerId')
    .select(['report.id', 'report.number', 'report.state', 'report.source', 'report.receivedAt'])
    .select(['report.dangerLevel', 'report.caseId', 'report.joinedTo', 'owner.displayName as caseOwner'])
    .orderBy('report.receivedAt')
    .orderBy('report.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await unanswered(db, scope, now)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** Reports that were joined to this one, and the one that it was joined to. */
export const listLinked = (
  db: Db,
  scope: Scope,
  report: { id: string; joinedTo: string | null },
  now: Date,
) =>
  reportsSeenBy(db, scope, now)
    .where(({ or, eb }) =>
      or([
        eb('report.joinedTo', '=', report.id),
        ...(report.joinedTo ? [eb('report.id', '=', report.joinedTo)] : []),
      ]),
    )
    .select(['report.id', 'report.number', 'report.state', 'report.joinedTo'])
    .orderBy('report.receivedAt')
    .orderBy('report.id')
    .execute()
