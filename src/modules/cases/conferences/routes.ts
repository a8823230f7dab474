import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { finishTasks, limitBy } from '#modules/tasks/queries.ts'
import { findCase, type CaseFound } from '../queries.ts'
import { checkItemOwners } from '../helpers/queries.ts'
import { writeStep } from '../steps/queries.ts'
import { endViews, openConferenceTask, routes as calling } from './calling/routes.ts'
import * as contract from './contract.ts'
import { listInvited } from './invitations/queries.ts'
import { routes as invitations } from './invitations/routes.ts'
import { listInvitable } from './invitable/queries.ts'
import { routes as minutes } from './minutes/routes.ts'
import * as queries from './queries.ts'
import {
  beginConference,
  changedMeanwhile,
  gatherConferenceFacts,
  openAnswer,
  openConference,
  openResolutions,
} from './record/queries.ts'

const presentRow = (row: queries.ConferenceFound, me: string) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  startsAt: row.startsAt.toISOString(),
  place: row.place,
  chair: { id: row.chairId, name: row.chairName, isMe: row.chairId === me },
  minutesNumber: row.minutesNumber,
})

const listConferences = route(contract.listConferences, async (context, { caseId }) => {
  const { db, scope, actor, now, note } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  const rows = await queries.listConferences(db, scope, caseId, now)
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, count: rows.length })
  return {
    items: rows.map((row) => ({
      ...presentRow(row, actor.accountId),
      invited: row.invited,
      coming: row.coming,
      resolutions: row.resolutions,
    })),
  }
})

const getConference = route(contract.getConference, async (context, { id }) => {
  const { db, scope, actor, keys, now, note } = context
  const { conference, kase } = found(await queries.findConference(db, scope, id, now), '会商')
  note({ kind: 'conference', id, divisionCode: kase.divisionCode, fields: ['record', 'resolutions'] })
  const { agenda, shown, record, cancelReason } = openConference(keys, kase, conference)
  const signatures = await queries.listSignatures(db, id, conference.minutesHash)
  return {
    ...presentRow(conference, actor.accountId),
    version: conference.version,
    case: { id: kase.id, number: kase.number, divisionCode: kase.divisionCode, state: kase.state },
    childName: kase.childName,
    agenda,
    shown,
    isChildNamed: conference.isChildNamed,
    calledBy: conference.callerName,
    calledAt: conference.calledAt.toISOString(),
    heldAt: conference.heldAt?.toISOString() ?? null,
    cancelReason,
    invited: (await listInvited(db, id)).map((each) => openAnswer(keys, each)),
    record,
    resolutions: openResolutions(keys, kase, await queries.listResolutions(db, id)),
    minutesHash: conference.minutesHash?.toString('hex') ?? null,
    draftedBy: conference.drafterName,
    signatures: signatures.map(({ signedAs, by, signedAt }) => ({
      // The column's check allows no other words.
      signedAs: signedAs as 'chair' | 'second',
      by,
      at: signedAt.toISOString(),
    })),
    signedAt: conference.signedAt?.toISOString() ?? null,
    facts: await gatherConferenceFacts(context, kase, conference),
  }
})

const listInvitableOf = route(contract.listInvitable, async (context, { caseId }) => {
  const { db, scope, now } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  return listInvitable(context, kase)
})

/** Whoever said that they come stands in the list already; the chair too. */
const firstAttendees = (
  invited: contract.Invited[],
  { chairName }: queries.ConferenceFound,
): contract.Attendee[] => [
  { organisation: '县未成年人救助保护中心', name: chairName, post: '主持人', presence: 'came' },
  ...invited.flatMap(({ name, kind, isComing, people, reason }): contract.Attendee[] => {
    const organisation = kind === 'unit' ? name : '受邀人员'
    if (isComing === false)
      return [
        {
          organisation,
          name: kind === 'unit' ? '（未派人）' : name,
          presence: 'excused',
          reason: reason ?? '未说明',
        },
      ]
    // Who said nothing is written down in the room.
    if (!isComing) return []
    return people.map((each) => ({
      organisation,
      name: each.name,
      ...(each.post && { post: each.post }),
      presence: 'came',
    }))
  }),
]

const holdConference = route(contract.holdConference, async (context, input) => {
  const { db, actor, keys, now } = context
  const { kase, conference, to, key } = await beginConference(context, input, 'hold')
  const invited = (await endViews(context, conference.id)).map((each) => openAnswer(keys, each))
  const record = { attendees: firstAttendees(invited, conference), discussion: '', dissents: [] }
  const held = {
    state: to,
    heldAt: now,
    recordSealed: keys.seal(key, 'conference-record', JSON.stringify(record)),
  }
  if (!(await queries.writeConference(db, conference, held))) throw changedMeanwhile(conference)
  await finishTasks(db, { subjectId: conference.id, kinds: ['hold-conference'] }, actor.accountId, now)
  const { id: subjectId, number } = conference
  const about = { kind: 'draft-minutes', subjectKind: 'conference', subjectId, number } as const
  const owner = { personId: actor.accountId }
  await openConferenceTask(context, kase, about, await limitBy(db, 'CL-16', now), owner)
  await writeStep(context, kase, { command: 'hold-conference', to: kase.state })
  return done
})

/** Who is to do something works where the child is and is not kept out; an id is taken once. */
const checkResolutions = async (
  { db }: Context,
  kase: CaseFound,
  conferenceId: string,
  resolutions: contract.NewResolution[],
) => {
  await checkItemOwners(db, kase, resolutions)
  const ids = resolutions.map(({ id }) => id)
  const isTaken = (await queries.resolutionsElsewhere(db, conferenceId, ids)).length > 0
  if (!isTaken && new Set(ids).size === ids.length) return
  const message = '有的决议编号已用过，请刷新后重新填写'
  throw invalid(message, [{ field: 'resolutions', message }])
}

const recordConference = route(contract.recordConference, async (context, input) => {
  const { db, keys, now, note } = context
  const { kase, conference, key } = await beginConference(context, input, 'record')
  const { attendees, discussion, dissents, resolutions } = input
  note({ count: resolutions.length })
  await checkResolutions(context, kase, conference.id, resolutions)
  const record = JSON.stringify({ attendees, discussion, dissents })
  const change = { recordSealed: keys.seal(key, 'conference-record', record) }
  if (!(await queries.writeConference(db, conference, change))) throw changedMeanwhile(conference)
  await queries.replaceResolutions(
    db,
    conference.id,
    resolutions.map(({ text, ...resolution }, index) => ({
      ...resolution,
      conferenceId: conference.id,
      caseId: kase.id,
      ordinal: index + 1,
      textSealed: keys.seal(key, 'resolution', text),
    })),
  )
  return { version: conference.version + 1, savedAt: now.toISOString() }
})

export const routes: Route[] = [
  listConferences,
  getConference,
  listInvitableOf,
  ...calling,
  holdConference,
  recordConference,
  ...minutes,
  ...invitations,
]

export const constraints: Constraints = {
  conference_pkey: () => refused('这次会商已经召集过，请刷新后核对'),
  conference_resolution_pkey: () => refused('有的决议已在别的会商里，请刷新后核对'),
  conference_signature_one_each: () => refused('纪要刚有人签过，请刷新后核对'),
  conference_signature_by_two: () => refused('您已经签过，须由另一人再签'),
}
