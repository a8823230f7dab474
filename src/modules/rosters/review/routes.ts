import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route } from '#server/route.ts'
import { findRow, listOpen } from '../preview/queries.ts'
import { ROSTER_MACHINE } from '../rules.ts'
import { clerkOf } from '../works/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const listReview = route(contract.listReview, async ({ db, scope, keys, note }, filter) => {
  const list = await listOpen(db, scope, keys, filter)
  note({ kind: 'roster', count: list.items.length, ...(filter.rosterId && { id: filter.rosterId }) })
  return list
})

const decideRow = route(contract.decideRow, async (context, { id, rowNumber, ...decision }) => {
  const { db, scope, keys, note } = context
  note({ kind: 'roster', id, fields: [decision.decision] })
  const target = { id, rowNumber }
  const row = found(await findRow(db, scope, target), '名册行')
  note({ divisionCode: row.divisionCode })
  const step = next(ROSTER_MACHINE, row.state, 'decide', { hasMapping: true })
  if (!step.ok) throw refused(step.reason)
  const { keySealed, state } = row
  await queries.decide(
    { db, scope, keys, clerk: clerkOf(context), roster: { id, keySealed, state } },
    target,
    decision,
  )
  return queries.getRowDetail({ db, scope, keys }, target)
})

export const routes = [listReview, decideRow]
