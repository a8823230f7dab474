import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Context } from '#server/route.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { endGrants } from '#modules/cases/grants/queries.ts'
import { finishTasks, limitOfReview, openTask } from '#modules/tasks/queries.ts'
import { GrantedField } from '../contract.ts'
import { REFERRAL_STATE } from '../labels.ts'
import * as referrals from '../queries.ts'
import { REFERRAL_MACHINE, SECRET_FIELDS, type ReferralCommand } from '../rules.ts'
import * as contract from './contract.ts'
import { readGranted, revealField } from './queries.ts'

const presentRow = (
  row: Pick<referrals.ReceivedReferral, 'id' | 'number' | 'state' | 'subject' | 'isDueCertain'> &
    Pick<referrals.ReceivedReferral, 'dispatchedAt' | 'dueAt' | 'firstReadAt'>,
) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  subject: row.subject,
  dispatchedAt: row.dispatchedAt.toISOString(),
  dueAt: row.dueAt.toISOString(),
  isDueCertain: row.isDueCertain,
  isRead: row.firstReadAt !== null,
})

const listUnitReferrals = route(contract.listUnitReferrals, async ({ db, scope, now }, filter) => {
  const { items, total } = await referrals.listReceived(db, scope, filter, now)
  return { items: items.map(presentRow), total }
})

/** The column holds words of this enum only; what is none of them is granted to nobody. */
const fieldsOf = ({ fields }: { fields: string[] }) =>
  GrantedField.options.filter((field) => fields.includes(field))

const getUnitReferral = route(contract.getUnitReferral, async (context, { id }) => {
  const { db, scope, keys, now, note } = context
  const referral = found(await referrals.findReceived(db, scope, id, now), '转介事项')
  const fields = fieldsOf(referral)
  note({ kind: 'referral', id, divisionCode: referral.divisionCode, fields })
  await referrals.noteFirstRead(db, id, now)
  const key = keys.unwrap(referral.keySealed, id)
  return {
    ...presentRow({ ...referral, firstReadAt: referral.firstReadAt ?? now }),
    request: keys.open(key, 'request', referral.requestSealed),
    from: referral.senderName ?? '县未成年人救助保护中心',
    reason: referral.reason,
    accessEndsAt: referral.endsAt.toISOString(),
    child: (await readGranted(context, referral.childId, fields)) ?? [],
    signedAt: referral.signedAt?.toISOString() ?? null,
    signedBy: referral.signerName,
    answeredAt: referral.answeredAt?.toISOString() ?? null,
    answer: referral.answerSealed && keys.open(key, 'answer', referral.answerSealed),
    version: referral.version,
  }
})

const revealGranted = route(contract.revealGranted, async (context, { id, field, reason }) => {
  const { db, scope, now, note } = context
  const referral = found(await referrals.findReceived(db, scope, id, now), '转介事项')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode, fields: [field], purpose: reason })
  if (!fieldsOf(referral).includes(field) || !SECRET_FIELDS.includes(field))
    throw refused('这项信息不在本次转介的授权范围内')
  return found(await revealField(context, referral.childId, field), '授权信息')
})

/** What every act of the unit begins with. */
const begin = async (
  { db, scope, actor, now, note }: Context,
  { id, version }: { id: string; version: number },
  command: ReferralCommand,
) => {
  const referral = found(await referrals.lockReceived(db, scope, id, now), '转介事项')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  if (referral.version !== version) throw movedOn(REFERRAL_STATE[referral.state], referral.version)
  const facts = { isOfUnit: referral.unitId === actor.unitId, isOfDesk: false }
  const step = next(REFERRAL_MACHINE, referral.state, command, facts)
  if (!step.ok) throw refused(step.reason)
  return { referral, to: step.to }
}

const signReferral = route(contract.signReferral, async (context, input) => {
  const { db, actor, now } = context
  const { referral, to } = await begin(context, input, 'sign')
  await referrals.writeReferral(db, referral.id, { state: to, signedAt: now, signedBy: actor.accountId })
  await finishTasks(db, { subjectId: referral.id, kinds: ['sign-referral'] }, actor.accountId, now)
  return done
})

/** The unit's tasks end, and the owner of the case has one: to look at what came back. */
const handBack = async ({ db, actor, now }: Context, referral: referrals.ReceivedReferral) => {
  const about = { subjectId: referral.id, kinds: ['sign-referral' as const, 'answer-referral' as const] }
  await finishTasks(db, about, actor.accountId, now)
  const owner = await referrals.findCaseOwner(db, referral.caseId)
  await openTask(
    db,
    {
      ...(await limitOfReview(db, now)),
      kind: 'review-answer',
      subjectKind: 'referral',
      subjectId: referral.id,
      caseId: referral.caseId,
      number: referral.number,
      divisionCode: referral.divisionCode,
      owner: owner ? { personId: owner } : { role: 'centre-head' },
    },
    now,
  )
}

const answerReferral = route(contract.answerReferral, async (context, input) => {
  const { db, actor, keys, now } = context
  const { referral, to } = await begin(context, input, 'answer')
  const key = keys.unwrap(referral.keySealed, referral.id)
  await referrals.writeReferral(db, referral.id, {
    state: to,
    answeredAt: now,
    answeredBy: actor.accountId,
    answerSealed: keys.seal(key, 'answer', input.answer),
  })
  await handBack(context, referral)
  return done
})

const returnReferral = route(contract.returnReferral, async (context, input) => {
  const { db, now } = context
  const { referral, to } = await begin(context, input, 'giveBack')
  const grants = await referrals.grantIdsOf(db, referral)
  await referrals.writeReferral(db, referral.id, { state: to, returnReason: input.reason })
  await handBack(context, referral)
  // Last: with its grants the unit loses sight of what it has just written.
  await endGrants(db, grants, now)
  return done
})

export const routes = [
  listUnitReferrals,
  getUnitReferral,
  revealGranted,
  signReferral,
  answerReferral,
  returnReferral,
]
