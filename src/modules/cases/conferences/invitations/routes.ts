import { done } from '#kernel/fields.ts'
import { found } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { finishTasks } from '#modules/tasks/queries.ts'
import { movedOn } from '../../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { Answer, InvitationText } from './rules.ts'

type Row = Awaited<ReturnType<typeof queries.listReceived>>[number]

const presentRow = ({ id, number, startsAt, place, isComing, firstReadAt }: Row) => ({
  id,
  number,
  startsAt: startsAt.toISOString(),
  place,
  isComing,
  isRead: firstReadAt !== null,
})

const listInvitations = route(contract.listInvitations, async ({ db, scope, now }) => ({
  items: (await queries.listReceived(db, scope, now)).map(presentRow),
}))

const getInvitation = route(contract.getInvitation, async (context, { id }) => {
  const { db, scope, keys, now, note } = context
  const invitation = found(await queries.findReceived(db, scope, id, now), '会商通知')
  note({ kind: 'invitation', id, divisionCode: invitation.divisionCode, fields: ['agenda'] })
  await queries.noteFirstRead(db, id, now)
  const key = keys.unwrap(invitation.keySealed, id)
  const text = InvitationText.parse(JSON.parse(keys.open(key, 'notice', invitation.noticeSealed)))
  const answer = invitation.answerSealed
    ? Answer.parse(JSON.parse(keys.open(key, 'answer', invitation.answerSealed)))
    : { people: [] }
  return {
    ...presentRow({ ...invitation, firstReadAt: invitation.firstReadAt ?? now }),
    agenda: text.agenda,
    shown: text.shown ?? null,
    childName: text.childName ?? null,
    calledBy: text.calledBy,
    chair: text.chair,
    isForUnit: invitation.unitId !== null,
    people: answer.people,
    reason: answer.reason ?? null,
    answeredAt: invitation.answeredAt?.toISOString() ?? null,
    version: invitation.version,
  }
})

type Reply = Parameters<Parameters<typeof route<typeof contract.answerInvitation>>[1]>[1]

/** Who comes may change until the conference begins. */
const answerInvitation = route(
  contract.answerInvitation,
  async (context: Context, { id, version, isComing, people, reason }: Reply) => {
    const { db, scope, actor, keys, now, note } = context
    const invitation = found(await queries.lockReceived(db, scope, id, now), '会商通知')
    note({ kind: 'invitation', id, divisionCode: invitation.divisionCode, count: people.length })
    const answer = Answer.parse(isComing ? { people, reason } : { people: [], reason })
    const isWritten = await queries.writeInvitation(
      db,
      { id, version },
      {
        isComing,
        answeredAt: now,
        answeredBy: actor.accountId,
        answerSealed: keys.seal(keys.unwrap(invitation.keySealed, id), 'answer', JSON.stringify(answer)),
      },
    )
    if (!isWritten) throw movedOn(invitation.answeredAt ? '已回复' : '等待回复', invitation.version)
    await finishTasks(db, { subjectId: id, kinds: ['answer-invitation'] }, actor.accountId, now)
    return done
  },
)

export const routes = [listInvitations, getInvitation, answerInvitation]
