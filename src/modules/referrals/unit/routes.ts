import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { finishTasks, limitOfReview } from '#modules/tasks/queries.ts'
import { readCoUnits } from '../co-units/queries.ts'
import { listHandovers, writeHandover } from '../handovers/queries.ts'
import { boundsOf } from '../lights/queries.ts'
import { lightsOf, type LaneBounds } from '../lights/rules.ts'
import { listMessages } from '../messages/queries.ts'
import * as referrals from '../queries.ts'
import { SECRET_FIELDS } from '../rules.ts'
import { fieldsOf } from '../sent/queries.ts'
import { beginAsUnit, openSenderTask } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { insertMeasure, listMeasures } from './measures/queries.ts'
import { routes as people } from './people/routes.ts'
import { readGranted, revealField } from './queries.ts'

type Row = Pick<referrals.ReceivedReferral, 'id' | 'number' | 'state' | 'part' | 'lane' | 'subject'> &
  Pick<referrals.ReceivedReferral, 'dispatchedAt' | 'dueAt' | 'isDueCertain' | 'firstReadAt' | 'handlerName'>

const presentRow = (row: Row, bounds: LaneBounds) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  part: row.part,
  lane: row.lane,
  subject: row.subject,
  dispatchedAt: row.dispatchedAt.toISOString(),
  dueAt: row.dueAt.toISOString(),
  isDueCertain: row.isDueCertain,
  ...lightsOf(row, bounds),
  isRead: row.firstReadAt !== null,
  handler: row.handlerName,
})

const listUnitReferrals = route(contract.listUnitReferrals, async ({ db, scope, now }, filter) => {
  const bounds = await boundsOf(db, now)
  const { items, total } = await referrals.listReceived(db, scope, filter, bounds, now)
  return { items: items.map((row) => presentRow(row, bounds)), total }
})

/** What the head of the unit was told ends with the first look. */
const noteReading = async ({ db, actor, now }: Context, id: string) => {
  if (!(await referrals.noteFirstRead(db, id, now))) return
  await finishTasks(db, { subjectId: id, kinds: ['press-unread'] }, actor.accountId, now)
}

const getUnitReferral = route(contract.getUnitReferral, async (context, { id }) => {
  const { db, scope, keys, now, note } = context
  const referral = found(await referrals.findReceived(db, scope, id, now), '转介事项')
  const fields = fieldsOf(referral)
  note({ kind: 'referral', id, divisionCode: referral.divisionCode, fields })
  await noteReading(context, id)
  const key = keys.unwrap(referral.keySealed, id)
  const open = (field: string, sealed: Buffer | null) => sealed && keys.open(key, field, sealed)
  return {
    ...presentRow({ ...referral, firstReadAt: referral.firstReadAt ?? now }, await boundsOf(db, now)),
    request: keys.open(key, 'request', referral.requestSealed),
    explanation: open('explanation', referral.explanationSealed),
    from: referral.isBinding
      ? '领导小组办公室指定（县未成年人救助保护中心转介）'
      : (referral.senderName ?? '县未成年人救助保护中心'),
    phonedWhom: referral.phonedWhom,
    phonedAt: referral.phonedAt?.toISOString() ?? null,
    isBinding: referral.isBinding,
    canAskOffice: referral.officeUnitId !== null && referral.officeUnitId !== referral.unitId,
    handlerId: referral.handlerId,
    reason: referral.reason,
    accessEndsAt: referral.endsAt.toISOString(),
    child: (await readGranted(context, referral.childId, fields)) ?? [],
    signedAt: referral.signedAt?.toISOString() ?? null,
    signedBy: referral.signerName,
    answeredAt: referral.answeredAt?.toISOString() ?? null,
    answer: open('answer', referral.answerSealed),
    messages: await listMessages(context, referral, ['sender', 'office']),
    measures: await listMeasures(context, referral),
    coUnits: referral.part === 'lead' ? await readCoUnits(context, id) : [],
    handovers: await listHandovers(db, referral.familyId),
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

const signReferral = route(contract.signReferral, async (context, input) => {
  const { db, actor, now } = context
  const { referral, to } = await beginAsUnit(context, input, 'sign')
  const { accountId } = actor
  // Whoever signs has it in hand until it is handed to a colleague.
  const handlerId = referral.handlerId ?? accountId
  await referrals.writeReferral(db, referral.id, {
    state: to,
    signedAt: now,
    signedBy: accountId,
    handlerId,
  })
  await noteReading(context, referral.id)
  await writeHandover(db, { kind: 'signed', referral, by: accountId, at: now })
  await finishTasks(db, { subjectId: referral.id, kinds: ['sign-referral'] }, accountId, now)
  return done
})

const recordMeasure = route(contract.recordMeasure, async (context, input) => {
  const { referral } = await beginAsUnit(context, input, 'act')
  if (input.doneOn > today(context.now))
    throw invalid('办理日期不能晚于今天', [{ field: 'doneOn', message: '办理日期不能晚于今天' }])
  await insertMeasure(context, referral, input)
  return done
})

const answerReferral = route(contract.answerReferral, async (context, input) => {
  const { db, actor, keys, now } = context
  const { referral, to } = await beginAsUnit(context, input, 'answer')
  if (referral.part === 'co' && !input.summary)
    throw invalid('请写一句给牵头单位看的结果摘要', [
      { field: 'summary', message: '请写一句给牵头单位看的结果摘要' },
    ])
  const key = keys.unwrap(referral.keySealed, referral.id)
  await referrals.writeReferral(db, referral.id, {
    state: to,
    answeredAt: now,
    answeredBy: actor.accountId,
    answerSealed: keys.seal(key, 'answer', input.answer),
    summarySealed: input.summary ? keys.seal(key, 'summary', input.summary) : null,
  })
  await writeHandover(db, { kind: 'answered', referral, by: actor.accountId, at: now })
  const about = { subjectId: referral.id, kinds: ['sign-referral' as const, 'answer-referral' as const] }
  await finishTasks(db, about, actor.accountId, now)
  // The owner of the case looks at what came back.
  await openSenderTask(db, referral, 'review-answer', await limitOfReview(db, now), now)
  return done
})

export const routes = [
  listUnitReferrals,
  getUnitReferral,
  revealGranted,
  signReferral,
  recordMeasure,
  answerReferral,
  ...people,
]
