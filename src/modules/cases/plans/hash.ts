import type { Context } from '#server/route.ts'
import { hashOf } from '../approvals/queries.ts'
import type { CaseFound } from '../queries.ts'
import { readPlan } from './queries.ts'
import type { PlanSubject } from './versions/contract.ts'

type Plan = NonNullable<Awaited<ReturnType<typeof readPlan>>>

/** All that was decided, not how far it is done. */
export const planSubject = (plan: Plan): PlanSubject => ({
  goals: plan.goals,
  childWay: plan.childWay,
  childAsked: plan.childAsked,
  childOpinion: plan.childOpinion,
  noChildOpinionReason: plan.noChildOpinionReason,
  guardianOpinion: plan.guardianOpinion,
  noGuardianReason: plan.noGuardianReason,
  bestInterests: plan.bestInterests,
  items: plan.items.map(({ id, ordinal, kind, title, owner, dueDay, state }) => ({
    id,
    ordinal,
    kind,
    title,
    owner,
    dueDay,
    isDropped: state === 'dropped',
  })),
})

/** What an approval is bound to. A colleague or unit that is called otherwise one day is still the same. */
export const hashOfSubject = (subject: PlanSubject): string =>
  hashOf({
    ...subject,
    items: subject.items.map(({ owner: { kind, id }, ...item }) => ({ ...item, owner: { kind, id } })),
  })

/** SHA-256 of the plan of a case that the caller has found; of nothing while there is no plan. */
export const planHash = async (context: Pick<Context, 'db' | 'keys'>, kase: CaseFound): Promise<string> => {
  const plan = await readPlan(context, kase)
  return plan ? hashOfSubject(planSubject(plan)) : hashOf(null)
}
