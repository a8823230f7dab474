import { done } from '#kernel/fields.ts'
import { found, invalid } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { limitBy } from '#modules/tasks/queries.ts'
import { begin, factsIn, finishFor, openFor, openTriage } from '../decisions/queries.ts'
import { lockReport, writeReport } from '../queries.ts'
import { factsOf, isEnded } from '../rules.ts'
import * as contract from './contract.ts'

const joinReport = route(contract.joinReport, async (context, input) => {
  const { db, scope, actor, now } = context
  const refuse = (message: string) => invalid(message, [{ field: 'firstId', message }])
  const { report, to } = await begin(context, input, 'join')
  if (input.firstId === input.id) throw refuse('不能并入自己')
  const first = found(await lockReport(db, scope, input.firstId, now), '要并入的报告')
  if (first.joinedTo) throw refuse('这份报告自己已经并入另一份，请选择最先的那一份')
  if (first.state === 'set-aside') throw refuse('这份报告已被搁置，不能并入；请先取回')
  await writeReport(db, report.id, {
    state: to,
    joinedTo: first.id,
    caseId: first.caseId,
    triagedBy: actor.accountId,
    decidedAt: now,
  })
  await finishFor(context, report.id, 'triage-report')
  const isKnown = isEnded(first.state) || factsOf(factsIn(first), actor.accountId).isResultKnown
  if (isKnown) await openFor(context, report, 'tell-reporter', await limitBy(db, 'CL-08', now))
  return done
})

const separateReport = route(contract.separateReport, async (context, input) => {
  const { db } = context
  const { report, to } = await begin(context, input, 'separate')
  await writeReport(db, report.id, {
    state: to,
    joinedTo: null,
    caseId: null,
    decidedAt: null,
    decisionReason: `分开：${input.reason}`,
  })
  await finishFor(context, report.id, 'tell-reporter')
  await openTriage(context, report)
  return done
})

export const routes = [joinReport, separateReport]
