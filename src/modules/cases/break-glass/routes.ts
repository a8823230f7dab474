import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { permits } from '#modules/identity/rules.ts'
import { notify } from '#modules/notifications/queries.ts'
import { finishTasks, limitAfter, openTask } from '#modules/tasks/queries.ts'
import { endGrants, insertGrant } from '../grants/queries.ts'
import { currentProcedure } from '../procedure/queries.ts'
import { findCase } from '../queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { GLASS_MACHINE, stateOf } from './rules.ts'

const present = ({ keys, actor, now }: Context, row: queries.GlassFound) => {
  const key = keys.unwrap(row.keySealed, row.id)
  return {
    id: row.id,
    number: row.number,
    caseId: row.isCaseOpen ? row.caseId : null,
    openedBy: { name: row.openerName, isMe: row.openedBy === actor.accountId },
    openedAt: row.openedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    isRunning: stateOf(row, now) === 'running',
    reason: keys.open(key, 'reason', row.reasonSealed),
    // The column's check allows no other words.
    verdict: row.verdict as contract.Verdict | null,
    reviewedBy: row.reviewerName,
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
    words: row.wordsSealed && keys.open(key, 'words', row.wordsSealed),
  }
}

const listBreakGlass = route(contract.listBreakGlass, async (context, filter) => {
  const { db, scope, now, note } = context
  const { rows, total } = await queries.listGlasses(db, scope, filter, now)
  note({ kind: 'break-glass', count: rows.length })
  return { items: rows.map((row) => present(context, row)), total }
})

const getBreakGlass = route(contract.getBreakGlass, async (context, { id }) => {
  const { db, scope, now, note } = context
  const glass = found(await queries.findGlass(db, scope, id, now), '紧急调阅')
  note({ kind: 'break-glass', id, fields: ['reason'] })
  return present(context, glass)
})

const listBreakGlassOfCase = route(contract.listBreakGlassOfCase, async (context, { caseId }) => {
  const { db, scope, now } = context
  found(await findCase(db, scope, caseId, now), '个案')
  const rows = await queries.listOfCase(db, scope, caseId, now)
  return { items: rows.map((row) => present(context, row)) }
})

type Input = Parameters<Parameters<typeof route<typeof contract.breakGlass>>[1]>[1]

const wantedOf = ({ keys }: Context, { by, number, idNumber, name, birthDay }: Input): queries.Wanted => {
  if (by === 'number') return { number }
  return by === 'id-number'
    ? { idNumberIndex: idNumber ? keys.index('id-number', idNumber) : undefined }
    : { name, birthDay }
}

/** The case and the child's file, for as long as the glass is broken. */
const grantBoth = async ({ db, actor, now }: Context, meant: queries.Meant, endsAt: Date) => {
  const grant = { to: { accountId: actor.accountId }, fields: [], reason: '紧急调阅', endsAt }
  await insertGrant(db, { ...grant, recordKind: 'case', recordId: meant.id }, actor.accountId, now)
  await insertGrant(db, { ...grant, recordKind: 'child', recordId: meant.childId }, actor.accountId, now)
}

const HOUR_MS = 3_600_000

const breakGlass = route(contract.breakGlass, async (context, input) => {
  const { db, scope, actor, now, note } = context
  note({ kind: 'break-glass', id: input.id, purpose: input.reason })
  // Kept from the caller or not there at all: the same answer.
  const meant = found(await queries.findMeant(db, wantedOf(context, input)), '个案')
  const running = await queries.findRunning(db, meant.id, actor.accountId, now)
  if (running) throw refused('您正在调阅这个案，不用再次申请', { caseId: meant.id })
  if (await findCase(db, scope, meant.id, now))
    throw refused('您本来就能打开这个案，不需要紧急调阅', { caseId: meant.id })
  note({ divisionCode: meant.divisionCode })
  const { content } = await currentProcedure(db)
  const endsAt = new Date(now.getTime() + content.cases.breakGlassHours * HOUR_MS)
  await queries.insertGlass(context, { id: input.id, meant, endsAt, reason: input.reason })
  await grantBoth(context, meant, endsAt)
  await openTask(
    db,
    {
      ...(await limitAfter(db, now, 1)),
      kind: 'review-break-glass',
      subjectKind: 'break-glass',
      subjectId: input.id,
      caseId: meant.id,
      number: meant.number,
      divisionCode: meant.divisionCode,
      owner: { role: 'centre-head' },
      isUrgent: true,
    },
    now,
  )
  const toOwner = { accountIds: [meant.ownerId] }
  await notify(
    db,
    { kind: 'task', subjectKind: 'case', subjectId: meant.id, isDanger: true, to: toOwner },
    now,
  )
  return { caseId: meant.id, endsAt: endsAt.toISOString() }
})

const begin = async (context: Context, id: string, command: 'end' | 'review') => {
  const { db, scope, actor, now, note } = context
  const glass = found(await queries.findGlass(db, scope, id, now), '紧急调阅')
  note({ kind: 'break-glass', id })
  const step = next(GLASS_MACHINE, stateOf(glass, now), command, {
    isOpener: glass.openedBy === actor.accountId,
    isHead: permits(actor.role, 'break-glass.review'),
  })
  if (!step.ok) throw refused(step.reason)
  return glass
}

/** Whoever reviews it while it runs ends it too. */
const close = async ({ db, now }: Context, glass: queries.GlassFound) => {
  if (stateOf(glass, now) !== 'running') return
  await queries.setEnded(db, glass.id, now)
  const grants = await queries.listGrants(db, glass)
  if (grants.length) await endGrants(db, grants, now)
}

const endBreakGlass = route(contract.endBreakGlass, async (context, { id }) => {
  await close(context, await begin(context, id, 'end'))
  return done
})

const reviewBreakGlass = route(contract.reviewBreakGlass, async (context, { id, verdict, words }) => {
  const { db, keys, actor, now, note } = context
  const glass = await begin(context, id, 'review')
  note({ fields: ['verdict'], purpose: verdict })
  await close(context, glass)
  const wordsSealed = keys.seal(keys.unwrap(glass.keySealed, id), 'words', words)
  const review = { verdict, reviewedBy: actor.accountId, wordsSealed }
  if (!(await queries.setReviewed(db, id, review, now))) throw refused('这次调阅已经复核过')
  await finishTasks(db, { subjectId: id, kinds: ['review-break-glass'] }, actor.accountId, now)
  return done
})

export const routes = [
  listBreakGlass,
  getBreakGlass,
  listBreakGlassOfCase,
  breakGlass,
  endBreakGlass,
  reviewBreakGlass,
]

export const constraints: Constraints = {
  break_glass_pkey: () => refused('这次调阅已经申请过，请到紧急调阅记录查看'),
}
