import { done } from '#kernel/fields.ts'
import { today } from '#kernel/day.ts'
import { found, stale } from '#kernel/problem.ts'
import { route, type Context, type Route } from '#server/route.ts'
import { cancelTasks, finishTasks, limitOfReview } from '#modules/tasks/queries.ts'
import { decideApproval, requestApproval, voidApprovals } from '../approvals/queries.ts'
import { askLateApproval } from '../approvals/routes.ts'
import { finishAdopting } from '../conferences/resolutions/queries.ts'
import { planContact } from '../follow-ups/queries.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import type { CaseFound } from '../queries.ts'
import { beginStep, lockCase, openCaseTask, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { removeDraft } from './drafts/queries.ts'
import { routes as drafts } from './drafts/routes.ts'
import { planHash } from './hash.ts'
import { checkDueDays, checkItems, lastDay } from './items/queries.ts'
import { routes as items } from './items/routes.ts'
import * as queries from './queries.ts'
import { routes as revisions } from './revisions/routes.ts'
import { keepVersion } from './versions/queries.ts'
import { routes as versions } from './versions/routes.ts'

type Plan = Parameters<Parameters<typeof route<typeof contract.makePlan>>[1]>[1]

/** Two people write one plan: both texts go to the second, who decides. */
const comparePlans = async (context: Context, input: Plan) => {
  const { db, scope, keys, now } = context
  const kase = found(await lockCase(db, scope, input.id, now), '个案')
  const theirs = kase.version === input.version ? null : await queries.readPlan({ db, keys }, kase)
  if (!theirs || kase.state !== 'planned') return
  const words = (items: { title: string; dueDay: string }[]) =>
    items.map(({ title, dueDay }) => `${title}（${dueDay} 前）`).join('\n')
  const { childOpinion, noChildOpinionReason, guardianOpinion, items } = input
  const goal = input.goals.map(({ text }) => text).join('；')
  throw stale({
    yours: { goal, childOpinion, noChildOpinionReason, guardianOpinion, items: words(items) },
    theirs: { ...theirs, items: words(theirs.items.filter(({ state }) => state === 'open')) },
    version: kase.version,
  })
}

/** A plan that is written anew after it was submitted is its owner's again. */
const takeBack = async (context: Context, kase: CaseFound) => {
  if (kase.state !== 'plan-submitted') return
  const { db, now } = context
  await voidApprovals(context, kase, 'plan')
  await cancelTasks(db, { subjectId: kase.id, kinds: ['plan-case'] }, now)
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'plan-case', await limitOfReview(db, now), owner, now)
}

const makePlan = route(contract.makePlan, async (context, input) => {
  const { db, actor, now } = context
  await comparePlans(context, input)
  const { kase, to } = await beginStep(context, input, 'makePlan')
  const { id: _id, version: _version, items: wanted, ...text } = input
  await checkItems(context, kase, wanted)
  checkDueDays(wanted, now)
  await takeBack(context, kase)
  const planId = await queries.savePlan(context, kase, text)
  await queries.dropItemsBut(
    db,
    kase.id,
    wanted.map(({ itemId }) => itemId),
  )
  await queries.saveItems(context, kase, planId, wanted)
  await removeDraft(db, kase.id, actor.accountId)
  await finishAdopting(context, kase.id)
  await writeStep(context, kase, { command: 'makePlan', to })
  return done
})

const submitPlan = route(contract.submitPlan, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'submitPlan')
  await keepVersion(context, kase)
  const { planApprovers } = await levelProcedureOf(db, kase)
  await requestApproval(context, kase, {
    kind: 'plan',
    hash: await planHash(context, kase),
    approvers: planApprovers,
  })
  await writeStep(context, kase, { command: 'submitPlan', to })
  await finishTasks(db, { subjectId: kase.id, kinds: ['plan-case'] }, actor.accountId, now)
  return done
})

const approvePlan = route(contract.approvePlan, async (context, input) => {
  const { db, now } = context
  const { kase, to } = await beginStep(context, input, 'approvePlan')
  const hash = await planHash(context, kase)
  const { isComplete } = await decideApproval(context, kase, { kind: 'plan', hash, decision: 'agreed' })
  await writeStep(context, kase, { command: 'approvePlan', to })
  if (isComplete) {
    const owner = { personId: kase.ownerId }
    await openCaseTask(db, kase, 'plan-case', await limitOfReview(db, now), owner, now)
  }
  return { isComplete }
})

const sendBackPlan = route(contract.sendBackPlan, async (context, input) => {
  const { db, now } = context
  const { kase, to } = await beginStep(context, input, 'sendBackPlan')
  const hash = await planHash(context, kase)
  await decideApproval(context, kase, { kind: 'plan', hash, decision: 'sent-back', note: input.note })
  await writeStep(context, kase, { command: 'sendBackPlan', to, note: input.note })
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'plan-case', await limitOfReview(db, now), owner, now)
  return done
})

/** Everything that a running plan needs: a task for each item, and the owner's own until the closing. */
const beginPlan = async (context: Context, kase: CaseFound) => {
  const { db, actor, now } = context
  await voidApprovals(context, kase, 'plan')
  await keepVersion(context, kase)
  const open = (await queries.listItems(db, kase.id)).filter(({ state }) => state === 'open')
  for (const item of open) await queries.openItemTask(context, kase, item)
  await queries.openFollowUp(context, kase, lastDay(open))
  await planContact(context, kase, today(now))
  await finishTasks(db, { subjectId: kase.id, kinds: ['plan-case'] }, actor.accountId, now)
}

const startPlan = route(contract.startPlan, async (context, input) => {
  const { kase, to } = await beginStep(context, input, 'startPlan')
  await beginPlan(context, kase)
  await writeStep(context, kase, { command: 'startPlan', to })
  return done
})

const startUrgently = route(contract.startUrgently, async (context, input) => {
  const { kase, to } = await beginStep(context, input, 'startUrgently')
  await beginPlan(context, kase)
  await askLateApproval(context, kase)
  await writeStep(context, kase, { command: 'startUrgently', to, note: input.reason })
  return done
})

export const routes: Route[] = [
  makePlan,
  submitPlan,
  approvePlan,
  sendBackPlan,
  startPlan,
  startUrgently,
  ...items,
  ...revisions,
  ...drafts,
  ...versions,
]
