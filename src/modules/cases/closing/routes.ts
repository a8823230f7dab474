import { sql } from 'kysely'
import { ageOn, dayOf, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { cancelTasks, finishTasks, limitBy, limitOfReview } from '#modules/tasks/queries.ts'
import { decideApproval, requestApproval } from '../approvals/queries.ts'
import { endInvestigation } from '../investigation/queries.ts'
import { endEmergency } from '../emergency/queries.ts'
import { endContacts, planBeganAt } from '../follow-ups/queries.ts'
import { levelProcedureOf, procedureOf } from '../procedure/queries.ts'
import { findCase, type CaseFound } from '../queries.ts'
import { beginStep, openCaseTask, writeStep } from '../steps/queries.ts'
import { noteOnChild } from '../child-line/queries.ts'
import { checkBook } from './archiving/queries.ts'
import * as contract from './contract.ts'
import { planLookBacks, readLookBacks } from './look-backs/queries.ts'
import { routes as ofLookBacks } from './look-backs/routes.ts'
import * as queries from './queries.ts'
import { usefulnessQuestion } from './rules.ts'

const getClosing = route(contract.getClosing, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['telling', 'closing', 'look-back'] })
  const { cases, levels } = await procedureOf(db, kase)
  return {
    tellings: await queries.readTellings(context, kase),
    closings: await queries.readClosings(context, kase),
    lookBacks: await readLookBacks(context, kase),
    outcomeTexts: cases.outcomeTexts,
    question: usefulnessQuestion(kase.birthDay ? ageOn(kase.birthDay, today(now)) : 18),
    lookBackDays: levels[kase.dangerLevel].lookBackDays,
    checks: kase.state === 'closed' ? await checkBook(db, kase) : [],
  }
})

const tellOutcome = route(contract.tellOutcome, async (context, input) => {
  const { db, now } = context
  const { kase, to } = await beginStep(context, input, 'tellOutcome')
  const began = found(await planBeganAt(db, kase.id), '帮扶计划')
  const message = '日期应在计划开始实施之后，不晚于今天'
  if (input.onDay > today(now) || input.onDay < dayOf(began))
    throw invalid(message, [{ field: 'onDay', message }])
  const { tellingId, onDay, toldWhom, way, words, said, reason } = input
  const isTold = toldWhom !== 'nobody'
  await queries.insertTelling(
    context,
    kase,
    { id: tellingId, onDay, toldWhom, way: isTold ? way : undefined },
    isTold ? { words, said } : { reason },
  )
  await writeStep(context, kase, { command: 'tellOutcome', to })
  return done
})

const requestClosing = route(contract.requestClosing, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'requestClosing')
  await writeStep(context, kase, { command: 'requestClosing', to })
  const { summary, goals, bestInterests } = input
  const tellingId = (await queries.findTelling(db, kase.id))?.id
  await queries.insertClosing(context, kase, { summary, goals, bestInterests, tellingId })
  await finishTasks(db, { subjectId: kase.id, kinds: ['request-closing'] }, actor.accountId, now)
  const { closingApprovers } = await levelProcedureOf(db, kase)
  const hash = await queries.closingHash(context, kase)
  await requestApproval(context, kase, { kind: 'closing', hash, approvers: closingApprovers })
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

/** The last step of approval closes: look-backs are planned, whoever reported is told. */
const close = async (context: Context, kase: CaseFound) => {
  const { db, actor, now } = context
  const request = found(await queries.findClosing(db, kase.id), '结案申请')
  await queries.decideClosing(context, kase, request.id, { decision: 'agreed' })
  await queries.setClosed(db, kase.id, { at: now, by: actor.accountId })
  await cancelTasks(db, { subjectId: kase.id, kinds: ['redo-assessment', 'confirm-lowering'] }, now)
  await endContacts(db, kase.id, now)
  await endEmergency(db, kase.id, now)
  await endInvestigation(db, kase.id, now)
  await planLookBacks(context, kase, request.id)
  await tellReporters(context, kase)
  await noteOnChild(context, kase, 'case-closed')
}

const agreeClosing = route(contract.agreeClosing, async (context, input) => {
  const { kase, to } = await beginStep(context, input, 'agreeClosing')
  const hash = await queries.closingHash(context, kase)
  const { isComplete } = await decideApproval(context, kase, { kind: 'closing', hash, decision: 'agreed' })
  if (!isComplete) {
    await writeStep(context, kase, { command: 'agreeClosingStep', to: kase.state })
    return { isClosed: false }
  }
  await writeStep(context, kase, { command: 'agreeClosing', to })
  await close(context, kase)
  return { isClosed: true }
})

const sendBackClosing = route(contract.sendBackClosing, async (context, input) => {
  const { db, now } = context
  const { note } = input
  const { kase, to } = await beginStep(context, input, 'sendBackClosing')
  const request = found(await queries.findClosing(db, kase.id), '结案申请')
  const hash = await queries.closingHash(context, kase)
  await decideApproval(context, kase, { kind: 'closing', hash, decision: 'sent-back', note })
  await queries.decideClosing(context, kase, request.id, { decision: 'sent-back', note })
  await writeStep(context, kase, { command: 'sendBackClosing', to })
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'request-closing', await limitOfReview(db, now), owner, now)
  return done
})

export const routes = [getClosing, tellOutcome, requestClosing, agreeClosing, sendBackClosing, ...ofLookBacks]
