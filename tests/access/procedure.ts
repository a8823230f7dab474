import { bringId } from '#modules/cases/assessments/versions/queries.ts'
import { SHIPPED_PROCEDURE } from '#modules/cases/procedure/shipped.ts'
import { long, type Around } from './around.ts'

export const SHIPPED_ID = bringId('procedure', SHIPPED_PROCEDURE.edition)

/** A draft of the procedure, by somebody else: one a county. */
export const DRAFT_PROCEDURE = '018f0000-0000-7000-8000-00000000d5af'

export const addDraftProcedure = async ({ db, relation, stranger }: Around) => {
  if (relation !== 'own') return
  await db
    .insertInto('procedureVersion')
    .values({
      id: DRAFT_PROCEDURE,
      number: 2,
      content: JSON.stringify(SHIPPED_PROCEDURE.content),
      changedBy: stranger,
      changedAt: long(),
    })
    .execute()
}
