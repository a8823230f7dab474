import { addDays, dayOf, endOfDay, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { uuidv7 } from '#server/ids.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { cancelTasks, limitBy, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import { limitOn, type Limit } from '#modules/tasks/rules.ts'
import { nextNumber, type CaseFound } from '../../queries.ts'
import { isOver } from '../../rules.ts'
import { lockCase, writeStep } from '../../steps/queries.ts'
import * as contract from '../contract.ts'
import { listInvitable } from '../invitable/queries.ts'
import { endInvitations, insertInvitations, listInvited, writeInvitation } from '../invitations/queries.ts'
import { InvitationText } from '../invitations/rules.ts'
import * as queries from '../queries.ts'
import { beginConference, changedMeanwhile } from '../record/queries.ts'

type Call = Parameters<Parameters<typeof route<typeof contract.callConference>>[1]>[1]

const checkStart = (startsAt: Date, now: Date) => {
  if (dayOf(startsAt) >= today(now) && startsAt < endOfDay(addDays(today(now), 90))) return
  const message = '会商时间应在今天或之后，且不超过 90 天'
  throw invalid(message, [{ field: 'startsAt', message }])
}

/** Refuses whoever is kept out of the matter, does not exist, or could not sign the minutes. */
const checkInvited = async (context: Context, kase: CaseFound, { chairId, unitIds, accountIds }: Call) => {
  const { units, people, chairs } = await listInvitable(context, kase)
  const check = (field: string, ids: string[], known: { id: string }[], message: string) => {
    if (ids.every((id) => known.some((each) => each.id === id))) return
    throw invalid(message, [{ field, message }])
  }
  check('unitIds', unitIds, units, '有的单位不能邀请：它须回避，或已退出')
  check('accountIds', accountIds, people, '有的同事不能邀请：须回避，或不在这个地方工作')
  check('chairId', [chairId], chairs, '主持人须能打开本案，且不须回避')
}

/** A task about a conference or an invitation to it. */
export const openConferenceTask = (
  { db, now }: Pick<Context, 'db' | 'now'>,
  kase: Pick<CaseFound, 'id' | 'divisionCode'>,
  about: { kind: TaskKind; subjectKind: 'conference' | 'invitation'; subjectId: string; number: string },
  limit: Limit,
  owner: TaskOwner,
) => openTask(db, { ...limit, ...about, caseId: kase.id, divisionCode: kase.divisionCode, owner }, now)

/** Whichever comes first: the usual day for answering, or the conference itself. */
const limitOfAnswer = async ({ db, now }: Context, startsAt: Date): Promise<Limit> => {
  const usual = await limitBy(db, 'CL-15', now)
  return usual.dueAt <= startsAt ? usual : { dueAt: startsAt, isDueCertain: true, ruleCode: null }
}

/** Nobody forgets to close it: the view of the invited ends with the day of the conference in any case. */
const openUntil = (startsAt: Date) => endOfDay(dayOf(startsAt))

type Meeting = { id: string; number: string; startsAt: Date; place: string; text: InvitationText }

const invite = async (context: Context, kase: CaseFound, meeting: Meeting, { unitIds, accountIds }: Call) => {
  const { db, keys, now } = context
  const whoms = [...unitIds.map((unitId) => ({ unitId })), ...accountIds.map((accountId) => ({ accountId }))]
  const limit = await limitOfAnswer(context, meeting.startsAt)
  for (const whom of whoms) {
    const id = uuidv7(now.getTime())
    const { key, wrapped } = keys.newKey(id)
    await insertInvitations(db, [
      {
        id,
        conferenceId: meeting.id,
        caseId: kase.id,
        ...whom,
        number: meeting.number,
        divisionCode: kase.divisionCode,
        startsAt: meeting.startsAt,
        place: meeting.place,
        keySealed: wrapped,
        noticeSealed: keys.seal(key, 'notice', JSON.stringify(meeting.text)),
        invitedAt: now,
        openUntil: openUntil(meeting.startsAt),
      },
    ])
    const about = { kind: 'answer-invitation', subjectKind: 'invitation', subjectId: id } as const
    const owner = 'unitId' in whom ? whom : { personId: whom.accountId }
    await openConferenceTask(context, kase, { ...about, number: meeting.number }, limit, owner)
  }
}

const callConference = route(contract.callConference, async (context, input) => {
  const { db, scope, actor, keys, now, note } = context
  const kase = found(await lockCase(db, scope, input.caseId, now), '个案')
  note({ kind: 'conference', id: input.id, divisionCode: kase.divisionCode })
  const called = await queries.findConference(db, scope, input.id, now)
  if (called?.kase.id === kase.id) return { id: input.id, number: called.conference.number }
  if (isOver(kase.state)) throw refused('个案已结案，不再召集会商')
  const startsAt = new Date(input.startsAt)
  checkStart(startsAt, now)
  await checkInvited(context, kase, input)
  const number = await nextNumber(db, '会', today(now))
  const key = keys.unwrap(kase.keySealed, kase.id)
  await queries.insertConference(db, {
    id: input.id,
    caseId: kase.id,
    number,
    startsAt,
    place: input.place,
    chairId: input.chairId,
    agendaSealed: keys.seal(key, 'agenda', JSON.stringify(input.agenda)),
    shownSealed: input.shown ? keys.seal(key, 'shown', input.shown) : null,
    isChildNamed: input.isChildNamed,
    calledBy: actor.accountId,
    calledAt: now,
  })
  const { conference } = found(await queries.findConference(db, scope, input.id, now), '会商')
  const text = InvitationText.parse({
    agenda: input.agenda,
    shown: input.shown,
    // A sealed child's name is known to named readers only, and never to a unit that is none.
    childName: input.isChildNamed && kase.label === 'normal' ? (kase.childName ?? undefined) : undefined,
    calledBy: actor.displayName,
    chair: conference.chairName,
  })
  await invite(context, kase, { id: input.id, number, startsAt, place: input.place, text }, input)
  const about = { kind: 'hold-conference', subjectKind: 'conference', subjectId: input.id, number } as const
  await openConferenceTask(context, kase, about, limitOn(dayOf(startsAt)), { personId: actor.accountId })
  await writeStep(context, kase, { command: 'call-conference', to: kase.state })
  return { id: input.id, number }
})

const moveConference = route(contract.moveConference, async (context, input) => {
  const { db, now } = context
  const { kase, conference } = await beginConference(context, input, 'move')
  const startsAt = new Date(input.startsAt)
  checkStart(startsAt, now)
  if (!(await queries.writeConference(db, conference, { startsAt, place: input.place })))
    throw changedMeanwhile(conference)
  const limit = await limitOfAnswer(context, startsAt)
  for (const invitation of await listInvited(db, conference.id)) {
    // What was answered for the old time counts no more.
    const unanswered = { isComing: null, answeredAt: null, answeredBy: null, answerSealed: null }
    const change = { startsAt, place: input.place, openUntil: openUntil(startsAt), ...unanswered }
    await writeInvitation(db, invitation, change)
    await cancelTasks(db, { subjectId: invitation.id, kinds: ['answer-invitation'] }, now)
    const about = { kind: 'answer-invitation', subjectKind: 'invitation', subjectId: invitation.id } as const
    const owner = invitation.unitId
      ? { unitId: invitation.unitId }
      : { personId: invitation.accountId ?? conference.calledBy }
    await openConferenceTask(context, kase, { ...about, number: conference.number }, limit, owner)
  }
  await cancelTasks(db, { subjectId: conference.id, kinds: ['hold-conference'] }, now)
  const { id: subjectId, number } = conference
  const about = { kind: 'hold-conference', subjectKind: 'conference', subjectId, number } as const
  await openConferenceTask(context, kase, about, limitOn(dayOf(startsAt)), { personId: conference.calledBy })
  return done
})

/** The invited look in no more, and nobody is asked any longer. */
export const endViews = async ({ db, now }: Context, conferenceId: string) => {
  const invited = await listInvited(db, conferenceId)
  const about = { subjectId: invited.map(({ id }) => id), kinds: ['answer-invitation' as const] }
  await cancelTasks(db, about, now)
  await endInvitations(db, conferenceId, now)
  return invited
}

const cancelConference = route(contract.cancelConference, async (context, input) => {
  const { db, actor, keys, now } = context
  const { kase, conference, to, key } = await beginConference(context, input, 'cancel')
  const cancelled = {
    state: to,
    cancelledAt: now,
    cancelledBy: actor.accountId,
    cancelSealed: keys.seal(key, 'cancel-reason', input.reason),
  }
  if (!(await queries.writeConference(db, conference, cancelled))) throw changedMeanwhile(conference)
  await endViews(context, conference.id)
  await cancelTasks(db, { subjectId: conference.id, kinds: ['hold-conference'] }, now)
  await writeStep(context, kase, { command: 'cancel-conference', to: kase.state, note: input.reason })
  return done
})

export const routes = [callConference, moveConference, cancelConference]
