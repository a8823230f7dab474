import type { Endpoint } from '#kernel/endpoint.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { useCommand, type Command, type CommandOptions } from '#web/api.ts'
import { getCase } from '../../contract.ts'
import { openPlanForm } from '../../plans/drafts/contract.ts'
import { getConference, listConferences } from '../contract.ts'
import { getInvitation, listInvitations } from '../invitations/contract.ts'

const READ = [
  getConference,
  listConferences,
  getInvitation,
  listInvitations,
  getCase,
  openPlanForm,
  listMyTasks,
]

/** A step of a conference; what shows it is read anew. */
export const useConferenceCommand = <E extends Endpoint>(
  endpoint: E,
  options: Omit<CommandOptions<E>, 'refreshes'> = {},
): Command<E> => useCommand(endpoint, { ...options, refreshes: READ })
