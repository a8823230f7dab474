import { addDays, dayOf, endOfDay, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { endGrants } from '#modules/cases/grants/queries.ts'
import { isUnit } from '#modules/cases/helpers/queries.ts'
import { endItem, findItem, giveToUnit } from '#modules/cases/plans/queries.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import { findCase } from '#modules/cases/queries.ts'
import { beginStep, writeStep } from '#modules/cases/steps/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import { cancelTasks, finishTasks } from '#modules/tasks/queries.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { limitOn } from '#modules/tasks/rules.ts'
import { routes as coUnits } from './co-units/routes.ts'
import * as contract from './contract.ts'
import { dispatch, limitsOf, lockFamily } from './dispatch/queries.ts'
import { readEffect } from './effects/queries.ts'
import { routes as effects } from './effects/routes.ts'
import { listHandovers, writeHandover } from './handovers/queries.ts'
import { boundsOf } from './lights/queries.ts'
import { listMessages } from './messages/queries.ts'
import { routes as messages } from './messages/routes.ts'
import { routes as office } from './office/routes.ts'
import { constraints as ofHandOver, routes as handOver } from './hand-over/routes.ts'
import * as queries from './queries.ts'
import { routes as returns } from './returns/routes.ts'
import { isWithUnit, LONGEST_ACCESS_DAYS, RUNNING } from './rules.ts'
import { clauseWords, presentLine, presentSent } from './sent/queries.ts'
import { beginAsSender, openSenderTask } from './steps/queries.ts'
import { listMeasures } from './unit/measures/queries.ts'
import { routes as unit } from './unit/routes.ts'

type Dispatch = Parameters<Parameters<typeof route<typeof contract.sendReferral>>[1]>[1]

const checkDispatch = async ({ db, now }: Context, input: Dispatch, dueAt: Date) => {
  if (!(await isUnit(db, input.unitId)))
    throw invalid('没有这个单位，或它已退出', [{ field: 'unitId', message: '没有这个单位，或它已退出' }])
  if (input.phonedAt && new Date(input.phonedAt) > now)
    throw invalid('通话时间不能晚于现在', [{ field: 'phonedAt', message: '通话时间不能晚于现在' }])
  const latest = addDays(today(now), LONGEST_ACCESS_DAYS)
  if (endOfDay(input.accessEndsOn) >= dueAt && input.accessEndsOn <= latest) return
  const message = `授权截止日应在答复期限（${dayOf(new Date(dueAt.getTime() - 1))}）当天或之后，且不超过一年`
  throw invalid(message, [{ field: 'accessEndsOn', message }])
}

/** A matter that a unit has returned goes on with the next unit: the same family, the returned one ended. */
const endReturned = async ({ db, scope, actor, now }: Context, planItemId: string) => {
  const returned = await queries.findReturned(db, scope, planItemId, now)
  if (!returned) return undefined
  await queries.writeReferral(db, returned.id, { state: 'redirected' })
  const about = { subjectId: returned.id, kinds: ['decide-return'] satisfies TaskKind[] }
  await finishTasks(db, about, actor.accountId, now)
  return returned
}

const sendReferral = route(contract.sendReferral, async (context, input) => {
  const { db, scope, now, note } = context
  const { caseId: id, referralId, planItemId, unitId, fields } = input
  note({ kind: 'case', id, fields, purpose: input.reason })
  const sent = await queries.findSent(db, scope, referralId, now)
  if (sent?.caseId === id) return { id: sent.id, number: sent.number, dueAt: sent.dueAt.toISOString() }
  const { kase, to } = await beginStep(context, { id, version: input.version }, 'sendReferral')
  note({ kind: 'referral', id: referralId })
  const limits = await limitsOf(db, input.lane, now)
  await checkDispatch(context, input, limits.answer.dueAt)
  const returned = await endReturned(context, planItemId)
  if (!(await giveToUnit(db, planItemId, kase.id, unitId)))
    throw refused('这一项不在本案计划里，或已经办结、取消')
  const out = await dispatch(
    context,
    kase,
    {
      referralId,
      planItemId,
      unitId,
      part: 'lead',
      lane: input.lane,
      phonedWhom: input.phonedWhom ?? null,
      phonedAt: input.phonedAt ? new Date(input.phonedAt) : null,
      subject: input.subject,
      request: input.request,
      fields,
      reason: input.reason,
      accessEndsAt: endOfDay(input.accessEndsOn),
      ...(returned && { family: await lockFamily(db, returned.familyId) }),
      handover: returned ? { kind: 'redirected', from: returned } : { kind: 'dispatched' },
    },
    limits,
  )
  await writeStep(context, kase, { command: 'sendReferral', to })
  return out
})

const listCaseReferrals = route(
  contract.listCaseReferrals,
  async ({ db, scope, keys, now, note }, { caseId }) => {
    const kase = found(await findCase(db, scope, caseId, now), '个案')
    const rows = await queries.listSent(db, scope, caseId, now)
    note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, count: rows.length })
    const bounds = await boundsOf(db, now)
    const words = await clauseWords(db)
    return { items: rows.map((row) => presentSent(row, keys, bounds, words)) }
  },
)

