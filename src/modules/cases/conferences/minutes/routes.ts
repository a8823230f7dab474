import { createHash } from 'node:crypto'
import { dayOf, minuteOf, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Context } from '#server/route.ts'
import { uuidv7 } from '#server/ids.ts'
import { cancelTasks, finishTasks, limitBy, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import { nextNumber, type CaseFound } from '../../queries.ts'
import { approverRole } from '../../rules.ts'
import { writeStep } from '../../steps/queries.ts'
import { PLAN_ITEM_KIND } from '../../plans/kinds/labels.ts'
import * as queries from '../queries.ts'
import {
  beginConference,
  changedMeanwhile,
  gatherConferenceFacts,
  openConference,
  openResolutions,
} from '../record/queries.ts'
import { CONFERENCE_MACHINE } from '../rules.ts'
import * as contract from './contract.ts'
import { Minutes } from './contract.ts'
import { documentNumber } from './rules.ts'

const hashOf = (text: string) => createHash('sha256').update(text).digest()

const LIMIT_OF = {
  'draft-minutes': 'CL-16',
  'sign-minutes': 'CL-17',
  'adopt-resolutions': 'CL-18',
} as const

const openMinutesTask = async (
  { db, now }: Context,
  kase: CaseFound,
  { id, number }: Pick<queries.ConferenceFound, 'id' | 'number'>,
  kind: keyof typeof LIMIT_OF,
  owner: TaskOwner,
) =>
  openTask(
    db,
    {
      ...(await limitBy(db, LIMIT_OF[kind], now)),
      kind,
      subjectKind: 'conference',
      subjectId: id,
      caseId: kase.id,
      number,
      divisionCode: kase.divisionCode,
      owner,
    },
    now,
  )

/** The whole text, from what was recorded; the same record gives the same text. */
const composeMinutes = async (
  { db, keys, actor, county, counties }: Context,
  kase: CaseFound,
  conference: queries.ConferenceFound,
  number: string,
): Promise<Minutes> => {
  const { agenda, record } = openConference(keys, kase, conference)
  const resolutions = openResolutions(keys, kase, await queries.listResolutions(db, conference.id))
  const place = (await counties()).find(({ code }) => code === county)
  return Minutes.parse({
    number,
    organ: `${place?.name ?? ''}未成年人救助保护中心`,
    caseNumber: kase.number,
    conferenceNumber: conference.number,
    heldOn: minuteOf(conference.heldAt ?? conference.startsAt),
    place: conference.place,
    chair: conference.chairName,
    recorder: actor.displayName,
    agenda,
    attendees: record.attendees,
    discussion: record.discussion,
    resolutions: resolutions.map(({ ordinal, kind, text, owner, dueDay }) => ({
      ordinal,
      kind: PLAN_ITEM_KIND[kind],
      text,
      owner: owner?.name ?? '',
      dueDay: dueDay ?? '',
    })),
    dissents: record.dissents,
  })
}

const draftMinutes = route(contract.draftMinutes, async (context, input) => {
  const { db, actor, keys, now } = context
  const { kase, conference, to, key } = await beginConference(context, input, 'draftMinutes')
  const number = conference.minutesNumber ?? documentNumber(await nextNumber(db, '纪', today(now)))
  const text = JSON.stringify(await composeMinutes(context, kase, conference, number))
  const drafted = {
    state: to,
    minutesNumber: number,
    minutesSealed: keys.seal(key, 'minutes', text),
    minutesHash: hashOf(text),
    draftedBy: actor.accountId,
    draftedAt: now,
  }
  if (!(await queries.writeConference(db, conference, drafted))) throw changedMeanwhile(conference)
  await finishTasks(db, { subjectId: conference.id, kinds: ['draft-minutes'] }, actor.accountId, now)
  await openMinutesTask(context, kase, conference, 'sign-minutes', { personId: conference.chairId })
  return { number }
})

const takeBackMinutes = route(contract.takeBackMinutes, async (context, input) => {
  const { db, actor, now, note } = context
  const { kase, conference, to } = await beginConference(context, input, 'takeBack')
  note({ purpose: input.reason })
  if (!(await queries.writeConference(db, conference, { state: to }))) throw changedMeanwhile(conference)
  await cancelTasks(db, { subjectId: conference.id, kinds: ['sign-minutes'] }, now)
  const owner = { personId: conference.draftedBy ?? actor.accountId }
  await openMinutesTask(context, kase, conference, 'draft-minutes', owner)
  return done
})

/** Both have signed this very text: it is closed, and its resolutions wait to be carried out. */
const issue = async (context: Context, kase: CaseFound, conference: queries.ConferenceFound) => {
  const { db, actor, now } = context
  const facts = await gatherConferenceFacts(context, kase, conference)
  const step = next(CONFERENCE_MACHINE, conference.state, 'issue', facts)
  if (!step.ok) return false
  await queries.writeConference(db, conference, { state: step.to, signedAt: now })
  await finishTasks(db, { subjectId: conference.id, kinds: ['sign-minutes'] }, actor.accountId, now)
  await openMinutesTask(context, kase, conference, 'adopt-resolutions', { personId: kase.ownerId })
  await writeStep(context, kase, { command: 'sign-minutes', to: kase.state })
  return true
}

const signMinutes = route(contract.signMinutes, async (context, input) => {
  const { db, actor, now } = context
  const { kase, conference } = await beginConference(context, input, 'sign')
  const hash = found(conference.minutesHash, '会商纪要')
  if (hash.toString('hex') !== input.hash) throw refused('纪要已经改过，请看过最新的一份再签')
  const isChair = conference.chairId === actor.accountId
  await queries.insertSignature(db, {
    id: uuidv7(now.getTime()),
    conferenceId: conference.id,
    caseId: kase.id,
    signedAs: isChair ? 'chair' : 'second',
    signedBy: actor.accountId,
    signedAt: now,
    minutesHash: hash,
  })
  if (await issue(context, kase, conference)) return { isSigned: true }
  await queries.writeConference(db, conference, { state: conference.state })
  if (isChair) {
    await finishTasks(db, { subjectId: conference.id, kinds: ['sign-minutes'] }, actor.accountId, now)
    await openMinutesTask(context, kase, conference, 'sign-minutes', { role: approverRole(actor.role) })
  }
  return { isSigned: false }
})

/** Loaded when first needed: only minutes ask for Word. */
const takeMinutes = route(contract.takeMinutes, async (context, { id, reason }) => {
  const { db, scope, actor, keys, now, note } = context
  const { conference, kase } = found(await queries.findConference(db, scope, id, now), '会商')
  note({ kind: 'conference', id, divisionCode: kase.divisionCode, fields: ['minutes'], purpose: reason })
  const text = openConference(keys, kase, conference).minutes
  if (!text || (conference.state !== 'minutes-drafted' && conference.state !== 'signed'))
    throw refused('纪要还没有生成')
  const { writeMinutes, DOCX } = await import('./paper.ts')
  const signatures = await queries.listSignatures(db, id, conference.minutesHash)
  const minutes = Minutes.parse(JSON.parse(text))
  return {
    fileName: `会商纪要-${conference.number}-${dayOf(now)}.docx`,
    type: DOCX,
    content: await writeMinutes(minutes, {
      signatures: signatures.map(({ signedAs, by, signedAt }) => ({
        signedAs: signedAs === 'chair' ? 'chair' : 'second',
        by,
        on: dayOf(signedAt),
      })),
      signedOn: conference.signedAt && dayOf(conference.signedAt),
      hash: hashOf(text).toString('hex'),
      takenBy: `${actor.displayName} ${minuteOf(now)} 下载，事由：${reason}`,
    }),
  }
})

export const routes = [draftMinutes, takeBackMinutes, signMinutes, takeMinutes]
