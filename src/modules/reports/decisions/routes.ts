import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { route, type Context } from '#server/route.ts'
import { findChild } from '#modules/children/queries.ts'
import { insertGrant, listNamedReaders } from '#modules/cases/grants/queries.ts'
import { checkCaseOwner } from '#modules/cases/helpers/queries.ts'
import { findRunningCase, nextNumber } from '#modules/cases/queries.ts'
import { joinReport, lockCase, openCase } from '#modules/cases/steps/queries.ts'
import { limitBy, limitOfReview, postponeTasks, type TaskOwner } from '#modules/tasks/queries.ts'
import { copyExclusions, isPersonKept } from '../exclusions/queries.ts'
import { followFirst } from '../joining/queries.ts'
import { triageLimit, writeReport, type ReportFound } from '../queries.ts'
import { compareLevel, leastLevel } from '../rules.ts'
import * as contract from './contract.ts'
import { begin, finishFor, openFor, openTelling, openTriage } from './queries.ts'

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
  const message = '这名人员与报告所反映的有关，须回避，请另选负责人'
  if (await isPersonKept(db, { kind: 'report', id: report.id }, ownerId))
    throw invalid(message, [{ field: 'ownerId', message }])
  const id = uuidv7(now.getTime())
  await copyExclusions(db, report.id, id, now)
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

/** There is a code, or a name or number that was given without asking to stay unknown. */
const isReachable = ({ hasCode, isAnonymous, reporterSealed }: ReportFound) =>
  hasCode || (!isAnonymous && reporterSealed !== null)

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
  if (joined && (await isPersonKept(db, { kind: 'report', id: report.id }, joined.ownerId)))
    throw refused('该案的负责人须回避这份报告，请先把个案移交给别人')
  if (joined) await copyExclusions(db, report.id, joined.id, now)
  if (joined) await joinReport(context, joined, report.dangerLevel ?? joined.dangerLevel)
  const kase = joined ?? (await openNew(context, report, child, input.ownerId))
  await writeReport(db, report.id, {
    state: to,
    childId: child.id,
    divisionCode: child.divisionCode,
    caseId: kase.id,
    triagedBy: actor.accountId,
    decidedAt: now,
  })
  await followFirst(context, report.id, kase.id)
  await finishFor(context, report.id, 'triage-report')
  // Whoever cannot be reached is written down as such at the end, not twice.
  if (isReachable(report)) await openFor(context, report, 'tell-reporter', await limitBy(db, 'CL-08', now))
  note({ divisionCode: child.divisionCode })
  return { caseId: kase.id, caseNumber: kase.number }
})

/** Somebody of the other post looks at what one decided alone. */
const secondTo = (role: string): TaskOwner => ({
  role: role === 'centre-head' ? 'duty-officer' : 'centre-head',
})

const undecided = (state: ReportFound['state']) => ({
  state,
  decidedAt: null,
  confirmedBy: null,
  confirmedAt: null,
})

const turnDownReport = route(contract.turnDownReport, async (context, input) => {
  const { db, actor, now } = context
  const { report, to } = await begin(context, input, 'turnDown')
  await writeReport(db, report.id, {
    state: to,
    decisionReason: input.reason,
    triagedBy: actor.accountId,
    decidedAt: now,
  })
  await finishFor(context, report.id, 'triage-report')
  await openFor(context, report, 'confirm-turn-down', await limitOfReview(db, now), secondTo(actor.role))
  return done
})

const confirmTurnDown = route(contract.confirmTurnDown, async (context, input) => {
  const { db, actor, now } = context
  const { report } = await begin(context, input, 'confirmTurnDown')
  await writeReport(db, report.id, { confirmedBy: actor.accountId, confirmedAt: now })
  await finishFor(context, report.id, 'confirm-turn-down')
  await openTelling(context, report)
  return done
})

const reconsiderReport = route(contract.reconsiderReport, async (context, input) => {
  const { report, to } = await begin(context, input, 'reconsider')
  await writeReport(context.db, report.id, { ...undecided(to), decisionReason: `复核退回：${input.reason}` })
  await finishFor(context, report.id, 'confirm-turn-down')
  await openTriage(context, report)
  return done
})

const setReportAside = route(contract.setReportAside, async (context, input) => {
  const { db, actor, now } = context
  const { report, to } = await begin(context, input, 'setAside')
  await writeReport(db, report.id, {
    state: to,
    decisionReason: input.reason,
    triagedBy: actor.accountId,
    decidedAt: now,
  })
  await finishFor(context, report.id, 'triage-report')
  await openFor(context, report, 'confirm-set-aside', await limitOfReview(db, now), secondTo(actor.role))
  return done
})

const confirmSettingAside = route(contract.confirmSettingAside, async (context, input) => {
  const { db, actor, now } = context
  const { report } = await begin(context, input, 'confirmSetAside')
  await writeReport(db, report.id, { confirmedBy: actor.accountId, confirmedAt: now })
  await finishFor(context, report.id, 'confirm-set-aside')
  return done
})

const takeReportBack = route(contract.takeReportBack, async (context, input) => {
  const { db } = context
  const { report, to } = await begin(context, input, 'takeBack')
  await writeReport(db, report.id, { ...undecided(to), decisionReason: `取回：${input.reason}` })
  await finishFor(context, report.id, 'confirm-set-aside')
  await openTriage(context, report)
  return done
})

export const routes = [
  triageReport,
  acceptReport,
  turnDownReport,
  confirmTurnDown,
  reconsiderReport,
  setReportAside,
  confirmSettingAside,
  takeReportBack,
]
