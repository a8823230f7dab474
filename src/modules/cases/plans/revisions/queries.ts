import type { Context } from '#server/route.ts'
import { askLateApproval } from '../../approvals/routes.ts'
import { levelProcedureOf } from '../../procedure/queries.ts'
import type { CaseFound } from '../../queries.ts'
import { keepVersion } from '../versions/queries.ts'

/**
 * A running plan was changed: the new version is kept with its reason and, where the level asks for approval, put before the approvers
 * afterwards. What was agreed to was another text, so until then the case does not close. A child does not wait for help meanwhile.
 */
export const putForward = async (context: Context, kase: CaseFound, why: string) => {
  const number = await keepVersion(context, kase, why)
  const { planApprovers } = await levelProcedureOf(context.db, kase)
  const isApprovalOwed = planApprovers.length > 0
  if (isApprovalOwed) await askLateApproval(context, kase)
  return { number, isApprovalOwed }
}
