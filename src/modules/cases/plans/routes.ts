import { done } from '#kernel/fields.ts'
import { today } from '#kernel/day.ts'
import { found, invalid, refused, stale } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Context } from '#server/route.ts'
import { permits } from '#modules/identity/rules.ts'
import { finishTasks } from '#modules/tasks/queries.ts'
import { checkItemOwners } from '../helpers/queries.ts'
import { PLAN_ITEM_STATE } from '../labels.ts'
import { ITEM_MACHINE, movedOn } from '../rules.ts'
import { beginStep, lockCase, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

/** Refuses a day that has gone by: an item would be late before it begins. */
const checkDueDays = (items: { dueDay: string }[], now: Date) => {
  if (items.every(({ dueDay }) => dueDay >= today(now))) return
  const message = '事项的完成日期不能早于今天'
  throw invalid(message, [{ field: 'items', message }])
}

type Plan = Parameters<Parameters<typeof route<typeof contract.makePlan>>[1]>[1]

/** Two people write one plan: both texts go to the second, who decides. */
const comparePlans = async (context: Context, input: Plan) => {
  const { db, scope, keys, now } = context
  const kase = found(await lockCase(db, scope, input.id, now), '个案')
  const theirs = kase.version === input.version ? null : await queries.readPlan({ db, keys }, kase)
  if (!theirs || kase.state !== 'planned') return
  const words = (items: { title: string; dueDay: string }[]) =>
    items.map(({ title, dueDay }) => `${title}（${dueDay} 前）`).join('\n')
  const { goal, childOpinion, noChildOpinionReason, guardianOpinion, items } = input
  throw stale({
    yours: { goal, childOpinion, noChildOpinionReason, guardianOpinion, items: words(items) },
    theirs: { ...theirs, items: words(theirs.items.filter(({ state }) => state === 'open')) },
    version: kase.version,
  })
}

const makePlan = route(contract.makePlan, async (context, input) => {
  await comparePlans(context, input)
  const { kase, to } = await beginStep(context, input, 'makePlan')
  await checkItemOwners(context.db, kase, input.items)
  checkDueDays(input.items, context.now)
  const { goal, childOpinion, noChildOpinionReason, guardianOpinion, items } = input
  const opinion = { childOpinion, noChildOpinionReason, guardianOpinion }
  const planId = await queries.savePlan(context, kase, { goal, opinion })
  await queries.dropItemsBut(
    context.db,
    kase.id,
    items.map(({ itemId }) => itemId),
  )
  await queries.saveItems(context, kase, planId, items)
  await writeStep(context, kase, { command: 'makePlan', to })
  return done
})

const lastDay = (items: { dueDay: string }[]) =>
  items.reduce((last, { dueDay }) => (dueDay > last ? dueDay : last), '')

const startPlan = route(contract.startPlan, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'startPlan')
  const open = (await queries.listItems(db, kase.id)).filter(({ state }) => state === 'open')
  for (const item of open) await queries.openItemTask(context, kase, item)
  await queries.openFollowUp(context, kase, lastDay(open))
  await writeStep(context, kase, { command: 'startPlan', to })
  await finishTasks(db, { subjectId: kase.id, kinds: ['plan-case'] }, actor.accountId, now)
  return done
})

const addPlanItem = route(contract.addPlanItem, async (context, input) => {
  const { db } = context
  const { kase, to } = await beginStep(context, input, 'addItem')
  await checkItemOwners(db, kase, [input.item])
  checkDueDays([input.item], context.now)
  const plan = found(await queries.findPlan(db, kase.id), '帮扶计划')
  await queries.saveItems(context, kase, plan.id, [input.item])
  const items = await queries.listItems(db, kase.id)
  const added = found(
    items.find(({ id }) => id === input.item.itemId),
    '计划事项',
  )
  await queries.openItemTask(context, kase, added)
  await queries.postponeFollowUp(db, kase.id, lastDay(items.filter(({ state }) => state === 'open')))
  await writeStep(context, kase, { command: 'addItem', to })
  return done
})

const worksOnCase = (item: { isCaseWorked: boolean }, role: string) =>
  item.isCaseWorked && permits(role, 'cases.work')

const getPlanItem = route(contract.getPlanItem, async ({ db, scope, actor, keys, now, note }, { id }) => {
  const item = found(await queries.findItem(db, scope, id, now), '计划事项')
  note({ kind: 'plan-item', id, divisionCode: item.divisionCode, fields: ['title', 'result'] })
  return {
    id: item.id,
    state: item.state,
    title: item.title,
    owner: queries.ownerOfItem(item),
    dueDay: item.dueDay,
    result: queries.readResult(keys, item),
    doneAt: item.doneAt?.toISOString() ?? null,
    doneBy: item.doerName,
    dropReason: item.dropReason,
    version: item.version,
    child: item.childName ? { id: item.childId, name: item.childName, place: item.place } : null,
    isMine: item.ownerId === actor.accountId,
    caseId: item.isCaseOpen ? item.caseId : null,
  }
})

/** What ending an item begins with; the ending itself must still find the version that was seen. */
const beginEnding = async (
  { db, scope, actor, now, note }: Context,
  { id, version }: { id: string; version: number },
  command: 'finish' | 'drop',
) => {
  const item = found(await queries.findItem(db, scope, id, now), '计划事项')
  note({ kind: 'plan-item', id, divisionCode: item.divisionCode })
  if (item.version !== version) throw changed(item)
  const step = next(ITEM_MACHINE, item.state, command, {
    isTheirs: item.ownerId === actor.accountId || worksOnCase(item, actor.role),
    hasRunningReferral: item.hasRunningReferral,
    isPlanRunning: item.hasTask,
  })
  if (!step.ok) throw refused(step.reason)
  return item
}

const changed = (item: { state: keyof typeof PLAN_ITEM_STATE; version: number }) =>
  movedOn(PLAN_ITEM_STATE[item.state], item.version)

const finishPlanItem = route(contract.finishPlanItem, async (context, input) => {
  const item = await beginEnding(context, input, 'finish')
  const key = context.keys.unwrap(item.keySealed, item.id)
  const resultSealed = context.keys.seal(key, 'result', input.result)
  const isEnded = await queries.endItem(context, {
    id: item.id,
    version: input.version,
    state: 'done',
    resultSealed,
  })
  if (!isEnded) throw changed(item)
  return done
})

const dropPlanItem = route(contract.dropPlanItem, async (context, input) => {
  const item = await beginEnding(context, input, 'drop')
  const isEnded = await queries.endItem(context, {
    id: item.id,
    version: input.version,
    state: 'dropped',
    dropReason: input.reason,
  })
  if (!isEnded) throw changed(item)
  return done
})

export const routes = [makePlan, startPlan, addPlanItem, getPlanItem, finishPlanItem, dropPlanItem]
