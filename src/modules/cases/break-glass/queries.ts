import { sql, type SqlBool } from 'kysely'
import { isKeptFrom, wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { permits } from '#modules/identity/rules.ts'
import { isCaseSeen } from '../queries.ts'
import type { Verdict } from './contract.ts'

/** Everything for whoever reviews and for the witness; otherwise one's own, and those of a case that one sees. */
const isSeen = (scope: Scope, now: Date) => {
  const isOverseer = permits(scope.role, 'break-glass.review') || permits(scope.role, 'audit.read')
  const ofSeenCase = sql<SqlBool>`exists (select from case_file where case_file.id = break_glass.case_id
    and ${isCaseSeen(scope, now)})`
  return wall(
    scope,
    sql<SqlBool>`((${isOverseer} or break_glass.opened_by = ${scope.accountId || null} or ${ofSeenCase})
      and not ${isKeptFrom(scope, 'case', sql.ref('break_glass.case_id'))})`,
  )
}

const glasses = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('breakGlass')
    .where(isSeen(scope, now))
    .innerJoin('account as opener', 'opener.id', 'breakGlass.openedBy')
    .leftJoin('account as reviewer', 'reviewer.id', 'breakGlass.reviewedBy')
    .selectAll('breakGlass')
    .select(['opener.displayName as openerName', 'reviewer.displayName as reviewerName'])
    .select(
      sql<boolean>`exists (select from case_file where case_file.id = break_glass.case_id and ${isCaseSeen(scope, now)})`.as(
        'isCaseOpen',
      ),
    )

export type GlassFound = NonNullable<Awaited<ReturnType<typeof findGlass>>>

export const findGlass = (db: Db, scope: Scope, id: string, now: Date) =>
  glasses(db, scope, now).where('breakGlass.id', '=', id).executeTakeFirst()

export const listOfCase = (db: Db, scope: Scope, caseId: string, now: Date) =>
  glasses(db, scope, now)
    .where('breakGlass.caseId', '=', caseId)
    .orderBy('openedAt', 'desc')
    .orderBy('breakGlass.id')
    .execute()

type State = 'running' | 'to-review' | 'reviewed'

const isIn = (state: State, now: Date) => {
  if (state === 'reviewed') return sql<SqlBool>`reviewed_at is not null`
  return state === 'running'
    ? sql<SqlBool>`(reviewed_at is null and ended_at is null and ends_at > ${now})`
    : sql<SqlBool>`(reviewed_at is null and (ended_at is not null or ends_at <= ${now}))`
}

/** One's own, or all for whoever oversees them; the newest first. */
export const listGlasses = async (
  db: Db,
  scope: Scope,
  filter: { state?: State | undefined; page: number; pageSize: number },
  now: Date,
) => {
  const isOverseer = permits(scope.role, 'break-glass.review') || permits(scope.role, 'audit.read')
  const chosen = glasses(db, scope, now)
    .where(wall(scope, sql<SqlBool>`(${isOverseer} or break_glass.opened_by = ${scope.accountId || null})`))
    .$if(filter.state !== undefined, (query) => query.where(isIn(filter.state ?? 'running', now)))
  const rows = await chosen
    .orderBy('openedAt', 'desc')
    .orderBy('breakGlass.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await chosen
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export type Meant = { id: string; childId: string; number: string; divisionCode: string; ownerId: string }

export type Wanted = {
  number?: string | undefined
  idNumberIndex?: Buffer | undefined
  name?: string | undefined
  birthDay?: string | undefined
}

/** The case that is meant; none for whom it is kept from. */
export const findMeant = async (
  db: Db,
  { number, idNumberIndex, name, birthDay }: Wanted,
): Promise<Meant | undefined> => {
  const { rows } = await sql<Meant>`select id, child_id, number, division_code, owner_id
    from case_behind(${number ?? null}, ${idNumberIndex ?? null}, ${name ?? null}, ${birthDay ?? null}::date)`.execute(
    db,
  )
  return rows[0]
}

export const findRunning = (db: Db, caseId: string, accountId: string, now: Date) =>
  db
    .selectFrom('breakGlass')
    .where('caseId', '=', caseId)
    .where('openedBy', '=', accountId)
    .where('endedAt', 'is', null)
    .where('reviewedAt', 'is', null)
    .where('endsAt', '>', now)
    .select(['id', 'endsAt'])
    .executeTakeFirst()

type NewGlass = { id: string; meant: Meant; endsAt: Date; reason: string }

export const insertGlass = async (
  { db, keys, actor, now }: Pick<Context, 'db' | 'keys' | 'actor' | 'now'>,
  { id, meant, endsAt, reason }: NewGlass,
) => {
  const { key, wrapped } = keys.newKey(id)
  await db
    .insertInto('breakGlass')
    .values({
      id,
      caseId: meant.id,
      childId: meant.childId,
      number: meant.number,
      openedBy: actor.accountId,
      openedAt: now,
      endsAt,
      keySealed: wrapped,
      reasonSealed: keys.seal(key, 'reason', reason),
    })
    .execute()
}

export const setEnded = (db: Db, id: string, now: Date) =>
  db
    .updateTable('breakGlass')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()

/** The grants that came with a glass: to its opener, on its case and child, until its end. */
export const listGrants = async (db: Db, glass: GlassFound): Promise<string[]> => {
  const rows = await db
    .selectFrom('accessGrant')
    .where('accountId', '=', glass.openedBy)
    .where('recordId', 'in', [glass.caseId, glass.childId])
    .where('endsAt', '=', glass.endsAt)
    .where('endedAt', 'is', null)
    .select('id')
    .execute()
  return rows.map(({ id }) => id)
}

type Review = { verdict: Verdict; reviewedBy: string; wordsSealed: Buffer }

/** False when somebody reviewed it first. */
export const setReviewed = async (db: Db, id: string, review: Review, now: Date) => {
  const { numUpdatedRows } = await db
    .updateTable('breakGlass')
    .set({ ...review, reviewedAt: now })
    .where('id', '=', id)
    .where('reviewedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
