import { sql, type SqlBool } from 'kysely'
import { refused } from '#kernel/problem.ts'
import { wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { permits, rolesWith } from '#modules/identity/rules.ts'
import { childName, isCaseSeen } from '../../queries.ts'

const OVER = ['closed', 'archived'] as const

/** The running cases of somebody, as far as the caller sees them; the most dangerous first. */
export const listCasesOf = (db: Db, scope: Scope, ownerId: string, now: Date) =>
  db
    .selectFrom('caseFile')
    .where(isCaseSeen(scope, now))
    .where('caseFile.ownerId', '=', ownerId)
    .where('caseFile.state', 'not in', OVER)
    .leftJoin('child', 'child.id', 'caseFile.childId')
    .leftJoin('division', 'division.code', 'caseFile.divisionCode')
    .select(['caseFile.id', 'caseFile.number', 'caseFile.dangerLevel', 'caseFile.state'])
    .select(['division.name as place', childName(scope, now).as('childName')])
    .orderBy('caseFile.dangerLevel')
    .orderBy('caseFile.openedAt')
    .orderBy('caseFile.id')
    .execute()

type Owned = { cases: number; items: number; tasks: number; drafts: number }

/** Numbers of what an account owns, whatever the caller may read of it. */
export const countOwned = async (db: Db, accountId: string): Promise<Owned> => {
  const { rows } = await sql<Owned>`select cases, items, tasks, drafts from owned_by(${accountId})`.execute(
    db,
  )
  return rows[0] ?? { cases: 0, items: 0, tasks: 0, drafts: 0 }
}

export const countReviews = async (db: Db, ownerId: string): Promise<number> => {
  const { count } = await db
    .selectFrom('task')
    .where('ownerId', '=', ownerId)
    .where('kind', '=', 'review-answer')
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export const findPerson = (db: Db, id: string) =>
  db
    .selectFrom('account')
    .where('id', '=', id)
    .where('role', 'in', rolesWith('hand-overs.work'))
    .select(['id', 'displayName as name', 'state', 'role'])
    .executeTakeFirst()

/** Colleagues in their posts who may take something over. */
export const listPeople = (db: Db) =>
  db
    .selectFrom('account')
    .where('state', '=', 'active')
    .where('role', 'in', rolesWith('hand-overs.work'))
    .select(['id', 'displayName as name', 'role'])
    .orderBy('role')
    .orderBy('displayName')
    .orderBy('id')
    .limit(1000)
    .execute()

/** One's own as giver, drawer or receiver; all for the head. */
const isSeen = (scope: Scope) =>
  wall(
    scope,
    sql<SqlBool>`(${permits(scope.role, 'cases.oversee')} or hand_over.giver_id = ${scope.accountId || null}
      or hand_over.drawn_up_by = ${scope.accountId || null} or ${scope.accountId || null}::uuid = any (hand_over.receiver_ids))`,
  )

const handOvers = (db: Db, scope: Scope) =>
  db
    .selectFrom('handOver')
    .where(isSeen(scope))
    .innerJoin('account as giver', 'giver.id', 'handOver.giverId')
    .innerJoin('account as drawer', 'drawer.id', 'handOver.drawnUpBy')
    .selectAll('handOver')
    .select(['giver.displayName as giverName', 'drawer.displayName as drawerName'])

export const listHandOvers = (db: Db, scope: Scope) =>
  handOvers(db, scope).orderBy('drawnUpAt', 'desc').orderBy('handOver.id').limit(100).execute()

/** By its own id or that of one of its parts. */
export const findHandOver = (db: Db, scope: Scope, id: string) =>
  handOvers(db, scope)
    .where((eb) =>
      eb.or([
        eb('handOver.id', '=', id),
        eb('handOver.id', 'in', eb.selectFrom('handOverPart').where('id', '=', id).select('handOverId')),
      ]),
    )
    .executeTakeFirst()

/** Of hand-overs that the caller has found. */
export const listParts = (db: Db, handOverIds: string[]) =>
  db
    .selectFrom('handOverPart')
    .where('handOverId', 'in', handOverIds)
    .innerJoin('account', 'account.id', 'handOverPart.receiverId')
    .selectAll('handOverPart')
    .select('account.displayName as receiverName')
    .select(
      sql<number>`(select count(*)::int from hand_over_line l where l.part_id = hand_over_part.id)`.as(
        'lines',
      ),
    )
    .orderBy('account.displayName')
    .orderBy('handOverPart.id')
    .execute()

export const listLines = (db: Db, partId: string) =>
  db
    .selectFrom('handOverLine')
    .where('partId', '=', partId)
    .select(['caseId', 'noteSealed', 'despiteSealed'])
    .orderBy('id')
    .execute()

/** The cases of a hand-over, as far as the caller sees them. */
export const listHandedCases = (db: Db, scope: Scope, handOverId: string, now: Date) =>
  db
    .selectFrom('handOverLine')
    .where('handOverLine.handOverId', '=', handOverId)
    .innerJoin('caseFile', 'caseFile.id', 'handOverLine.caseId')
    .where(isCaseSeen(scope, now))
    .leftJoin('child', 'child.id', 'caseFile.childId')
    .leftJoin('division', 'division.code', 'caseFile.divisionCode')
    .select(['handOverLine.partId', 'handOverLine.noteSealed'])
    .select(['caseFile.id', 'caseFile.number', 'caseFile.dangerLevel', 'caseFile.state'])
    .select(['division.name as place', childName(scope, now).as('childName')])
    .orderBy('caseFile.dangerLevel')
    .orderBy('caseFile.id')
    .execute()

/** Who is gone and still owns something. */
export const listLeavers = async (db: Db) => {
  const { rows } = await sql<{ id: string; name: string } & Owned>`
    select a.id, a.display_name as name, o.cases, o.items, o.tasks, o.drafts
    from account a, lateral owned_by(a.id) o
    where a.state = 'disabled' and (o.cases > 0 or o.items > 0 or o.tasks > 0)
    order by o.cases desc, a.display_name, a.id limit 100`.execute(db)
  return rows
}

type NewHandOver = {
  id: string
  giverId: string
  isGiverGone: boolean
  receiverIds: string[]
  drawnUpBy: string
  drawnUpAt: Date
  keySealed: Buffer
}

export const insertHandOver = (db: Db, handOver: NewHandOver) =>
  db.insertInto('handOver').values(handOver).execute()

export const insertPart = (
  db: Db,
  part: { id: string; handOverId: string; receiverId: string; takesRest: boolean },
) => db.insertInto('handOverPart').values(part).execute()

export const insertLine = (
  db: Db,
  line: {
    id: string
    handOverId: string
    partId: string
    caseId: string
    noteSealed: Buffer
    despiteSealed: Buffer | null
  },
) => db.insertInto('handOverLine').values(line).execute()

type Signature = { state: 'taken' | 'declined'; signedAt: Date; wordsSealed?: Buffer }

/** Signs or declines a part once; the hand-over ends with its last part. */
export const setSigned = async (db: Db, part: { id: string; handOverId: string }, signature: Signature) => {
  const { numUpdatedRows } = await db
    .updateTable('handOverPart')
    .set(signature)
    .where('id', '=', part.id)
    .where('state', '=', 'awaiting')
    .executeTakeFirstOrThrow()
  if (!numUpdatedRows) throw refused('这一部分已经签收或退回')
  await db
    .updateTable('handOver')
    .set({ endedAt: signature.signedAt })
    .where('id', '=', part.handOverId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('handOverPart')
            .where('handOverId', '=', part.handOverId)
            .where('state', '=', 'awaiting')
            .select('id'),
        ),
      ),
    )
    .execute()
}

/** Items and tasks that hang on no case of the giver; must run before the part is signed. */
export const takeRest = async (db: Db, partId: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select take_over_rest(${partId}) as count`.execute(db)
  return rows[0]?.count ?? 0
}
