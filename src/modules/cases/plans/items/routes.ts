import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Context } from '#server/route.ts'
import { permits } from '#modules/identity/rules.ts'
import { finishAdopting, listOpenResolutions } from '../../conferences/resolutions/queries.ts'
import { PLAN_ITEM_STATE } from '../../labels.ts'
import { findCase, type CaseFound } from '../../queries.ts'
import { movedOn } from '../../rules.ts'
import { beginStep, writeStep } from '../../steps/queries.ts'
import * as contract from '../contract.ts'
import { PlanItemKind } from '../kinds/contract.ts'
import * as queries from '../queries.ts'
import { putForward } from '../revisions/queries.ts'
import { keepVersion } from '../versions/queries.ts'
import { checkDueDays, checkItems, lastDay } from './queries.ts'
import { ITEM_MACHINE } from './rules.ts'

/** One more item in the plan, with its task when the plan is running. */
const addItem = async (context: Context, kase: CaseFound, item: contract.NewPlanItem) => {
  const { db } = context
  await checkItems(context, kase, [item])
  checkDueDays([item], context.now)
  const plan = found(await queries.findPlan(db, kase.id), '帮扶计划')
  const isRunning = kase.state === 'in-progress'
  // A plan that was begun before versions were kept has its first one now.
  if (isRunning) await keepVersion(context, kase)
  await queries.saveItems(context, kase, plan.id, [item])
  const items = await queries.listItems(db, kase.id)
  const added = found(
    items.find(({ id }) => id === item.itemId),
    '计划事项',
  )
  if (!isRunning) return added
  await queries.openItemTask(context, kase, added)
  await queries.postponeFollowUp(db, kase.id, lastDay(items.filter(({ state }) => state === 'open')))
  await putForward(context, kase, `增加第 ${added.ordinal} 项`)
  return added
}

const addPlanItem = route(contract.addPlanItem, async (context, input) => {
  const { kase, to } = await beginStep(context, input, 'addItem')
  await addItem(context, kase, input.item)
  await writeStep(context, kase, { command: 'addItem', to })
  return done
})

const NO_OWNER = '这项决议没有写明由谁负责，请在计划表里补上后列入'

const adoptResolution = route(contract.adoptResolution, async (context, input) => {
  const { db, scope, now, note } = context
  const { state } = found(await findCase(db, scope, input.id, now), '个案')
  if (state === 'assessed') throw refused('还没有计划：请先制定计划，会商决议已列在计划表里')
  if (state === 'plan-submitted') throw refused('计划正在审批：批准或退回之后再列入')
  const command = state === 'planned' ? 'makePlan' : 'addItem'
  const { kase, to } = await beginStep(context, input, command)
  const resolution = found(
    (await listOpenResolutions(context, kase)).find(({ id }) => id === input.resolutionId),
    '没有列入计划的会商决议',
  )
  note({ kind: 'plan-item', id: input.itemId })
  const { id: resolutionId, owner, kind, text: title, dueDay } = resolution
  if (!owner || !dueDay) throw refused(NO_OWNER)
  const added = await addItem(context, kase, {
    itemId: input.itemId,
    kind,
    title,
    // What was resolved for a day that has gone by is due today.
    dueDay: dueDay < today(now) ? today(now) : dueDay,
    resolutionId,
    ...(owner.kind === 'person' ? { ownerId: owner.id } : { unitId: owner.id }),
  })
  await finishAdopting(context, kase.id)
  await writeStep(context, kase, { command: 'adopt-resolution', to })
  return { ordinal: added.ordinal }
})

const worksOnCase = (item: { isCaseWorked: boolean }, role: string) =>
  item.isCaseWorked && permits(role, 'cases.work')

const getPlanItem = route(contract.getPlanItem, async ({ db, scope, actor, keys, now, note }, { id }) => {
  const item = found(await queries.findItem(db, scope, id, now), '计划事项')
  note({ kind: 'plan-item', id, divisionCode: item.divisionCode, fields: ['title', 'result'] })
  return {
    id: item.id,
    state: item.state,
    kind: PlanItemKind.parse(item.kind),
    title: item.title,
    owner: queries.ownerOfItem(item),
    dueDay: item.dueDay,
    result: queries.readResult(keys, item),
    effect: item.effect === null ? null : contract.PlanItemEffect.parse(item.effect),
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
    effect: input.effect,
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
  const kase = await findCase(context.db, context.scope, item.caseId, context.now)
  if (kase) await keepVersion(context, kase, input.reason)
  return done
})

export const routes = [addPlanItem, adoptResolution, getPlanItem, finishPlanItem, dropPlanItem]
