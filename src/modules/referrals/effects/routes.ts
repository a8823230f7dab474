import { dayOf } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import {
  findPlan,
  listItems,
  openItemTask,
  postponeFollowUp,
  saveItems,
} from '#modules/cases/plans/queries.ts'
import { findCase } from '#modules/cases/queries.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { beginStep, writeStep } from '#modules/cases/steps/queries.ts'
import { finishTasks } from '#modules/tasks/queries.ts'
import { accessUntil, dispatch, limitsOf, lockFamily } from '../dispatch/queries.ts'
import { REFERRAL_STATE } from '../labels.ts'
import * as queries from '../queries.ts'
import { RUNNING } from '../rules.ts'
import { fieldsOf } from '../sent/queries.ts'
import * as contract from './contract.ts'
import { insertEffect } from './queries.ts'

/** An answer that was accepted, for what is said or done about it afterwards. */
const beginAfterwards = async (
  { db, scope, now, note }: Context,
  { id, version }: { id: string; version: number },
) => {
  const referral = found(await queries.lockSent(db, scope, id, now), '转介')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  if (referral.version !== version) throw movedOn(REFERRAL_STATE[referral.state], referral.version)
  if (referral.state !== 'accepted' || referral.part !== 'lead')
    throw refused('答复采纳之后，才回看这件事（牵头单位）的效果')
  return referral
}

const sayEffect = route(contract.sayEffect, async (context, input) => {
  const { db, actor, now } = context
  const referral = await beginAfterwards(context, input)
  if (!(await insertEffect(context, referral, input))) throw refused('效果已经记录过，不再改动')
  await finishTasks(db, { subjectId: referral.id, kinds: ['say-effect'] }, actor.accountId, now)
  return done
})

type Limits = Awaited<ReturnType<typeof limitsOf>>

/** The item that was done stays done; the matter goes on as a new one of the plan. */
const addItem = async (context: Context, referral: queries.Sent, itemId: string, limits: Limits) => {
  const { db, scope, now } = context
  const { caseId: id, version } = await caseOf(context, referral.caseId)
  const { kase, to } = await beginStep(context, { id, version }, 'addItem')
  const plan = found(await findPlan(db, id), '帮扶计划')
  const dueDay = dayOf(new Date(limits.answer.dueAt.getTime() - 1))
  const item = { itemId, title: referral.subject, unitId: referral.unitId, dueDay }
  await saveItems(context, kase, plan.id, [item])
  const items = await listItems(db, id)
  const added = found(
    items.find((each) => each.id === itemId),
    '计划事项',
  )
  await openItemTask(context, kase, added)
  const open = items.filter(({ state }) => state === 'open').map((each) => each.dueDay)
  await postponeFollowUp(
    db,
    id,
    open.reduce((last, day) => (day > last ? day : last)),
  )
  await writeStep(context, kase, { command: 'addItem', to })
  return found(await findCase(db, scope, id, now), '个案')
}

const caseOf = async ({ db, scope, now }: Context, id: string) => {
  const kase = found(await findCase(db, scope, id, now), '个案')
  return { caseId: kase.id, version: kase.version }
}

const reopenReferral = route(contract.reopenReferral, async (context, input) => {
  const { db, scope, now } = context
  const { referralId, itemId, request } = input
  const sent = await queries.findSent(db, scope, referralId, now)
  if (sent) return { id: sent.id, number: sent.number }
  const referral = await beginAfterwards(context, input)
  const family = await lockFamily(db, referral.familyId)
  const others = await queries.listFamily(db, scope, referral.familyId, now)
  if (others.some(({ state, part }) => part === 'lead' && RUNNING.includes(state)))
    throw refused('这件事已经重新交办，正在办理')
  const limits = await limitsOf(db, referral.lane, now)
  const kase = await addItem(context, referral, itemId, limits)
  const { subject, lane, phonedWhom, phonedAt, unitId, reason } = referral
  const { id, number } = await dispatch(
    context,
    kase,
    {
      referralId,
      planItemId: itemId,
      unitId,
      part: 'lead',
      lane,
      phonedWhom,
      phonedAt,
      subject,
      request,
      fields: fieldsOf(referral),
      reason,
      accessEndsAt: accessUntil(now, limits.answer.dueAt),
      family,
      handover: { kind: 'reopened', from: referral },
    },
    limits,
  )
  return { id, number }
})

export const routes = [sayEffect, reopenReferral]
