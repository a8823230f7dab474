import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { CaseFound } from '../queries.ts'

/** The newest request to close a case that the caller has found. */
export const findClosing = (db: Db, caseId: string) =>
  db
    .selectFrom('closingRequest')
    .where('caseId', '=', caseId)
    .innerJoin('account as asker', 'asker.id', 'closingRequest.requestedBy')
    .leftJoin('account as decider', 'decider.id', 'closingRequest.decidedBy')
    .selectAll('closingRequest')
    .select(['asker.displayName as askerName', 'decider.displayName as deciderName'])
    .orderBy('requestedAt', 'desc')
    .orderBy('closingRequest.id', 'desc')
    .executeTakeFirst()

type NewRequest = { caseId: string; caseVersion: number; summarySealed: Buffer; requestedBy: string }

export const insertClosing = async (db: Db, request: NewRequest, now: Date) => {
  await db
    .insertInto('closingRequest')
    .values({ id: uuidv7(now.getTime()), ...request, requestedAt: now })
    .execute()
}

type Decision = { decision: 'agreed' | 'sent-back'; decidedBy: string; note?: string }

export const decideClosing = async (db: Db, id: string, { note, ...decision }: Decision, now: Date) => {
  await db
    .updateTable('closingRequest')
    .set({ ...decision, decisionNote: note ?? null, decidedAt: now })
    .where('id', '=', id)
    .execute()
}

export const setClosed = (db: Db, caseId: string, closed: { at: Date; by: string } | null) =>
  db
    .updateTable('caseFile')
    .set({ closedAt: closed?.at ?? null, closedBy: closed?.by ?? null })
    .where('id', '=', caseId)
    .execute()

/** Of a case that the caller has found, the newest first. */
export const listLookBacks = (db: Db, caseId: string) =>
  db
    .selectFrom('lookBack')
    .where('caseId', '=', caseId)
    .leftJoin('account', 'account.id', 'lookBack.doneBy')
    .selectAll('lookBack')
    .select('account.displayName as doneByName')
    .orderBy('dueAt', 'desc')
    .orderBy('lookBack.id')
    .execute()

export const insertLookBack = async (db: Db, caseId: string, due: Date, now: Date) => {
  await db
    .insertInto('lookBack')
    .values({ id: uuidv7(now.getTime()), caseId, dueAt: due })
    .execute()
}

type Finding = { doneBy: string; isBetter: boolean; findingSealed: Buffer }

export const recordFinding = async (db: Db, id: string, finding: Finding, now: Date) => {
  await db
    .updateTable('lookBack')
    .set({ ...finding, doneAt: now })
    .where('id', '=', id)
    .execute()
}

type Reading = Pick<Context, 'db' | 'keys'>

/** The newest request to close, opened. */
export const readClosing = async ({ db, keys }: Reading, kase: CaseFound) => {
  const request = await findClosing(db, kase.id)
  return (
    request && {
      requestedBy: request.askerName,
      requestedById: request.requestedBy,
      caseVersion: request.caseVersion,
      requestedAt: request.requestedAt.toISOString(),
      summary: keys.open(keys.unwrap(kase.keySealed, kase.id), 'summary', request.summarySealed),
      // The column's check allows no other words.
      decision: request.decision as 'agreed' | 'sent-back' | null,
      decidedBy: request.deciderName,
      decidedAt: request.decidedAt?.toISOString() ?? null,
      decisionNote: request.decisionNote,
    }
  )
}

export const readLookBacks = async ({ db, keys }: Reading, kase: CaseFound) => {
  const rows = await listLookBacks(db, kase.id)
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map((row) => ({
    id: row.id,
    dueAt: row.dueAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
    doneBy: row.doneByName,
    isBetter: row.isBetter,
    finding: row.findingSealed && keys.open(key, 'finding', row.findingSealed),
  }))
}
