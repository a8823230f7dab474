import { useQueryClient } from '@tanstack/react-query'
import type { Endpoint, InputOf } from '#kernel/endpoint.ts'
import { keyOf, useCommand, type Command, type CommandOptions } from '#web/api.ts'
import { getReport, listReports } from '../contract.ts'

/** A decision on a report; when it fails the report is read anew, for somebody may have decided first. */
export const useReportCommand = <E extends Endpoint>(
  endpoint: E,
  options: Omit<CommandOptions<E>, 'refreshes'> = {},
): Command<E> => {
  const client = useQueryClient()
  const command = useCommand(endpoint, { ...options, refreshes: [getReport, listReports] })
  return {
    ...command,
    run: async (input: InputOf<E>, show?: 'inline') => {
      const out = await command.run(input, show)
      if (out === undefined) void client.invalidateQueries({ queryKey: keyOf(getReport) })
      return out
    },
  }
}
