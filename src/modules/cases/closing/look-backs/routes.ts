import { found } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Context } from '#server/route.ts'
import { cancelTasks, finishTasks, limitBy } from '#modules/tasks/queries.ts'
import { askForAssessment } from '../../follow-ups/queries.ts'
import type { CaseFound } from '../../queries.ts'
import { CASE_MACHINE } from '../../rules.ts'
import {
  askForLevel,
  beginStep,
  gatherFacts,
  lockCase,
  openCaseTask,
  writeStep,
} from '../../steps/queries.ts'
import { noteOnChild } from '../../child-line/queries.ts'
import { recordLookBack as contract } from '../contract.ts'
import { setClosed } from '../queries.ts'
import * as queries from './queries.ts'

/** Takes a closed case up again: a new round with its own assessment, plan and closing; what is there stays readable. */
const reopen = async (context: Context, kase: CaseFound, finding: string) => {
  const { db, now } = context
  const step = next(CASE_MACHINE, 'closed', 'reopen', await gatherFacts(context, kase))
  if (!step.ok) return false
  await writeStep(context, kase, { command: 'reopen', to: step.to, note: finding })
  await setClosed(db, kase.id, null)
  await queries.cancelLookBacks(db, kase.id, now)
  await cancelTasks(db, { subjectId: kase.id, kinds: ['tell-reporter'] }, now)
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'assess-case', await limitBy(db, 'CL-03', now), owner, now)
  await askForLevel(context, kase)
  await noteOnChild(context, kase, 'case-reopened')
  return true
}

type Running = NonNullable<Awaited<ReturnType<typeof queries.runningCaseOf>>>

/** The finding goes to whoever works on the child's other case; it is written there as far as the caller may work on it. */
const join = async (context: Context, running: Running, finding: string) => {
  const { db, scope, now } = context
  await askForAssessment(context, running)
  const other = await lockCase(db, scope, running.id, now)
  if (other) await writeStep(context, other, { command: 'join-finding', to: other.state, note: finding })
  return { number: other?.number ?? null }
}

const planArchive = async ({ db, now }: Context, kase: CaseFound) => {
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'archive-case', await limitBy(db, 'CL-21', now), owner, now)
}

const recordLookBack = route(contract, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'lookBack')
  const open = found((await queries.listOpenLookBacks(db, kase.id))[0], '回访')
  const { way, seen, isBetter, useful, finding } = input
  const { notAloneReason, childWords, noChildWordsReason, notAskedReason } = input
  const running = isBetter ? undefined : await queries.runningCaseOf(db, kase.childId)
  await queries.recordFinding(context, kase, {
    id: open.id,
    way,
    seen,
    isBetter,
    useful,
    finding,
    joinedCaseId: running?.id ?? null,
    words: { notAloneReason, childWords, noChildWordsReason, notAskedReason },
  })
  await writeStep(context, kase, { command: 'lookBack', to })
  await finishTasks(db, { subjectId: open.id, kinds: ['look-back'] }, actor.accountId, now)
  if (!isBetter && !running)
    return {
      isReopened: await reopen(context, { ...kase, version: kase.version + 1 }, finding),
      joined: null,
    }
  if (running) await queries.cancelLookBacks(db, kase.id, now)
  if (running || !(await queries.listOpenLookBacks(db, kase.id)).length) await planArchive(context, kase)
  return { isReopened: false, joined: running ? await join(context, running, finding) : null }
})

export const routes = [recordLookBack]
