import { found, invalid, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { Db } from '#server/database.ts'
import { tick } from '#server/live.ts'
import type { Context } from '#server/route.ts'
import { rolesWith } from '#modules/identity/rules.ts'
import { movedOn } from '#modules/cases/rules.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { cancelTasks, finishTasks, limitBy, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import type { ReportFacts, ReportState } from '../contract.ts'
import { REPORT_STATE } from '../labels.ts'
import { lockReport, reportsSeenBy, triageLimit, type ReportFound } from '../queries.ts'
import { factsOf, REPORT_MACHINE, type ReportCommand } from '../rules.ts'

export type Seen = { id: string; version: number }

export const DUTY: TaskOwner = { role: 'duty-officer' }

/** Has every open inbox of the report's place read again. */
export const tellDesk = (db: Db, divisionCode: string) =>
  tick(db, 'reports', { roles: rolesWith('reports.triage'), divisionCode })

/** Found, locked and seen in its newest version. */
export const lockSeen = async ({ db, scope, now, note }: Context, { id, version }: Seen) => {
  const report = found(await lockReport(db, scope, id, now), '报告')
  note({ kind: 'report', id, divisionCode: report.divisionCode })
  if (report.version !== version) throw movedOn(REPORT_STATE[report.state], report.version)
  tellDesk(db, report.divisionCode)
  return report
}

/** What every decision begins with: found, locked, seen in its newest version, allowed by the machine. */
export const begin = async (
  context: Context,
  seen: Seen,
  command: ReportCommand,
  more: Partial<ReportFacts> = {},
): Promise<{ report: ReportFound; to: ReportState }> => {
  const report = await lockSeen(context, seen)
  const facts = { ...factsOf(factsIn(report), context.actor.accountId), ...more }
  const step = next(REPORT_MACHINE, report.state, command, facts)
  if (!step.ok) throw refused(step.reason)
  return { report, to: step.to }
}

/** The columns of a report as the guards look at them. */
export const factsIn = (report: ReportFound) => ({
  ...report,
  hasJoined: Boolean(report.hasJoined),
  hasEmergencyRecord: Boolean(report.hasEmergencyRecord),
  isPassOnOpen: Boolean(report.isPassOnOpen),
  first: report.firstState && {
    state: report.firstState,
    confirmedAt: report.firstConfirmedAt,
    caseState: report.firstCaseState,
  },
})

type About = Pick<ReportFound, 'id' | 'number' | 'divisionCode'>

export const openFor = (
  { db, now }: Pick<Context, 'db' | 'now'>,
  { id, number, divisionCode }: About,
  kind: TaskKind,
  limit: Limit,
  owner: TaskOwner = DUTY,
) => openTask(db, { ...limit, kind, subjectKind: 'report', subjectId: id, number, divisionCode, owner }, now)

export const finishFor = ({ db, actor, now }: Context, id: string, ...kinds: TaskKind[]) =>
  finishTasks(db, { subjectId: id, kinds }, actor.accountId, now)

/** The report waits for a first look anew, from now. */
export const openTriage = async (context: Context, report: About & Pick<ReportFound, 'dangerLevel'>) =>
  openFor(
    context,
    report,
    'triage-report',
    await triageLimit(context.db, report.dangerLevel === 'immediate', context.now),
  )

/** The reports that follow this one: they are answered by what comes of it. */
export const listJoined = ({ db, scope, now }: Pick<Context, 'db' | 'scope' | 'now'>, id: string) =>
  reportsSeenBy(db, scope, now)
    .where('report.joinedTo', '=', id)
    .where('report.state', '=', 'joined')
    .select(['report.id', 'report.number', 'report.divisionCode', 'report.hasCode', 'report.keySealed'])
    .orderBy('report.receivedAt')
    .orderBy('report.id')
    .execute()

/** What came of a report is known: its reporter is to be told, and whoever reported the same event. */
export const openTelling = async (context: Context, report: About) => {
  const limit = await limitBy(context.db, 'CL-08', context.now)
  for (const each of [report, ...(await listJoined(context, report.id))])
    await openFor(context, each, 'tell-reporter', limit)
}

/** What was decided is open again: nobody is to be told of it. */
export const cancelTelling = async (context: Context, id: string) => {
  const joined = await listJoined(context, id)
  const subjectId = [id, ...joined.map((each) => each.id)]
  await cancelTasks(context.db, { subjectId, kinds: ['tell-reporter'] }, context.now)
}

/** A time that somebody writes down: after the report came and not in the future. */
export const instantIn = (at: string | undefined, report: Pick<ReportFound, 'receivedAt'>, now: Date) => {
  const instant = at ? new Date(at) : now
  if (instant <= now && instant >= report.receivedAt) return instant
  const message = '时间应在收到报告之后、现在之前'
  throw invalid(message, [{ field: 'at', message }])
}
