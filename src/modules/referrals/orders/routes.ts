import { addDays, endOfDay, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { insertGrant } from '#modules/cases/grants/queries.ts'
import { endItem, findItem } from '#modules/cases/plans/queries.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { lockCase } from '#modules/cases/steps/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import { GrantedField } from '../contract.ts'
import { LONGEST_ACCESS_DAYS } from '../rules.ts'
import * as contract from './contract.ts'
import type { ServiceFacts, ServiceOrderRow } from './contract.ts'
import * as queries from './queries.ts'
import { vettingFacts } from './register/queries.ts'
import { routes as register } from './register/routes.ts'
import { identityIn, type ServiceCommand } from './rules.ts'
import { checkStep, moveOrder } from './steps/queries.ts'
import { routes as unit } from './unit/routes.ts'

type Row = Awaited<ReturnType<typeof queries.listOrders>>['rows'][number]

export const presentRow = (row: Row): ServiceOrderRow => ({
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

const factsOf = async (
  { db, scope, actor, now }: Context,
  order: queries.OrderFound,
): Promise<ServiceFacts> => ({
  isDesk: permits(actor.role, 'services.publish'),
  isTaker: false,
  ...(await vettingFacts(db, scope, {
    unitId: order.unitId,
    workerId: order.workerId,
    order,
    day: today(now),
  })),
  hasPromised: Boolean(order.unitId && (await queries.findPromise(db, order.id, order.unitId))),
  isInTime: today(now) <= order.takeBy,
  hasSession: (await queries.listSessions(db, order.id)).length > 0,
})

/** Refuses an open text by which somebody could tell the child. */
const checkOpen = async (db: Context['db'], childId: string, texts: Record<string, string>) => {
  const names = await queries.namesOf(db, childId)
  for (const [field, text] of Object.entries(texts)) {
    const what = identityIn(text, names)
    const message = `承接确认之前各社会组织都看得到，这里不能写${what}`
    if (what) throw invalid(message, [{ field, message }])
  }
}

const checkPeriod = (
  now: Date,
  { startsOn, endsOn, takeBy }: { startsOn: string; endsOn: string; takeBy: string },
) => {
  const refuse = (field: string, message: string) => {
    throw invalid(message, [{ field, message }])
  }
  if (takeBy < today(now)) refuse('takeBy', '承接截止日不能早于今天')
  if (endsOn < startsOn) refuse('endsOn', '服务结束日不能早于开始日')
  if (takeBy > endsOn) refuse('takeBy', '承接截止日应在服务结束之前')
}

const townOf = (divisionCode: string) => `${divisionCode.slice(0, 9)}000`

const publishOrder = route(contract.publishOrder, async (context, input) => {
  const { db, scope, actor, keys, now, note } = context
  const { caseId, orderId: id, planItemId, detail, ...open } = input
  note({ kind: 'case', id: caseId })
  const sent = await queries.findOrder(db, scope, id, now)
  if (sent) return { id, number: sent.number }
  const kase = found(await lockCase(db, scope, caseId, now), '个案')
  note({ kind: 'service-order', id, divisionCode: kase.divisionCode })
  if (kase.state !== 'in-progress') throw refused('计划开始实施后才能发布服务订单')
  const item = await findItem(db, scope, planItemId, now)
  if (item?.caseId !== caseId || item.state !== 'open')
    throw refused('这一项不在本案计划里，或已经办结、取消')
  if (item.hasRunningReferral || (await queries.isItemBusy(db, planItemId)))
    throw refused('这一项正由转介或另一份订单办理')
  checkPeriod(now, open)
  await checkOpen(db, kase.childId, { content: open.content, qualification: open.qualification })
  const number = await nextNumber(db, '服', today(now))
  const { key, wrapped } = keys.newKey(id)
  await queries.insertOrder(
    db,
    {
      ...open,
      id,
      number,
      divisionCode: townOf(kase.divisionCode),
      publishedAt: now,
      publishedBy: actor.accountId,
    },
    {
      orderId: id,
      caseId,
      planItemId,
      childId: kase.childId,
      keySealed: wrapped,
      detailSealed: keys.seal(key, 'detail', detail),
    },
  )
  const order = { ...open, id, number, state: 'open' as const, version: 1 }
  await moveOrder(context, order, { command: 'publish', to: 'open', unitId: null })
  return { id, number }
})

const listOrders = route(contract.listOrders, async ({ db, scope, now }, filter) => {
  const { rows, total } = await queries.listOrders(db, scope, filter, now)
  return { items: rows.map(presentRow), total }
})

const getOrder = route(contract.getOrder, async (context, { id }) => {
  const { db, scope, keys, now, note } = context
  const order = found(await queries.findOrder(db, scope, id, now), '服务订单')
  note({ kind: 'service-order', id, divisionCode: order.caseDivision })
  const key = keys.unwrap(order.keySealed, id)
  const promise = order.unitId ? await queries.findPromise(db, id, order.unitId) : undefined
  const sessions = await queries.listSessions(db, id)
  const steps = await queries.listSteps(db, id)
  return {
    ...presentRow(order),
    case: { id: order.caseId, number: order.caseNumber },
    item: order.item,
    detail: keys.open(key, 'detail', order.detailSealed),
    worker:
      order.workerName && order.entryQueryOn
        ? {
            name: order.workerName,
            qualification: order.workerQualification ?? '',
            entryQueryOn: order.entryQueryOn,
          }
        : null,
    promise: promise
      ? {
          edition: promise.edition,
          hash: promise.textHash,
          by: promise.promisedBy,
          at: promise.acceptedAt.toISOString(),
        }
      : null,
    fields: GrantedField.options.filter((field) => order.fields.includes(field)),
    reason: order.reason,
    accessEndsAt: order.endsAt?.toISOString() ?? null,
    accessEndedAt: order.endedAt?.toISOString() ?? null,
    sessions: sessions.map(({ noteSealed, hours, ...session }) => ({
      ...session,
      hours: Number(hours),
      note: keys.open(key, 'session', noteSealed),
    })),
    result: order.resultSealed && keys.open(key, 'result', order.resultSealed),
    steps: steps.map(({ command, at, note: said, name, unitName }) => ({
      command,
      at: at.toISOString(),
      by: unitName ? `${unitName} ${name ?? ''}` : (name ?? '系统'),
      note: said,
    })),
    facts: await factsOf(context, order),
    version: order.version,
  }
})

/** What every act of the centre on an order begins with. */
const begin = async (
  context: Context,
  { id, version }: { id: string; version: number },
  command: ServiceCommand,
) => {
  const { db, scope, now, note } = context
  const order = found(await queries.lockOrder(db, scope, id, now), '服务订单')
  note({ kind: 'service-order', id, divisionCode: order.caseDivision })
  return { order, to: checkStep(order, version, command, await factsOf(context, order)) }
}

const confirmTaking = route(contract.confirmTaking, async (context, input) => {
  const { db, actor, now, note } = context
  const { order, to } = await begin(context, input, 'confirm')
  const { fields, reason, accessEndsOn } = input
  const { unitId } = order
  if (!unitId) throw refused('没有申请承接的组织')
  const latest = addDays(today(now), LONGEST_ACCESS_DAYS)
  if (accessEndsOn < order.endsOn || accessEndsOn > latest) {
    const message = `授权截止日应在服务结束日（${order.endsOn}）当天或之后，且不超过一年`
    throw invalid(message, [{ field: 'accessEndsOn', message }])
  }
  note({ kind: 'service-order', id: order.id, fields, purpose: reason })
  const endsAt = endOfDay(accessEndsOn)
  const grant = {
    recordKind: 'child' as const,
    recordId: order.childId,
    to: { unitId },
    fields,
    reason,
    endsAt,
  }
  const grantId = await insertGrant(db, grant, actor.accountId, now)
  await queries.writeSubject(db, order.id, { fields, reason, grantId })
  await moveOrder(context, order, {
    command: 'confirm',
    to,
    change: { confirmedAt: now, confirmedBy: actor.accountId },
    unitId,
  })
  return done
})

const NOBODYS = { unitId: null, workerId: null, confirmedAt: null, confirmedBy: null, reportedAt: null }

/** Steps of the centre that need a reason and nothing else. */
const withReason = async (
  context: Context,
  input: { id: string; version: number; reason: string },
  command: 'decline' | 'revoke' | 'sendBack' | 'withdraw',
) => {
  const { order, to } = await begin(context, input, command)
  // The organisation reads why, before and after it may know the child.
  await checkOpen(context.db, order.childId, { reason: input.reason })
  const isGivenUp = command === 'decline' || command === 'withdraw'
  await moveOrder(context, order, {
    command,
    to,
    note: input.reason,
    ...(isGivenUp && { change: NOBODYS }),
    unitId: isGivenUp ? null : order.unitId,
  })
  return done
}

const declineTaking = route(contract.declineTaking, (context, input) => withReason(context, input, 'decline'))
const revokeOrder = route(contract.revokeOrder, (context, input) => withReason(context, input, 'revoke'))
const sendBackService = route(contract.sendBackService, (context, input) =>
  withReason(context, input, 'sendBack'),
)
const withdrawOrder = route(contract.withdrawOrder, (context, input) =>
  withReason(context, input, 'withdraw'),
)

const acceptService = route(contract.acceptService, async (context, input) => {
  const { db, scope, actor, keys, now } = context
  const { order, to } = await begin(context, input, 'accept')
  await moveOrder(context, order, {
    command: 'accept',
    to,
    change: { acceptedAt: now, acceptedBy: actor.accountId },
    unitId: order.unitId,
  })
  const item = await findItem(db, scope, order.planItemId, now)
  // Dropped or done by hand meanwhile: the service is accepted all the same.
  if (item?.state !== 'open') return done
  const resultSealed = keys.seal(keys.unwrap(item.keySealed, item.id), 'result', input.result)
  if (!(await endItem(context, { id: item.id, version: item.version, state: 'done', resultSealed })))
    throw refused('这一项刚被别人办结或取消，请刷新后核对')
  return done
})

const republishOrder = route(contract.republishOrder, async (context, input) => {
  const { order, to } = await begin(context, input, 'republish')
  const { startsOn, endsOn, takeBy } = input
  checkPeriod(context.now, input)
  await moveOrder(context, order, {
    command: 'republish',
    to,
    change: { ...NOBODYS, startsOn, endsOn, takeBy },
    unitId: null,
  })
  return done
})

export const routes: Route[] = [
  publishOrder,
  listOrders,
  getOrder,
  confirmTaking,
  declineTaking,
  revokeOrder,
  sendBackService,
  acceptService,
  republishOrder,
  withdrawOrder,
  ...unit,
  ...register,
]

export const constraints: Constraints = {
  service_order_pkey: () => refused('这份订单已经发布，请刷新后核对'),
  service_order_ended: () => refused('这一步不由您办理，或订单已经结束'),
}
