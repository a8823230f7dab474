import { useQueryClient } from '@tanstack/react-query'
import type { Endpoint, InputOf } from '#kernel/endpoint.ts'
import { keyOf, useCommand, type Command, type CommandOptions } from '#web/api.ts'
import { getRoster, listRosters } from '../contract.ts'

/** A step of a roster; done or refused, the roster is read anew, for somebody else may have been faster. */
export const useRosterCommand = <E extends Endpoint>(
  endpoint: E,
  { refreshes = [], ...options }: Omit<CommandOptions<E>, 'refreshes'> & { refreshes?: Endpoint[] } = {},
): Command<E> => {
  const client = useQueryClient()
  const command = useCommand(endpoint, { ...options, refreshes: [getRoster, listRosters, ...refreshes] })
  return {
    ...command,
    run: async (input: InputOf<E>, show?: 'inline') => {
      const out = await command.run(input, show)
      if (out === undefined) void client.invalidateQueries({ queryKey: keyOf(getRoster) })
      return out
    },
  }
}
