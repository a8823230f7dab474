import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { uuidv7 } from '#server/ids.ts'
import { route, type Context } from '#server/route.ts'
import { findChild } from '#modules/children/queries.ts'
import { insertGrant, listNamedReaders } from '#modules/cases/grants/queries.ts'
import { checkCaseOwner } from '#modules/cases/helpers/queries.ts'
import { findRunningCase, nextNumber } from '#modules/cases/queries.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { joinReport, lockCase, openCase } from '#modules/cases/steps/queries.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { finishTasks, limitBy, limitOfReview, openTask, postponeTasks } from '#modules/tasks/queries.ts'
import type { TaskOwner } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import type { ReportFacts } from '../contract.ts'
import { REPORT_STATE } from '../labels.ts'
import { hasUntold, lockReport, triageLimit, writeReport, type ReportFound } from '../queries.ts'
import { compareLevel, factsOf, leastLevel, REPORT_MACHINE, type ReportCommand } from '../rules.ts'
import * as contract from './contract.ts'

type Seen = { id: string; version: number }

/** What every decision begins with: found, locked, seen in its newest version, allowed by the machine. */
const begin = async (
  { db, scope, actor, now, note }: Context,
  { id, version }: Seen,
  command: ReportCommand,
  more: Partial<ReportFacts> = {},
) => {
  const report = found(await lockReport(db, scope, id, now), '报告')
  note({ kind: 'report', id, divisionCode: report.divisionCode })
  if (report.version !== version) throw movedOn(REPORT_STATE[report.state], report.version)
  const step = next(REPORT_MACHINE, report.state, command, { ...factsOf(report, actor.accountId), ...more })
  if (!step.ok) throw refused(step.reason)
  return { report, to: step.to }
}

const open = ({ db, now }: Context, report: ReportFound, kind: TaskKind, limit: Limit, owner: TaskOwner) =>
  openTask(
    db,
    {
      ...limit,
      kind,
      subjectKind: 'report',
      subjectId: report.id,
      number: report.number,
      divisionCode: report.divisionCode,
      owner,
    },
    now,
  )

const DUTY: TaskOwner = { role: 'duty-officer' }

const openTelling = async (context: Context, report: ReportFound) =>
  open(context, report, 'tell-reporter', await limitBy(context.db, 'CL-08', context.now), DUTY)

const finish = ({ db, actor, now }: Context, id: string, kind: TaskKind) =>
  finishTasks(db, { subjectId: id, kinds: [kind] }, actor.accountId, now)

const triageReport = route(contract.triageReport, async (context, input) => {
  const { db, actor, now } = context
  const { report } = await begin(context, input, 'triage')
  const least = leastLevel(input.danger)
  if (compareLevel(input.dangerLevel, least) > 0) {
    const message = '等级低于回答所显示的危险；“不清楚”不能当作安全'
    throw invalid(message, [{ field: 'dangerLevel', message }])
  }
  await writeReport(db, report.id, {
    dangerAnswers: JSON.stringify(input.danger),
    dangerLevel: input.dangerLevel,
    triagedBy: actor.accountId,
    triagedAt: now,
  })
  const limit = await triageLimit(db, input.dangerLevel === 'immediate', report.receivedAt)
  await postponeTasks(db, { subjectId: report.id, kinds: ['triage-report'] }, limit)
  return done
})

/** A sealed report opens a sealed case: its readers and the owner are the case's first readers. */
const nameReaders = async (
  { db, actor, now }: Context,
  report: ReportFound,
  caseId: string,
  ownerId: string,
) => {
  const readers = await listNamedReaders(db, 'report', report.id, now)
  const owner = { accountId: ownerId, endsAt: new Date(now.getTime() + 366 * 86_400_000) }
  for (const { accountId, endsAt } of [...readers, owner])
    if (accountId)
      await insertGrant(
        db,
        {
          recordKind: 'case',
          recordId: caseId,
          to: { accountId },
          fields: [],
          reason: '密封个案的指定人员',
          endsAt,
        },
        actor.accountId,
        now,
      )
}

type Child = NonNullable<Awaited<ReturnType<typeof findChild>>>

const openNew = async (context: Context, report: ReportFound, child: Child, ownerId: string | undefined) => {
  const { db, now } = context
  if (!ownerId) throw invalid('请指定个案负责人', [{ field: 'ownerId', message: '请指定个案负责人' }])
  await checkCaseOwner(db, ownerId)
  const id = uuidv7(now.getTime())
  const isSealed = report.label === 'sealed' || child.label === 'sealed'
  if (isSealed) await nameReaders(context, report, id, ownerId)
  const number = await nextNumber(db, '个', today(now))
  await openCase(context, {
    id,
    number,
    childId: child.id,
    divisionCode: child.divisionCode,
    reportId: report.id,
    ownerId,
    dangerLevel: report.dangerLevel ?? 'high',
    isSealed,
  })
  return { id, number }
}

