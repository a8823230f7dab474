import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { findChild } from '../queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const listChanges = route(contract.listChanges, async ({ db, scope, keys, note }, filter) => {
  note({ kind: 'child', id: filter.id })
  const child = found(await findChild(db, scope, filter.id), '儿童')
  const changes = await queries.listChanges(db, scope, keys, filter)
  note({ divisionCode: child.divisionCode, count: changes.items.length })
  return changes
})

const listTimeline = route(contract.listTimeline, async ({ db, scope }, filter) => {
  found(await findChild(db, scope, filter.id), '儿童')
  return queries.listTimeline(db, scope, filter)
})

export const routes = [listChanges, listTimeline]
