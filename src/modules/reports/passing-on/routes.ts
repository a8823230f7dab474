import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { route } from '#server/route.ts'
import { limitBy } from '#modules/tasks/queries.ts'
import { keepContact } from '../answers/queries.ts'
import {
  begin,
  cancelTelling,
  factsIn,
  finishFor,
  instantIn,
  lockSeen,
  openFor,
  openTelling,
  openTriage,
} from '../decisions/queries.ts'
import { findReport, writeReport } from '../queries.ts'
import { factsOf, REPORT_MACHINE } from '../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const passOnReport = route(contract.passOnReport, async (context, input) => {
  const { db, actor, now } = context
  const { report, to } = await begin(context, input, 'passOn')
  if (Boolean(input.unitId) === Boolean(input.to)) {
    const message = '请选择名单上的一个单位，或填写名单以外的一个'
    throw invalid(message, [{ field: input.unitId ? 'to' : 'unitId', message }])
  }
  const unit = input.unitId ? found(await queries.findUnit(db, input.unitId), '单位') : undefined
  await queries.insertPassOn(db, {
    id: uuidv7(now.getTime()),
    reportId: report.id,
    unitId: unit?.id ?? null,
    outsideName: unit ? null : (input.to ?? null),
    reason: input.reason,
    passedAt: now,
    passedBy: actor.accountId,
  })
  await writeReport(db, report.id, {
    state: to,
    passedTo: unit?.name ?? input.to ?? null,
    decisionReason: input.reason,
    triagedBy: actor.accountId,
    decidedAt: now,
  })
  await finishFor(context, report.id, 'triage-report')
  // The clock of a handing-over runs from its sending, as a referral's does: CL-06.
  await openFor(context, report, 'follow-pass-on', await limitBy(db, 'CL-06', now))
  await openTelling(context, report)
  return done
})

const listPassOns = route(contract.listPassOns, async ({ db, scope, keys, now }, { id }) => {
  const report = found(await findReport(db, scope, id, now), '报告')
  const key = keys.unwrap(report.keySealed, id)
  const rows = await queries.listPassOns(db, id)
  return {
    items: rows.map((row) => ({
      id: row.id,
      to: row.unitName ?? row.outsideName ?? '',
      isUnit: row.unitId !== null,
      reason: row.reason,
      at: row.passedAt.toISOString(),
      by: row.passerName ?? '',
      taken:
        row.takenAt && row.takenSealed
          ? {
              at: row.takenAt.toISOString(),
              notedBy: row.takerName ?? '',
              said: keys.open(key, 'taken', row.takenSealed),
            }
          : null,
      returned: row.returnedAt && {
        at: row.returnedAt.toISOString(),
        notedBy: row.returnerName ?? '',
        reason: row.returnReason ?? '',
      },
    })),
  }
})

const recordTaken = route(contract.recordTaken, async (context, input) => {
  const { db, actor, keys, now } = context
  const report = await lockSeen(context, input)
  if (!factsOf(factsIn(report), actor.accountId).isPassOnOpen)
    throw refused(REPORT_MACHINE.guards.isPassOnOpen.reason)
  await queries.endPassOn(db, report.id, {
    takenAt: instantIn(input.at, report, now),
    takenNotedBy: actor.accountId,
    takenSealed: keys.seal(keys.unwrap(report.keySealed, report.id), 'taken', input.said),
  })
  await writeReport(db, report.id, {})
  await finishFor(context, report.id, 'follow-pass-on')
  return done
})

const recordReturned = route(contract.recordReturned, async (context, input) => {
  const { db, actor, now } = context
  const { report, to } = await begin(context, input, 'passBack')
  await queries.endPassOn(db, report.id, {
    returnedAt: now,
    returnedNotedBy: actor.accountId,
    returnReason: input.reason,
  })
  // What was answered already stays on record; the reporter hears once more when it is known who really acts.
  if (report.toldAt && report.toldBy && report.toldHow && report.toldSealed)
    await keepContact(context, report, {
      kind: 'before-return',
      at: report.toldAt,
      by: report.toldBy,
      how: report.toldHow,
      said: context.keys.open(context.keys.unwrap(report.keySealed, report.id), 'told', report.toldSealed),
    })
  await writeReport(db, report.id, {
    state: to,
    passedTo: null,
    decidedAt: null,
    toldAt: null,
    toldBy: null,
    toldHow: null,
    toldSealed: null,
    decisionReason: `对方退回：${input.reason}`,
  })
  await finishFor(context, report.id, 'follow-pass-on')
  await cancelTelling(context, report.id)
  await openTriage(context, report)
  return done
})

export const routes = [passOnReport, listPassOns, recordTaken, recordReturned]
