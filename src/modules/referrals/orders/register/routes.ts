import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { asWorker } from '#server/elevate.ts'
import { route, type Context, type Route } from '#server/route.ts'
import { ServiceKind } from '../contract.ts'
import { writeOrder, insertStep } from '../queries.ts'
import { isQueryValid, SERVICE_MACHINE } from '../rules.ts'
import { settle } from '../steps/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const listVetted = route(contract.listVetted, async ({ db, scope, now }) => {
  const day = today(now)
  const rows = await queries.listOrganisations(db)
  const workers = await queries.listWorkers(
    db,
    scope,
    rows.map(({ id }) => id),
  )
  const items = rows.map((row) => ({
    unit: { id: row.id, name: row.name },
    vetting: row.version
      ? {
          kinds: ServiceKind.options.filter((kind) => queries.kindsOf(row.kinds ?? []).includes(kind)),
          qualification: row.qualification ?? '',
          documents: row.documents ?? '',
          approvedOn: row.approvedOn ?? day,
          validUntil: row.validUntil ?? day,
          isValid: row.suspendedAt === null && (row.validUntil ?? '') >= day,
          suspendedAt: row.suspendedAt?.toISOString() ?? null,
          suspendReason: row.suspendReason,
          version: row.version,
        }
      : null,
    workers: workers
      .filter(({ unitId }) => unitId === row.id)
      .map((worker) => ({
        id: worker.id,
        name: worker.name,
        qualification: worker.qualification,
        entryQueryOn: worker.entryQueryOn,
        entryQueryAt: worker.entryQueryAt,
        isCleared: isQueryValid(worker.entryQueryOn, day),
      })),
    runningOrders: row.running,
  }))
  return { items, total: items.length }
})

const MOVED = '名录刚被别人改过，请刷新后核对'

const vetOrganisation = route(contract.vetOrganisation, async ({ db, actor, now, note }, input) => {
  const { version, unitId, ...vetting } = input
  note({ kind: 'vetted-organisation', id: unitId })
  if (!(await queries.isSocialOrganisation(db, unitId))) throw found(undefined, '社会组织')
  if (vetting.validUntil < today(now)) {
    const message = '有效期不能早于今天'
    throw invalid(message, [{ field: 'validUntil', message }])
  }
  const saved = { ...vetting, unitId, approvedOn: today(now), approvedBy: actor.accountId }
  if (!(await queries.saveVetting(db, saved, version))) throw refused(MOVED)
  return done
})

/** What it holds comes back at once; orders of cases that the head may not open as well, so under the worker's duty. */
const takeBackAll = ({ db, scope, actor, now }: Context, unitId: string, reason: string) =>
  asWorker(db, scope, async (under) => {
    const held = await queries.listHeld(under, unitId)
    for (const order of held) {
      const step = next(SERVICE_MACHINE, order.state, 'revoke', {
        isDesk: true,
        isTaker: false,
        isVetted: false,
        isWorkerCleared: false,
        hasPromised: true,
        isInTime: false,
        hasSession: false,
      })
      if (!step.ok) throw refused(step.reason)
      const by = actor.accountId
      const { id: orderId, state: fromState } = order
      await insertStep(under, {
        orderId,
        command: 'revoke',
        fromState,
        toState: step.to,
        at: now,
        by,
        note: reason,
      })
      await writeOrder(under, order.id, { state: step.to })
      await settle({ db: under, now }, order, { to: step.to, by, unitId })
    }
    return held.length
  })

const suspendOrganisation = route(contract.suspendOrganisation, async (context, input) => {
  const { db, actor, now, note } = context
  const { unitId, version, reason } = input
  note({ kind: 'vetted-organisation', id: unitId })
  if (!(await queries.suspend(db, unitId, version, { reason, by: actor.accountId, now })))
    throw refused('该组织已经暂停，或名录刚被别人改过，请刷新后核对')
  return { returned: await takeBackAll(context, unitId, `暂停承接资格：${reason}`) }
})

const checkQuery = (entryQueryOn: string, now: Date) => {
  const message = '入职查询日期不能晚于今天'
  if (entryQueryOn > today(now)) throw invalid(message, [{ field: 'entryQueryOn', message }])
}

const recordWorker = route(contract.recordWorker, async ({ db, scope, actor, now, note }, input) => {
  const { unitId, workerId: id, ...worker } = input
  note({ kind: 'vetted-organisation', id: unitId })
  found(await queries.findVetting(db, scope, unitId), '名录里的社会组织')
  checkQuery(worker.entryQueryOn, now)
  await queries.insertWorker(db, { ...worker, id, unitId, recordedBy: actor.accountId, recordedAt: now })
  return done
})

const renewQuery = route(contract.renewQuery, async ({ db, scope, now, note }, { id, ...query }) => {
  const worker = found(await queries.findWorker(db, scope, id), '服务人员')
  note({ kind: 'vetted-organisation', id: worker.unitId })
  checkQuery(query.entryQueryOn, now)
  await queries.setQuery(db, id, query)
  return done
})

const endWorker = route(contract.endWorker, async ({ db, scope, now, note }, { id, reason }) => {
  const worker = found(await queries.findWorker(db, scope, id), '服务人员')
  note({ kind: 'vetted-organisation', id: worker.unitId, purpose: reason })
  await queries.setLeft(db, id, today(now))
  return done
})

export const routes: Route[] = [
  listVetted,
  vetOrganisation,
  suspendOrganisation,
  recordWorker,
  renewQuery,
  endWorker,
]
