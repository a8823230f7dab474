import { useQueryClient } from '@tanstack/react-query'
import type { Endpoint, InputOf } from '#kernel/endpoint.ts'
import { listCaseReferrals } from '#modules/referrals/contract.ts'
import { keyOf, useCommand, type Command, type CommandOptions } from '#web/api.ts'
import { listAssignees, listRecusals } from '../assigning/conflicts/contract.ts'
import { listRelations } from '../relations/contract.ts'
import { listLinks } from '../families/contract.ts'
import { listSupervisionNotes } from '../supervision-notes/contract.ts'
import { listApprovals } from '../approvals/contract.ts'
import { getFilled, listFilled } from '../assessments/filling/contract.ts'
import { getBook, getTimeline } from '../book/contract.ts'
import { getClosing } from '../closing/contract.ts'
import { getCase, listCases } from '../contract.ts'
import { listMeasures } from '../emergency/contract.ts'
import { listInvestigations } from '../investigation/contract.ts'
import { listFollowUps } from '../follow-ups/contract.ts'
import { getPlanItem } from '../plans/contract.ts'
import { openPlanForm } from '../plans/drafts/contract.ts'
import { listPlanVersions } from '../plans/versions/contract.ts'
import { getConference, listConferences } from '../conferences/contract.ts'
import { getWay } from '../way/contract.ts'

const READ = [
  getWay,
  listMeasures,
  listInvestigations,
  listApprovals,
  listAssignees,
  listRecusals,
  listRelations,
  listSupervisionNotes,
  listLinks,
  getCase,
  listCases,
  listCaseReferrals,
  getPlanItem,
  openPlanForm,
  listPlanVersions,
  listConferences,
  getConference,
  listFilled,
  getFilled,
  listFollowUps,
  getClosing,
  getTimeline,
  getBook,
]

/** A step of a case; when it fails the case is read anew, for somebody may have taken a step first. */
export const useCaseCommand = <E extends Endpoint>(
  endpoint: E,
  options: Omit<CommandOptions<E>, 'refreshes'> = {},
): Command<E> => {
  const client = useQueryClient()
  const command = useCommand(endpoint, { ...options, refreshes: READ })
  return {
    ...command,
    run: async (input: InputOf<E>, show?: 'inline') => {
      const out = await command.run(input, show)
      if (out === undefined) for (const each of READ) void client.invalidateQueries({ queryKey: keyOf(each) })
      return out
    },
  }
}
