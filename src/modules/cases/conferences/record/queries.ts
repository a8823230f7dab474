import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Context } from '#server/route.ts'
import { movedOn } from '../../rules.ts'
import { lockCase } from '../../steps/queries.ts'
import type { CaseFound } from '../../queries.ts'
import type { ConferenceFacts, ConferenceRecordText, Invited } from '../contract.ts'
import { CONFERENCE_STATE } from '../labels.ts'
import { Answer } from '../invitations/rules.ts'
import type { InvitedFound } from '../invitations/queries.ts'
import * as queries from '../queries.ts'
import { CONFERENCE_MACHINE, openEndsText, type ConferenceCommand } from '../rules.ts'

const NOTHING: ConferenceRecordText = { attendees: [], discussion: '', dissents: [] }

/** Everything of a conference that is sealed under the key of its case, opened. */
export const openConference = (
  keys: CountyKeys,
  kase: Pick<CaseFound, 'id' | 'keySealed'>,
  conference: queries.ConferenceFound,
) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  const open = (field: string, sealed: Buffer | null) => sealed && keys.open(key, field, sealed)
  const record = open('conference-record', conference.recordSealed)
  return {
    // Written by `callConference` and `recordConference` alone, from these types.
    agenda: JSON.parse(keys.open(key, 'agenda', conference.agendaSealed)) as string[],
    shown: open('shown', conference.shownSealed),
    record: record ? (JSON.parse(record) as ConferenceRecordText) : NOTHING,
    cancelReason: open('cancel-reason', conference.cancelSealed),
    minutes: open('minutes', conference.minutesSealed),
  }
}

export const ownerOf = (row: queries.ResolutionFound) => {
  if (row.ownerId) return { kind: 'person' as const, id: row.ownerId, name: row.ownerName ?? '' }
  return row.unitId ? { kind: 'unit' as const, id: row.unitId, name: row.unitName ?? '' } : null
}

/** With the words, which stand sealed. */
export const openResolutions = (
  keys: CountyKeys,
  kase: Pick<CaseFound, 'id' | 'keySealed'>,
  rows: queries.ResolutionFound[],
) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map((row) => ({
    id: row.id,
    ordinal: row.ordinal,
    // The column's check allows no other words.
    kind: row.kind as 'own' | 'referral' | 'service' | 'allowance' | 'visit' | 'other',
    text: keys.open(key, 'resolution', row.textSealed),
    owner: ownerOf(row),
    dueDay: row.dueDay,
    planItem: row.itemId
      ? { id: row.itemId, ordinal: row.itemOrdinal ?? 0, state: row.itemState ?? 'open' }
      : null,
  }))
}

/** What an invited unit or person answered, opened with the invitation's own key. */
export const openAnswer = (keys: CountyKeys, row: InvitedFound): Invited => {
  const answer = row.answerSealed
    ? Answer.parse(JSON.parse(keys.open(keys.unwrap(row.keySealed, row.id), 'answer', row.answerSealed)))
    : { people: [] }
  return {
    id: row.id,
    kind: row.unitId ? 'unit' : 'person',
    name: row.unitName ?? row.personName ?? '',
    isRead: row.firstReadAt !== null,
    isComing: row.isComing,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    people: answer.people.map(({ name, post }) => ({ name, post: post ?? null })),
    reason: answer.reason ?? null,
  }
}

/** What the guards look at, for one reader. */
export const gatherConferenceFacts = async (
  { db, keys, actor, now }: Pick<Context, 'db' | 'keys' | 'actor' | 'now'>,
  kase: Pick<CaseFound, 'id' | 'keySealed'>,
  conference: queries.ConferenceFound,
): Promise<ConferenceFacts> => {
  const { record } = openConference(keys, kase, conference)
  const resolutions = await queries.listResolutions(db, conference.id)
  const signatures = await queries.listSignatures(db, conference.id, conference.minutesHash)
  return {
    hasBegun: conference.startsAt <= now,
    came: record.attendees.filter(({ presence }) => presence === 'came').length,
    isExcuseMissing: record.attendees.some(({ presence, reason }) => presence === 'excused' && !reason),
    openEnds: resolutions.flatMap((each) => (ownerOf(each) && each.dueDay ? [] : [each.ordinal])),
    resolutions: resolutions.length,
    hasDiscussion: record.discussion.trim() !== '',
    isChair: conference.chairId === actor.accountId,
    isSignedByChair: signatures.some(({ signedAs }) => signedAs === 'chair'),
    isSignedByOther: signatures.some(({ signedAs }) => signedAs === 'second'),
    isSignedByMe: signatures.some(({ signedBy }) => signedBy === actor.accountId),
  }
}

/** Its case locked, seen in its newest version, allowed by the machine: what every act on a conference begins with. */
export const beginConference = async (
  context: Context,
  { id, version }: { id: string; version: number },
  command: ConferenceCommand,
) => {
  const { db, scope, now, note } = context
  const { caseId } = found(await queries.findCaseOf(db, scope, id, now), '会商')
  const kase = found(await lockCase(db, scope, caseId, now), '会商')
  note({ kind: 'conference', id, divisionCode: kase.divisionCode })
  const { conference } = found(await queries.findConference(db, scope, id, now), '会商')
  if (conference.version !== version) throw movedOn(CONFERENCE_STATE[conference.state], conference.version)
  const facts = await gatherConferenceFacts(context, kase, conference)
  const step = next(CONFERENCE_MACHINE, conference.state, command, facts)
  if (!step.ok) throw refused(step.reason + openEndsText(command, facts))
  return { kase, conference, to: step.to, key: context.keys.unwrap(kase.keySealed, kase.id) }
}

/** Another one stands by now. */
export const changedMeanwhile = (conference: Pick<queries.ConferenceFound, 'state' | 'version'>) =>
  movedOn(CONFERENCE_STATE[conference.state], conference.version)
