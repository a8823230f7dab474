import { minuteOf, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { Db } from '#server/database.ts'
import { asWorker } from '#server/elevate.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { notify } from '#modules/notifications/queries.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import {
  cancelTasks,
  finishTasks,
  limitAfter,
  limitBy,
  openTask,
  type TaskOwner,
} from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import { boundsOf } from '../lights/queries.ts'
import { lightOf, type LightBounds } from '../lights/rules.ts'
import { identityIn } from '../orders/rules.ts'
import * as contract from './contract.ts'
import type { OversightRow } from './contract.ts'
import { OVERSIGHT_STATE } from './labels.ts'
import * as queries from './queries.ts'
import { isEnded, OVERSIGHT_MACHINE, officeActs, TURN_OF, type OversightCommand } from './rules.ts'
import { routes as urgings, urgedAlready } from './urgings/routes.ts'

type Office = Awaited<ReturnType<typeof queries.findOffice>>['office']
type Row = Omit<queries.OversightFound, 'proposerName'>

const turnOf = (row: Row, office: Office) => {
  const turn = TURN_OF[row.state]
  if (!turn) return null
  if (turn === 'unit') return row.unitName
  return office && office.id !== row.unitId ? `${office.shortName}（领导小组办公室）` : '领导'
}

const presentRow = (row: Row, office: Office, bounds: LightBounds): OversightRow => ({
  id: row.id,
  number: row.number,
  state: row.state,
  unit: { id: row.unitId, name: row.unitName },
  matter: row.matter,
  reason: row.reason,
  proposedAt: row.proposedAt.toISOString(),
  dueAt: row.dueAt?.toISOString() ?? null,
  isDueCertain: row.isDueCertain,
  light: row.dueAt && TURN_OF[row.state] === 'unit' ? lightOf(row.dueAt, bounds) : null,
  turn: turnOf(row, office),
})

const listOversights = route(contract.listOversights, async ({ db, scope, now }, filter) => {
  const { office } = await queries.findOffice(db)
  const { rows, total, counts, bounds } = await queries.listOversights(db, scope, office?.id, filter, now)
  return { items: rows.map((row) => presentRow(row, office, bounds)), total, counts }
})

const factsOf = async (
  { db, actor }: Pick<Context, 'db' | 'actor'>,
  order: queries.OversightFound,
  office: Office,
) => {
  const steps = await queries.listSteps(db, order.id)
  return {
    isOffice: officeActs(actor, office?.id, order.unitId),
    isOfUnit: actor.unitId === order.unitId,
    isLeader: actor.role === 'leader',
    isHead: actor.role === 'centre-head',
    isFeeder: steps.some(({ command, by }) => command === 'feedBack' && by === actor.accountId),
    isReviewer: order.reviewedBy === actor.accountId,
  }
}

const readOversight = async (context: Context, id: string) => {
  const { db, scope, keys, now, note } = context
  const { office } = await queries.findOffice(db)
  const order = found(await queries.findOversight(db, scope, office?.id, id), '督办单')
  note({ kind: 'oversight', id, divisionCode: order.divisionCode })
  const key = keys.unwrap(order.keySealed, order.id)
  const steps = await queries.listSteps(db, id)
  return {
    ...presentRow(order, office, (await boundsOf(db, now)).welfare),
    requirement: order.requirement,
    office: office?.name ?? '领导小组办公室（还没有在办案规程中指定）',
    proposedBy: order.proposerName ?? '系统',
    referrals: (await queries.listItems(db, id)).map(({ referralId, number }) => ({
      id: referralId,
      number,
    })),
    steps: steps.map(({ command, toState, at, name, noteSealed }) => ({
      command,
      toState,
      at: at.toISOString(),
      by: name ?? '系统',
      note: noteSealed && keys.open(key, 'note', noteSealed),
    })),
    facts: await factsOf(context, order, office),
    version: order.version,
  }
}

const getOversight = route(contract.getOversight, (context, { id }) => readOversight(context, id))

const printOversight = route(contract.printOversight, async (context, { id, reason }) => {
  const order = await readOversight(context, id)
  context.note({ kind: 'oversight', id, purpose: reason })
  return { ...order, watermark: `${context.actor.displayName} ${minuteOf(context.now)} ${reason}` }
})

const ALL_KINDS: TaskKind[] = [
  'assign-oversight',
  'sign-oversight',
  'answer-oversight',
  'review-oversight',
  'close-oversight',
]

