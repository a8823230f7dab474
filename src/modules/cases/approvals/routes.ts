import { done } from '#kernel/fields.ts'
import { found } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { finishTasks, limitAfter, limitOfReview } from '#modules/tasks/queries.ts'
import { planHash } from '../plans/hash.ts'
import { procedureOf } from '../procedure/queries.ts'
import { findCase, type CaseFound } from '../queries.ts'
import { beginStep, openCaseTask, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { decideApproval, readApprovals, requestApproval } from './queries.ts'

const listApprovals = route(contract.listApprovals, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['approval'] })
  return { items: await readApprovals(context, kase) }
})

/** Asks for what is owed after a start before approval, within the working days that the procedure allows. */
export const askLateApproval = async (context: Context, kase: CaseFound) => {
  const { db, actor, now } = context
  const { cases, levels } = await procedureOf(db, kase)
  const { planApprovers } = levels[kase.dangerLevel]
  await requestApproval(context, kase, {
    kind: 'late',
    hash: await planHash(context, kase),
    // A level that fell since then asks for nobody: what was begun without approval is still owed one.
    approvers: planApprovers.length ? planApprovers : ['centre-head'],
    limit: await limitAfter(db, now, cases.lateApprovalWorkingDays),
  })
  await finishTasks(db, { subjectId: kase.id, kinds: ['ask-late-approval'] }, actor.accountId, now)
}

const requestLate = route(contract.requestLate, async (context, input) => {
  const { kase, to } = await beginStep(context, input, 'requestLate')
  await askLateApproval(context, kase)
  await writeStep(context, kase, { command: 'requestLate', to })
  return done
})

const approveLate = route(contract.approveLate, async (context, input) => {
  const { kase, to } = await beginStep(context, input, 'approveLate')
  const hash = await planHash(context, kase)
  await decideApproval(context, kase, { kind: 'late', hash, decision: 'agreed' })
  await writeStep(context, kase, { command: 'approveLate', to })
  return done
})

const sendBackLate = route(contract.sendBackLate, async (context, input) => {
  const { db, now } = context
  const { kase, to } = await beginStep(context, input, 'sendBackLate')
  const hash = await planHash(context, kase)
  await decideApproval(context, kase, { kind: 'late', hash, decision: 'sent-back', note: input.note })
  await writeStep(context, kase, { command: 'sendBackLate', to, note: input.note })
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'ask-late-approval', await limitOfReview(db, now), owner, now)
  return done
})

export const routes = [listApprovals, requestLate, approveLate, sendBackLate]
