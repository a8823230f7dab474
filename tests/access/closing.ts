import { today } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { long, type Around } from './around.ts'
import type { CaseKey } from './loop.ts'
import { mark } from './marks.ts'

const BEGUN: readonly CaseKey[] = ['running', 'ended', 'requested', 'closed']

/** What stands between a running plan and its closing: the plan begun, the child seen today, the outcome told, an approval asked for. */
export const addClosing = async (
  { db, keys, relation, stranger }: Around,
  cases: Record<CaseKey, string>,
) => {
  const words = mark(relation, 'case')
  const now = new Date()
  for (const caseKey of BEGUN) {
    const caseId = cases[caseKey]
    const { keySealed } = await db
      .selectFrom('caseFile')
      .where('id', '=', caseId)
      .select('keySealed')
      .executeTakeFirstOrThrow()
    const seal = (field: string, content: object) =>
      keys.seal(keys.unwrap(keySealed, caseId), field, JSON.stringify(content))
    const step = { caseId, command: 'startPlan', toState: 'in-progress', at: long(), by: stranger } as const
    await db
      .insertInto('caseStep')
      .values({ ...step, id: uuidv7() })
      .execute()
    const contact = { way: 'home', seen: 'alone', hasConcern: false } as const
    await db
      .insertInto('followUp')
      .values({
        ...contact,
        id: uuidv7(),
        caseId,
        onDay: today(now),
        madeAt: now,
        madeBy: stranger,
        contentSealed: seal('follow-up', { childWords: words, changes: words }),
      })
      .execute()
    const telling = {
      toldWhom: 'child',
      way: 'home',
      onDay: today(now),
      toldAt: now,
      toldBy: stranger,
    } as const
    await db
      .insertInto('outcomeTelling')
      .values({ ...telling, id: uuidv7(), caseId, contentSealed: seal('telling', { words, said: words }) })
      .execute()
  }
  await db
    .insertInto('approval')
    .values({
      id: uuidv7(),
      requestId: uuidv7(),
      caseId: cases.requested,
      kind: 'closing',
      step: 1,
      approverRole: 'centre-head',
      subjectHash: '0'.repeat(64),
      requestedBy: stranger,
      requestedAt: long(),
    })
    .execute()
}