/** The office, or the leaders where it oversees itself or is not named. */
const officeOwner = (office: Office, unitId: string): TaskOwner =>
  office && office.id !== unitId ? { unitId: office.id } : { role: 'leader' }

type Order = { id: string; number: string; divisionCode: string; unitId: string }

const open = (db: Db, order: Order, kind: TaskKind, owner: TaskOwner, limit: Limit, now: Date) =>
  openTask(
    db,
    {
      ...limit,
      kind,
      subjectKind: 'oversight',
      subjectId: order.id,
      number: order.number,
      divisionCode: order.divisionCode,
      owner,
    },
    now,
  )

export const openProposal = async (db: Db, order: Order, office: Office, now: Date) =>
  open(db, order, 'assign-oversight', officeOwner(office, order.unitId), await limitBy(db, 'CL-36', now), now)

/** Refuses a text that would say which child it is about; the names are read where the actor may not see them. */
const checkText = (db: Db, scope: Context['scope'], referralIds: string[], texts: Record<string, string>) =>
  asWorker(db, scope, async (under) => {
    const names = await queries.namesAround(under, referralIds)
    for (const [field, text] of Object.entries(texts)) {
      const what = identityIn(text, names)
      const message = `督办单给单位和领导看，这里不能写${what}`
      if (what) throw invalid(message, [{ field, message }])
    }
  })

const proposeOversight = route(contract.proposeOversight, async (context, input) => {
  const { db, scope, actor, county, keys, now, note } = context
  const { office } = await queries.findOffice(db)
  const { orderId: id, unitId, matter, requirement } = input
  const sent = await queries.findOversight(db, scope, office?.id, id)
  if (sent) return { id, number: sent.number }
  const owed = input.referralIds.length
    ? await queries
        .owedReferrals(db, scope, office?.id)
        .where('owed.id', 'in', input.referralIds)
        .select(['owed.id', 'owed.number', 'owed.caseId', 'owed.unitId'])
        .execute()
    : []
  if (owed.length !== new Set(input.referralIds).size || owed.some((each) => each.unitId !== unitId)) {
    const message = '所选转介须是这个单位还没有答复的'
    throw invalid(message, [{ field: 'referralIds', message }])
  }
  const number = await nextNumber(db, '督', today(now))
  const divisionCode = queries.countyDivision(county)
  note({ kind: 'oversight', id, divisionCode, count: owed.length })
  const order = { id, number, divisionCode, unitId }
  await queries.insertOversight(db, {
    ...order,
    matter,
    requirement,
    reason: 'person',
    proposedAt: now,
    proposedBy: actor.accountId,
    keySealed: keys.newKey(id).wrapped,
  })
  await queries.insertItems(db, id, owed)
  const by = actor.accountId
  await queries.insertStep(db, { orderId: id, command: 'propose', toState: 'proposed', at: now, by })
  await checkText(db, scope, input.referralIds, { matter, requirement })
  await asWorker(db, scope, (under) => openProposal(under, order, office, now))
  return { id, number }
})

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
  await queries.insertStep(db, {
    orderId: id,
    command,
    fromState: order.state,
    toState: to,
    at: now,
    by,
    noteSealed: note ? keys.seal(keys.unwrap(order.keySealed, id), 'note', note) : null,
  })
  await queries.writeOversight(db, id, { ...change, state: to })
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
      await open(under, order, 'sign-oversight', owner, sign, now)
      await open(under, order, 'answer-oversight', owner, answer, now)
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
    opens: (under) => open(under, order, 'review-oversight', officeOwner(office, order.unitId), limit, now),
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
    opens: (under) => open(under, order, 'answer-oversight', { unitId: order.unitId }, limit, context.now),
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
      await open(under, order, 'close-oversight', owner, limit, now)
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
  listOversights,
  getOversight,
  proposeOversight,
  assignOversight,
  signOversight,
  handleOversight,
  feedBackOversight,
  reviewOversight,
  closeOversight,
  withdrawOversight,
  printOversight,
  ...urgings,
]

export const constraints: Constraints = {
  oversight_order_pkey: () => refused('这份督办单已经立项，请刷新后核对'),
  oversight_order_ended: () => refused('督办已经结束，不能再改'),
  oversight_order_reviewed_by_another: () => refused('反馈的人不能复核自己的反馈'),
  oversight_order_closed_by_another: () => refused('销号须由反馈人、复核人以外的人办理'),
  urging_once_a_working_day: urgedAlready,
  urging_pkey: urgedAlready,
  urging_answered_once: () => refused('这次催办已经答复过'),
}
