import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id, Version } from '#kernel/fields.ts'
import { Roster } from '../contract.ts'

/** Writes the whole roster in one transaction, in the background; undecided doubtful rows and wrong ones are left out. */
export const applyRoster = endpoint({
  method: 'POST',
  path: '/rosters/:id/apply',
  summary: '应用一份名册',
  can: 'rosters.import',
  audit: 'roster.application-started',
  input: z.object({ id: Id, version: Version }),
  output: Roster,
})
