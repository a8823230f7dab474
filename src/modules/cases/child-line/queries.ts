import type { Context } from '#server/route.ts'
import { noteOnTimeline } from '#modules/children/changes/queries.ts'
import type { CaseFound } from '../queries.ts'

const TITLE = {
  'case-opened': '立为个案',
  'case-closed': '个案结案',
  'case-reopened': '个案重新办理',
} as const

/**
 * One line on the child's timeline: that there is a case, never what it is about. Of a sealed case nothing is said there, and nothing when
 * the child's file is closed to whoever acts.
 */
export const noteOnChild = async (
  { db, actor, now }: Pick<Context, 'db' | 'actor' | 'now'>,
  { id, childId, label }: Pick<CaseFound, 'id' | 'childId' | 'label'>,
  kind: keyof typeof TITLE,
): Promise<void> => {
  if (label === 'sealed') return
  const seen = await db.selectFrom('child').where('id', '=', childId).select('id').executeTakeFirst()
  if (!seen) return
  await noteOnTimeline(db, {
    childId,
    at: now,
    kind,
    title: TITLE[kind],
    subjectKind: 'case',
    subjectId: id,
    by: actor.accountId,
  })
}
