import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { Db } from '#server/database.ts'
import { asWorker } from '#server/elevate.ts'
import { route, type Context, type Route } from '#server/route.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { notify } from '#modules/notifications/queries.ts'
import { cancelTasks, finishTasks, limitAfter, limitBy } from '#modules/tasks/queries.ts'
import * as contract from '../contract.ts'
import { OVERSIGHT_STATE } from '../labels.ts'
import * as queries from '../queries.ts'
import { isEnded, OVERSIGHT_MACHINE, type OversightCommand } from '../rules.ts'
import { ALL_KINDS, checkText, factsOf, officeOwner, openOversightTask } from './queries.ts'

type Change = Parameters<typeof queries.writeOversight>[2]
type Input = { id: string; version: number }

/** What every command on an order begins with: found, locked, seen in its newest version, allowed by the machine. */
const begin = async (context: Context, { id, version }: Input, command: OversightCommand) => {
  const { db, scope, note } = context
  const { office, procedure } = await queries.findOffice(db)
  const order = found(await queries.lockOversight(db, scope, office?.id, id), '督办单')
  note({ kind: 'oversight', id, divisionCode: order.divisionCode })
  if (order.version !== version) throw movedOn(OVERSIGHT_STATE[order.state], order.version)
  const step = next(OVERSIGHT_MACHINE, order.state, command, await factsOf(context, order, office))
  if (!step.ok) throw refused(step.reason)
  return { order, office, limits: procedure.oversight, command, to: step.to }
}
type Begun = Awaited<ReturnType<typeof begin>>

/** Writes the step; its tasks end and the next ones open for whoever's turn it is. */
const write = async (
  { db, scope, actor, keys, now }: Context,
  { order, command, to }: Begun,
  { change = {}, note, opens }: { change?: Change; note?: string; opens?: (under: Db) => Promise<unknown> },
) => {
  const by = actor.accountId
  const { id } = order
  // Its key is made with the first note: the clock proposes orders and holds no keys.
  const known = order.keySealed
    ? { key: keys.unwrap(order.keySealed, id), wrapped: order.keySealed }
    : keys.newKey(id)
  await queries.insertStep(db, {
    orderId: id,
    command,
    fromState: order.state,
    toState: to,
    at: now,
    by,
    noteSealed: note ? keys.seal(known.key, 'note', note) : null,
  })
  await queries.writeOversight(db, id, { ...change, state: to, ...(note && { keySealed: known.wrapped }) })
  if (note) {
    const items = await queries.listItems(db, id)
    const ids = items.map(({ referralId }) => referralId)
    await checkText(db, scope, ids, { note })
  }
  await asWorker(db, scope, async (under) => {
    if (isEnded(to) && command === 'withdraw')
      await cancelTasks(under, { subjectId: id, kinds: ALL_KINDS }, now)
    else if (command === 'sign')
      await finishTasks(under, { subjectId: id, kinds: ['sign-oversight'] }, by, now)
    else if (command !== 'handle') await finishTasks(under, { subjectId: id, kinds: ALL_KINDS }, by, now)
    await opens?.(under)
  })
  return done
}

const assignOversight = route(contract.assignOversight, async (context, input) => {
  const { db, actor, now } = context
  const begun = await begin(context, input, 'assign')
  const { order, limits } = begun
  const sign = await limitAfter(db, now, limits.signWorkingDays)
  const answer = await limitAfter(db, now, limits.feedbackWorkingDays)
  const owner = { unitId: order.unitId }
  const { dueAt, isDueCertain } = answer
  return write(context, begun, {
    change: { assignedAt: now, assignedBy: actor.accountId, dueAt, isDueCertain },
    opens: async (under) => {
      await openOversightTask(under, order, 'sign-oversight', owner, sign, now)
      await openOversightTask(under, order, 'answer-oversight', owner, answer, now)
    },
  })
})

const signOversight = route(contract.signOversight, async (context, input) =>
  write(context, await begin(context, input, 'sign'), {
    change: { signedAt: context.now, signedBy: context.actor.accountId },
  }),
)

const handleOversight = route(contract.handleOversight, async (context, input) =>
  write(context, await begin(context, input, 'handle'), { note: input.note }),
)

const feedBackOversight = route(contract.feedBackOversight, async (context, input) => {
  const { db, actor, now } = context
  const begun = await begin(context, input, 'feedBack')
  const { order, office, limits } = begun
  const limit = await limitAfter(db, now, limits.reviewWorkingDays)
  return write(context, begun, {
    change: { fedBackAt: now, fedBackBy: actor.accountId },
    note: input.note,
    opens: (under) =>
      openOversightTask(under, order, 'review-oversight', officeOwner(office, order.unitId), limit, now),
  })
})

/** Once more to the unit, with a new limit. */
const backToUnit = async (context: Context, begun: Begun, note: string) => {
  const { order, limits } = begun
  const limit = await limitAfter(context.db, context.now, limits.feedbackWorkingDays)
  return write(context, begun, {
    change: {
      dueAt: limit.dueAt,
      isDueCertain: limit.isDueCertain,
      reviewedAt: null,
      reviewedBy: null,
    },
    note,
    opens: (under) =>
      openOversightTask(under, order, 'answer-oversight', { unitId: order.unitId }, limit, context.now),
  })
}

const reviewOversight = route(contract.reviewOversight, async (context, input) => {
  const { db, actor, now } = context
  const begun = await begin(context, input, input.isPassed ? 'pass' : 'sendBack')
  if (!input.isPassed) return backToUnit(context, begun, input.note)
  const { order, office } = begun
  const limit = await limitBy(db, 'CL-37', now)
  return write(context, begun, {
    change: { reviewedAt: now, reviewedBy: actor.accountId },
    note: input.note,
    opens: async (under) => {
      const owner = officeOwner(office, order.unitId)
      await openOversightTask(under, order, 'close-oversight', owner, limit, now)
      // The office may have no second person: the leaders are told as well.
      if ('unitId' in owner) {
        const { divisionCode } = order
        const to = { role: 'leader' as const, divisionCode }
        await notify(under, { kind: 'task', subjectKind: 'oversight', subjectId: order.id, to }, now)
      }
    },
  })
})

const closeOversight = route(contract.closeOversight, async (context, input) => {
  const begun = await begin(context, input, input.isAgreed ? 'close' : 'refuse')
  if (!input.isAgreed) return backToUnit(context, begun, input.note)
  return write(context, begun, {
    change: { closedAt: context.now, closedBy: context.actor.accountId },
    note: input.note,
  })
})

const withdrawOversight = route(contract.withdrawOversight, async (context, input) =>
  write(context, await begin(context, input, 'withdraw'), { note: input.reason }),
)

export const routes: Route[] = [
  assignOversight,
  signOversight,
  handleOversight,
  feedBackOversight,
  reviewOversight,
  closeOversight,
  withdrawOversight,
]
