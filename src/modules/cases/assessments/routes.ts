import { done } from '#kernel/fields.ts'
import { invalid, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { finishTasks, limitBy } from '#modules/tasks/queries.ts'
import { DANGER_LEVEL } from '../labels.ts'
import type { CaseFound } from '../queries.ts'
import { beginStep, openCaseTask, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { missingInstruments, replaceAwaiting, setCaseLevel, standingOf } from './filling/queries.ts'
import { askSecondPerson, routes as filling } from './filling/routes.ts'
import { levelOf } from './filling/rules.ts'
import { insertConclusion } from './queries.ts'
import { isSafer, type DangerLevel } from './scoring/danger.ts'
import { routes as versions } from './versions/routes.ts'

/** A level is drawn from what was found: not safer than that, and a high one with the instruments that it asks for. */
const checkLevel = async ({ db }: Context, kase: CaseFound, level: DangerLevel) => {
  const together = levelOf(await standingOf(db, kase.id))
  if (isSafer(level, together)) {
    const message = `评估表得出的等级是“${DANGER_LEVEL[together]}”，结论不能比它更安全；情况确有好转的，请重新填写评估表`
    throw invalid(message, [{ field: 'dangerLevel', message }])
  }
  const missing = await missingInstruments(db, kase.id, level)
  if (missing.length)
    throw refused(`等级为“${DANGER_LEVEL[level]}”时，还要填写：${missing.join('、')}`, {
      missingInstruments: missing,
    })
}

const recordAssessment = route(contract.recordAssessment, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'assess')
  const { assessmentId, dangerLevel, guardianship, harm, childView, noChildViewReason } = input
  await checkLevel(context, kase, dangerLevel)
  const content = {
    guardianship,
    harm,
    ...(childView && { childView }),
    ...(noChildViewReason && { noChildViewReason }),
  }
  const isAwaiting = isSafer(dangerLevel, kase.dangerLevel)
  await replaceAwaiting(db, kase.id, null)
  await insertConclusion(context, kase, { id: assessmentId, dangerLevel, content, isAwaiting })
  if (isAwaiting) await askSecondPerson(context, kase)
  else await setCaseLevel(db, kase.id, dangerLevel)
  await writeStep(context, kase, { command: 'assess', to })
  await finishTasks(db, { subjectId: kase.id, kinds: ['assess-case'] }, actor.accountId, now)
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'plan-case', await limitBy(db, 'CL-04', kase.openedAt), owner, now)
  return done
})

export const routes = [recordAssessment, ...filling, ...versions]
