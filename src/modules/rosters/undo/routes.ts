import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { listNames } from '#modules/children/undoing/queries.ts'
import { order } from '../jobs.ts'
import { findRoster } from '../queries.ts'
import { runWork } from '../works/jobs.ts'
import { clerkOf, getRosterFor } from '../works/queries.ts'
import * as contract from './contract.ts'
import { conflictsOf, undoWork } from './jobs.ts'
import { countEffects, divisionNames } from './queries.ts'

const MOST_NAMED = 50

const previewUndo = route(contract.previewUndo, async (context, { id }) => {
  const { db, scope, note } = context
  note({ kind: 'roster', id })
  const clerk = clerkOf(context)
  const roster = await getRosterFor(db, 'undo', { id })
  const conflicts = await conflictsOf(db, clerk, roster)
  const named = await listNames(
    db,
    scope,
    conflicts.slice(0, MOST_NAMED).map(({ childId }) => childId),
  )
  const why = new Map(conflicts.map((conflict) => [conflict.childId, conflict.why]))
  const divisions = await divisionNames(
    db,
    named.map(({ divisionCode }) => divisionCode),
  )
  return {
    effects: await countEffects(db, id),
    conflicts: conflicts.length,
    children: named.map((child) => ({
      id: child.id,
      name: child.name,
      divisionName: divisions.get(child.divisionCode) ?? null,
      why: why.get(child.id) ?? 'changed-since',
    })),
  }
})

const undoRoster = route(contract.undoRoster, async (context, { id, version, ...how }) => {
  const { db, scope, note, afterCommit } = context
  note({ kind: 'roster', id, purpose: how.reason })
  const clerk = clerkOf(context)
  const work = await order(
    db,
    clerk,
    {
      command: 'undo',
      state: 'undoing',
      make: (of, run, roster) => undoWork(of, run, roster, how),
    },
    { id, version },
  )
  afterCommit(() => void runWork(clerk, work))
  return found(await findRoster(db, scope, id), '名册')
})

export const routes = [previewUndo, undoRoster]
