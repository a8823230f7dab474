import { sql } from 'kysely'
import { today } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import { approvalFacts, hashOf } from '../approvals/queries.ts'
import { isAnyAwaiting } from '../assessments/filling/queries.ts'
import { listPublished } from '../assessments/versions/queries.ts'
import { BestInterests } from '../best-interests/contract.ts'
import type { ContactWay } from '../follow-ups/contract.ts'
import { lastContactDay, planBeganAt } from '../follow-ups/queries.ts'
import { isFresh } from '../follow-ups/rules.ts'
import { listItems } from '../plans/queries.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import type { CaseFound } from '../queries.ts'
import { missingInBook } from './archiving/queries.ts'
import { TellingContent, type GoalsReached, type ToldWhom } from './contract.ts'
import { lookBackFacts } from './look-backs/queries.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>
type Reading = Pick<Context, 'db' | 'keys'>

const closings = (db: Db, caseId: string) =>
  db
    .selectFrom('closingRequest')
    .where('caseId', '=', caseId)
    .innerJoin('account as asker', 'asker.id', 'closingRequest.requestedBy')
    .leftJoin('account as decider', 'decider.id', 'closingRequest.decidedBy')
    .selectAll('closingRequest')
    .select(['asker.displayName as askerName', 'decider.displayName as deciderName'])
    .orderBy('requestedAt', 'desc')
    .orderBy('closingRequest.id', 'desc')
type ClosingFound = Awaited<ReturnType<ReturnType<typeof closings>['execute']>>[number]

/** The newest request to close a case that the caller has found. */
export const findClosing = (db: Db, caseId: string) => closings(db, caseId).executeTakeFirst()

type NewClosing = {
  summary: string
  goals: GoalsReached
  bestInterests: BestInterests
  tellingId: string | undefined
}

export const insertClosing = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  { summary, goals, bestInterests, tellingId }: NewClosing,
) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  await db
    .insertInto('closingRequest')
    .values({
      id: uuidv7(now.getTime()),
      caseId: kase.id,
      caseVersion: kase.version + 1,
      summarySealed: keys.seal(key, 'summary', summary),
      goals,
      bestInterestsSealed: keys.seal(key, 'best-interests', JSON.stringify(bestInterests)),
      tellingId: tellingId ?? null,
      requestedBy: actor.accountId,
      requestedAt: now,
    })
    .execute()
}

type Decision = { decision: 'agreed' | 'sent-back'; note?: string }

export const decideClosing = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  id: string,
  { decision, note }: Decision,
) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  await db
    .updateTable('closingRequest')
    .set({
      decision,
      decidedBy: actor.accountId,
      decidedAt: now,
      decisionSealed: note ? keys.seal(key, 'decision', note) : null,
    })
    .where('id', '=', id)
    .execute()
}

export const setClosed = (db: Db, caseId: string, closed: { at: Date; by: string } | null) =>
  db
    .updateTable('caseFile')
    .set({ closedAt: closed?.at ?? null, closedBy: closed?.by ?? null })
    .where('id', '=', caseId)
    .execute()

const presentClosing = ({ keys }: Pick<Context, 'keys'>, kase: CaseFound, row: ClosingFound) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  return {
    id: row.id,
    requestedBy: row.askerName,
    requestedById: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    summary: keys.open(key, 'summary', row.summarySealed),
    goals: row.goals,
    bestInterests: row.bestInterestsSealed
      ? BestInterests.parse(JSON.parse(keys.open(key, 'best-interests', row.bestInterestsSealed)))
      : null,
    tellingId: row.tellingId,
    // The column's check allows no other words.
    decision: row.decision as 'agreed' | 'sent-back' | null,
    decidedBy: row.deciderName,
    decidedById: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisionNote: row.decisionSealed ? keys.open(key, 'decision', row.decisionSealed) : row.decisionNote,
  }
}

/** The newest request to close, opened. */
export const readClosing = async (reading: Reading, kase: CaseFound) => {
  const row = await findClosing(reading.db, kase.id)
  return row && presentClosing(reading, kase, row)
}

/** All requests to close, of every round, the newest first. */
export const readClosings = async (reading: Reading, kase: CaseFound) =>
  (await closings(reading.db, kase.id).execute()).map((row) => presentClosing(reading, kase, row))

type NewTelling = { id: string; onDay: string; toldWhom: ToldWhom; way: ContactWay | undefined }