const acceptReport = route(contract.acceptReport, async (context, input) => {
  const { db, scope, actor, now, note } = context
  const hasChild = input.childId ? { hasChild: true } : {}
  const { report, to } = await begin(context, input, 'accept', hasChild)
  const child = found(await findChild(db, scope, input.childId ?? report.childId ?? ''), '儿童')
  const running = await findRunningCase(db, scope, child.id, now)
  if (running && input.joinCaseId !== running.id)
    throw refused(`这名儿童已有在办个案 ${running.number}，请并入该案`, {
      caseId: running.id,
      number: running.number,
    })
  if (input.joinCaseId && !running) throw refused('要并入的个案已经办结，请另立新案')
  const joined = running && found(await lockCase(db, scope, running.id, now), '个案')
  if (joined) await joinReport(context, joined, report.dangerLevel ?? joined.dangerLevel)
  const kase = joined ?? (await openNew(context, report, child, input.ownerId))
  await writeReport(db, report.id, {
    state: to,
    childId: child.id,
    divisionCode: child.divisionCode,
    caseId: kase.id,
    triagedBy: actor.accountId,
  })
  await finish(context, report.id, 'triage-report')
  note({ divisionCode: child.divisionCode })
  return { caseId: kase.id, caseNumber: kase.number }
})

const passOnReport = route(contract.passOnReport, async (context, input) => {
  const { db, actor } = context
  const { report, to } = await begin(context, input, 'passOn')
  await writeReport(db, report.id, {
    state: to,
    passedTo: input.to,
    decisionReason: input.reason,
    triagedBy: actor.accountId,
  })
  await finish(context, report.id, 'triage-report')
  await openTelling(context, report)
  return done
})

const turnDownReport = route(contract.turnDownReport, async (context, input) => {
  const { db, actor, now } = context
  const { report, to } = await begin(context, input, 'turnDown')
  await writeReport(db, report.id, {
    state: to,
    decisionReason: input.reason,
    triagedBy: actor.accountId,
  })
  await finish(context, report.id, 'triage-report')
  const second: TaskOwner = { role: actor.role === 'centre-head' ? 'duty-officer' : 'centre-head' }
  await open(context, report, 'confirm-turn-down', await limitOfReview(db, now), second)
  return done
})

const confirmTurnDown = route(contract.confirmTurnDown, async (context, input) => {
  const { db, actor, now } = context
  const { report } = await begin(context, input, 'confirmTurnDown')
  await writeReport(db, report.id, { confirmedBy: actor.accountId, confirmedAt: now })
  await finish(context, report.id, 'confirm-turn-down')
  await openTelling(context, report)
  return done
})

const reconsiderReport = route(contract.reconsiderReport, async (context, input) => {
  const { db, now } = context
  const { report, to } = await begin(context, input, 'reconsider')
  await writeReport(db, report.id, { state: to, decisionReason: `复核退回：${input.reason}` })
  await finish(context, report.id, 'confirm-turn-down')
  const isUrgent = report.dangerLevel === 'immediate'
  await open(context, report, 'triage-report', await triageLimit(db, isUrgent, now), DUTY)
  return done
})

const tellReporter = route(contract.tellReporter, async (context, input) => {
  const { db, actor, keys, now } = context
  const { report, to } = await begin(context, input, 'tell')
  const at = input.at ? new Date(input.at) : now
  if (at > now || at < report.receivedAt) {
    const message = '告知时间应在收到报告之后、现在之前'
    throw invalid(message, [{ field: 'at', message }])
  }
  await writeReport(db, report.id, {
    state: to,
    toldAt: at,
    toldBy: actor.accountId,
    toldHow: input.how,
    toldSealed: keys.seal(keys.unwrap(report.keySealed, report.id), 'told', input.said),
  })
  await finish(context, report.id, 'tell-reporter')
  if (report.caseId && !(await hasUntold(db, report.caseId)))
    await finish(context, report.caseId, 'tell-reporter')
  return done
})

export const routes = [
  triageReport,
  acceptReport,
  passOnReport,
  turnDownReport,
  confirmTurnDown,
  reconsiderReport,
  tellReporter,
]
