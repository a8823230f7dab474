import { useQueryClient } from '@tanstack/react-query'
import type { Endpoint, InputOf } from '#kernel/endpoint.ts'
import { listCaseReferrals } from '#modules/referrals/contract.ts'
import { keyOf, useCommand, type Command, type CommandOptions } from '#web/api.ts'
import { getFilled, listFilled } from '../assessments/filling/contract.ts'
import { getCase, listCases } from '../contract.ts'
import { getPlanItem } from '../plans/contract.ts'

const READ = [getCase, listCases, listCaseReferrals, getPlanItem, listFilled, getFilled]

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
