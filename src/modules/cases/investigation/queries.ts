import { sql, type SqlBool } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { cancelTasks, limitBy, openTask } from '#modules/tasks/queries.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import { isCaseSeen, roundBegan, type CaseFound } from '../queries.ts'
import { InvestigationContent, type InvestigationState } from './contract.ts'
import { faultsOf } from './rules.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>
type Case = Pick<CaseFound, 'id' | 'number' | 'divisionCode' | 'ownerId' | 'dangerLevel' | 'procedureId'>

/** The level asks for an investigation, and none was signed by two since the case was opened or taken up again. */
export const isInvestigationMissing = async (db: Db, kase: Case): Promise<boolean> => {
  const { needsInvestigation } = await levelProcedureOf(db, kase)
  if (!needsInvestigation) return false
  const signed = await db
    .selectFrom('investigation')
    .where('caseId', '=', kase.id)
    .where('state', '=', 'signed')
    .where('begunAt', '>=', roundBegan(kase.id))
    .select('id')
    .executeTakeFirst()
  return !signed
}

/** The case is, or became, one whose level asks for an investigation: its owner has the task, once. */
export const askInvestigation = async ({ db, now }: Pick<Acting, 'db' | 'now'>, kase: Case) => {
  if (!(await isInvestigationMissing(db, kase))) return
  const open = await db
    .selectFrom('task')
    .where('subjectId', '=', kase.id)
    .where('kind', 'in', ['investigate-case', 'sign-investigation'])
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .select('id')
    .executeTakeFirst()
  if (open) return
  await openTask(
    db,
    {
      ...(await limitBy(db, 'CL-12', now)),
      kind: 'investigate-case',
      subjectKind: 'case',
      subjectId: kase.id,
      caseId: kase.id,
      number: kase.number,
      divisionCode: kase.divisionCode,
      owner: { personId: kase.ownerId },
    },
    now,
  )
}

const investigations = (db: Db) =>
  db
    .selectFrom('investigation')
    .innerJoin('account as saver', 'saver.id', 'investigation.savedBy')
    .leftJoin('account as writer', 'writer.id', 'investigation.writtenBy')
    .leftJoin('account as signer', 'signer.id', 'investigation.signedBy')
    .selectAll('investigation')
    .select(['saver.displayName as saverName', 'writer.displayName as writerName'])
    .select('signer.displayName as signerName')

/** Of a case that the caller has found, the newest first. */
export const listInvestigations = (db: Db, caseId: string) =>
  investigations(db)
    .where('investigation.caseId', '=', caseId)
    .orderBy('begunAt', 'desc')
    .orderBy('investigation.id', 'desc')
    .execute()
export type InvestigationFound = Awaited<ReturnType<typeof listInvestigations>>[number]

export const findInvestigation = (db: Db, scope: Scope, id: string, now: Date) =>
  investigations(db)
    .where('investigation.id', '=', id)
    .where(
      sql<SqlBool>`exists (select from case_file where case_file.id = investigation.case_id and ${isCaseSeen(scope, now)})`,
    )
    .executeTakeFirst()

const signature = (by: string | null, at: Date | null) => (by && at ? { by, at: at.toISOString() } : null)

export const presentInvestigation = (
  { keys, actor }: Pick<Acting, 'keys' | 'actor'>,
  kase: Pick<CaseFound, 'id' | 'keySealed'>,
  row: InvestigationFound,
) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  const content = InvestigationContent.parse(JSON.parse(keys.open(key, 'investigation', row.contentSealed)))
  return {
    id: row.id,
    // The column's check allows no other words.
    state: row.state as InvestigationState,
    version: row.version,
    content,
    begunAt: row.begunAt.toISOString(),
    saved: { by: row.saverName, at: row.savedAt.toISOString() },
    written: signature(row.writerName, row.writtenAt),
    signed: signature(row.signerName, row.signedAt),
    returnNote: row.returnSealed && keys.open(key, 'return', row.returnSealed),
    isMine: row.writtenBy === actor.accountId,
    faults: faultsOf(content),
  }
}

type Draft = { id: string; version: number; content: InvestigationContent }

const sealedContent = ({ keys }: Pick<Acting, 'keys'>, kase: CaseFound, content: InvestigationContent) =>
  keys.seal(keys.unwrap(kase.keySealed, kase.id), 'investigation', JSON.stringify(content))

/** Begins one; sent twice it begins one. */
export const insertDraft = async (
  acting: Acting,
  kase: CaseFound,
  { id, content }: Omit<Draft, 'version'>,
) => {
  const { db, actor, now } = acting
  await db
    .insertInto('investigation')
    .values({
      id,
      caseId: kase.id,
      begunAt: now,
      savedBy: actor.accountId,
      savedAt: now,
      contentSealed: sealedContent(acting, kase, content),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** False when somebody else saved or signed it meanwhile. */
export const changeDraft = async (acting: Acting, kase: CaseFound, { id, version, content }: Draft) => {
  const { db, actor, now } = acting
  const { numUpdatedRows } = await db
    .updateTable('investigation')
    .set({
      savedBy: actor.accountId,
      savedAt: now,
      contentSealed: sealedContent(acting, kase, content),
      version: version + 1,
    })
    .where('id', '=', id)
    .where('caseId', '=', kase.id)
    .where('state', '=', 'draft')
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

type Move =
  | { state: 'written'; writtenBy: string; writtenAt: Date; returnSealed: null }
  | { state: 'signed'; signedBy: string; signedAt: Date }
  | { state: 'draft'; writtenBy: null; writtenAt: null; returnSealed: Buffer }

/** Moves it on; the case is locked, so that the version cannot change meanwhile. */
export const moveInvestigation = (db: Db, { id, version }: { id: string; version: number }, move: Move) =>
  db
    .updateTable('investigation')
    .set({ ...move, version: version + 1 })
    .where('id', '=', id)
    .execute()

/** The case is closed: nobody is asked any more. For cases/closing. */
export const endInvestigation = (db: Db, caseId: string, now: Date) =>
  cancelTasks(db, { subjectId: caseId, kinds: ['investigate-case', 'sign-investigation'] }, now)
