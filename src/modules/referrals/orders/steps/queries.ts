import { refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { Db } from '#server/database.ts'
import { asWorker } from '#server/elevate.ts'
import type { Context } from '#server/route.ts'
import { endGrants } from '#modules/cases/grants/queries.ts'
import { movedOn } from '#modules/cases/rules.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { cancelTasks, finishTasks, limitBy, openTask } from '#modules/tasks/queries.ts'
import { limitOn, type Limit } from '#modules/tasks/rules.ts'
import type { ServiceFacts, ServiceOrderState } from '../contract.ts'
import { SERVICE_ORDER_STATE } from '../labels.ts'
import * as queries from '../queries.ts'
import { SERVICE_MACHINE, type ServiceCommand } from '../rules.ts'

type Settled = { id: string; number: string; takeBy: string; endsOn: string }
export type Moving = Settled & { state: ServiceOrderState; version: number }

/** Where a command leads; refused when somebody was faster or a guard does not hold. */
export const checkStep = (order: Moving, version: number, command: ServiceCommand, facts: ServiceFacts) => {
  if (order.version !== version) throw movedOn(SERVICE_ORDER_STATE[order.state], order.version)
  const step = next(SERVICE_MACHINE, order.state, command, facts)
  if (!step.ok) throw refused(step.reason)
  return step.to
}

const ALL_KINDS: TaskKind[] = ['place-service', 'confirm-taker', 'do-service', 'accept-service']

type Acting = Pick<Context, 'db' | 'now'>

/** The one task of an order, for whoever's turn it is: the case's owner, or the organisation. */
const openNext = async (
  { db, now }: Acting,
  order: Settled,
  to: ServiceOrderState,
  unitId: string | null,
) => {
  const { ownerId, caseId, divisionCode } = await queries.findKeeper(db, order.id)
  const task = (kind: TaskKind, limit: Limit, owner: { personId: string } | { unitId: string }) =>
    openTask(
      db,
      {
        ...limit,
        kind,
        subjectKind: 'service-order',
        subjectId: order.id,
        caseId,
        number: order.number,
        divisionCode,
        owner,
      },
      now,
    )
  const keeper = { personId: ownerId }
  if (to === 'open') return task('place-service', limitOn(order.takeBy), keeper)
  if (to === 'returned' || to === 'expired')
    return task('place-service', await limitBy(db, 'CL-38', now), keeper)
  if (to === 'claimed') return task('confirm-taker', await limitBy(db, 'CL-38', now), keeper)
  if (to === 'reported') return task('accept-service', await limitBy(db, 'CL-39', now), keeper)
  if (to === 'taken' && unitId) return task('do-service', limitOn(order.endsOn), { unitId })
  return undefined
}

/** The grant ends, the old task ends, the next one opens. Under the worker's duty: neither side may write the other's tasks. */
export const settle = async (
  { db, now }: Acting,
  order: Settled,
  { to, by, unitId }: { to: ServiceOrderState; by: string | null; unitId: string | null },
) => {
  const about = { subjectId: order.id, kinds: ALL_KINDS }
  if (by) await finishTasks(db, about, by, now)
  else await cancelTasks(db, about, now)
  const { grantId } = await queries.findKeeper(db, order.id)
  if (grantId && to !== 'taken' && to !== 'reported') await endGrants(db, [grantId], now)
  await openNext({ db, now }, order, to, unitId)
}

type Move = {
  command: ServiceCommand | 'publish'
  to: ServiceOrderState
  change?: Parameters<typeof queries.writeOrder>[2]
  note?: string | null
  /** Whose the order is after the step. */
  unitId: string | null
  /** Who acts when it is an organisation. */
  byUnit?: string | null
}

/** Writes a step of an order that is locked and allowed. */
export const moveOrder = async (
  { db, scope, actor, now }: Pick<Context, 'db' | 'scope' | 'actor' | 'now'>,
  order: Moving,
  { command, to, change, note, unitId, byUnit }: Move,
) => {
  const by = actor.accountId
  await queries.insertStep(db, {
    orderId: order.id,
    command,
    fromState: command === 'publish' ? null : order.state,
    toState: to,
    at: now,
    by,
    unitId: byUnit ?? null,
    note: note ?? null,
  })
  if (command !== 'publish') await queries.writeOrder(db, order.id, { ...change, state: to })
  const settled = {
    ...order,
    ...(change?.takeBy && { takeBy: change.takeBy }),
    ...(change?.endsOn && { endsOn: change.endsOn }),
  }
  await asWorker(db, scope, (under: Db) => settle({ db: under, now }, settled, { to, by, unitId }))
}
