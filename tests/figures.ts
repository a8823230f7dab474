import { uuidv7 } from '#server/ids.ts'
import type { Db } from '#server/database.ts'
import type { DangerLevel } from '#modules/cases/assessments/contract.ts'
import type { CaseState } from '#modules/cases/contract.ts'
import type { Line, Measure } from '#modules/cases/figures/contract.ts'
import type { testApp } from './app.ts'
import { newChild, VILLAGE, type LoopCounty } from './loop-county.ts'

type App = Awaited<ReturnType<typeof testApp>>

export const at = (day: string, hour = 10) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`)

export type Step = [command: string, to: CaseState, day: string]

/** A number of the dashboard, or both numbers of one that can go well. */
export const lineOf = (lines: Line[], measure: Measure) => {
  const { count: all, good } = lines.find((line) => line.measure === measure) ?? { count: null }
  return good === undefined ? all : [all, good]
}
export const WHOLE_WAY: Step[] = [
  ['open', 'opened', '2026-02-02'],
  ['assess', 'assessed', '2026-02-05'],
  ['makePlan', 'planned', '2026-02-10'],
  ['startPlan', 'in-progress', '2026-02-11'],
  ['sendReferral', 'in-progress', '2026-02-20'],
  ['requestClosing', 'closing-requested', '2026-04-11'],
  ['agreeClosing', 'closed', '2026-04-12'],
]

type Case = { id: string; childId: string; place: string }

type Sent = {
  on: string
  due: string
  signDue?: string
  signed?: string
  answered?: string
  returned?: string
  withdrawn?: true
  effect?: 'helped' | 'partly' | 'not'
  unit?: string
  first?: string
  ordinal?: number
}

/** Hand-made facts: cases with their steps and referrals with their days, as the acts would have left them. */
export const factsOf = (app: App, { worker, officer, police, education }: LoopCounty) => {
  const by = worker.accountId
  let count = 0

  /** A case with its steps, as they would have been written; its state is that of the last. */
  const caseWith = async (
    steps: Step[],
    more: { place?: string; level?: DangerLevel; label?: 'sealed' } = {},
  ) => {
    const { place = VILLAGE, level = 'medium', label = 'normal' } = more
    const id = uuidv7()
    const child = await newChild(app, place)
    const state = steps.at(-1)?.[1] ?? 'opened'
    count += 1
    await app.setUp(async (db) => {
      await db
        .insertInto('caseFile')
        .values({
          id,
          number: `个〔2026〕${String(count).padStart(4, '0')}号`,
          label,
          state,
          childId: child.id,
          divisionCode: place,
          ownerId: by,
          dangerLevel: level,
          keySealed: app.keys.newKey(id).wrapped,
          openedAt: at(steps[0]?.[2] ?? '2026-01-01'),
          openedBy: by,
        })
        .execute()
      for (const [order, [command, toState, day]] of steps.entries())
        await db
          .insertInto('caseStep')
          .values({
            id: uuidv7(),
            caseId: id,
            command,
            fromState: steps[order - 1]?.[1] ?? null,
            toState,
            at: at(day),
            by,
          })
          .execute()
    })
    return { id, childId: child.id, place }
  }

  const referred = async (kase: Case, sent: Sent) => {
    const id = uuidv7()
    const itemId = uuidv7()
    const unitId = sent.unit ?? police
    const planId = uuidv7()
    const state = sent.withdrawn
      ? 'withdrawn'
      : sent.returned
        ? 'redirected'
        : sent.answered
          ? 'accepted'
          : 'dispatched'
    const sealed = Buffer.from('x')
    await app.setUp(async (db: Db) => {
      const kept = await db.selectFrom('plan').where('caseId', '=', kase.id).select('id').executeTakeFirst()
      if (!kept)
        await db
          .insertInto('plan')
          .values({ id: planId, caseId: kase.id, goalSealed: sealed, madeAt: at(sent.on), madeBy: by })
          .execute()
      const item = { id: itemId, planId: kept?.id ?? planId, caseId: kase.id, childId: kase.childId }
      await db
        .insertInto('planItem')
        .values({ ...item, title: '核实', unitId, dueDay: sent.due, keySealed: sealed })
        .execute()
      const grantId = uuidv7()
      await db
        .insertInto('accessGrant')
        .values({
          id: grantId,
          recordKind: 'child',
          recordId: kase.childId,
          unitId,
          reason: '核实',
          endsAt: at(sent.due),
        })
        .execute()
      await db
        .insertInto('referral')
        .values({
          id,
          number: `转〔2026〕${id.slice(-8)}号`,
          state,
          caseId: kase.id,
          planItemId: itemId,
          childId: kase.childId,
          divisionCode: kase.place,
          unitId,
          grantId,
          subject: '核实情况',
          keySealed: sealed,
          requestSealed: sealed,
          fields: ['name'],
          dispatchedAt: at(sent.on),
          dispatchedBy: by,
          dueAt: at(sent.due),
          firstId: sent.first ?? null,
          ordinal: sent.ordinal ?? 1,
          ...(sent.signed && { signedAt: at(sent.signed), signedBy: officer.accountId }),
          ...(sent.answered && { answeredAt: at(sent.answered), answeredBy: officer.accountId }),
          ...(sent.returned && {
            returnedAt: at(sent.returned),
            returnClause: 'not-ours',
            returnCitation: '职责分工',
            proposedUnitId: education,
          }),
        })
        .execute()
      await db
        .insertInto('task')
        .values({
          id: uuidv7(),
          kind: 'sign-referral',
          title: '签收转介',
          subjectKind: 'referral',
          subjectId: id,
          divisionCode: kase.place,
          unitId,
          dueAt: at(sent.signDue ?? sent.due),
          createdAt: at(sent.on),
        })
        .execute()
      if (sent.effect)
        await db
          .insertInto('referralEffect')
          .values({
            referralId: id,
            effect: sent.effect,
            wordsSealed: sealed,
            saidAt: at(sent.due),
            saidBy: by,
          })
          .execute()
    })
    return id
  }
  return { caseWith, referred, by }
}
