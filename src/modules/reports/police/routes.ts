import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { route, type Context } from '#server/route.ts'
import { limitBy } from '#modules/tasks/queries.ts'
import { limitOn } from '#modules/tasks/rules.ts'
import { finishFor, instantIn, openFor, tellDesk } from '../decisions/queries.ts'
import { findReport, type ReportFound } from '../queries.ts'
import * as contract from './contract.ts'
import type { FeedbackStage } from './contract.ts'
import * as queries from './queries.ts'

const foundFor = async ({ db, scope, now, note }: Context, id: string) => {
  const report = found(await findReport(db, scope, id, now), '报告')
  note({ kind: 'report', id, divisionCode: report.divisionCode })
  return report
}

const listPoliceFeedback = route(contract.listPoliceFeedback, async ({ db, scope, keys, now }, { id }) => {
  const report = found(await findReport(db, scope, id, now), '报告')
  const key = keys.unwrap(report.keySealed, id)
  const rows = await queries.listFeedback(db, id)
  return {
    items: rows.map((row) => ({
      stage: contract.FeedbackStage.parse(row.stage),
      eventDay: row.eventDay,
      dueAt: row.dueAt.toISOString(),
      notedBy: row.noterName ?? '',
      told:
        row.toldAt && row.saidSealed
          ? {
              at: row.toldAt.toISOString(),
              notedBy: row.tellerName ?? '',
              said: keys.open(key, 'police-feedback', row.saidSealed),
            }
          : null,
    })),
  }
})

/** MR-02 counts from the day of 受案 or 立案; MR-03 has no number: the feedback must be there by the day of the transfer. */
const limitFor = (db: Context['db'], stage: FeedbackStage, day: string) =>
  stage === 'filed' ? limitBy(db, 'MR-02', new Date(`${day}T00:00:00+08:00`)) : limitOn(day)

/** One task for each stage that is waited for. */
const openTasks = async (context: Context, report: ReportFound) => {
  await finishFor(context, report.id, 'police-feedback')
  for (const row of await queries.listFeedback(context.db, report.id))
    if (!row.toldAt) {
      const limit = await limitFor(context.db, contract.FeedbackStage.parse(row.stage), row.eventDay)
      await openFor(context, report, 'police-feedback', limit)
    }
}

const expectPoliceFeedback = route(contract.expectPoliceFeedback, async (context, input) => {
  const { db, actor, now } = context
  const report = await foundFor(context, input.id)
  if (input.stage === 'filed' && input.eventDay > today(now)) {
    const message = '受案、立案的日子不能在今天之后'
    throw invalid(message, [{ field: 'eventDay', message }])
  }
  const { dueAt } = await limitFor(db, input.stage, input.eventDay)
  await queries.keepExpected(db, {
    id: uuidv7(now.getTime()),
    reportId: report.id,
    stage: input.stage,
    eventDay: input.eventDay,
    dueAt,
    notedAt: now,
    notedBy: actor.accountId,
  })
  await openTasks(context, report)
  tellDesk(db, report.divisionCode)
  return done
})

const recordPoliceFeedback = route(contract.recordPoliceFeedback, async (context, input) => {
  const { db, actor, keys, now } = context
  const report = await foundFor(context, input.id)
  const waited = (await queries.listFeedback(db, report.id)).find(({ stage }) => stage === input.stage)
  if (!waited) throw refused('请先写明受案、立案或移送的日子')
  if (waited.toldAt) throw refused('这一阶段的反馈已经记录')
  await queries.keepTold(db, waited.id, {
    toldAt: instantIn(input.at, report, now),
    toldNotedBy: actor.accountId,
    saidSealed: keys.seal(keys.unwrap(report.keySealed, report.id), 'police-feedback', input.said),
  })
  await openTasks(context, report)
  tellDesk(db, report.divisionCode)
  return done
})

export const routes = [listPoliceFeedback, expectPoliceFeedback, recordPoliceFeedback]
