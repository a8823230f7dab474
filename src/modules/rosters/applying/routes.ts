import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { orderApply } from '../jobs.ts'
import { findRoster } from '../queries.ts'
import { runWork } from '../works/jobs.ts'
import { clerkOf } from '../works/queries.ts'
import * as contract from './contract.ts'

const applyRoster = route(contract.applyRoster, async (context, target) => {
  const { db, scope, note, afterCommit } = context
  note({ kind: 'roster', id: target.id })
  const clerk = clerkOf(context)
  const work = await orderApply(db, clerk, target)
  afterCommit(() => void runWork(clerk, work))
  return found(await findRoster(db, scope, target.id), '名册')
})

export const routes = [applyRoster]
