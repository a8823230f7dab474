import type { Readable } from 'node:stream'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { applyWork } from './applying/jobs.ts'
import type { Progress, Roster } from './contract.ts'
import { checkMapping, receive } from './intake/queries.ts'
import { previewWork } from './preview/jobs.ts'
import { findRoster, type StoredMapping } from './queries.ts'
import type { RosterCommand } from './rules.ts'
import { runWork, type Work } from './works/jobs.ts'
import {
  beginRun,
  getRosterFor,
  witness,
  type Clerk,
  type RosterToWork,
  type WorkState,
} from './works/queries.ts'

type Order = {
  command: RosterCommand
  state: WorkState
  make: (clerk: Clerk, run: Work['run'], roster: RosterToWork) => Work
}

/** Checks and marks the roster in the caller's transaction; the work it answers is to be run after the commit. */
export const order = async (
  db: Db,
  clerk: Clerk,
  { command, state, make }: Order,
  target: { id: string; version?: number },
): Promise<Work> => {
  const roster = await getRosterFor(db, command, target)
  const runId = await beginRun(db, roster.id, state)
  return make(clerk, { id: roster.id, runId }, roster)
}

export const orderPreview = (db: Db, clerk: Clerk, target: { id: string; version?: number }) =>
  order(
    db,
    clerk,
    {
      command: 'preview',
      state: 'reading',
      make: (of, run, roster) => {
        const { subject, state, columns } = roster.mapping as StoredMapping
        checkMapping(
          subject,
          state,
          columns.map(({ field }) => field),
        )
        return previewWork(of, run, roster)
      },
    },
    target,
  )

export const orderApply = (db: Db, clerk: Clerk, target: { id: string; version?: number }) =>
  order(db, clerk, { command: 'apply', state: 'applying', make: applyWork }, target)

export type Import = {
  fileName: string
  department: string
  asOfDay?: string
  body: Readable
  isApplied: boolean
  onProgress?: (progress: Progress) => void
}

/** From file to preview, and on to the register when asked, for the terminal. Throws what went wrong; the roster stays on the list. */
export const importRoster = async (clerk: Clerk, given: Import): Promise<Roster> => {
  const id = uuidv7()
  const { onProgress } = given
  await clerk.transaction(async (db) => {
    await receive(db, clerk, { id, ...given })
    await witness(db, clerk, { action: 'roster.received', id })
  })
  const steps = given.isApplied ? [orderPreview, orderApply] : [orderPreview]
  for (const step of steps) {
    const work = await clerk.transaction((db) => step(db, clerk, { id }))
    const error = await runWork(clerk, { ...work, ...(onProgress && { onProgress }) })
    if (error) throw error
  }
  const roster = await clerk.transaction((db) => findRoster(db, clerk.scope, id))
  if (!roster) throw new Error('the roster is gone')
  return roster
}
