import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import { findCase } from '../queries.ts'
import { isOver } from '../rules.ts'
import { lockCase, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { insertMeasure, readMeasures } from './queries.ts'

const listMeasures = route(contract.listMeasures, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  const items = await readMeasures(context, kase)
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['emergency'], count: items.length })
  return { items, isNeeded: (await levelProcedureOf(db, kase)).needsEmergencyResponse }
})

const A_DAY_MS = 86_400_000

/** What the desk did may be older than the case; what is written here a day after it happened is written late, not wrongly. */
const instantOf = (at: string | undefined, openedAt: Date, now: Date) => {
  const instant = at ? new Date(at) : now
  if (instant <= now && instant.getTime() >= openedAt.getTime() - 30 * A_DAY_MS) return instant
  const message = '时间不能晚于现在，也不能早于立案前 30 天'
  throw invalid(message, [{ field: 'at', message }])
}

const checkUntil = (safeUntil: string | undefined, now: Date) => {
  if (!safeUntil || new Date(safeUntil) > now) return
  const message = '临时安排的期限应在现在之后'
  throw invalid(message, [{ field: 'safeUntil', message }])
}

const recordMeasure = route(contract.recordMeasure, async (context, input) => {
  const { db, scope, now, note } = context
  const kase = found(await lockCase(db, scope, input.id, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode })
  if (isOver(kase.state)) throw refused('个案已结案：孩子又有危险的，请作为新的报告受理')
  const { measureId, safety, safeUntil, done: what, whereabouts, called, said } = input
  checkUntil(safeUntil, now)
  const isNew = await insertMeasure(context, kase, {
    id: measureId,
    at: instantOf(input.at, kase.openedAt, now),
    safety,
    safeUntil: safeUntil ? new Date(safeUntil) : null,
    content: { done: what, whereabouts, ...(called && { called }), ...(said && { said }) },
  })
  if (isNew) await writeStep(context, kase, { command: 'emergency', to: kase.state })
  return done
})

export const routes = [listMeasures, recordMeasure]
