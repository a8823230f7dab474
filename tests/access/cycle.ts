import { blankInvestigation } from '#modules/cases/investigation/rules.ts'
import { uuidv7 } from '#server/ids.ts'
import { long, type Around } from './around.ts'
import { mark } from './marks.ts'

type Step = 'draft' | 'written'

/** A measure for the opened case, and an investigation of two others: one being written, one that waits for the second person. */
export const addCycle = async (
  { db, keys, relation, stranger }: Around,
  cases: Record<'opened' | 'assessed' | 'planned', string>,
) => {
  const words = mark(relation, 'case')
  const sealFor = async (caseId: string, field: string, content: object) => {
    const { keySealed } = await db
      .selectFrom('caseFile')
      .where('id', '=', caseId)
      .select('keySealed')
      .executeTakeFirstOrThrow()
    return keys.seal(keys.unwrap(keySealed, caseId), field, JSON.stringify(content))
  }
  await db
    .insertInto('emergencyMeasure')
    .values({
      id: uuidv7(),
      caseId: cases.opened,
      happenedAt: long(),
      recordedAt: long(),
      recordedBy: stranger,
      safety: 'safe',
      contentSealed: await sealFor(cases.opened, 'emergency', { done: words, whereabouts: words }),
    })
    .execute()
  const blank = blankInvestigation()
  const content = {
    ...blank,
    sections: blank.sections.map((section) => ({ ...section, text: words })),
    sources: [{ who: words.slice(0, 60), relation: '奶奶', on: '2026-03-05', how: 'home' }],
    conclusion: words,
  }
  const investigation = async (caseId: string, state: Step) => {
    const id = uuidv7()
    const written = state === 'written' ? { writtenBy: stranger, writtenAt: long() } : {}
    await db
      .insertInto('investigation')
      .values({
        id,
        caseId,
        state,
        begunAt: long(),
        savedBy: stranger,
        savedAt: long(),
        ...written,
        contentSealed: await sealFor(caseId, 'investigation', content),
      })
      .execute()
    return id
  }
  return {
    draft: await investigation(cases.assessed, 'draft'),
    written: await investigation(cases.planned, 'written'),
  }
}
