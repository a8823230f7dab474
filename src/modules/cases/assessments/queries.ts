import type { Context } from '#server/route.ts'
import type { CaseFound } from '../queries.ts'
import { AssessmentContent, type AssessmentState, type DangerLevel } from './contract.ts'

/** The conclusions of a case that the caller has found, opened, the newest first. */
export const readAssessments = async (
  { db, keys, actor }: Pick<Context, 'db' | 'keys' | 'actor'>,
  kase: CaseFound,
) => {
  const rows = await db
    .selectFrom('assessment')
    .where('caseId', '=', kase.id)
    .where('instrumentVersionId', 'is', null)
    .innerJoin('account', 'account.id', 'assessment.madeBy')
    .leftJoin('account as decider', 'decider.id', 'assessment.decidedBy')
    .selectAll('assessment')
    .select(['account.displayName as makerName', 'decider.displayName as deciderName'])
    .orderBy('madeAt', 'desc')
    .orderBy('assessment.id')
    .execute()
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.map((row) => ({
    id: row.id,
    madeAt: row.madeAt.toISOString(),
    madeBy: row.makerName,
    isMine: row.madeBy === actor.accountId,
    // A conclusion always names its level (constraint), and the column's check allows no other states.
    dangerLevel: row.dangerLevel ?? kase.dangerLevel,
    state: row.state as AssessmentState,
    decision:
      row.decidedAt && row.deciderName
        ? {
            by: row.deciderName,
            at: row.decidedAt.toISOString(),
            note: row.decisionSealed && keys.open(key, 'decision', row.decisionSealed),
          }
        : null,
    ...AssessmentContent.parse(JSON.parse(keys.open(key, 'assessment', row.contentSealed))),
  }))
}

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

type NewConclusion = {
  id: string
  dangerLevel: DangerLevel
  content: AssessmentContent
  isAwaiting: boolean
}

export const insertConclusion = async (
  { db, keys, actor, now }: Acting,
  kase: CaseFound,
  { id, dangerLevel, content, isAwaiting }: NewConclusion,
) => {
  await db
    .insertInto('assessment')
    .values({
      id,
      caseId: kase.id,
      madeAt: now,
      madeBy: actor.accountId,
      dangerLevel,
      state: isAwaiting ? 'awaiting' : 'counted',
      contentSealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'assessment', JSON.stringify(content)),
    })
    .execute()
}
