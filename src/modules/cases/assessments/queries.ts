import type { Context } from '#server/route.ts'
import type { CaseFound } from '../queries.ts'
import { AssessmentContent, type DangerLevel } from './contract.ts'

/** The assessments of a case that the caller has found, opened, the newest first. */
export const readAssessments = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, kase: CaseFound) => {
  const rows = await db
    .selectFrom('assessment')
    .where('caseId', '=', kase.id)
    .innerJoin('account', 'account.id', 'assessment.madeBy')
    .select(['assessment.id', 'madeAt', 'dangerLevel', 'contentSealed', 'account.displayName as madeBy'])
    .orderBy('madeAt', 'desc')
    .orderBy('assessment.id')
    .execute()
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map(({ contentSealed, madeAt, ...row }) => ({
    ...row,
    madeAt: madeAt.toISOString(),
    ...AssessmentContent.parse(JSON.parse(keys.open(key, 'assessment', contentSealed))),
  }))
}

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

export const insertAssessment = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  { id, dangerLevel, content }: { id: string; dangerLevel: DangerLevel; content: AssessmentContent },
) => {
  await db
    .insertInto('assessment')
    .values({
      id,
      caseId: kase.id,
      madeAt: now,
      madeBy: actor.accountId,
      dangerLevel,
      contentSealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'assessment', JSON.stringify(content)),
    })
    .execute()
  await db.updateTable('caseFile').set({ dangerLevel }).where('id', '=', kase.id).execute()
}
