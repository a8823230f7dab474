import { Problem, refused } from '#kernel/problem.ts'
import { createProofOfWork } from '#server/proof-of-work.ts'
import { route, type Before, type Constraints, type Context } from '#server/route.ts'
import { bindFiles } from '#modules/files/queries.ts'
import { limitOfReview, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import { DangerAnswers, type Reporter } from '../contract.ts'
import { tellDesk } from '../decisions/queries.ts'
import { ownerAbove } from '../above/queries.ts'
import { insertExclusions, judgeNamed } from '../exclusions/queries.ts'
import { takeIn, type Incoming } from '../intake/queries.ts'
import { triageLimit } from '../queries.ts'
import { leastLevel } from '../rules.ts'
import * as contract from './contract.ts'
import type { NewPortalReport } from './contract.ts'
import { factsKept, factsOf } from './facts/queries.ts'
import * as queries from './queries.ts'

const work = createProofOfWork()
const secretOf = (keys: Context['keys']) => keys.derive('portal-work')

const isWorked = ({ keys, now, origin }: Before, input: { id: string; work: contract.Work }) => {
  if (work.isDone(secretOf(keys), input.work, input.id, now)) return
  // Whoever sends what was never worked for finds the next task harder; whoever was only slow finds it hardly changed.
  work.ask(secretOf(keys), origin, now)
  throw new Problem({
    status: 409,
    code: 'work-again',
    title: '等的时间久了，还没有交出去。请再点一次“交出去”。',
  })
}

const getPortal = route(
  contract.getPortal,
  async (context) => ({ ...(await factsOf(context)), now: context.now.toISOString() }),
  {
    duty: 'portal',
    threshold: ({ county, now }) => {
      const facts = factsKept(county, now)
      return facts && { ...facts, now: now.toISOString() }
    },
  },
)

const askChallenge = route(
  contract.askChallenge,
  ({ keys, origin, now }) => work.ask(secretOf(keys), origin, now),
  { duty: 'portal', threshold: ({ keys, origin, now }) => work.ask(secretOf(keys), origin, now) },
)

const reporterOf = (report: NewPortalReport): Reporter => ({
  // Who wishes to stay unknown is not written down, whatever the page sent.
  ...(report.door === 'confidential' && { name: report.reporterName, phone: report.reporterPhone }),
  relation: report.reporterRelation,
  safeContact: report.safeContact,
  isOwn: report.isOwn || undefined,
})

/** A place of this county, or the county as a whole. */
const placeOf = async ({ db, county }: Context, code: string | undefined) => {
  const known =
    code?.startsWith(county) &&
    (await db.selectFrom('division').where('code', '=', code).select('code').executeTakeFirst())
  return known ? known.code : `${county}000000`
}

const takeNew = async (context: Context, report: NewPortalReport) => {
  const { db, keys, now, county } = context
  const named = { accusedName: report.accusedName, workplaces: report.accusedWorkplaces }
  const { exclusions, routedTo } = await judgeNamed(db, county, named)
  await insertExclusions(db, { kind: 'report', id: report.id }, exclusions, now)
  const incoming: Incoming = {
    id: report.id,
    source: 'portal',
    narrative: report.narrative,
    described: { name: report.childName, about: report.childAbout, divisionCode: report.divisionCode },
    reporter: reporterOf(report),
    danger: report.danger,
    isAnonymous: report.door === 'anonymous',
    divisionCode: routedTo === 'desk' ? await placeOf(context, report.divisionCode) : `${county}000000`,
    ...(routedTo !== 'desk' && { above: { routedTo, owner: await ownerAbove(db, routedTo) } }),
    accused:
      report.accusedName || report.accusedWorkplaces.length
        ? { name: report.accusedName, workplaces: report.accusedWorkplaces }
        : undefined,
    more: { door: report.door, hasCode: true, dutyKinds: report.dutyKinds },
  }
  const { dueAt } = await takeIn(context, incoming, (key) =>
    queries.insertCode(db, keys, { reportId: report.id, key, code: report.code, now }),
  )
  return dueAt
}

const filesOf = ({ db, keys, now }: Context, recordId: string, files: NewPortalReport['files']) =>
  files.length
    ? bindFiles(db, keys, { recordKind: 'report', recordId, files, now })
    : Promise.resolve({ missing: [] })

/**
 * A report that is there already. Its own sender is told when the words differ, since they would be lost; anybody else who hit upon the
 * id is answered as if it were new, and nothing is written.
 */
const takeAgain = async (
  { db, keys }: Context,
  report: NewPortalReport,
  sent: NonNullable<Awaited<ReturnType<typeof queries.findSent>>>,
) => {
  const { dueAt } = await triageLimit(
    db,
    leastLevel(DangerAnswers.parse(sent.dangerAnswers)) === 'immediate',
    sent.receivedAt,
  )
  const isSender = queries.isHolder(keys, sent, report.code)
  if (
    isSender &&
    keys.open(queries.keyOf(keys, sent), 'narrative', sent.narrativeSealed) !== report.narrative
  )
    throw refused('这份报告已经交到了，后来改的内容没有交到。请用回访码打开，在留言里补充。')
  return { dueAt: dueAt.toISOString(), isSender }
}

const sendReport = route(
  contract.sendReport,
  async (context, report) => {
    const { db, note } = context
    note({ kind: 'report', id: report.id })
    await queries.awaitSame(db, report.id)
    const sent = await queries.findSent(db, report.id)
    const { dueAt, isSender } = sent
      ? await takeAgain(context, report, sent)
      : { dueAt: await takeNew(context, report), isSender: true }
    const { missing } = isSender ? await filesOf(context, report.id, report.files) : { missing: [] }
    return { isTaken: true as const, seenBy: dueAt, missingFiles: missing }
  },
  { duty: 'portal', threshold: isWorked },
)

const openReturn = route(
  contract.openReturn,
  async ({ db, keys, now }, claim) => {
    const report = await queries.findByCode(db, keys, claim)
    return { sealed: (await queries.sealedReturn(db, keys, report, now)).toString('base64') }
  },
  { duty: 'portal' },
)

const DUTY: TaskOwner = { role: 'duty-officer' }

const askForAnswer = async ({ db, now }: Context, report: queries.ByCode) => {
  if (await queries.isAnswerAsked(db, report.id)) return
  const owner = report.routedTo === 'desk' ? DUTY : await ownerAbove(db, report.routedTo)
  await openTask(
    db,
    {
      ...(await limitOfReview(db, now)),
      kind: 'answer-message',
      subjectKind: 'report',
      subjectId: report.id,
      number: report.number,
      divisionCode: report.divisionCode,
      owner,
    },
    now,
  )
}

const sendMessage = route(
  contract.sendMessage,
  async (context, { id, text, files, ...claim }) => {
    const { db, keys, now, note } = context
    note({ id: undefined })
    const report = await queries.findByCode(db, keys, claim)
    if (!report) return { isTaken: true as const }
    const sealed = keys.sealPadded(queries.keyOf(keys, report), 'message', text)
    if (await queries.insertWords(db, { id, reportId: report.id, sealed }, now)) {
      await askForAnswer(context, report)
      if (report.routedTo === 'desk') tellDesk(db, report.divisionCode)
    }
    await filesOf(context, report.id, files)
    return { isTaken: true as const }
  },
  { duty: 'portal', threshold: isWorked },
)

export const routes = [getPortal, askChallenge, sendReport, openReturn, sendMessage]

/** Two reports cannot have one code: the page makes another. */
export const constraints: Constraints = {
  report_code_lookup_unique: () => refused('这个回访码不能再用，请回到上一步，换一个新的回访码'),
}
