import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { route, type Context } from '#server/route.ts'
import { endGrants, insertGrant } from '#modules/cases/grants/queries.ts'
import { isUnit, listUnits } from '#modules/cases/helpers/queries.ts'
import { giveToUnit } from '#modules/cases/plans/queries.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import { cancelTasks, finishTasks, limitBy } from '#modules/tasks/queries.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { accessUntil, dispatch, limitsOf, lockFamily } from '../dispatch/queries.ts'
import { writeHandover } from '../handovers/queries.ts'
import * as queries from '../queries.ts'
import { returnCommand } from '../rules.ts'
import { fieldsOf } from '../sent/queries.ts'
import { beginAsSender, beginAsUnit, openSenderTask, openUnitTask } from '../steps/queries.ts'
import * as contract from './contract.ts'

/** The unit that houses the leading group's office, as the county's procedure names it; undefined when it has none. */
const findOffice = async (db: Db, unitId: string) => {
  const { officeUnit } = (await currentProcedure(db)).content.referrals
  const office = await db
    .selectFrom('unit')
    .where('code', '=', officeUnit)
    .where('leftOn', 'is', null)
    .select(['id', 'name'])
    .executeTakeFirst()
  // Whoever returns a matter does not decide on its own return.
  return office?.id === unitId ? undefined : office
}

const getReturnForm = route(contract.getReturnForm, async ({ db, scope, now, note }, { id }) => {
  const referral = found(await queries.findReceived(db, scope, id, now), '转介事项')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  const { returnClauses } = (await currentProcedure(db)).content.referrals
  const earlier = await queries.listEarlierReturns(db, id)
  const office = await findOffice(db, referral.unitId)
  const isSecond = returnCommand(earlier.length, office !== undefined) === 'giveUp'
  return {
    clauses: returnClauses.map((clause) => ({
      ...clause,
      isDecided: referral.isBinding && earlier.includes(clause.code),
    })),
    units: (await listUnits(db))
      .filter((unit) => unit.id !== referral.unitId)
      .map((unit) => ({ id: unit.id, name: unit.name })),
    goesTo: isSecond ? `领导小组办公室（${office?.name ?? ''}）` : '县未成年人救助保护中心',
  }
})

type Input = Parameters<Parameters<typeof route<typeof contract.returnReferral>>[1]>[1]

const checkReturn = async (db: Db, { clause, proposedUnitId }: Input, unitId: string) => {
  const { returnClauses } = (await currentProcedure(db)).content.referrals
  if (!returnClauses.some(({ code }) => code === clause))
    throw invalid('本县办案规程里没有这条退回事由', [
      { field: 'clause', message: '本县办案规程里没有这条退回事由' },
    ])
  if (proposedUnitId !== unitId && (await isUnit(db, proposedUnitId))) return
  const message = '请建议一个别的、仍在网络里的单位'
  throw invalid(message, [{ field: 'proposedUnitId', message }])
}

/** The second return: the office gets the task to look at, and the task to name the owner. */
const handUp = async (
  { db, actor, now }: Context,
  referral: queries.ReceivedReferral,
  office: { id: string },
) => {
  await insertGrant(
    db,
    {
      recordKind: 'referral',
      recordId: referral.id,
      to: { unitId: office.id },
      fields: [],
      reason: '第二次退回，由领导小组办公室指定承办单位',
      endsAt: referral.endsAt,
    },
    actor.accountId,
    now,
  )
  const limit = await limitBy(db, referral.lane === 'urgent' ? 'CL-34' : 'CL-30', now)
  await openUnitTask(db, referral, 'name-owner', limit, office.id, now)
}

const OF_THE_UNIT: TaskKind[] = ['sign-referral', 'answer-referral', 'press-unread']

