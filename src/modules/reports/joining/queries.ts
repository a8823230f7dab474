import type { Context } from '#server/route.ts'
import { listJoined } from '../decisions/queries.ts'
import { writeReport } from '../queries.ts'

/** The first was accepted: those joined to it belong to the same case, and their reporters are told when it closes. */
export const followFirst = async (context: Context, firstId: string, caseId: string) => {
  for (const { id } of await listJoined(context, firstId)) await writeReport(context.db, id, { caseId })
}
