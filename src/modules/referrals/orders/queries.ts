import { sql, type Expression, type Insertable, type SqlBool, type Updateable } from 'kysely'
import { isKeptFrom, wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { DB } from '#server/schema.ts'
import { isGranted } from '#modules/cases/grants/queries.ts'
import { isCaseSeen } from '#modules/cases/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import type { ServiceKind, ServiceOrderState } from './contract.ts'

const ENDED: ServiceOrderState[] = ['accepted', 'withdrawn']

/** The desk's wall: in its place, of a case that it may open. */
const isDeskSeen = (scope: Scope, now: Date): Expression<SqlBool> => {
  const here = permits(scope.role, 'services.read')
    ? within(scope, sql.ref<string>('service_order.division_code'))
    : sql<SqlBool>`false`
  return wall(
    scope,
    sql<SqlBool>`(${here} and exists (select from service_order_subject of_case
      join case_file on case_file.id = of_case.case_id
      where of_case.order_id = service_order.id and ${isCaseSeen(scope, now)}))`,
  )
}

type Filter = {
  state?: ServiceOrderState | undefined
  kind?: ServiceKind | undefined
  running?: boolean | undefined
  caseId?: string | undefined
  page: number
  pageSize: number
}

/** What every list shows of an order. */
export const ROW = [
  'serviceOrder.id',
  'serviceOrder.number',
  'serviceOrder.state',
  'serviceOrder.kind',
  'serviceOrder.age',
  'serviceOrder.hours',
  'serviceOrder.qualification',
  'serviceOrder.content',
  'serviceOrder.startsOn',
  'serviceOrder.endsOn',
  'serviceOrder.takeBy',
  'serviceOrder.publishedAt',
  'serviceOrder.unitId',
  'unit.name as unitName',
  'division.name as town',
] as const

export const listOrders = async (db: Db, scope: Scope, filter: Filter, now: Date) => {
  const { state, kind, caseId } = filter
  const wanted = db
    .selectFrom('serviceOrder')
    .where(isDeskSeen(scope, now))
    .$if(state !== undefined, (qb) => qb.where('serviceOrder.state', '=', state!))
    .$if(kind !== undefined, (qb) => qb.where('serviceOrder.kind', '=', kind!))
    .$if(filter.running === true, (qb) => qb.where('serviceOrder.state', 'not in', ENDED))
    .$if(caseId !== undefined, (qb) =>
      qb.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('serviceOrderSubject')
            .whereRef('serviceOrderSubject.orderId', '=', 'serviceOrder.id')
            .where('serviceOrderSubject.caseId', '=', caseId!)
            .select('orderId'),
        ),
      ),
    )
  const rows = await wanted
    .leftJoin('unit', 'unit.id', 'serviceOrder.unitId')
    .leftJoin('division', 'division.code', 'serviceOrder.divisionCode')
    .select(ROW)
    .orderBy(sql`service_order.state in ('accepted', 'withdrawn')`)
    .orderBy('serviceOrder.publishedAt', 'desc')
    .orderBy('serviceOrder.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await wanted
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export const findOrder = (db: Db, scope: Scope, id: string, now: Date) =>
  db
    .selectFrom('serviceOrder')
    .where('serviceOrder.id', '=', id)
    .where(isDeskSeen(scope, now))
    .innerJoin('serviceOrderSubject as subject', 'subject.orderId', 'serviceOrder.id')
    .innerJoin('caseFile', 'caseFile.id', 'subject.caseId')
    .innerJoin('planItem', 'planItem.id', 'subject.planItemId')
    .leftJoin('unit', 'unit.id', 'serviceOrder.unitId')
    .leftJoin('division', 'division.code', 'serviceOrder.divisionCode')
    .leftJoin('vettedWorker as worker', 'worker.id', 'serviceOrder.workerId')
    .leftJoin('accessGrant as given', 'given.id', 'subject.grantId')
    .select(ROW)
    .select(['serviceOrder.version', 'serviceOrder.workerId', 'serviceOrder.resultSealed'])
    .select(['subject.caseId', 'subject.childId', 'subject.planItemId', 'subject.keySealed'])
    .select(['subject.detailSealed', 'subject.fields', 'subject.reason', 'subject.grantId'])
    .select(['caseFile.number as caseNumber', 'caseFile.ownerId', 'caseFile.divisionCode as caseDivision'])
    .select(['planItem.title as item', 'given.endsAt', 'given.endedAt'])
    .select([
      'worker.name as workerName',
      'worker.qualification as workerQualification',
      'worker.entryQueryOn',
    ])
    .executeTakeFirst()
export type OrderFound = NonNullable<Awaited<ReturnType<typeof findOrder>>>

/** Locked until the transaction ends. */
export const lockOrder = async (db: Db, scope: Scope, id: string, now: Date) => {
  const locked = await db
    .selectFrom('serviceOrder')
    .where(isDeskSeen(scope, now))
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findOrder(db, scope, id, now)
}

/** The open orders that fit what the organisation is vetted for. */
const isOpenTo = (scope: Scope) => sql<SqlBool>`(service_order.state = 'open' and exists (
  select from vetted_organisation v where v.unit_id = ${scope.unitId} and v.suspended_at is null
    and v.valid_until >= service_order.ends_on and service_order.kind = any (v.kinds)))`

/** The organisation's wall: what is open and fits, and its own. Not what it is kept from. */
const isUnitSeen = (scope: Scope) => {
  const kept = isKeptFrom(scope, 'case', sql.ref<string>('kept.case_id'))
  return wall(
    scope,
    sql<SqlBool>`((service_order.unit_id = ${scope.unitId} or ${isOpenTo(scope)})
      and not exists (select from service_order_subject kept where kept.order_id = service_order.id and ${kept}))`,
  )
}

const ofUnit = (db: Db, scope: Scope, whose: 'open' | 'own' | 'any') =>
  db
    .selectFrom('serviceOrder')
    .where(isUnitSeen(scope))
    .$if(whose === 'open', (qb) => qb.where('serviceOrder.state', '=', 'open'))
    .$if(whose === 'own', (qb) => qb.where('serviceOrder.unitId', '=', scope.unitId))

export const listUnitOrders = async (
  db: Db,
  scope: Scope,
  filter: { whose: 'open' | 'own'; page: number; pageSize: number },
) => {
  const wanted = ofUnit(db, scope, filter.whose)
  const rows = await wanted
    .leftJoin('unit', 'unit.id', 'serviceOrder.unitId')
    .leftJoin('division', 'division.code', 'serviceOrder.divisionCode')
    .select(ROW)
    .orderBy(sql`service_order.state in ('accepted', 'withdrawn', 'returned')`)
    .orderBy('serviceOrder.takeBy')
    .orderBy('serviceOrder.id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await wanted
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export const findUnitOrder = (db: Db, scope: Scope, id: string) =>
  ofUnit(db, scope, 'any')
    .where('serviceOrder.id', '=', id)
    .leftJoin('unit', 'unit.id', 'serviceOrder.unitId')
    .leftJoin('division', 'division.code', 'serviceOrder.divisionCode')
    .select(ROW)
    .select(['serviceOrder.version', 'serviceOrder.workerId', 'serviceOrder.divisionCode'])
    .executeTakeFirst()
export type UnitOrderFound = NonNullable<Awaited<ReturnType<typeof findUnitOrder>>>

export const lockUnitOrder = async (db: Db, scope: Scope, id: string) => {
  const locked = await ofUnit(db, scope, 'any')
    .where('serviceOrder.id', '=', id)
    .select('serviceOrder.id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findUnitOrder(db, scope, id)
}

/** Whose child it is: for the organisation that has it, from the confirming until the grant ends. */
export const findSubject = (db: Db, scope: Scope, orderId: string, now: Date) =>
  db
    .selectFrom('serviceOrderSubject as subject')
    .where('subject.orderId', '=', orderId)
    .innerJoin('serviceOrder', 'serviceOrder.id', 'subject.orderId')
    .innerJoin('accessGrant as given', 'given.id', 'subject.grantId')
    .where(
      wall(
        scope,
        sql<SqlBool>`(service_order.unit_id = ${scope.unitId} and service_order.state in ('taken', 'reported')
          and ${isGranted(scope, now, 'child', sql.ref<string>('subject.child_id'))}
          and not ${isKeptFrom(scope, 'case', sql.ref<string>('subject.case_id'))})`,
      ),
    )
    .where('given.endedAt', 'is', null)
    .selectAll('subject')
    .select('given.endsAt')
    .executeTakeFirst()

/** What was done: all of it for the desk; for an organisation what its own people did. */
export const listSessions = (db: Db, orderId: string, unitId?: string | null) =>
  db
    .selectFrom('serviceSession')
    .where('orderId', '=', orderId)
    .innerJoin('vettedWorker', 'vettedWorker.id', 'serviceSession.workerId')
    .$if(unitId !== undefined, (qb) => qb.where('vettedWorker.unitId', '=', unitId ?? null))
    .select(['serviceSession.id', 'heldOn', 'hours', 'noteSealed', 'vettedWorker.name as worker'])
    .orderBy('heldOn', 'desc')
    .orderBy('serviceSession.id')
    .execute()

export const listSteps = (db: Db, orderId: string) =>
  db
    .selectFrom('serviceOrderStep')
    .where('orderId', '=', orderId)
    .leftJoin('account', 'account.id', 'serviceOrderStep.by')
    .leftJoin('unit', 'unit.id', 'serviceOrderStep.unitId')
    .select(['command', 'at', 'note', 'account.displayName as name', 'unit.shortName as unitName'])
    .orderBy('at')
    .orderBy('serviceOrderStep.id')
    .execute()

/** The promise of the present taker. */
export const findPromise = (db: Db, orderId: string, unitId: string) =>
  db
    .selectFrom('dataPromise')
    .where('orderId', '=', orderId)
    .where('unitId', '=', unitId)
    .select(['edition', 'textHash', 'promisedBy', 'acceptedAt'])
    .orderBy('acceptedAt', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Whether the item is being done by a referral or another order already. */
export const isItemBusy = async (db: Db, planItemId: string) => {
  const order = await db
    .selectFrom('serviceOrderSubject')
    .innerJoin('serviceOrder', 'serviceOrder.id', 'serviceOrderSubject.orderId')
    .where('planItemId', '=', planItemId)
    .where('serviceOrder.state', 'not in', ENDED)
    .select('serviceOrder.id')
    .executeTakeFirst()
  return order !== undefined
}

/** What nobody may read in a published text: the names of the child and of the family. */
export const namesOf = async (db: Db, childId: string) => {
  const { rows } = await sql<{ name: string }>`
    select name from child where id = ${childId}
    union
    select p.name from child_person cp join person p on p.id = cp.person_id where cp.child_id = ${childId}`.execute(
    db,
  )
  return rows.map(({ name }) => name)
}

export const insertOrder = async (
  db: Db,
  order: Insertable<DB['serviceOrder']>,
  subject: Insertable<DB['serviceOrderSubject']>,
) => {
  await db.insertInto('serviceOrder').values(order).execute()
  await db.insertInto('serviceOrderSubject').values(subject).execute()
}

export const writeOrder = (db: Db, id: string, change: Updateable<DB['serviceOrder']>) =>
  db
    .updateTable('serviceOrder')
    .set(({ eb }) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()

export const writeSubject = (db: Db, orderId: string, change: Updateable<DB['serviceOrderSubject']>) =>
  db.updateTable('serviceOrderSubject').set(change).where('orderId', '=', orderId).execute()

export const insertStep = (db: Db, step: Omit<Insertable<DB['serviceOrderStep']>, 'id'> & { at: Date }) =>
  db
    .insertInto('serviceOrderStep')
    .values({ ...step, id: uuidv7(step.at.getTime()) })
    .execute()

export const insertSession = (db: Db, session: Insertable<DB['serviceSession']>) =>
  db
    .insertInto('serviceSession')
    .values(session)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()

export const insertPromise = (
  db: Db,
  promise: Omit<Insertable<DB['dataPromise']>, 'id'> & { acceptedAt: Date },
) =>
  db
    .insertInto('dataPromise')
    .values({ ...promise, id: uuidv7(promise.acceptedAt.getTime()) })
    .execute()

/** Whose task an order is on the centre's side; read where an organisation may not look. */
export const findKeeper = (db: Db, orderId: string) =>
  db
    .selectFrom('serviceOrderSubject')
    .where('orderId', '=', orderId)
    .innerJoin('caseFile', 'caseFile.id', 'serviceOrderSubject.caseId')
    .select([
      'caseFile.ownerId',
      'caseFile.id as caseId',
      'caseFile.divisionCode',
      'serviceOrderSubject.grantId',
    ])
    .executeTakeFirstOrThrow()
