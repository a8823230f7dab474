import { done } from '#kernel/fields.ts'
import { found } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { instantIn, lockSeen, type Seen } from '../decisions/queries.ts'
import { findReport, writeReport } from '../queries.ts'
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

type NewCall = Seen & { callId: string; at?: string | undefined; isNeedless: boolean } & CallContent

const write = async (context: Context, { callId, at, isNeedless, called, said, ...seen }: NewCall) => {
  const { db, actor, keys, now } = context
  const report = await lockSeen(context, seen)
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
  await writeReport(db, report.id, {})
  return done
}

const recordEmergencyCall = route(contract.recordEmergencyCall, (context, input) =>
  write(context, { ...input, isNeedless: false }),
)

const waiveEmergencyCall = route(contract.waiveEmergencyCall, (context, { why, ...input }) =>
  write(context, { ...input, called: '没有联络', said: why, isNeedless: true }),
)

export const routes = [listEmergencyCalls, recordEmergencyCall, waiveEmergencyCall]
