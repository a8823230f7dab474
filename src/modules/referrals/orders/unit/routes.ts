import { createHash } from 'node:crypto'
import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Context, type Route } from '#server/route.ts'
import { GrantedField } from '../../contract.ts'
import { SECRET_FIELDS } from '../../rules.ts'
import { readGranted, revealField } from '../../unit/queries.ts'
import * as queries from '../queries.ts'
import { findVetting, isSocialOrganisation, listWorkers, vettingFacts } from '../register/queries.ts'
import { currentPromise, DATA_PROMISES, identityIn, isQueryValid } from '../rules.ts'
import { checkStep, moveOrder } from '../steps/queries.ts'
import * as contract from './contract.ts'

type Row = Awaited<ReturnType<typeof queries.listUnitOrders>>['rows'][number]

const presentRow = (row: Row) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  kind: row.kind,
  age: row.age,
  hours: Number(row.hours),
  qualification: row.qualification,
  content: row.content,
  startsOn: row.startsOn,
  endsOn: row.endsOn,
  takeBy: row.takeBy,
  town: row.town,
  publishedAt: row.publishedAt.toISOString(),
  unit: row.unitId ? { id: row.unitId, name: row.unitName ?? '' } : null,
})

const listUnitOrders = route(contract.listUnitOrders, async ({ db, scope, actor }, filter) => {
  const { rows, total } = await queries.listUnitOrders(db, scope, filter)
  const vetting = actor.unitId ? await findVetting(db, scope, actor.unitId) : undefined
  return {
    items: rows.map(presentRow),
    total,
    vetting: {
      isSocialOrganisation: await isSocialOrganisation(db, actor.unitId),
      validUntil: vetting?.validUntil ?? null,
      isSuspended: Boolean(vetting?.suspendedAt),
    },
  }
})

const factsOf = async (
  { db, scope, actor, now }: Context,
  order: queries.UnitOrderFound,
  { workerId, hasPromised }: { workerId: string | null; hasPromised: boolean },
) => ({
  isDesk: false,
  isTaker: order.unitId === null || order.unitId === actor.unitId,
  ...(await vettingFacts(db, scope, { unitId: actor.unitId, workerId, order, day: today(now) })),
  hasPromised,
  isInTime: today(now) <= order.takeBy,
  hasSession: order.state === 'taken' && (await queries.listSessions(db, order.id, actor.unitId)).length > 0,
})

/** What the organisation may know of the child, while its grant runs. */
const readIdentity = async (context: Context, orderId: string) => {
  const { db, scope, actor, keys, now } = context
  const subject = await queries.findSubject(db, scope, orderId, now)
  if (!subject) return null
  const key = keys.unwrap(subject.keySealed, orderId)
  const fields = GrantedField.options.filter((field) => subject.fields.includes(field))
  const sessions = await queries.listSessions(db, orderId, actor.unitId)
  return {
    detail: keys.open(key, 'detail', subject.detailSealed),
    reason: subject.reason,
    accessEndsAt: subject.endsAt.toISOString(),
    child: (await readGranted(context, subject.childId, fields)) ?? [],
    sessions: sessions.map(({ noteSealed, hours, ...session }) => ({
      ...session,
      hours: Number(hours),
      note: keys.open(key, 'session', noteSealed),
    })),
  }
}

const getUnitOrder = route(contract.getUnitOrder, async (context, { id }) => {
  const { db, scope, actor, now, note } = context
  const order = found(await queries.findUnitOrder(db, scope, id), '服务订单')
  const identity = await readIdentity(context, id)
  note({ kind: 'service-order', id, ...(identity && { fields: identity.child.map(({ field }) => field) }) })
  const workers = actor.unitId ? await listWorkers(db, scope, [actor.unitId]) : []
  const { edition, text } = currentPromise()
  const { workerId } = order
  return {
    ...presentRow(order),
    isOurs: order.unitId === actor.unitId,
    workers: workers.map((each) => ({
      id: each.id,
      name: each.name,
      entryQueryOn: each.entryQueryOn,
      isCleared: isQueryValid(each.entryQueryOn, today(now)),
    })),
    promise: { edition, text },
    identity,
    facts: await factsOf(context, order, { workerId, hasPromised: true }),
    version: order.version,
  }
})

