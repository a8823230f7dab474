import { done } from '#kernel/fields.ts'
import { route } from '#server/route.ts'
import { finishTasks, limitBy } from '#modules/tasks/queries.ts'
import { beginStep, openCaseTask, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { insertAssessment } from './queries.ts'

const recordAssessment = route(contract.recordAssessment, async (context, input) => {
  const { db, actor, now } = context
  const { kase, to } = await beginStep(context, input, 'assess')
  const { assessmentId, dangerLevel, guardianship, harm, childView, noChildViewReason } = input
  const content = {
    guardianship,
    harm,
    ...(childView && { childView }),
    ...(noChildViewReason && { noChildViewReason }),
  }
  await insertAssessment(context, kase, { id: assessmentId, dangerLevel, content })
  await writeStep(context, kase, { command: 'assess', to })
  await finishTasks(db, { subjectId: kase.id, kinds: ['assess-case'] }, actor.accountId, now)
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'plan-case', await limitBy(db, 'CL-04', kase.openedAt), owner, now)
  return done
})

export const routes = [recordAssessment]
