import { addDays, dayOf, endOfDay, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { endGrants, insertGrant } from '#modules/cases/grants/queries.ts'
import { isUnit } from '#modules/cases/helpers/queries.ts'
import { endItem, findItem, giveToUnit } from '#modules/cases/plans/queries.ts'
import { findCase, nextNumber, type CaseFound } from '#modules/cases/queries.ts'
import { beginStep, writeStep } from '#modules/cases/steps/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import { cancelTasks, finishTasks, limitBy, openTask } from '#modules/tasks/queries.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import * as contract from './contract.ts'
import { GrantedField } from './contract.ts'
import { REFERRAL_STATE } from './labels.ts'
import * as queries from './queries.ts'
import { LONGEST_ACCESS_DAYS, REFERRAL_MACHINE, type ReferralCommand } from './rules.ts'
import { routes as unit } from './unit/routes.ts'

type Dispatch = Parameters<Parameters<typeof route<typeof contract.sendReferral>>[1]>[1]

const checkDispatch = async ({ db, now }: Context, { unitId, accessEndsOn }: Dispatch, dueAt: Date) => {
  if (!(await isUnit(db, unitId)))
    throw invalid('没有这个单位，或它已退出', [{ field: 'unitId', message: '没有这个单位，或它已退出' }])
  const latest = addDays(today(now), LONGEST_ACCESS_DAYS)
  if (endOfDay(accessEndsOn) >= dueAt && accessEndsOn <= latest) return
  const message = `授权截止日应在答复期限（${dayOf(new Date(dueAt.getTime() - 1))}）当天或之后，且不超过一年`
  throw invalid(message, [{ field: 'accessEndsOn', message }])
}

/** Two grants that end together: the task for the unit, and of the child the fields that it needs. */
const grantAccess = async ({ db, actor, now }: Context, kase: CaseFound, input: Dispatch) => {
  const shared = {
    to: { unitId: input.unitId },
    fields: input.fields,
    reason: input.reason,
    endsAt: endOfDay(input.accessEndsOn),
  }
  const by = actor.accountId
  await insertGrant(db, { ...shared, recordKind: 'referral', recordId: input.referralId }, by, now)
  return insertGrant(db, { ...shared, recordKind: 'child', recordId: kase.childId }, by, now)
}

const openUnitTasks = async (
  { db, now }: Context,
  kase: CaseFound,
  input: Dispatch,
  number: string,
  due: Limit,
) => {
  const task = (kind: TaskKind, limit: Limit) =>
    openTask(
      db,
      {
        ...limit,
        kind,
        subjectKind: 'referral',
        subjectId: input.referralId,
        caseId: kase.id,
        number,
        divisionCode: kase.divisionCode,
        owner: { unitId: input.unitId },
      },
      now,
    )
  await task('sign-referral', await limitBy(db, 'CL-06', now))
  await task('answer-referral', due)
}

const sendReferral = route(contract.sendReferral, async (context, input) => {
  const { db, scope, actor, keys, now, note } = context
  const { caseId: id, referralId, planItemId, unitId, fields } = input
  note({ kind: 'case', id, fields, purpose: input.reason })
  const sent = await queries.findDispatched(db, scope, referralId, id, now)
  if (sent) return { id: sent.id, number: sent.number, dueAt: sent.dueAt.toISOString() }
  const { kase, to } = await beginStep(context, { id, version: input.version }, 'sendReferral')
  note({ kind: 'referral', id: referralId })
  const due = await limitBy(db, 'CL-05', now)
  await checkDispatch(context, input, due.dueAt)
  const earlier = await queries.listEarlier(db, planItemId)
  if (!(await giveToUnit(db, planItemId, kase.id, unitId)))
    throw refused('这一项不在本案计划里，或已经办结、取消')
  const grantId = await grantAccess(context, kase, input)
  const number = await nextNumber(db, '转', today(now))
  const { key, wrapped } = keys.newKey(referralId)
  await queries.insertReferral(db, {
    id: referralId,
    number,
    caseId: kase.id,
    planItemId,
    childId: kase.childId,
    divisionCode: kase.divisionCode,
    unitId,
    grantId,
    subject: input.subject,
    keySealed: wrapped,
    requestSealed: keys.seal(key, 'request', input.request),
    fields,
    dispatchedAt: now,
    dispatchedBy: actor.accountId,
    dueAt: due.dueAt,
    isDueCertain: due.isDueCertain,
  })
  await openUnitTasks(context, kase, input, number, due)
  // Sending another is the answer to a return.
  await finishTasks(db, { subjectId: earlier, kinds: ['review-answer'] }, actor.accountId, now)
  await writeStep(context, kase, { command: 'sendReferral', to })
  return { id: referralId, number, dueAt: due.dueAt.toISOString() }
})

const listCaseReferrals = route(
  contract.listCaseReferrals,
  async ({ db, scope, keys, now, note }, { caseId }) => {
    const kase = found(await findCase(db, scope, caseId, now), '个案')
    const rows = await queries.listSent(db, scope, caseId, now)
    note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, count: rows.length })
    const items = rows.map((row) => {
      const key = keys.unwrap(row.keySealed, row.id)
      return {
        id: row.id,
        number: row.number,
        state: row.state,
        planItemId: row.planItemId,
        unit: { id: row.unitId, name: row.unitName },
        subject: row.subject,
        request: keys.open(key, 'request', row.requestSealed),
        fields: GrantedField.options.filter((field) => row.fields.includes(field)),
        reason: row.reason,
        accessEndsAt: row.endsAt.toISOString(),
        accessEndedAt: row.endedAt?.toISOString() ?? null,
        dispatchedAt: row.dispatchedAt.toISOString(),
        dueAt: row.dueAt.toISOString(),
        isDueCertain: row.isDueCertain,
        firstReadAt: row.firstReadAt?.toISOString() ?? null,
        signedAt: row.signedAt?.toISOString() ?? null,
        signedBy: row.signerName,
        answeredAt: row.answeredAt?.toISOString() ?? null,
        answeredBy: row.answererName,
        answer: row.answerSealed && keys.open(key, 'answer', row.answerSealed),
        returnReason: row.returnReason,
        version: row.version,
      }
    })
    return { items }
  },
)