const claimOrder = route(contract.claimOrder, async (context, input) => {
  const { db, scope, actor, now, note } = context
  const { id, workerId, edition, promisedBy } = input
  const order = found(await queries.lockUnitOrder(db, scope, id), '服务订单')
  note({ kind: 'service-order', id })
  const promise = DATA_PROMISES.find((each) => each.edition === edition)
  if (promise !== currentPromise()) throw refused('保密承诺已有新的一版，请刷新后重新阅读')
  const facts = await factsOf(context, order, { workerId, hasPromised: true })
  const to = checkStep(order, input.version, 'claim', facts)
  const unitId = actor.unitId ?? ''
  await queries.insertPromise(db, {
    orderId: id,
    unitId,
    edition,
    textHash: createHash('sha256').update(promise.text).digest('hex'),
    promisedBy,
    acceptedBy: actor.accountId,
    acceptedAt: now,
  })
  await moveOrder(context, order, {
    command: 'claim',
    to,
    change: { unitId, workerId },
    unitId,
    byUnit: unitId,
  })
  return done
})

/** What every later act of the organisation begins with: its own order, as it stands now. */
const begin = async (
  context: Context,
  { id, version }: { id: string; version: number },
  command: 'giveBack' | 'report',
) => {
  const { db, scope, note } = context
  const order = found(await queries.lockUnitOrder(db, scope, id), '服务订单')
  note({ kind: 'service-order', id })
  const facts = await factsOf(context, order, { workerId: order.workerId, hasPromised: true })
  return { order, to: checkStep(order, version, command, facts) }
}

const giveBackOrder = route(contract.giveBackOrder, async (context, input) => {
  const { actor, db, scope, now } = context
  const { order, to } = await begin(context, input, 'giveBack')
  // While it knows the child, it must not write the child into what others read.
  const subject = await queries.findSubject(db, scope, order.id, now)
  const what = identityIn(input.reason, subject ? await queries.namesOf(db, subject.childId) : [])
  if (what) throw invalid('退回理由', [{ field: 'reason', message: `退回理由不能写${what}` }])
  const { unitId } = actor
  await moveOrder(context, order, { command: 'giveBack', to, note: input.reason, unitId, byUnit: unitId })
  return done
})

const recordSession = route(contract.recordSession, async (context, input) => {
  const { db, scope, actor, keys, now, note } = context
  const { id, sessionId, heldOn, hours } = input
  const order = found(await queries.lockUnitOrder(db, scope, id), '服务订单')
  note({ kind: 'service-order', id })
  const subject = found(await queries.findSubject(db, scope, id, now), '服务订单的授权')
  if (order.state !== 'taken') throw refused('服务中的订单才能登记服务记录')
  if (heldOn < order.startsOn || heldOn > today(now)) {
    const message = `服务日期应在 ${order.startsOn} 到今天之间`
    throw invalid(message, [{ field: 'heldOn', message }])
  }
  const noteSealed = keys.seal(keys.unwrap(subject.keySealed, id), 'session', input.note)
  await queries.insertSession(db, {
    id: sessionId,
    orderId: id,
    workerId: order.workerId ?? '',
    heldOn,
    hours: String(hours),
    noteSealed,
    recordedBy: actor.accountId,
    recordedAt: now,
  })
  return done
})

const reportService = route(contract.reportService, async (context, input) => {
  const { db, scope, actor, keys, now } = context
  const subject = found(await queries.findSubject(db, scope, input.id, now), '服务订单的授权')
  const { order, to } = await begin(context, input, 'report')
  const resultSealed = keys.seal(keys.unwrap(subject.keySealed, order.id), 'result', input.result)
  const { unitId } = actor
  const change = { reportedAt: now, resultSealed }
  await moveOrder(context, order, { command: 'report', to, change, unitId, byUnit: unitId })
  return done
})

const revealServed = route(contract.revealServed, async (context, { id, field, reason }) => {
  const { db, scope, now, note } = context
  const subject = found(await queries.findSubject(db, scope, id, now), '服务订单的授权')
  note({ kind: 'service-order', id, fields: [field], purpose: reason })
  if (!subject.fields.includes(field) || !SECRET_FIELDS.includes(field))
    throw refused('这项信息不在本次授权范围内')
  return found(await revealField(context, subject.childId, field), '授权信息')
})

export const routes: Route[] = [
  listUnitOrders,
  getUnitOrder,
  claimOrder,
  giveBackOrder,
  recordSession,
  reportService,
  revealServed,
]
