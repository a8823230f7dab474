import type { Context } from '#server/route.ts'
import { hashOf } from '../approvals/queries.ts'
import type { CaseFound } from '../queries.ts'
import { readPlan } from './queries.ts'

type Plan = NonNullable<Awaited<ReturnType<typeof readPlan>>>

/** What an approval of a plan is bound to: all that was decided, not how far it is done. */
export const planSubject = ({ madeAt: _at, madeBy: _by, items, ...plan }: Plan) => ({
  ...plan,
  items: items.map(({ id, title, owner, dueDay, state }) => ({
    id,
    title,
    owner: { kind: owner.kind, id: owner.id },
    dueDay,
    isDropped: state === 'dropped',
  })),
})

/** SHA-256 of the plan of a case that the caller has found; of nothing while there is no plan. */
export const planHash = async (context: Pick<Context, 'db' | 'keys'>, kase: CaseFound): Promise<string> => {
  const plan = await readPlan(context, kase)
  return hashOf(plan && planSubject(plan))
}
