import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { notify } from '#modules/notifications/queries.ts'
import { finishTasks, limitBy } from '#modules/tasks/queries.ts'
import type { ReferralLane, ReferralState } from '../contract.ts'
import { REFERRAL_STATE } from '../labels.ts'
import * as queries from '../queries.ts'
import { isWithUnit } from '../rules.ts'
import { openSenderTask, openUnitTask } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { insertMessage, isWaiting } from './queries.ts'

const checkIsWithUnit = ({ state }: { state: ReferralState }) => {
  if (!isWithUnit(state))
    throw refused(`「${REFERRAL_STATE[state]}」时不再往来；办理中的转介才可以提问和答复`)
}

const limitOfReply = (db: Context['db'], lane: ReferralLane, now: Date) =>
  limitBy(db, lane === 'urgent' ? 'CL-34' : 'CL-32', now)

const askAsUnit = route(contract.askAsUnit, async (context, { id, messageId, channel, text }) => {
  const { db, scope, now, note } = context
  const referral = found(await queries.lockReceived(db, scope, id, now), '转介事项')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  checkIsWithUnit(referral)
  const office = channel === 'office' ? referral.officeUnitId : null
  if (channel === 'office' && (!office || office === referral.unitId))
    throw refused('这件事不是由领导小组办公室指定的，请向发出单位提问')
  const isAskedAlready = await isWaiting(db, id, channel)
  if (!(await insertMessage(context, referral, { messageId, channel, side: 'unit', text }))) return done
  // A second question before the first is answered is answered together with it.
  if (isAskedAlready) return done
  const limit = await limitOfReply(db, referral.lane, now)
  if (office) await openUnitTask(db, referral, 'answer-office-query', limit, office, now)
  else await openSenderTask(db, referral, 'answer-query', limit, now)
  return done
})

/** The unit is told that there is something to read; whose answer it is, it reads there. */
const tellUnit = (
  { db, now }: Context,
  referral: { id: string; caseId: string; unitId: string; lane: ReferralLane },
) =>
  notify(
    db,
    {
      kind: 'message',
      subjectKind: 'unit-referral',
      subjectId: referral.id,
      caseId: referral.caseId,
      isDanger: referral.lane === 'urgent',
      to: { unitId: referral.unitId },
    },
    now,
  )

const replyAsSender = route(contract.replyAsSender, async (context, { id, messageId, text }) => {
  const { db, scope, actor, now, note } = context
  const referral = found(await queries.lockSent(db, scope, id, now), '转介')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  checkIsWithUnit(referral)
  const message = { messageId, channel: 'sender', side: 'sender', text } as const
  if (!(await insertMessage(context, referral, message))) return done
  await finishTasks(db, { subjectId: id, kinds: ['answer-query'] }, actor.accountId, now)
  await tellUnit(context, referral)
  return done
})

const replyAsOffice = route(contract.replyAsOffice, async (context, { id, messageId, text }) => {
  const { db, scope, actor, now, note } = context
  const referral = found(await queries.lockWithOffice(db, scope, id, now), '事项')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  checkIsWithUnit(referral)
  const message = { messageId, channel: 'office', side: 'office', text } as const
  if (!(await insertMessage(context, referral, message))) return done
  await finishTasks(db, { subjectId: id, kinds: ['answer-office-query'] }, actor.accountId, now)
  await tellUnit(context, referral)
  return done
})

export const routes = [askAsUnit, replyAsSender, replyAsOffice]
