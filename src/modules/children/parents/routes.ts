import { today } from '#kernel/day.ts'
import { found, invalid } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { childIdsOf, getPersonToWrite } from '../family/queries.ts'
import { getChildToWrite, type Doing } from '../queries.ts'
import { checkEnding } from '../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { stateProblemsOf } from './rules.ts'

/** A parent's state concerns every child of that parent: it stands in the history and on the timeline of each. */
const noteForEach = async (
  doing: Doing,
  personId: string,
  stateId: string,
  change: {
    title: string
    before?: Record<string, unknown>
    after: Record<string, unknown>
    reason?: string
  },
) => {
  const { db, scope, actor, now } = doing
  const { title, ...values } = change
  for (const childId of await childIdsOf(db, scope, personId)) {
    await recordChange(doing, { childId, recordKind: 'parent-state', recordId: stateId, ...values })
    await noteOnTimeline(db, {
      childId,
      at: now,
      kind: 'parent-state',
      title,
      subjectKind: 'parent-state',
      subjectId: stateId,
      by: actor.accountId,
    })
  }
}

const addParentState = route(contract.addParentState, async (context, input) => {
  const { db, now, note } = context
  const { id, personId, stateId, ...state } = input
  await getChildToWrite(context, id)
  note({ fields: ['parent-state'] })
  await getPersonToWrite(db, id, personId)
  const problems = stateProblemsOf(state, today(now))
  if (problems[0]) throw invalid(`填写有误：${problems[0].message}`, problems)
  const isNew = await queries.insertState(context, { id: stateId, personId, ...state })
  if (!isNew) return { id: stateId, version: 1 }
  const { proof, ...plain } = state
  await noteForEach(context, personId, stateId, {
    title: '父母状况有变动',
    after: { ...plain, ...(proof && { proof: proof.kind, proofNo: proof.number }) },
  })
  return { id: stateId, version: 1 }
})

const endParentState = route(contract.endParentState, async (context, input) => {
  const { db, now, note } = context
  const { id, personId, stateId, ...ending } = input
  await getChildToWrite(context, id)
  note({ fields: ['parent-state'], purpose: ending.reason })
  await getPersonToWrite(db, id, personId)
  const state = found(await queries.findState(db, personId, stateId), '父母状况')
  checkEnding(state, ending, today(now))
  await queries.endState(db, stateId, ending)
  await noteForEach(context, personId, stateId, {
    title: '父母状况有变动',
    before: { to: state.toDay },
    after: { to: ending.to },
    reason: ending.reason,
  })
  return { id: stateId, version: ending.version + 1 }
})

export const routes = [addParentState, endParentState]