export const insertTelling = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  { way, ...telling }: NewTelling,
  content: TellingContent,
) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  const contentSealed = keys.seal(key, 'telling', JSON.stringify(TellingContent.parse(content)))
  await db
    .insertInto('outcomeTelling')
    .values({
      ...telling,
      way: way ?? null,
      caseId: kase.id,
      contentSealed,
      toldAt: now,
      toldBy: actor.accountId,
    })
    .execute()
}

/** What was told of a case that the caller has found, the newest first. */
export const readTellings = async ({ db, keys }: Reading, kase: CaseFound) => {
  const rows = await db
    .selectFrom('outcomeTelling')
    .where('caseId', '=', kase.id)
    .innerJoin('account', 'account.id', 'outcomeTelling.toldBy')
    .selectAll('outcomeTelling')
    .select('account.displayName as tellerName')
    .orderBy('toldAt', 'desc')
    .orderBy('outcomeTelling.id', 'desc')
    .execute()
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map((row) => ({
    ...TellingContent.parse(JSON.parse(keys.open(key, 'telling', row.contentSealed))),
    id: row.id,
    onDay: row.onDay,
    // The column's check allows no other words.
    toldWhom: row.toldWhom as ToldWhom,
    way: row.way,
    toldAt: row.toldAt.toISOString(),
    toldBy: row.tellerName,
    toldById: row.toldBy,
  }))
}

/** The newest telling since the plan of this round began. */
export const findTelling = async (db: Db, caseId: string) => {
  const began = await planBeganAt(db, caseId)
  if (!began) return undefined
  return db
    .selectFrom('outcomeTelling')
    .where('caseId', '=', caseId)
    .where('toldAt', '>=', began)
    .select('id')
    .orderBy('toldAt', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
}

/** Titles of the instruments that the procedure wants anew before closing and that nobody filled in since the plan began. */
const missingClosingInstruments = async (db: Db, kase: CaseFound): Promise<string[]> => {
  const { closingInstruments } = await levelProcedureOf(db, kase)
  const began = await planBeganAt(db, kase.id)
  if (!closingInstruments.length || !began) return []
  const rows = await db
    .selectFrom('assessment')
    .where('caseId', '=', kase.id)
    .where('code', 'in', closingInstruments)
    .where('state', 'in', ['counted', 'awaiting'])
    .where('madeAt', '>=', began)
    .select('code')
    .execute()
  const done = new Set(rows.map(({ code }) => code))
  return (await listPublished(db))
    .filter(({ code }) => closingInstruments.includes(code) && !done.has(code))
    .map(({ content }) => content.title)
}

/**
 * What an approval of a closing is bound to: the request, what was told, how each item ended, who is responsible, and every step and
 * assessment until then. Only the approvals themselves leave it as it is.
 */
export const closingHash = async (reading: Reading, kase: CaseFound): Promise<string> => {
  const { db } = reading
  const request = await readClosing(reading, kase)
  const items = await listItems(db, kase.id)
  const counted = await sql<{ steps: number; assessments: number }>`select
      (select count(*)::int from case_step where case_id = ${kase.id} and command <> 'agreeClosingStep') as steps,
      (select count(*)::int from assessment where case_id = ${kase.id}) as assessments`.execute(db)
  return hashOf({
    request: request && {
      id: request.id,
      summary: request.summary,
      goals: request.goals,
      bestInterests: request.bestInterests,
      tellingId: request.tellingId,
    },
    items: items.map(({ id, state, version }) => ({ id, state, version })),
    ownerId: kase.ownerId,
    ...counted.rows[0],
  })
}

/** What the guards of closing, look-backs and archive look at. */
export const closingFacts = async (reading: Acting, kase: CaseFound) => {
  const { db, now } = reading
  const isRunning = kase.state === 'in-progress'
  const isWaiting = kase.state === 'closing-requested'
  const hash = isWaiting ? await closingHash(reading, kase) : ''
  const approval = isWaiting ? await approvalFacts(reading, kase.id, 'closing', hash) : undefined
  const { followUpDays } = await levelProcedureOf(db, kase)
  return {
    isMyClosing: approval?.isMine ?? false,
    isUnchangedSinceRequest: approval?.isUnchanged ?? false,
    missingClosing: isRunning ? await missingClosingInstruments(db, kase) : [],
    isLoweringOwed: isRunning && (await isAnyAwaiting(db, kase.id)),
    isFollowedUp: !isRunning || isFresh(await lastContactDay(db, kase.id), followUpDays, today(now)),
    isOutcomeTold: !isRunning || (await findTelling(db, kase.id)) !== undefined,
    missingInBook: kase.state === 'closed' ? await missingInBook(db, kase) : [],
    ...(await lookBackFacts(db, kase.id)),
  }
}
