import type { Db } from '#server/database.ts'
import { bringId } from '../assessments/versions/queries.ts'
import type { DangerLevel } from '../assessments/scoring/danger.ts'
import { ProcedureContent, type LevelProcedure } from './content.ts'
import { SHIPPED_PROCEDURE } from './shipped.ts'

/**
 * Brings the procedure that the product has along. A new edition takes the place of an older one, but never of a version that the
 * county made its own.
 */
export const installProcedure = async (db: Db, now: Date): Promise<void> => {
  const { edition, content } = SHIPPED_PROCEDURE
  const rows = await db.selectFrom('procedureVersion').select(['id', 'number', 'state', 'edition']).execute()
  const id = bringId('procedure', edition)
  if (rows.some((row) => row.id === id)) return
  const published = rows.find(({ state }) => state === 'published')
  const isCountysOwn = published !== undefined && published.edition === null
  if (published && !isCountysOwn)
    await db
      .updateTable('procedureVersion')
      .set({ state: 'retired' })
      .where('id', '=', published.id)
      .execute()
  await db
    .insertInto('procedureVersion')
    .values({
      id,
      number: Math.max(0, ...rows.map(({ number }) => number)) + 1,
      state: isCountysOwn ? 'retired' : 'published',
      edition,
      content: JSON.stringify(content),
      changedAt: now,
      publishedAt: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What holds for new cases and for the loop as a whole. */
export const currentProcedure = async (db: Db): Promise<{ id: string | null; content: ProcedureContent }> => {
  const row = await db
    .selectFrom('procedureVersion')
    .where('state', '=', 'published')
    .select(['id', 'content'])
    .executeTakeFirst()
  return row
    ? { id: row.id, content: ProcedureContent.parse(row.content) }
    : { id: null, content: SHIPPED_PROCEDURE.content }
}

type Governed = { procedureId: string | null; dangerLevel: DangerLevel }

/** The version that a case goes on under. */
export const procedureOf = async (db: Db, { procedureId }: Governed): Promise<ProcedureContent> => {
  if (!procedureId) return (await currentProcedure(db)).content
  const { content } = await db
    .selectFrom('procedureVersion')
    .where('id', '=', procedureId)
    .select('content')
    .executeTakeFirstOrThrow()
  return ProcedureContent.parse(content)
}

/** What a case must have at its present level. */
export const levelProcedureOf = async (db: Db, kase: Governed): Promise<LevelProcedure> =>
  (await procedureOf(db, kase)).levels[kase.dangerLevel]
