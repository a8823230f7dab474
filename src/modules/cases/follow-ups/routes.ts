import { dayOf, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import { findCase } from '../queries.ts'
import { checkVersion, lockCase, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { nextContactDay, reasonAgainstFollowUp } from './rules.ts'

/** A contact that did not happen yet, or before there was a plan to follow up. */
const checkDay = (onDay: string, began: Date, now: Date) => {
  const isOutside = onDay > today(now) || onDay < dayOf(began)
  const message = '日期应在计划开始实施之后，不晚于今天'
  if (isOutside) throw invalid(message, [{ field: 'onDay', message }])
}

const recordFollowUp = route(contract.recordFollowUp, async (context, input) => {
  const { db, scope, now, note } = context
  const kase = found(await lockCase(db, scope, input.id, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode })
  checkVersion(kase, input.version)
  const reason = reasonAgainstFollowUp(kase.state)
  if (reason) throw refused(reason)
  checkDay(input.onDay, found(await queries.planBeganAt(db, kase.id), '帮扶计划'), now)
  const { followUpId, onDay, way, seen, hasConcern, changes } = input
  const { notAloneReason, childWords, noChildWordsReason, concerns } = input
  await queries.insertFollowUp(
    context,
    kase,
    { id: followUpId, onDay, way, seen, hasConcern },
    { notAloneReason, childWords, noChildWordsReason, changes, concerns },
  )
  await writeStep(context, kase, { command: 'followUp', to: kase.state })
  await queries.planContact(context, kase, (await queries.lastContactDay(db, kase.id)) ?? onDay)
  if (hasConcern) await queries.askForAssessment(context, kase)
  return done
})

const listFollowUps = route(contract.listFollowUps, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  const items = await queries.readFollowUps(context, kase)
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['follow-up'], count: items.length })
  const { followUpDays } = await levelProcedureOf(db, kase)
  const isRunning = kase.state === 'in-progress' || kase.state === 'closing-requested'
  const began = isRunning ? await queries.planBeganAt(db, id) : undefined
  const last = began && ((await queries.lastContactDay(db, id)) ?? dayOf(began))
  return { items, everyDays: followUpDays, nextDay: last ? nextContactDay(last, followUpDays) : null }
})

export const routes = [recordFollowUp, listFollowUps]
