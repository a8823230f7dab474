import type { Endpoint } from '#kernel/endpoint.ts'
import { useCommand, type Command, type CommandOptions } from '#web/api.ts'
import { listChanges, listTimeline } from '../changes/contract.ts'
import { listChildren } from '../contract.ts'
import { getChild } from '../file/contract.ts'
import { FIELD } from '../labels.ts'
import { wordOf } from './words.ts'

/** A command on one child's file; a stale save shows both values in the words of the file. */
export const useChildCommand = <E extends Endpoint>(
  endpoint: E,
  options: Omit<CommandOptions<E>, 'refreshes' | 'conflict'> = {},
): Command<E> =>
  useCommand(endpoint, {
    ...options,
    refreshes: [getChild, listChanges, listTimeline, listChildren],
    conflict: { labels: FIELD, show: wordOf },
  })
