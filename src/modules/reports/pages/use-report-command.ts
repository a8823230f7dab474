import { useQueryClient } from '@tanstack/react-query'
import type { Endpoint, InputOf } from '#kernel/endpoint.ts'
import { keyOf, useCommand, type Command, type CommandOptions } from '#web/api.ts'
import { listContacts } from '../answers/contract.ts'
import { getReport, listReports } from '../contract.ts'
import { countInbox, listLikely } from '../desk/contract.ts'
import { listEmergencyCalls } from '../emergencies/contract.ts'
import { listMessages } from '../messages/contract.ts'
import { listPassOns } from '../passing-on/contract.ts'
import { listPoliceFeedback } from '../police/contract.ts'

/** What hangs on a report and may be different after any step. */
const PARTS = [
  getReport,
  listReports,
  countInbox,
  listLikely,
  listEmergencyCalls,
  listContacts,
  listMessages,
  listPassOns,
  listPoliceFeedback,
]

/** A step with a report; when it fails the report is read anew, for somebody may have decided first. */
export const useReportCommand = <E extends Endpoint>(
  endpoint: E,
  options: Omit<CommandOptions<E>, 'refreshes'> = {},
): Command<E> => {
  const client = useQueryClient()
  const command = useCommand(endpoint, { ...options, refreshes: PARTS })
  return {
    ...command,
    run: async (input: InputOf<E>, show?: 'inline') => {
      const out = await command.run(input, show)
      if (out === undefined) void client.invalidateQueries({ queryKey: keyOf(getReport) })
      return out
    },
  }
}
