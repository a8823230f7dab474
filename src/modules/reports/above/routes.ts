import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { findDivision } from '#modules/organisations/divisions/queries.ts'
import { finishTasks, listTurnsOf } from '#modules/tasks/queries.ts'
import { Accused, DangerAnswers, DescribedChild, Reporter } from '../contract.ts'
import { openTriage, tellDesk } from '../decisions/queries.ts'
import { namesKept } from '../exclusions/queries.ts'
import type { Above } from '../exclusions/rules.ts'
import { REPORT_STATE } from '../labels.ts'
import { listMessages, markRead } from '../messages/queries.ts'
import { writeReport } from '../queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

type Row = Pick<
  queries.AboveFound,
  'id' | 'number' | 'state' | 'receivedAt' | 'dangerLevel' | 'firstSeenAt' | 'unreadMessages'
>
type Turn = Awaited<ReturnType<typeof listTurnsOf>>[number]

const presentRow = (row: Row, turn: Turn | undefined) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  receivedAt: row.receivedAt.toISOString(),
  isEmergency: row.dangerLevel === 'immediate',
  isSeen: row.firstSeenAt !== null,
  unreadMessages: row.unreadMessages,
  turn: turn ? { dueAt: turn.dueAt.toISOString(), isDueCertain: turn.isDueCertain } : null,
})

const listAbove = route(contract.listAbove, async ({ db, scope, now }, page) => {
  const { rows, total } = await queries.listAbove(db, scope, page, now)
  const turns = await listTurnsOf(
    db,
    'subjectId',
    rows.map(({ id }) => id),
  )
  const turnOf = (id: string) => turns.find(({ subjectId }) => subjectId === id)
  return { items: rows.map((row) => presentRow(row, turnOf(row.id))), total }
})

const keyOf = ({ keys }: Context, report: queries.AboveFound) =>
  keys.unwrap(report.keySealed, report.id, report.routedTo)

const contentOf = (context: Context, report: queries.AboveFound) => {
  const { keys } = context
  const key = keyOf(context, report)
  const read = (field: string, sealed: Buffer | null): unknown =>
    sealed && JSON.parse(keys.open(key, field, sealed))
  return {
    narrative: keys.open(key, 'narrative', report.narrativeSealed),
    describedChild: DescribedChild.nullable().parse(read('child', report.childSealed)),
    reporter: Reporter.nullable().parse(read('reporter', report.reporterSealed)),
    accused: Accused.nullable().parse(read('accused', report.accusedSealed)),
  }
}

const placeOf = async (context: Context, code: string | undefined) =>
  code ? ((await findDivision(context.db, code))?.name ?? null) : null

const openAbove = route(contract.openAbove, async (context, { id, reason }) => {
  const { db, scope, actor, keys, now, note } = context
  const report = found(await queries.findAbove(db, scope, id, now), '报告')
  note({
    kind: 'report',
    id,
    purpose: reason,
    fields: ['narrative', 'child', 'reporter', 'accused', 'messages'],
  })
  if (!report.firstSeenAt) await writeReport(db, id, { firstSeenAt: now, firstSeenBy: actor.accountId })
  const messages = await listMessages(db, id)
  await markRead(db, id, now)
  const [turn] = await listTurnsOf(db, 'subjectId', [id])
  const content = contentOf(context, report)
  return {
    ...presentRow(report, turn),
    ...content,
    version: report.version + (report.firstSeenAt ? 0 : 1),
    door: report.door,
    // Only what is routed past the desk is found here.
    routedTo: report.routedTo as Above,
    place: await placeOf(context, content.describedChild?.divisionCode),
    keptFrom: await namesKept(db, id),
    danger: DangerAnswers.parse(report.dangerAnswers),
    dutyKinds: report.dutyKinds,
    passedTo: report.passedTo,
    decisionReason: report.decisionReason,
    hasCode: report.hasCode,
    messages: messages.map(({ id: messageId, isFromReporter, at, sealed }) => ({
      id: messageId,
      isFromReporter,
      at: at.toISOString(),
      text: keys.open(keyOf(context, report), 'message', sealed),
    })),
  }
})

const begin = async ({ db, scope, now, note }: Context, { id, version }: { id: string; version: number }) => {
  const report = found(await queries.lockAbove(db, scope, id, now), '报告')
  note({ kind: 'report', id })
  if (report.version !== version) throw movedOn(REPORT_STATE[report.state], report.version)
  return report
}

const passOnAbove = route(contract.passOnAbove, async (context, input) => {
  const { db, actor, now } = context
  const report = await begin(context, input)
  if (report.state !== 'received' && report.state !== 'passed-on') throw refused('这份报告已经办结')
  await writeReport(db, report.id, {
    state: 'passed-on',
    passedTo: input.to,
    decisionReason: input.reason,
    triagedBy: actor.accountId,
    triagedAt: now,
    decidedAt: now,
  })
  await finishTasks(db, { subjectId: report.id, kinds: ['triage-report'] }, actor.accountId, now)
  return done
})

const say = async (
  context: Context,
  report: queries.AboveFound,
  message: { messageId: string; text: string },
) => {
  const { db, keys, actor, now } = context
  if (!report.hasCode) throw refused('这位报告人没有回访码，不能留言')
  await db
    .insertInto('reportMessage')
    .values({
      id: message.messageId,
      reportId: report.id,
      isFromReporter: false,
      at: now,
      by: actor.accountId,
      sealed: keys.sealPadded(keyOf(context, report), 'message', message.text),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await finishTasks(db, { subjectId: report.id, kinds: ['answer-message'] }, actor.accountId, now)
}

const writeAbove = route(contract.writeAbove, async (context, { id, ...message }) => {
  const { db, scope, now, note } = context
  const report = found(await queries.findAbove(db, scope, id, now), '报告')
  note({ kind: 'report', id })
  await say(context, report, message)
  return done
})

const answerAbove = route(contract.answerAbove, async (context, input) => {
  const { db, keys, actor, now } = context
  const report = await begin(context, input)
  if (report.state !== 'passed-on') throw refused('请先决定由谁办理，有了结果再答复')
  await say(context, report, input)
  await writeReport(db, report.id, {
    state: 'answered',
    toldAt: now,
    toldBy: actor.accountId,
    toldHow: 'code',
    toldSealed: keys.sealPadded(keyOf(context, report), 'told', input.text),
  })
  return done
})

/** Handed over first: nobody at the desk is told of a report that is still kept from the centre. */
const handToDesk = route(contract.handToDesk, async (context, input) => {
  const { db, keys, actor, now, note } = context
  const report = await begin(context, input)
  note({ purpose: input.reason })
  if (report.state !== 'received') throw refused('已经决定由谁办理，不能再交回')
  await finishTasks(
    db,
    { subjectId: report.id, kinds: ['triage-report', 'answer-message'] },
    actor.accountId,
    now,
  )
  const wrapped = keys.wrap(keyOf(context, report), report.id, 'desk')
  if (!(await queries.handToDesk(db, report.id, wrapped))) throw refused('这份报告刚被别人处理，请刷新后核对')
  await openTriage(context, report)
  tellDesk(db, report.divisionCode)
  return done
})

export const routes = [listAbove, openAbove, passOnAbove, writeAbove, answerAbove, handToDesk]
