import { sql, type Insertable, type SqlBool } from 'kysely'
import { wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { permits } from '#modules/identity/rules.ts'
import type { ServiceKind } from '../contract.ts'
import { HELD, isQueryValid } from '../rules.ts'

/** The register is the desk's; an organisation sees its own line. */
const isSeen = (scope: Scope, unitId: ReturnType<typeof sql.ref<string>>) =>
  wall(
    scope,
    permits(scope.role, 'services.read') ? sql<SqlBool>`true` : sql<SqlBool>`(${unitId} = ${scope.unitId})`,
  )

/** Social organisations that have not left, vetted or not. */
export const listOrganisations = (db: Db) =>
  db
    .selectFrom('unit')
    .where('kind', '=', 'social-organisation')
    .where('leftOn', 'is', null)
    .leftJoin('vettedOrganisation as v', 'v.unitId', 'unit.id')
    .select(['unit.id', 'unit.name', 'v.kinds', 'v.qualification', 'v.documents', 'v.approvedOn'])
    .select(['v.validUntil', 'v.suspendedAt', 'v.suspendReason', 'v.version'])
    .select(
      sql<number>`(select count(*)::int from service_order o where o.unit_id = unit.id
        and o.state in (${sql.join([...HELD])}))`.as('running'),
    )
    .orderBy('unit.name')
    .orderBy('unit.id')
    .execute()

export const isSocialOrganisation = async (db: Db, unitId: string | null) =>
  unitId !== null &&
  Boolean(
    await db
      .selectFrom('unit')
      .where('id', '=', unitId)
      .where('kind', '=', 'social-organisation')
      .where('leftOn', 'is', null)
      .select('id')
      .executeTakeFirst(),
  )

export const listWorkers = (db: Db, scope: Scope, unitIds: string[]) =>
  unitIds.length
    ? db
        .selectFrom('vettedWorker')
        .where(isSeen(scope, sql.ref<string>('vetted_worker.unit_id')))
        .where('unitId', 'in', unitIds)
        .where('leftOn', 'is', null)
        .selectAll()
        .orderBy('name')
        .orderBy('id')
        .execute()
    : []

export const findVetting = (db: Db, scope: Scope, unitId: string) =>
  db
    .selectFrom('vettedOrganisation')
    .where(isSeen(scope, sql.ref<string>('vetted_organisation.unit_id')))
    .where('unitId', '=', unitId)
    .selectAll()
    .executeTakeFirst()

export const findWorker = (db: Db, scope: Scope, id: string) =>
  db
    .selectFrom('vettedWorker')
    .where(isSeen(scope, sql.ref<string>('vetted_worker.unit_id')))
    .where('id', '=', id)
    .where('leftOn', 'is', null)
    .selectAll()
    .executeTakeFirst()

type Wanted = { kind: ServiceKind; endsOn: string }

/** On the register, not suspended, for this kind, valid until the service ends; the worker of theirs, with the yearly query. */
export const vettingFacts = async (
  db: Db,
  scope: Scope,
  of: { unitId: string | null; workerId: string | null; order: Wanted; day: string },
) => {
  const { unitId, workerId, order, day } = of
  const vetting = unitId ? await findVetting(db, scope, unitId) : undefined
  const worker = workerId ? await findWorker(db, scope, workerId) : undefined
  return {
    isVetted: Boolean(
      vetting &&
      vetting.suspendedAt === null &&
      vetting.validUntil >= order.endsOn &&
      vetting.validUntil >= day &&
      kindsOf(vetting.kinds).includes(order.kind),
    ),
    isWorkerCleared: Boolean(worker && worker.unitId === unitId && isQueryValid(worker.entryQueryOn, day)),
  }
}

/** An array of an enum comes from the driver as text: {a,b}. */
export const kindsOf = (kinds: string | string[]): string[] =>
  typeof kinds === 'string' ? kinds.slice(1, -1).split(',').filter(Boolean) : kinds

/** False when somebody else vetted it first. */
export const saveVetting = async (
  db: Db,
  vetting: Omit<Insertable<DB['vettedOrganisation']>, 'kinds'> & { kinds: ServiceKind[] },
  version: number,
) => {
  const { kinds, ...rest } = vetting
  const values = { ...rest, kinds: sql<never>`${kinds}::service_kind[]` }
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('vettedOrganisation')
      .values(values)
      .onConflict((conflict) => conflict.column('unitId').doNothing())
      .executeTakeFirstOrThrow()
    return Number(numInsertedOrUpdatedRows) > 0
  }
  const { numUpdatedRows } = await db
    .updateTable('vettedOrganisation')
    .set({ ...values, suspendedAt: null, suspendedBy: null, suspendReason: null, version: version + 1 })
    .where('unitId', '=', vetting.unitId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) > 0
}

export const suspend = async (
  db: Db,
  unitId: string,
  version: number,
  of: { reason: string; by: string; now: Date },
) => {
  const { numUpdatedRows } = await db
    .updateTable('vettedOrganisation')
    .set({ suspendedAt: of.now, suspendedBy: of.by, suspendReason: of.reason, version: version + 1 })
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .where('suspendedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) > 0
}

export const insertWorker = (db: Db, worker: Insertable<DB['vettedWorker']>) =>
  db
    .insertInto('vettedWorker')
    .values(worker)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()

export const setQuery = (db: Db, id: string, query: { entryQueryOn: string; entryQueryAt: string }) =>
  db.updateTable('vettedWorker').set(query).where('id', '=', id).execute()

export const setLeft = (db: Db, id: string, day: string) =>
  db.updateTable('vettedWorker').set({ leftOn: day }).where('id', '=', id).execute()

/** What a suspended organisation still holds. */
export const listHeld = (db: Db, unitId: string) =>
  db
    .selectFrom('serviceOrder')
    .where('unitId', '=', unitId)
    .where('state', 'in', [...HELD])
    .select(['id', 'number', 'state', 'takeBy', 'endsOn'])
    .orderBy('id')
    .execute()
