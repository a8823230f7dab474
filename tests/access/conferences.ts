import { createHash } from 'node:crypto'
import { uuidv7 } from '#server/ids.ts'
import { endOfDay } from '#kernel/day.ts'
import { farDay, HOUR, long, numberOf, type Around } from './around.ts'
import { mark } from './marks.ts'

type State = 'called' | 'held' | 'minutes-drafted' | 'signed'

export const MINUTES = (text: string) =>
  JSON.stringify({
    number: '未保纪〔2026〕1号',
    organ: '示范县',
    caseNumber: '个案',
    conferenceNumber: '会商',
    heldOn: '2026-01-10 09:00',
    place: '会议室',
    chair: '主持人',
    recorder: '记录人',
    agenda: [text],
    attendees: [],
    discussion: text,
    resolutions: [],
    dissents: [],
  })

const addConference = async (
  { db, keys, relation, stranger }: Around,
  caseId: string,
  state: State,
  startsAt: Date,
) => {
  const id = uuidv7()
  const { keySealed } = await db
    .selectFrom('caseFile')
    .where('id', '=', caseId)
    .select('keySealed')
    .executeTakeFirstOrThrow()
  const words = mark(relation, 'case')
  const key = keys.unwrap(keySealed, caseId)
  const attendees = ['甲', '乙'].map((name) => ({ organisation: '单位', name, presence: 'came' }))
  const text = MINUTES(words)
  const hash = createHash('sha256').update(text).digest()
  const isDrafted = state === 'minutes-drafted' || state === 'signed'
  await db
    .insertInto('conference')
    .values({
      id,
      caseId,
      state: isDrafted ? 'held' : state,
      startsAt,
      place: '会议室',
      chairId: stranger,
      number: numberOf(relation, '会', state),
      agendaSealed: keys.seal(key, 'agenda', JSON.stringify([words])),
      isChildNamed: false,
      calledBy: stranger,
      calledAt: long(),
      recordSealed: keys.seal(
        key,
        'conference-record',
        JSON.stringify({
          attendees,
          discussion: words,
          dissents: [],
        }),
      ),
      ...(isDrafted && {
        minutesNumber: numberOf(relation, '纪', state),
        minutesSealed: keys.seal(key, 'minutes', text),
        minutesHash: hash,
        draftedBy: stranger,
        draftedAt: long(),
      }),
    })
    .execute()
  const resolution = uuidv7()
  await db
    .insertInto('conferenceResolution')
    .values({
      id: resolution,
      conferenceId: id,
      caseId,
      ordinal: 1,
      kind: 'visit',
      ownerId: stranger,
      textSealed: keys.seal(key, 'resolution', words),
      dueDay: farDay(),
    })
    .execute()
  // Nothing of a signed conference changes any more, its resolutions included.
  const signedAt = state === 'signed' ? long() : null
  await db.updateTable('conference').set({ state, signedAt }).where('id', '=', id).execute()
  return { id, resolution, hash: hash.toString('hex') }
}

const invite = async (
  { db, keys, relation, unitId }: Around,
  caseId: string,
  conferenceId: string,
  startsAt: Date,
) => {
  const id = uuidv7()
  const { key, wrapped } = keys.newKey(id)
  const { divisionCode } = await db
    .selectFrom('caseFile')
    .where('id', '=', caseId)
    .select('divisionCode')
    .executeTakeFirstOrThrow()
  const notice = { agenda: [mark(relation, 'invitation')], calledBy: '某', chair: '某' }
  await db
    .insertInto('conferenceInvitation')
    .values({
      id,
      conferenceId,
      caseId,
      unitId,
      divisionCode,
      startsAt,
      place: '会议室',
      keySealed: wrapped,
      number: numberOf(relation, '会', 'called'),
      noticeSealed: keys.seal(key, 'notice', JSON.stringify(notice)),
      invitedAt: long(),
      openUntil: endOfDay(farDay()),
      ...(relation === 'expired' && { endedAt: long() }),
    })
    .execute()
  return id
}

/** A conference at each stage, of the running case; the unit of the set is invited to the one that was called. */
export const addConferences = async (around: Around, caseId: string) => {
  const begun = new Date(Date.now() - HOUR)
  const called = await addConference(around, caseId, 'called', begun)
  return {
    called: called.id,
    invitation: await invite(around, caseId, called.id, begun),
    held: (await addConference(around, caseId, 'held', begun)).id,
    drafted: await addConference(around, caseId, 'minutes-drafted', begun),
    signed: await addConference(around, caseId, 'signed', begun),
  }
}
