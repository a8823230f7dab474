import type { Insertable } from 'kysely'
import { uuidv7 } from '#server/ids.ts'
import type { DB } from '#server/schema.ts'
import { addTask, labelOf, long, numberOf, type Around } from './around.ts'
import { mark, phoneOf, PLACE, REPORTER } from './marks.ts'

export const ALL_NO = {
  isHurtNow: 'no',
  isWithSuspectedOffender: 'no',
  isUnattended: 'no',
  isAtRiskOfSelfHarm: 'no',
  isMissing: 'no',
  isSexualHarmSuspected: 'no',
  lacksFoodOrShelter: 'no',
} as const

const addReport = async (
  { db, keys, relation, children, stranger, director }: Around,
  key: string,
  more: object,
) => {
  const id = uuidv7()
  const { key: reportKey, wrapped } = keys.newKey(id)
  const seal = (field: string, value: unknown) => keys.seal(reportKey, field, JSON.stringify(value))
  const report: Insertable<DB['report']> = {
    id,
    number: numberOf(relation, '报', key),
    label: labelOf(relation),
    source: 'telephone',
    receivedAt: long(),
    receivedBy: director ?? stranger,
    divisionCode: PLACE[relation],
    childId: children.main,
    keySealed: wrapped,
    narrativeSealed: keys.seal(reportKey, 'narrative', mark(relation, 'report')),
    childSealed: seal('child', { about: mark(relation, 'report') }),
    reporterSealed: seal('reporter', {
      name: mark(relation, 'reporter'),
      phone: phoneOf(relation, REPORTER),
    }),
    dangerLevel: 'medium',
    ...more,
  }
  await db.insertInto('report').values(report).execute()
  return id
}

/** Words of the reporter, and people of a place that nobody in this world is from kept from them. */
const addFollowing = async ({ db, keys, relation }: Around, reportId: string) => {
  const { keySealed } = await db
    .selectFrom('report')
    .where('id', '=', reportId)
    .select('keySealed')
    .executeTakeFirstOrThrow()
  const sealed = keys.seal(keys.unwrap(keySealed, reportId), 'message', mark(relation, 'report'))
  const message = { id: uuidv7(), reportId, isFromReporter: true, at: long(), sealed }
  await db.insertInto('reportMessage').values(message).execute()
  const excluded = { recordKind: 'report', recordId: reportId, divisionCode: '441899100000' }
  await db
    .insertInto('recordExclusion')
    .values({ id: uuidv7(), ...excluded, madeAt: long() })
    .execute()
}

/** One report for each decision that can be made. */
export const addReports = async (around: Around) => {
  const triaged = { triagedBy: around.stranger, triagedAt: long() }
  const fresh = await addReport(around, 'fresh', { dangerLevel: null })
  await addTask(around, {
    kind: 'triage-report',
    subjectKind: 'report',
    subjectId: fresh,
    ownerRole: 'duty-officer',
  })
  await addFollowing(around, fresh)
  const noDanger = JSON.stringify(ALL_NO)
  return {
    fresh,
    triaged: await addReport(around, 'triaged', { ...triaged, dangerAnswers: noDanger }),
    turnedDown: await addReport(around, 'turned-down', {
      ...triaged,
      state: 'turned-down',
      decisionReason: mark(around.relation, 'report'),
    }),
    passedOn: await addPassedOn(around, triaged),
    joined: await addReport(around, 'joined', { ...triaged, state: 'joined', joinedTo: fresh }),
    setAside: await addReport(around, 'set-aside', {
      ...triaged,
      state: 'set-aside',
      decisionReason: mark(around.relation, 'report'),
    }),
    /** An order of another office, whose sender left a code. */
    order: await addReport(around, 'order', {
      ...triaged,
      source: 'order-12345',
      outsideNumber: '12345-1',
      hasCode: true,
    }),
  }
}

/** Given away and not taken yet, with a call, a talk on the way and the police's feedback still to come. */
const addPassedOn = async (around: Around, triaged: object) => {
  const { db, keys, relation, stranger } = around
  const id = await addReport(around, 'passed-on', { ...triaged, state: 'passed-on', passedTo: '邻县' })
  const { keySealed } = await db
    .selectFrom('report')
    .where('id', '=', id)
    .select('keySealed')
    .executeTakeFirstOrThrow()
  const seal = (field: string, text: string) => keys.seal(keys.unwrap(keySealed, id), field, text)
  const words = mark(relation, 'report')
  const of = { reportId: id }
  await db
    .insertInto('passOn')
    .values({ ...of, id: uuidv7(), outsideName: words, reason: words, passedAt: long(), passedBy: stranger })
    .execute()
  const content = seal('emergency-call', JSON.stringify({ called: '110', said: words }))
  const call = { madeAt: long(), madeBy: stranger, recordedAt: long(), contentSealed: content }
  await db
    .insertInto('emergencyCall')
    .values({ ...of, ...call, id: uuidv7() })
    .execute()
  const contact = { kind: 'accepted', at: long(), by: stranger, how: 'telephone' }
  await db
    .insertInto('reportContact')
    .values({ ...of, ...contact, id: uuidv7(), saidSealed: seal('contact', words) })
    .execute()
  const feedback = { stage: 'filed', eventDay: '2026-01-05', dueAt: long(), notedAt: long() }
  await db
    .insertInto('policeFeedback')
    .values({ ...of, ...feedback, id: uuidv7(), notedBy: stranger })
    .execute()
  await db
    .insertInto('reportOpening')
    .values({ ...of, id: uuidv7(), accountId: stranger, at: long(), reason: words })
    .execute()
  return id
}
