import type { Insertable } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { isCaseSeen } from '#modules/cases/queries.ts'
import { visibleChildren } from '#modules/children/queries.ts'
import type { GrantedField } from '../contract.ts'
import { GRANTED_FIELD } from '../labels.ts'
import { CHILD_COLUMNS, readField } from '../unit/queries.ts'

/** The child's fields in full, as far as the sender may see the child; undefined where not. */
export const readForFile = async (
  db: Db,
  scope: Scope,
  keys: CountyKeys,
  childId: string,
  fields: readonly GrantedField[],
) => {
  const child = await visibleChildren(db, scope)
    .where('child.id', '=', childId)
    .leftJoin('division', 'division.code', 'child.divisionCode')
    .leftJoin('division as town', 'town.code', 'division.parentCode')
    .select(CHILD_COLUMNS)
    .executeTakeFirst()
  if (!child) return undefined
  const facts: { label: string; value: string | null }[] = []
  for (const field of fields)
    facts.push({ label: GRANTED_FIELD[field], value: await readField(db, keys, child, field) })
  return facts
}

/** The first wall: whoever may open the case. */
const files = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('handOverFile')
    .innerJoin('caseFile', 'caseFile.id', 'handOverFile.caseId')
    .where(isCaseSeen(scope, now))
    .leftJoin('referral', 'referral.id', 'handOverFile.referralId')
    .leftJoin('account as maker', 'maker.id', 'handOverFile.madeBy')
    .selectAll('handOverFile')
    .select(['maker.displayName as makerName', 'referral.number as referralNumber'])
    .select('referral.version as referralVersion')

export const listFiles = (db: Db, scope: Scope, caseId: string, now: Date) =>
  files(db, scope, now)
    .where('handOverFile.caseId', '=', caseId)
    .orderBy('handOverFile.madeAt', 'desc')
    .orderBy('handOverFile.id')
    .execute()
export type FileFound = Awaited<ReturnType<typeof listFiles>>[number]

/** One file, held until the transaction ends so that two answers follow one another. */
export const lockFile = async (db: Db, scope: Scope, id: string, now: Date) => {
  const found = await files(db, scope, now).where('handOverFile.id', '=', id).executeTakeFirst()
  if (found) await db.selectFrom('handOverFile').where('id', '=', id).select('id').forUpdate().execute()
  return found && files(db, scope, now).where('handOverFile.id', '=', id).executeTakeFirst()
}

export const insertFile = async (db: Db, file: Insertable<DB['handOverFile']>): Promise<void> => {
  await db.insertInto('handOverFile').values(file).execute()
}

export const setWithdrawn = async (db: Db, id: string, by: string, at: Date): Promise<void> => {
  await db
    .updateTable('handOverFile')
    .set({ withdrawnAt: at, withdrawnBy: by })
    .where('id', '=', id)
    .execute()
}

const answers = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('handOverAnswer')
    .innerJoin('caseFile', 'caseFile.id', 'handOverAnswer.caseId')
    .where(isCaseSeen(scope, now))
    .leftJoin('account as bringer', 'bringer.id', 'handOverAnswer.cameBy')
    .leftJoin('account as decider', 'decider.id', 'handOverAnswer.decidedBy')
    .selectAll('handOverAnswer')
    .select(['bringer.displayName as bringerName', 'decider.displayName as deciderName'])

export const listAnswers = (db: Db, scope: Scope, caseId: string, now: Date) =>
  answers(db, scope, now)
    .where('handOverAnswer.caseId', '=', caseId)
    .orderBy('handOverAnswer.cameAt')
    .orderBy('handOverAnswer.id')
    .execute()
export type AnswerFound = Awaited<ReturnType<typeof listAnswers>>[number]

export const findAnswer = (db: Db, scope: Scope, id: string, now: Date) =>
  answers(db, scope, now).where('handOverAnswer.id', '=', id).executeTakeFirst()

export const hasAnswer = async (db: Db, contentHash: string): Promise<boolean> => {
  const row = await db
    .selectFrom('handOverAnswer')
    .where('contentHash', '=', contentHash)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

export const isSettled = async (db: Db, fileId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('handOverAnswer')
    .where('fileId', '=', fileId)
    .where('decision', '=', 'adopted')
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

export const insertAnswer = async (db: Db, answer: Insertable<DB['handOverAnswer']>): Promise<void> => {
  await db.insertInto('handOverAnswer').values(answer).execute()
}

type Decision = { decision: 'adopted' | 'set-aside'; reason?: string; by: string; at: Date }

/** False when somebody decided it meanwhile. */
export const decideAnswer = async (db: Db, id: string, { decision, reason, by, at }: Decision) => {
  const { numUpdatedRows } = await db
    .updateTable('handOverAnswer')
    .set({ decision, decisionReason: reason ?? null, decidedBy: by, decidedAt: at })
    .where('id', '=', id)
    .where('decision', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
