import { refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { cancelTasks } from '#modules/tasks/queries.ts'
import { finishAdopting } from '../../conferences/resolutions/queries.ts'
import type { CaseFound } from '../../queries.ts'
import { beginStep, writeStep } from '../../steps/queries.ts'
import * as contract from '../contract.ts'
import { removeDraft } from '../drafts/queries.ts'
import { checkDueDays, checkItems, lastDay } from '../items/queries.ts'
import * as queries from '../queries.ts'
import { keepVersion } from '../versions/queries.ts'
import { putForward } from './queries.ts'

type Item = contract.NewPlanItem

const isSame = (before: queries.ItemFound, { title, ownerId, unitId, dueDay }: Item) =>
  before.title === title &&
  before.ownerId === (ownerId ?? null) &&
  before.unitId === (unitId ?? null) &&
  before.dueDay === dueDay

/** A unit works on it: it is neither left out nor given to somebody else behind the unit's back. */
const checkReferred = (before: queries.ItemFound[], items: Item[]) => {
  for (const item of before.filter(
    ({ state, hasRunningReferral }) => state === 'open' && hasRunningReferral,
  )) {
    const now = items.find(({ itemId }) => itemId === item.id)
    if (now && now.unitId === item.unitId) continue
    throw refused(`第 ${item.ordinal} 项已转介，请先采纳答复或撤回转介，再改承办单位或删去`)
  }
}

/** Tasks follow the items: of what was left out they end, of what changed or came they open anew. */
const renewTasks = async (context: Context, kase: CaseFound, before: queries.ItemFound[], items: Item[]) => {
  const { db, now } = context
  const open = (await queries.listItems(db, kase.id)).filter(({ state }) => state === 'open')
  const isKept = ({ id }: { id: string }) => {
    const [old, wanted] = [before.find((each) => each.id === id), items.find(({ itemId }) => itemId === id)]
    return old !== undefined && wanted !== undefined && isSame(old, wanted)
  }
  const gone = before.filter((item) => item.state === 'open' && !isKept(item)).map(({ id }) => id)
  if (gone.length) await cancelTasks(db, { subjectId: gone, kinds: ['do-item'] }, now)
  for (const item of open.filter((each) => !isKept(each))) await queries.openItemTask(context, kase, item)
  if (open.length) await queries.postponeFollowUp(db, kase.id, lastDay(open))
}

const revisePlan = route(contract.revisePlan, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'revisePlan')
  const { id: _id, version: _version, why, items, ...text } = input
  const before = await queries.listItems(db, kase.id)
  await checkItems(context, kase, items)
  const old = (item: Item) => before.find(({ id }) => id === item.itemId)
  checkDueDays(
    items.filter((item) => old(item)?.dueDay !== item.dueDay),
    now,
  )
  checkReferred(before, items)
  // A plan that was begun before versions were kept has its first one now.
  await keepVersion(context, kase)
  const planId = await queries.savePlan(context, kase, text)
  await queries.dropItemsBut(
    db,
    kase.id,
    items.map(({ itemId }) => itemId),
  )
  await queries.saveItems(context, kase, planId, items)
  await renewTasks(context, kase, before, items)
  await removeDraft(db, kase.id, actor.accountId)
  await finishAdopting(context, kase.id)
  const revised = await putForward(context, kase, why)
  await writeStep(context, kase, { command: 'revisePlan', to, note: why })
  return revised
})

export const routes = [revisePlan]