const returnReferral = route(contract.returnReferral, async (context, input) => {
  const { db, scope, actor, keys, now } = context
  const { id, clause, citation, proposedUnitId, note: words } = input
  const received = found(await queries.findReceived(db, scope, id, now), '转介事项')
  await checkReturn(db, input, received.unitId)
  const earlier = await queries.listEarlierReturns(db, id)
  const office = await findOffice(db, received.unitId)
  const command = returnCommand(earlier.length, office !== undefined)
  const { referral, to } = await beginAsUnit(context, input, command, {
    isGroundDecided: received.isBinding && earlier.includes(clause),
  })
  const grants = await queries.grantIdsOf(db, referral)
  const key = keys.unwrap(referral.keySealed, id)
  await queries.writeReferral(db, id, {
    state: to,
    returnClause: clause,
    returnCitation: citation,
    proposedUnitId,
    returnedAt: now,
    returnedBy: actor.accountId,
    returnNoteSealed: words ? keys.seal(key, 'return-note', words) : null,
    ...(command === 'giveUp' && office && { officeUnitId: office.id }),
  })
  await writeHandover(db, {
    kind: command === 'giveUp' ? 'to-office' : 'returned',
    referral,
    toUnitId: proposedUnitId,
    clause,
    citation,
    by: actor.accountId,
    at: now,
  })
  await finishTasks(db, { subjectId: id, kinds: OF_THE_UNIT }, actor.accountId, now)
  if (command === 'giveUp' && office) await handUp(context, referral, office)
  else {
    const limit = await limitBy(db, referral.lane === 'urgent' ? 'CL-34' : 'CL-33', now)
    await openSenderTask(db, referral, 'decide-return', limit, now)
  }
  // Last: with its grants the unit loses sight of what it has just written.
  await endGrants(db, grants, now)
  return done
})

/** The next referral of the matter, with what was asked before; its clock runs from now. */
const sendOn = async (
  context: Context,
  referral: queries.Sent,
  to: { referralId: string; unitId: string; explanation?: string },
) => {
  const { db, actor, keys, now } = context
  const { unitId, referralId, explanation } = to
  if (!(await isUnit(db, unitId))) throw refused('建议的单位已退出，请在个案计划里另选单位发出')
  const limits = await limitsOf(db, referral.lane, now)
  const family = await lockFamily(db, referral.familyId)
  await queries.writeReferral(db, referral.id, { state: 'redirected' })
  const about = { subjectId: referral.id, kinds: ['decide-return'] satisfies TaskKind[] }
  await finishTasks(db, about, actor.accountId, now)
  await cancelTasks(db, { subjectId: referral.id, kinds: ['answer-query'] }, now)
  if (referral.part === 'lead' && !(await giveToUnit(db, referral.planItemId, referral.caseId, unitId)))
    throw refused('计划里的这一项已经办结或取消，请撤回这份转介')
  const { caseId, childId, divisionCode } = referral
  return dispatch(
    context,
    { id: caseId, childId, divisionCode },
    {
      referralId,
      planItemId: referral.planItemId,
      unitId,
      part: referral.part,
      lane: referral.lane,
      phonedWhom: referral.phonedWhom,
      phonedAt: referral.phonedAt,
      subject: referral.subject,
      request: keys.open(keys.unwrap(referral.keySealed, referral.id), 'request', referral.requestSealed),
      ...(explanation && { explanation }),
      fields: fieldsOf(referral),
      reason: referral.reason,
      accessEndsAt: accessUntil(referral.endsAt, limits.answer.dueAt),
      family,
      handover: { kind: explanation ? 'sent-again' : 'redirected', from: referral },
    },
    limits,
  )
}

const redirectReferral = route(contract.redirectReferral, async (context, input) => {
  const { referral } = await beginAsSender(context, input, 'redirect')
  const { proposedUnitId: unitId } = referral
  if (!unitId) throw refused('对方没有建议单位（授权到期收回），请再次发出，或在个案计划里另选单位')
  return sendOn(context, referral, { referralId: input.referralId, unitId })
})

const resendReferral = route(contract.resendReferral, async (context, input) => {
  const { referral } = await beginAsSender(context, input, 'redirect')
  const { referralId, explanation } = input
  return sendOn(context, referral, { referralId, unitId: referral.unitId, explanation })
})

export const routes = [getReturnForm, returnReferral, redirectReferral, resendReferral]
