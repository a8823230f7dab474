import { sql, type Expression, type Insertable, type SqlBool, type Updateable } from 'kysely'
import type { z } from 'zod'
import { isKeptFrom, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { DB } from '#server/schema.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import type { Light } from '../contract.ts'
import { boundsOf } from '../lights/queries.ts'
import type { LightBounds } from '../lights/rules.ts'
import type { OversightFilter, OversightState } from './contract.ts'

/** 领导小组办公室: the unit that the county's procedure names; undefined when there is none of that code. */
export const findOffice = async (db: Db) => {
  const { content } = await currentProcedure(db)
  const office = await db
    .selectFrom('unit')
    .where('code', '=', content.referrals.officeUnit)
    .where('leftOn', 'is', null)
    .select(['id', 'name', 'shortName'])
    .executeTakeFirst()
  return { office, procedure: content }
}

const yes = sql<SqlBool>`true`
const no = sql<SqlBool>`false`

/** The desk within its place; the leaders and the leading group's office see the whole county. */
const isOverseer = (scope: Scope, officeId: string | undefined, division: Expression<string>) => {
  if (scope.role === 'leader') return yes
  if (scope.role === 'liaison-officer') return officeId !== undefined && scope.unitId === officeId ? yes : no
  return permits(scope.role, 'oversight.read') ? within(scope, division) : no
}

/** What a unit owes: rows of `owed_referrals()`, which answers overseers alone. */
export const owedReferrals = (db: Db, scope: Scope, officeId: string | undefined) =>
  db
    .selectFrom(
      sql<{
        id: string
        number: string
        unitId: string
        caseId: string
        childId: string
        divisionCode: string
        state: 'dispatched' | 'signed'
        lane: 'welfare' | 'urgent'
        dispatchedAt: Date
        dueAt: Date
        isDueCertain: boolean
      }>`(select * from owed_referrals())`.as('owed'),
    )
    .where(wall(scope, isOverseer(scope, officeId, sql.ref<string>('owed.division_code'))))
    .where(wall(scope, sql<SqlBool>`(not ${isKeptFrom(scope, 'case', sql.ref<string>('owed.case_id'))})`))

/** The first wall of a 督办单. */
const isSeen = (scope: Scope, officeId: string | undefined): Expression<SqlBool> => {
  const overseer = isOverseer(scope, officeId, sql.ref<string>('oversight_order.division_code'))
  const kept = isKeptFrom(scope, 'case', sql.ref<string>('kept.case_id'))
  return wall(
    scope,
    sql<SqlBool>`((${overseer} or (oversight_order.unit_id = ${scope.unitId} and oversight_order.assigned_at is not null))
      and not exists (select from oversight_item kept where kept.order_id = oversight_order.id and ${kept}))`,
  )
}

/** States in which the unit must act by the limit. */
const OF_UNIT: OversightState[] = ['assigned', 'signed', 'handling']
const ENDED: OversightState[] = ['closed', 'withdrawn']

const isLight = (light: Exclude<Light, 'within'>, { near, now, longLate }: LightBounds) => {
  const due = sql.ref('oversight_order.due_at')
  const owing = sql<SqlBool>`oversight_order.state in (${sql.join(OF_UNIT)})`
  if (light === 'near') return sql<SqlBool>`(${owing} and ${due} > ${now} and ${due} <= ${near})`
  if (light === 'late') return sql<SqlBool>`(${owing} and ${due} <= ${now} and ${due} > ${longLate})`
  return sql<SqlBool>`(${owing} and ${due} <= ${longLate})`
}

type Filter = z.output<typeof OversightFilter>

const seen = (db: Db, scope: Scope, officeId: string | undefined) =>
  db.selectFrom('oversightOrder').where(isSeen(scope, officeId))

/** What must be acted on before the rest, the nearest limit first. */
export const listOversights = async (
  db: Db,
  scope: Scope,
  officeId: string | undefined,
  filter: Filter,
  now: Date,
) => {
  const { welfare: bounds } = await boundsOf(db, now)
  const wanted = seen(db, scope, officeId)
    .$if(filter.state !== undefined, (qb) => qb.where('oversightOrder.state', '=', filter.state!))
    .$if(filter.unitId !== undefined, (qb) => qb.where('oversightOrder.unitId', '=', filter.unitId!))
    .$if(filter.running === true, (qb) => qb.where('oversightOrder.state', 'not in', ENDED))
    .$if(filter.light !== undefined, (qb) => qb.where(isLight(filter.light!, bounds)))
  const rows = await wanted
    .innerJoin('unit', 'unit.id', 'oversightOrder.unitId')
    .selectAll('oversightOrder')
    .select('unit.name as unitName')
    .orderBy(sql`oversight_order.state in (${sql.join(ENDED)})`)
    .orderBy(sql`oversight_order.due_at nulls first`)
    .orderBy('oversightOrder.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await wanted
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const count = (condition: Expression<SqlBool>) => sql<number>`(count(*) filter (where ${condition}))::int`
  const counts = await seen(db, scope, officeId)
    .select([
      count(isLight('near', bounds)).as('near'),
      count(isLight('late', bounds)).as('late'),
      count(isLight('long-late', bounds)).as('longLate'),
      count(sql<SqlBool>`oversight_order.state not in (${sql.join(ENDED)})`).as('running'),
    ])
    .executeTakeFirstOrThrow()
  return { rows, total, counts, bounds }
}

export const findOversight = (db: Db, scope: Scope, officeId: string | undefined, id: string) =>
  seen(db, scope, officeId)
    .where('oversightOrder.id', '=', id)
    .innerJoin('unit', 'unit.id', 'oversightOrder.unitId')
    .leftJoin('account as proposer', 'proposer.id', 'oversightOrder.proposedBy')
    .selectAll('oversightOrder')
    .select(['unit.name as unitName', 'proposer.displayName as proposerName'])
    .executeTakeFirst()
export type OversightFound = NonNullable<Awaited<ReturnType<typeof findOversight>>>

/** Locked until the transaction ends, so that two commands on it follow one another. */
export const lockOversight = async (db: Db, scope: Scope, officeId: string | undefined, id: string) => {
  const locked = await seen(db, scope, officeId)
    .where('oversightOrder.id', '=', id)
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findOversight(db, scope, officeId, id)
}

export const listSteps = (db: Db, orderId: string) =>
  db
    .selectFrom('oversightStep')
    .where('orderId', '=', orderId)
    .leftJoin('account', 'account.id', 'oversightStep.by')
    .select(['command', 'toState', 'at', 'by', 'noteSealed', 'account.displayName as name'])
    .orderBy('at')
    .orderBy('oversightStep.id')
    .execute()

export const listItems = (db: Db, orderId: string) =>
  db
    .selectFrom('oversightItem')
    .where('orderId', '=', orderId)
    .select(['referralId', 'number'])
    .orderBy('number')
    .execute()

/** A step in the order's history; `noteSealed` under the order's key. */
export const insertStep = (db: Db, step: Omit<Insertable<DB['oversightStep']>, 'id'> & { at: Date }) =>
  db
    .insertInto('oversightStep')
    .values({ ...step, id: uuidv7(step.at.getTime()) })
    .execute()

export const writeOversight = (db: Db, id: string, change: Updateable<DB['oversightOrder']>) =>
  db
    .updateTable('oversightOrder')
    .set(({ eb }) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

export const insertOversight = (db: Db, order: Insertable<DB['oversightOrder']>) =>
  db.insertInto('oversightOrder').values(order).execute()

export const insertItems = async (
  db: Db,
  orderId: string,
  referrals: { id: string; number: string; caseId: string }[],
) => {
  if (!referrals.length) return
  await db
    .insertInto('oversightItem')
    .values(referrals.map(({ id, number, caseId }) => ({ orderId, referralId: id, number, caseId })))
    .execute()
}

/** Of these referrals, the ones that a running order is about. */
export const listOverseen = (db: Db, referralIds: string[]) =>
  referralIds.length
    ? db
        .selectFrom('oversightItem')
        .innerJoin('oversightOrder', 'oversightOrder.id', 'oversightItem.orderId')
        .where('referralId', 'in', referralIds)
        .where('oversightOrder.state', 'not in', ENDED)
        .select(['referralId', 'oversightOrder.id', 'oversightOrder.number'])
        .execute()
    : []

/** Names of the children of these referrals and of their families: what no text of an order may hold. Read under the worker's duty. */
export const namesAround = async (db: Db, referralIds: string[]): Promise<string[]> => {
  if (!referralIds.length) return []
  const { rows } = await sql<{ name: string }>`
    select c.name from referral r join child c on c.id = r.child_id where r.id = any (${referralIds}::uuid[])
    union
    select p.name from referral r join child_person cp on cp.child_id = r.child_id join person p on p.id = cp.person_id
    where r.id = any (${referralIds}::uuid[])`.execute(db)
  return rows.map(({ name }) => name)
}

/** The county's own code, to which an order about a unit belongs. */
export const countyDivision = (county: string) => `${county}000000`
