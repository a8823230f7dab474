import { maskName } from '#kernel/mask.ts'
import { maskPhone } from '#kernel/phone.ts'
import { found, refused } from '#kernel/problem.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { route, type Constraints, type Route } from '#server/route.ts'
import { findRunningCase } from '#modules/cases/queries.ts'
import { listTurnsOf } from '#modules/tasks/queries.ts'
import { ownerOf } from '#modules/tasks/rules.ts'
import * as contract from './contract.ts'
import {
  DangerAnswers,
  DescribedChild,
  Reporter,
  ToldHow,
  type CoarseState,
  type ReportState,
} from './contract.ts'
import { routes as decisions } from './decisions/routes.ts'
import { routes as intake } from './intake/routes.ts'
import * as queries from './queries.ts'
import { factsOf, leastLevel } from './rules.ts'

type Row = Pick<
  queries.ReportFound,
  'id' | 'number' | 'state' | 'source' | 'receivedAt' | 'childId' | 'dangerLevel'
> &
  Pick<queries.ReportFound, 'isAnonymous' | 'toldAt' | 'takerName' | 'place' | 'childName'>
type Turn = Awaited<ReturnType<typeof listTurnsOf>>[number]

const presentRow = (row: Row, turn: Turn | undefined) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  source: row.source,
  receivedAt: row.receivedAt.toISOString(),
  receivedBy: row.takerName ?? '',
  place: row.place,
  child: row.childId && row.childName ? { id: row.childId, name: row.childName } : null,
  dangerLevel: row.dangerLevel,
  isEmergency: row.dangerLevel === 'immediate',
  isAnonymous: row.isAnonymous,
  isTold: row.toldAt !== null,
  turn: turn
    ? { owner: ownerOf(turn), dueAt: turn.dueAt.toISOString(), isDueCertain: turn.isDueCertain }
    : null,
})

const listReports = route(contract.listReports, async ({ db, scope, now }, filter) => {
  const { rows, total } = await queries.listReports(db, scope, filter, now)
  const turns = await listTurnsOf(
    db,
    'subjectId',
    rows.map(({ id }) => id),
  )
  return {
    items: rows.map((row) =>
      presentRow(
        row,
        turns.find(({ subjectId }) => subjectId === row.id),
      ),
    ),
    total,
  }
})

const openReporter = (keys: CountyKeys, report: queries.ReportFound) =>
  report.reporterSealed &&
  Reporter.parse(
    JSON.parse(keys.open(keys.unwrap(report.keySealed, report.id), 'reporter', report.reporterSealed)),
  )

const masked = (reporter: Reporter): Reporter => ({
  ...(reporter.relation && { relation: reporter.relation }),
  ...(reporter.name && { name: maskName(reporter.name) }),
  ...(reporter.phone && { phone: maskPhone(reporter.phone) }),
})

const openSealed = (keys: CountyKeys, report: queries.ReportFound) => {
  const key = keys.unwrap(report.keySealed, report.id)
  const reporter = openReporter(keys, report)
  return {
    narrative: keys.open(key, 'narrative', report.narrativeSealed),
    describedChild: report.childSealed
      ? DescribedChild.parse(JSON.parse(keys.open(key, 'child', report.childSealed)))
      : null,
    reporter: reporter && masked(reporter),
    told:
      report.toldAt && report.toldSealed
        ? {
            at: report.toldAt.toISOString(),
            by: report.tellerName ?? '',
            how: ToldHow.parse(report.toldHow),
            said: keys.open(key, 'told', report.toldSealed),
          }
        : null,
  }
}

const getReport = route(contract.getReport, async ({ db, scope, actor, keys, now, note }, { id }) => {
  const report = found(await queries.findReport(db, scope, id, now), '报告')
  note({ kind: 'report', id, divisionCode: report.divisionCode, fields: ['narrative', 'child', 'danger'] })
  const [turn] = await listTurnsOf(db, 'subjectId', [id])
  const danger = DangerAnswers.parse(report.dangerAnswers)
  const running = report.childId && (await findRunningCase(db, scope, report.childId, now))
  return {
    ...presentRow(report, turn),
    ...openSealed(keys, report),
    version: report.version,
    divisionCode: report.divisionCode,
    isSealed: report.label === 'sealed',
    danger,
    leastLevel: leastLevel(danger),
    triagedBy: report.judgeName,
    triagedAt: report.triagedAt?.toISOString() ?? null,
    decisionReason: report.decisionReason,
    passedTo: report.passedTo,
    confirmedBy: report.secondName,
    confirmedAt: report.confirmedAt?.toISOString() ?? null,
    case:
      report.caseId && report.caseNumber && report.caseState
        ? { id: report.caseId, number: report.caseNumber, state: report.caseState }
        : null,
    runningCase: running ? { id: running.id, number: running.number } : null,
    facts: factsOf(report, actor.accountId),
  }
})

const revealReporter = route(
  contract.revealReporter,
  async ({ db, scope, keys, now, note }, { id, reason }) => {
    const report = found(await queries.findReport(db, scope, id, now), '报告')
    note({ kind: 'report', id, divisionCode: report.divisionCode, fields: ['reporter'], purpose: reason })
    return openReporter(keys, report) ?? {}
  },
)

const COARSE: Record<ReportState, CoarseState> = {
  received: 'waiting',
  accepted: 'in-hand',
  'passed-on': 'in-hand',
  'turned-down': 'in-hand',
  joined: 'in-hand',
  'set-aside': 'ended',
  answered: 'ended',
}

const listMyReports = route(contract.listMyReports, async ({ db, scope, now }, page) => {
  const { rows, total } = await queries.listOwnReports(db, scope, page, now)
  const items = rows.map(({ receivedAt, state, ...row }) => ({
    ...row,
    receivedAt: receivedAt.toISOString(),
    state: COARSE[state],
  }))
  return { items, total }
})

export const routes: Route[] = [
  listReports,
  getReport,
  revealReporter,
  listMyReports,
  ...intake,
  ...decisions,
]

/** The same form twice at the same moment: the first one counts, and no number is lost. */
export const constraints: Constraints = {
  report_pkey: () => refused('这份报告已经登记，请刷新后核对'),
}