const listSentReferrals = route(contract.listSentReferrals, async ({ db, scope, now, note }, filter) => {
  const bounds = await boundsOf(db, now)
  const { items, total } = await queries.listAllSent(db, scope, filter, bounds, now)
  note({ kind: 'referral', count: items.length })
  return {
    items: items.map((row) => ({
      ...presentLine(row, bounds),
      caseId: row.caseId,
      unit: { id: row.unitId, name: row.unitName },
      isAsking: row.isAsking,
    })),
    total,
  }
})

const getSentReferral = route(contract.getSentReferral, async (context, { id }) => {
  const { db, scope, actor, keys, now, note } = context
  const row = found(await queries.findSent(db, scope, id, now), '转介')
  note({ kind: 'referral', id, divisionCode: row.divisionCode })
  const kase = found(await findCase(db, scope, row.caseId, now), '个案')
  const family = await queries.listFamily(db, scope, row.familyId, now)
  const effect = await readEffect(context, row)
  return {
    ...presentSent(row, keys, await boundsOf(db, now), await clauseWords(db)),
    caseNumber: kase.number,
    messages: await listMessages(context, row, ['sender', 'office']),
    measures: await listMeasures(context, row),
    family: family.map((each) => ({
      id: each.id,
      name: each.unitName,
      number: each.number,
      part: each.part,
      state: each.state,
      summary:
        each.summarySealed && keys.open(keys.unwrap(each.keySealed, each.id), 'summary', each.summarySealed),
    })),
    handovers: await listHandovers(db, row.familyId),
    effect,
    canReopen:
      row.state === 'accepted' &&
      row.part === 'lead' &&
      kase.state === 'in-progress' &&
      permits(actor.role, 'referrals.send') &&
      !family.some(({ state, part }) => part === 'lead' && RUNNING.includes(state)),
  }
})

/** Ends one referral of the matter: its state, its access, its tasks, its line in the log. */
const end = async (
  { db, actor, now }: Context,
  referral: queries.Sent,
  change: Parameters<typeof queries.writeReferral>[2],
  kind: 'accepted' | 'withdrawn',
) => {
  await queries.writeReferral(db, referral.id, change)
  await endGrants(db, await queries.grantIdsOf(db, referral), now)
  await writeHandover(db, { kind, referral, by: actor.accountId, at: now })
  const done: TaskKind[] = ['review-answer', 'answer-query', 'decide-return']
  await finishTasks(db, { subjectId: referral.id, kinds: done }, actor.accountId, now)
  const over: TaskKind[] = [
    'sign-referral',
    'answer-referral',
    'press-unread',
    'name-owner',
    'answer-office-query',
  ]
  await cancelTasks(db, { subjectId: referral.id, kinds: over }, now)
}

const coUnitsOf = async ({ db, scope, now }: Context, { familyId, part }: queries.Sent) =>
  part === 'lead'
    ? (await queries.listFamily(db, scope, familyId, now)).filter((each) => each.part === 'co')
    : []

const acceptAnswer = route(contract.acceptAnswer, async (context, input) => {
  const { db, scope, actor, keys, now } = context
  const { referral, to } = await beginAsSender(context, input, 'accept', async (about) => ({
    coUnitsOwing: (await coUnitsOf(context, about)).filter(
      ({ state }) => RUNNING.includes(state) && state !== 'answered',
    ).length,
  }))
  const accepted = { state: to, acceptedAt: now, acceptedBy: actor.accountId }
  await end(context, referral, accepted, 'accepted')
  // What helps is asked of the lead: it answers for the matter.
  if (referral.part === 'co') return done
  for (const each of await coUnitsOf(context, referral))
    if (each.state === 'answered') await end(context, each, accepted, 'accepted')
  const { effectDays } = (await currentProcedure(db)).content.referrals
  await openSenderTask(db, referral, 'say-effect', limitOn(addDays(today(now), effectDays)), now)
  const item = found(await findItem(db, scope, referral.planItemId, now), '计划事项')
  const resultSealed = keys.seal(keys.unwrap(item.keySealed, item.id), 'result', input.result)
  const { version } = item
  if (!(await endItem(context, { id: item.id, version, state: 'done', resultSealed })))
    throw refused('这一项刚被别人办结或取消，请刷新后核对')
  return done
})

const withdrawReferral = route(contract.withdrawReferral, async (context, input) => {
  const { referral, to } = await beginAsSender(context, input, 'withdraw')
  const change = { state: to, returnReason: input.reason }
  await end(context, referral, change, 'withdrawn')
  // Without its lead nobody answers for the matter.
  for (const each of await coUnitsOf(context, referral))
    if (isWithUnit(each.state) || each.state === 'returned' || each.state === 'with-office')
      await end(context, each, change, 'withdrawn')
  return done
})

export const routes: Route[] = [
  sendReferral,
  listCaseReferrals,
  listSentReferrals,
  getSentReferral,
  acceptAnswer,
  withdrawReferral,
  ...returns,
  ...coUnits,
  ...messages,
  ...office,
  ...effects,
  ...handOver,
  ...unit,
]

export const constraints: Constraints = {
  ...ofHandOver,
  referral_pkey: () => refused('这一份转介已经发出，请刷新后核对'),
  referral_one_running_per_item: () =>
    refused('这一项已经转介，还没有办结；请先采纳答复、撤回，或等领导小组办公室指定承办单位'),
  referral_one_per_ordinal: () => refused('刚有人为同一事项发出了一份，请刷新后核对'),
  referral_is_kept: () => refused('已经签收、答复或决定的内容不再改动，请刷新后核对'),
}
