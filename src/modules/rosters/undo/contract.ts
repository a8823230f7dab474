import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Flag, Id, Reason, Version } from '#kernel/fields.ts'
import { Roster } from '../contract.ts'

/** What undoing would take back, and the children whose files were changed or used since. */
export const UndoOutlook = z.object({
  /** Records that the roster wrote. */
  effects: z.number().int(),
  conflicts: z.number().int(),
  /** The first of them that the caller may see. */
  children: z.array(
    z.object({
      id: Id,
      name: z.string(),
      divisionName: z.string().nullable(),
      why: z.enum(['changed-since', 'used-since']),
    }),
  ),
})
export type UndoOutlook = z.infer<typeof UndoOutlook>

export const previewUndo = endpoint({
  method: 'GET',
  path: '/rosters/:id/undo',
  summary: '撤销名册前的核对',
  can: 'rosters.import',
  audit: 'roster.undo-examined',
  input: z.object({ id: Id }),
  output: UndoOutlook,
})

/** Puts everything back as before in one transaction. Refused while somebody's later work would be lost, unless that is left as it is. */
export const undoRoster = endpoint({
  method: 'POST',
  path: '/rosters/:id/undo',
  summary: '撤销一份已应用的名册',
  can: 'rosters.import',
  audit: 'roster.undo-started',
  input: z.object({ id: Id, version: Version, reason: Reason, keepsChanged: Flag.default(false) }),
  output: Roster,
})
