import { maskName } from '#kernel/mask.ts'
import { maskPhone } from '#kernel/phone.ts'
import { found, refused } from '#kernel/problem.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { findRunningCase } from '#modules/cases/queries.ts'
import { listTurnsOf } from '#modules/tasks/queries.ts'
import { ownerOf } from '#modules/tasks/rules.ts'
import * as contract from './contract.ts'
import {
  Accused,
  DangerAnswers,
  DescribedChild,
  Reporter,
  ToldHow,
  type CoarseState,
  type ReportState,
} from './contract.ts'
import { routes as answers } from './answers/routes.ts'
import { factsIn } from './decisions/queries.ts'
import { routes as decisions } from './decisions/routes.ts'
import { isOpenedBy, listLinked, listReports as listSeen, noteFirstLook } from './desk/queries.ts'
import { routes as desk } from './desk/routes.ts'
import { routes as dutyRoster } from './duty-roster/routes.ts'
import { routes as emergencies } from './emergencies/routes.ts'
import { namesKept } from './exclusions/queries.ts'
import { routes as intake } from './intake/routes.ts'
import { routes as joining } from './joining/routes.ts'
import { routes as messages } from './messages/routes.ts'
import { routes as passingOn } from './passing-on/routes.ts'
import { routes as police } from './police/routes.ts'
import * as queries from './queries.ts'
import { routes as settings } from './settings/routes.ts'
import { routes as statistics } from './statistics/routes.ts'
import { factsOf, leastLevel } from './rules.ts'

type Row = Pick<
  queries.ReportFound,
  'id' | 'number' | 'state' | 'source' | 'receivedAt' | 'childId' | 'dangerLevel'
> &
  Pick<queries.ReportFound, 'isAnonymous' | 'toldAt' | 'takerName' | 'place' | 'childName' | 'door'> &
  Pick<queries.ReportFound, 'outsideNumber' | 'firstSeenAt' | 'askedAt' | 'unreadMessages'>
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
  door: row.door,
  outsideNumber: row.outsideNumber,
  isSeen: row.firstSeenAt !== null,
  isAsked: row.askedAt !== null && row.state === 'received',
  unreadMessages: row.unreadMessages,
  turn: turn
    ? { owner: ownerOf(turn), dueAt: turn.dueAt.toISOString(), isDueCertain: turn.isDueCertain }
    : null,
})

const listReports = route(contract.listReports, async ({ db, scope, now }, filter) => {
  const { rows, total } = await listSeen(db, scope, filter, now)
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
  ...(reporter.safeContact && { safeContact: reporter.safeContact }),
  ...(reporter.isOwn && { isOwn: true }),
})

const openContent = (keys: CountyKeys, report: queries.ReportFound) => {
  const key = keys.unwrap(report.keySealed, report.id)
  const reporter = openReporter(keys, report)
  return {
    narrative: keys.open(key, 'narrative', report.narrativeSealed),
    describedChild: report.childSealed
      ? DescribedChild.parse(JSON.parse(keys.open(key, 'child', report.childSealed)))
      : null,
    reporter: reporter && masked(reporter),
    accused: report.accusedSealed
      ? Accused.parse(JSON.parse(keys.open(key, 'accused', report.accusedSealed)))
      : null,
  }
}

const openTold = (keys: CountyKeys, report: queries.ReportFound) =>
  report.toldAt && report.toldSealed
    ? {
        at: report.toldAt.toISOString(),
        by: report.tellerName ?? '',
        how: ToldHow.parse(report.toldHow),
        said: keys.open(keys.unwrap(report.keySealed, report.id), 'told', report.toldSealed),
      }
    : null

/** An order that another office sent, with its own clock. */
const openOrder = (keys: CountyKeys, report: queries.ReportFound) =>
  report.source === 'order-12345' || report.outsideNumber
    ? {
        number: report.outsideNumber,
        dueAt: report.outsideDueAt?.toISOString() ?? null,
        answeredAt: report.outsideAnsweredAt?.toISOString() ?? null,
        answer: report.outsideAnswerSealed
          ? keys.open(keys.unwrap(report.keySealed, report.id), 'outside-answer', report.outsideAnswerSealed)
          : null,
      }
    : null

/** What came from outside shows its content to those who said why they open it; what the network took, to the desk at once. */
const isContentOpen = async ({ db, actor, now }: Context, report: queries.ReportFound) =>
  report.door === 'desk' || isOpenedBy(db, report.id, actor.accountId, now)

const getReport = route(contract.getReport, async (context, { id }) => {
  const { db, scope, actor, keys, now, note } = context
  const report = found(await queries.findReport(db, scope, id, now), '报告')
  const isOpen = await isContentOpen(context, report)
  note({ kind: 'report', id, divisionCode: report.divisionCode })
  if (isOpen) {
    note({ fields: ['narrative', 'child', 'danger'] })
    await noteFirstLook(db, id, actor.accountId, now)
  }
  const [turn] = await listTurnsOf(db, 'subjectId', [id])
  const danger = DangerAnswers.parse(report.dangerAnswers)
  const running = report.childId && (await findRunningCase(db, scope, report.childId, now))
  const linked = await listLinked(db, scope, report, now)
  const link = ({ id: linkedId, number, state }: (typeof linked)[number]) => ({ id: linkedId, number, state })
  const first = linked.find((each) => each.id === report.joinedTo)
  return {
    ...presentRow(report, turn),
    isSeen: isOpen || report.firstSeenAt !== null,
    version: report.version,
    divisionCode: report.divisionCode,
    isSealed: report.label === 'sealed',
    hasCode: report.hasCode,
    routedTo: report.routedTo,
    dutyKinds: report.dutyKinds,
    unit: report.unitId && report.unitName ? { id: report.unitId, name: report.unitName } : null,
    keptFrom: await namesKept(db, id),
    firstSeenAt: (report.firstSeenAt ?? (isOpen ? now : null))?.toISOString() ?? null,
    content: isOpen ? openContent(keys, report) : null,
    danger,
    leastLevel: leastLevel(danger),
    triagedBy: report.judgeName,
    triagedAt: report.triagedAt?.toISOString() ?? null,
    decisionReason: report.decisionReason,
    passedTo: report.passedTo,
    confirmedBy: report.secondName,
    confirmedAt: report.confirmedAt?.toISOString() ?? null,
    told: openTold(keys, report),
    order: openOrder(keys, report),
    joinedTo: first ? link(first) : null,
    joined: linked.filter(({ joinedTo }) => joinedTo === id).map(link),
    case:
      report.caseId && report.caseNumber && report.caseState
        ? { id: report.caseId, number: report.caseNumber, state: report.caseState }
        : null,
    runningCase: running ? { id: running.id, number: running.number } : null,
    facts: factsOf(factsIn(report), actor.accountId),
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
  ...desk,
  ...decisions,
  ...emergencies,
  ...joining,
  ...passingOn,
  ...messages,
  ...answers,
  ...police,
  ...dutyRoster,
  ...settings,
  ...statistics,
]

/** The same form twice at the same moment: the first one counts, and no number is lost. */
export const constraints: Constraints = {
  report_pkey: () => refused('这份报告已经登记，请刷新后核对'),
  duty_shift_one: () => refused('这个班刚被别人排了，请刷新后核对'),
}
