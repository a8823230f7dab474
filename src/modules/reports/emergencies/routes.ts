import { done } from '#kernel/fields.ts'
import { found } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { instantIn, tellDesk } from '../decisions/queries.ts'
import { findReport, lockReport } from '../queries.ts'
import * as contract from './contract.ts'
import { CallContent } from './contract.ts'
import * as queries from './queries.ts'

const listEmergencyCalls = route(contract.listEmergencyCalls, async ({ db, scope, keys, now }, { id }) => {
  const report = found(await findReport(db, scope, id, now), '报告')
  const key = keys.unwrap(report.keySealed, id)
  const rows = await queries.listCalls(db, id)
  return {
    items: rows.map(({ contentSealed, isNeedless, ...row }) => ({
      ...CallContent.parse(JSON.parse(keys.open(key, 'emergency-call', contentSealed))),
      id: row.id,
      at: row.madeAt.toISOString(),
      by: row.byName ?? '',
      isNeedless,
    })),
  }
})

type NewCall = CallContent & { id: string; callId: string; at?: string | undefined; isNeedless: boolean }

const write = async (context: Context, { id, callId, at, isNeedless, called, said }: NewCall) => {
  const { db, scope, actor, keys, now, note } = context
  const report = found(await lockReport(db, scope, id, now), '报告')
  note({ kind: 'report', id, divisionCode: report.divisionCode })
  const key = keys.unwrap(report.keySealed, report.id)
  await queries.insertCall(db, {
    id: callId,
    reportId: report.id,
    madeAt: instantIn(at, report, now),
    madeBy: actor.accountId,
    recordedAt: now,
    isNeedless,
    contentSealed: keys.seal(key, 'emergency-call', JSON.stringify({ called, said })),
  })
  tellDesk(db, report.divisionCode)
  return done
}

const recordEmergencyCall = route(contract.recordEmergencyCall, (context, input) =>
  write(context, { ...input, isNeedless: false }),
)

const waiveEmergencyCall = route(contract.waiveEmergencyCall, (context, { why, ...input }) =>
  write(context, { ...input, called: '没有联络', said: why, isNeedless: true }),
)

export const routes = [listEmergencyCalls, recordEmergencyCall, waiveEmergencyCall]
