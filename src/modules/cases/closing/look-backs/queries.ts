import { sql } from 'kysely'
import { addDays, today } from '#kernel/day.ts'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import { cancelTasks, openTask } from '#modules/tasks/queries.ts'
import { limitOn } from '#modules/tasks/rules.ts'
import type { Aloneness, ContactWay } from '../../follow-ups/contract.ts'
import { levelProcedureOf } from '../../procedure/queries.ts'
import { isCaseSeen, type CaseFound } from '../../queries.ts'
import { LookBackWords, type Usefulness } from '../contract.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

/** Of a case that the caller has found, of every round, the newest first. */
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

/** What is still to be made of them, the nearest first. */
export const listOpenLookBacks = async (db: Db, caseId: string) =>
  (await listLookBacks(db, caseId)).filter(({ doneAt, cancelledAt }) => !doneAt && !cancelledAt).toReversed()

/** Whether one is still to be made, and whether the last one left the child no better with nobody at work on it. */
export const lookBackFacts = async (db: Db, caseId: string) => {
  const all = await listLookBacks(db, caseId)
  const last = all
    .filter(({ doneAt }) => doneAt)
    .toSorted((one, other) => Number(other.doneAt) - Number(one.doneAt))[0]
  return {
    isLookBackOpen: all.some(({ doneAt, cancelledAt }) => !doneAt && !cancelledAt),
    isNoBetter: last?.isBetter === false && last.joinedCaseId === null,
  }
}

/** Plans every look-back that the procedure asks for at the case's level, each with a task of the case's owner. */
export const planLookBacks = async (
  { db, now }: Pick<Acting, 'db' | 'now'>,
  kase: Pick<CaseFound, 'id' | 'number' | 'divisionCode' | 'ownerId' | 'procedureId' | 'dangerLevel'>,
  closingId: string,
) => {
  const { lookBackDays } = await levelProcedureOf(db, kase)
  for (const [index, days] of lookBackDays.entries()) {
    const id = uuidv7(now.getTime())
    const limit = limitOn(addDays(today(now), days))
    await db
      .insertInto('lookBack')
      .values({ id, caseId: kase.id, closingId, ordinal: index + 1, dueAt: limit.dueAt })
      .execute()
    await openTask(
      db,
      {
        ...limit,
        kind: 'look-back',
        subjectKind: 'look-back',
        subjectId: id,
        caseId: kase.id,
        number: kase.number,
        divisionCode: kase.divisionCode,
        owner: { personId: kase.ownerId },
      },
      now,
    )
  }
}

/** Those that are no longer called for: the case is worked on again. */
export const cancelLookBacks = async (db: Db, caseId: string, now: Date) => {
  const open = await listOpenLookBacks(db, caseId)
  if (!open.length) return
  const ids = open.map(({ id }) => id)
  await db.updateTable('lookBack').set({ cancelledAt: now }).where('id', 'in', ids).execute()
  await cancelTasks(db, { subjectId: ids, kinds: ['look-back'] }, now)
}

type Finding = {
  id: string
  way: ContactWay
  seen: Aloneness
  isBetter: boolean
  useful: Usefulness
  finding: string
  words: LookBackWords
  joinedCaseId: string | null
}

export const recordFinding = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  { id, finding, words, ...found }: Finding,
) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  await db
    .updateTable('lookBack')
    .set({
      ...found,
      doneBy: actor.accountId,
      doneAt: now,
      findingSealed: keys.seal(key, 'finding', finding),
      wordsSealed: keys.seal(key, 'look-back-words', JSON.stringify(LookBackWords.parse(words))),
    })
    .where('id', '=', id)
    .execute()
}

export const readLookBacks = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, kase: CaseFound) => {
  const rows = await listLookBacks(db, kase.id)
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map((row) => ({
    id: row.id,
    closingId: row.closingId,
    ordinal: row.ordinal,
    dueAt: row.dueAt.toISOString(),
    isCancelled: row.cancelledAt !== null,
    doneAt: row.doneAt?.toISOString() ?? null,
    doneBy: row.doneByName,
    doneById: row.doneBy,
    way: row.way,
    seen: row.seen,
    isBetter: row.isBetter,
    useful: row.useful,
    isJoined: row.joinedCaseId !== null,
    finding: row.findingSealed && keys.open(key, 'finding', row.findingSealed),
    words: row.wordsSealed
      ? LookBackWords.parse(JSON.parse(keys.open(key, 'look-back-words', row.wordsSealed)))
      : {},
  }))
}

type Running = { id: string; number: string; ownerId: string; divisionCode: string }

/** Another case of the child that somebody works on, also one that the caller may not open. */
export const runningCaseOf = async (db: Db, childId: string): Promise<Running | undefined> => {
  const { rows } = await sql<Running>`select id, number, owner_id as "ownerId",
    division_code as "divisionCode" from running_case_of(${childId})`.execute(db)
  return rows[0]
}

/**
 * How children answered whether telling was of use, at look-backs made in a period, of the cases that the caller may see. Whoever shows
 * the counts hides small cells first (kernel/small-cells).
 */
export const countUsefulness = async (
  db: Db,
  scope: Scope,
  { from, until }: { from: Date; until: Date },
  now: Date,
): Promise<{ answer: Usefulness; count: number }[]> => {
  const rows = await db
    .selectFrom('lookBack')
    .innerJoin('caseFile', 'caseFile.id', 'lookBack.caseId')
    .where(isCaseSeen(scope, now))
    .where('doneAt', '>=', from)
    .where('doneAt', '<', until)
    .where('useful', 'is not', null)
    .select('useful')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .groupBy('useful')
    .execute()
  return rows.flatMap(({ useful, count }) => (useful ? [{ answer: useful, count: Number(count) }] : []))
}
