import { sql } from 'kysely'
import { done } from '#kernel/fields.ts'
import { found } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Context } from '#server/route.ts'
import { cancelTasks, finishTasks, limitBy, limitOfReview } from '#modules/tasks/queries.ts'
import { findRunningCase, type CaseFound } from '../queries.ts'
import { approverRole, CASE_MACHINE } from '../rules.ts'
import { beginStep, gatherFacts, openCaseTask, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const requestClosing = route(contract.requestClosing, async (context, input) => {
  const { db, keys, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'requestClosing')
  await writeStep(context, kase, { command: 'requestClosing', to })
  await queries.insertClosing(
    db,
    {
      caseId: kase.id,
      // The version that the step has just made: the approver must have seen exactly this.
      caseVersion: kase.version + 1,
      summarySealed: keys.seal(keys.unwrap(kase.keySealed, kase.id), 'summary', input.summary),
      requestedBy: actor.accountId,
    },
    now,
  )
  await finishTasks(db, { subjectId: kase.id, kinds: ['request-closing'] }, actor.accountId, now)
  const approver = { role: approverRole(actor.role) }
  await openCaseTask(db, kase, 'approve-closing', await limitOfReview(db, now), approver, now)
  return done
})

const tellReporters = async ({ db, now }: Context, kase: CaseFound) => {
  const { isOwed } = await sql<{ isOwed: boolean }>`select has_unanswered_report(${kase.id}) as is_owed`
    .execute(db)
    .then(({ rows }) => found(rows[0], '个案'))
  if (isOwed)
    await openCaseTask(
      db,
      kase,
      'tell-reporter',
      await limitBy(db, 'CL-08', now),
      { role: 'duty-officer' },
      now,
    )
}

const agreeClosing = route(contract.agreeClosing, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'agreeClosing')
  const request = found(await queries.findClosing(db, kase.id), '结案申请')
  const by = actor.accountId
  await queries.decideClosing(db, request.id, { decision: 'agreed', decidedBy: by }, now)
  await writeStep(context, kase, { command: 'agreeClosing', to })
  await queries.setClosed(db, kase.id, { at: now, by })
  await finishTasks(db, { subjectId: kase.id, kinds: ['approve-closing'] }, by, now)
  await cancelTasks(db, { subjectId: kase.id, kinds: ['redo-assessment', 'confirm-lowering'] }, now)
  const lookBack = await limitBy(db, 'CL-07', now)
  await queries.insertLookBack(db, kase.id, lookBack.dueAt, now)
  await openCaseTask(db, kase, 'look-back', lookBack, { personId: kase.ownerId }, now)
  await tellReporters(context, kase)
  return done
})

const sendBackClosing = route(contract.sendBackClosing, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'sendBackClosing')
  const request = found(await queries.findClosing(db, kase.id), '结案申请')
  const decision = { decision: 'sent-back', decidedBy: actor.accountId, note: input.note } as const
  await queries.decideClosing(db, request.id, decision, now)
  await writeStep(context, kase, { command: 'sendBackClosing', to })
  await finishTasks(db, { subjectId: kase.id, kinds: ['approve-closing'] }, actor.accountId, now)
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'request-closing', await limitOfReview(db, now), owner, now)
  return done
})

/** Takes a closed case up again, unless the child has another running case by now. */
const reopen = async (context: Context, kase: CaseFound) => {
  const { db, scope, actor, now } = context
  if (await findRunningCase(db, scope, kase.childId, now)) return false
  const step = next(CASE_MACHINE, 'closed', 'reopen', await gatherFacts(db, kase, actor.accountId))
  if (!step.ok) return false
  await writeStep(context, kase, { command: 'reopen', to: step.to })
  await queries.setClosed(db, kase.id, null)
  await cancelTasks(db, { subjectId: kase.id, kinds: ['tell-reporter'] }, now)
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'assess-case', await limitBy(db, 'CL-03', now), owner, now)
  return true
}

const recordLookBack = route(contract.recordLookBack, async (context, input) => {
  const { db, keys, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'lookBack')
  const open = found(
    (await queries.listLookBacks(db, kase.id)).find(({ doneAt }) => !doneAt),
    '回访',
  )
  const findingSealed = keys.seal(keys.unwrap(kase.keySealed, kase.id), 'finding', input.finding)
  const finding = { doneBy: actor.accountId, isBetter: input.isBetter, findingSealed }
  await queries.recordFinding(db, open.id, finding, now)
  await writeStep(context, kase, { command: 'lookBack', to })
  await finishTasks(db, { subjectId: kase.id, kinds: ['look-back'] }, actor.accountId, now)
  return { isReopened: !input.isBetter && (await reopen(context, kase)) }
})

export const routes = [requestClosing, agreeClosing, sendBackClosing, recordLookBack]
