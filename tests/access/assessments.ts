import { riskScreening } from '#modules/cases/assessments/instruments/risk-screening.ts'
import { shippedId } from '#modules/cases/assessments/versions/queries.ts'
import { uuidv7 } from '#server/ids.ts'
import { long, type Around } from './around.ts'
import { mark } from './marks.ts'

/** A draft of an instrument, by somebody else: one a county. */
export const DRAFT_INSTRUMENT = '018f0000-0000-7000-8000-00000000d4af'

const addDraftInstrument = ({ db, stranger }: Around) =>
  db
    .insertInto('instrumentVersion')
    .values({
      id: DRAFT_INSTRUMENT,
      code: riskScreening.code,
      number: 2,
      content: JSON.stringify(riskScreening),
      changedBy: stranger,
      changedAt: long(),
    })
    .execute()

/** A screening with a word of the case in it, that counts or waits for a second person. */
const addScreening = async (
  { db, keys, relation, stranger }: Around,
  caseId: string,
  state: 'counted' | 'awaiting',
) => {
  const id = uuidv7()
  const { keySealed } = await db
    .selectFrom('caseFile')
    .where('id', '=', caseId)
    .select('keySealed')
    .executeTakeFirstOrThrow()
  const answers = JSON.stringify({ 'child-notes': mark(relation, 'case') })
  await db
    .insertInto('assessment')
    .values({
      id,
      caseId,
      madeAt: long(),
      madeBy: stranger,
      dangerLevel: 'low',
      contentSealed: keys.seal(keys.unwrap(keySealed, caseId), 'answers', answers),
      instrumentVersionId: shippedId('risk-screening', 1),
      code: 'risk-screening',
      level: 'low',
      points: 0,
      state,
    })
    .execute()
  return id
}

/** What `recordAssessment` asks for, one to read, one that waits; and a draft of the instrument in the callers' county. */
export const addAssessments = async (
  around: Around,
  cases: Record<'opened' | 'assessed' | 'running', string>,
) => {
  if (around.relation === 'own') await addDraftInstrument(around)
  await addScreening(around, cases.opened, 'counted')
  return {
    filled: await addScreening(around, cases.assessed, 'counted'),
    awaiting: await addScreening(around, cases.running, 'awaiting'),
  }
}