/** What every act of the sender on a referral begins with. */
const begin = async (
  { db, scope, actor, now, note }: Context,
  { id, version }: { id: string; version: number },
  command: ReferralCommand,
) => {
  const referral = found(await queries.lockSent(db, scope, id, now), '转介')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  if (referral.version !== version) throw movedOn(REFERRAL_STATE[referral.state], referral.version)
  const facts = { isOfUnit: false, isOfDesk: permits(actor.role, 'referrals.send') }
  const step = next(REFERRAL_MACHINE, referral.state, command, facts)
  if (!step.ok) throw refused(step.reason)
  return { referral, to: step.to }
}

const acceptAnswer = route(contract.acceptAnswer, async (context, input) => {
  const { db, scope, actor, keys, now } = context
  const { referral, to } = await begin(context, input, 'accept')
  const item = found(await findItem(db, scope, referral.planItemId, now), '计划事项')
  const { id } = referral
  await queries.writeReferral(db, id, { state: to, acceptedAt: now, acceptedBy: actor.accountId })
  await endGrants(db, await queries.grantIdsOf(db, referral), now)
  await finishTasks(db, { subjectId: id, kinds: ['review-answer'] }, actor.accountId, now)
  const resultSealed = keys.seal(keys.unwrap(item.keySealed, item.id), 'result', input.result)
  const { version } = item
  if (!(await endItem(context, { id: item.id, version, state: 'done', resultSealed })))
    throw refused('这一项刚被别人办结或取消，请刷新后核对')
  return done
})

const withdrawReferral = route(contract.withdrawReferral, async (context, input) => {
  const { db, now } = context
  const { referral, to } = await begin(context, input, 'withdraw')
  await queries.writeReferral(db, referral.id, { state: to, returnReason: input.reason })
  await endGrants(db, await queries.grantIdsOf(db, referral), now)
  const kinds: TaskKind[] = ['sign-referral', 'answer-referral', 'review-answer']
  await cancelTasks(db, { subjectId: referral.id, kinds }, now)
  return done
})

export const routes: Route[] = [sendReferral, listCaseReferrals, acceptAnswer, withdrawReferral, ...unit]

export const constraints: Constraints = {
  referral_pkey: () => refused('这一份转介已经发出，请刷新后核对'),
  referral_one_running_per_item: () => refused('这一项已经转介，对方还没有办结；请先采纳答复或撤回'),
}
