import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { CaseFound } from '../../queries.ts'

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

/** What the caller has filled in so far, opened. */
export const findDraft = async ({ db, keys, actor }: Acting, kase: CaseFound) => {
  const row = await db
    .selectFrom('planDraft')
    .where('caseId', '=', kase.id)
    .where('madeBy', '=', actor.accountId)
    .selectAll()
    .executeTakeFirst()
  return (
    row && {
      values: keys.open(keys.unwrap(kase.keySealed, kase.id), 'plan-draft', row.valuesSealed),
      savedAt: row.savedAt.toISOString(),
      caseVersion: row.caseVersion,
    }
  )
}

export const keepDraft = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  { values, caseVersion }: { values: string; caseVersion: number },
): Promise<void> => {
  const kept = {
    caseVersion,
    savedAt: now,
    valuesSealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'plan-draft', values),
  }
  await db
    .insertInto('planDraft')
    .values({ id: uuidv7(now.getTime()), caseId: kase.id, madeBy: actor.accountId, ...kept })
    .onConflict((conflict) => conflict.columns(['caseId', 'madeBy']).doUpdateSet(kept))
    .execute()
}

/** It is saved as a plan: nothing is left to keep. */
export const removeDraft = (db: Db, caseId: string, madeBy: string) =>
  db.deleteFrom('planDraft').where('caseId', '=', caseId).where('madeBy', '=', madeBy).execute()
