import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import { cancelTasks, finishTasks, limitBy, openTask } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import { roundBegan, type CaseFound } from '../queries.ts'
import { MeasureContent, type Safety } from './contract.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>
type Case = Pick<CaseFound, 'id' | 'number' | 'divisionCode' | 'ownerId' | 'dangerLevel' | 'procedureId'>

/** What the newest measure since the case was opened or taken up again says of the child's safety; calls from the desk say nothing. */
const lastSafety = async (db: Db, caseId: string) => {
  const row = await db
    .selectFrom('emergencyMeasure')
    .where('caseId', '=', caseId)
    .where('safety', 'is not', null)
    .where('recordedAt', '>=', roundBegan(caseId))
    .select('safety')
    .orderBy('happenedAt', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.safety
}

/** The level asks for an emergency response, and nobody has written that the child is safe or kept safe for a time. */
export const isEmergencyMissing = async (db: Db, kase: Case): Promise<boolean> => {
  const { needsEmergencyResponse } = await levelProcedureOf(db, kase)
  if (!needsEmergencyResponse) return false
  const safety = await lastSafety(db, kase.id)
  return safety !== 'safe' && safety !== 'arranged'
}

const openUrgent = (
  { db, now }: Pick<Acting, 'db' | 'now'>,
  kase: Case,
  kind: 'respond-emergency' | 'renew-safety',
  limit: Limit,
) =>
  openTask(
    db,
    {
      ...limit,
      kind,
      subjectKind: 'case',
      subjectId: kase.id,
      caseId: kase.id,
      number: kase.number,
      divisionCode: kase.divisionCode,
      owner: { personId: kase.ownerId },
      isUrgent: true,
    },
    now,
  )

/** The case is, or became, one whose level asks for an emergency response: its owner has the task, once. */
export const askEmergency = async (acting: Pick<Acting, 'db' | 'now'>, kase: Case): Promise<void> => {
  const { db, now } = acting
  if (!(await isEmergencyMissing(db, kase))) return
  const open = await db
    .selectFrom('task')
    .where('subjectId', '=', kase.id)
    .where('kind', '=', 'respond-emergency')
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .select('id')
    .executeTakeFirst()
  if (!open) await openUrgent(acting, kase, 'respond-emergency', await limitBy(db, 'CL-10', now))
}

export type NewMeasure = {
  id: string
  at: Date
  safety: Safety
  safeUntil: Date | null
  content: MeasureContent
}

/** Writes a measure and whose turn it is after it; one that was sent twice is written once (false). */
export const insertMeasure = async (
  acting: Acting,
  kase: CaseFound,
  { id, at, safety, safeUntil, content }: NewMeasure,
): Promise<boolean> => {
  const { db, keys, actor, now } = acting
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('emergencyMeasure')
    .values({
      id,
      caseId: kase.id,
      happenedAt: at,
      recordedAt: now,
      recordedBy: actor.accountId,
      safety,
      safeUntil,
      contentSealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'emergency', JSON.stringify(content)),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  if (!numInsertedOrUpdatedRows) return false
  const kinds = ['respond-emergency', 'renew-safety'] as const
  await finishTasks(db, { subjectId: kase.id, kinds: [...kinds] }, actor.accountId, now)
  if (safeUntil)
    await openUrgent(acting, kase, 'renew-safety', { dueAt: safeUntil, isDueCertain: true, ruleCode: null })
  if (safety === 'unsafe' || safety === 'unknown')
    await openUrgent(acting, kase, 'respond-emergency', await limitBy(db, 'CL-11', now))
  return true
}

export type DeskCall = { id: string; at: Date; by: string; called: string; said: string; isNeedless: boolean }

/**
 * What the desk did before there was a case comes along: a copy of each call under the case's key, once. For whoever opens a case from a
 * report (reports/decisions); a report that joins a running case brings its calls too.
 */
export const bringCalls = async (
  { db, keys, now }: Pick<Acting, 'db' | 'keys' | 'now'>,
  caseId: string,
  calls: readonly DeskCall[],
): Promise<void> => {
  if (!calls.length) return
  const { keySealed } = await db
    .selectFrom('caseFile')
    .where('id', '=', caseId)
    .select('keySealed')
    .executeTakeFirstOrThrow()
  const key = keys.unwrap(keySealed, caseId)
  const contentOf = ({ called, said, isNeedless }: DeskCall): MeasureContent =>
    isNeedless ? { done: `没有紧急联络：${said}` } : { done: '值班台紧急联络', called, said }
  await db
    .insertInto('emergencyMeasure')
    .values(
      calls.map((call) => ({
        id: uuidv7(now.getTime()),
        caseId,
        happenedAt: call.at,
        recordedAt: now,
        recordedBy: call.by,
        callId: call.id,
        contentSealed: keys.seal(key, 'emergency', JSON.stringify(contentOf(call))),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['caseId', 'callId']).where('callId', 'is not', null).doNothing(),
    )
    .execute()
}

/** Of a case that the caller has found, opened, the newest first. */
export const readMeasures = async ({ db, keys }: Pick<Acting, 'db' | 'keys'>, kase: CaseFound) => {
  const rows = await db
    .selectFrom('emergencyMeasure')
    .where('caseId', '=', kase.id)
    .leftJoin('account', 'account.id', 'emergencyMeasure.recordedBy')
    .selectAll('emergencyMeasure')
    .select('account.displayName as byName')
    .orderBy('happenedAt', 'desc')
    .orderBy('emergencyMeasure.id', 'desc')
    .execute()
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map((row) => ({
    ...MeasureContent.parse(JSON.parse(keys.open(key, 'emergency', row.contentSealed))),
    id: row.id,
    at: row.happenedAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    by: row.byName ?? '',
    // The column's check allows no other words.
    safety: row.safety as Safety | null,
    safeUntil: row.safeUntil?.toISOString() ?? null,
    isFromDesk: row.callId !== null,
  }))
}

/** The case is closed: nobody is asked any more. For cases/closing. */
export const endEmergency = (db: Db, caseId: string, now: Date) =>
  cancelTasks(db, { subjectId: caseId, kinds: ['respond-emergency', 'renew-safety'] }, now)
