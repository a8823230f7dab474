import { minuteOf, today } from '#kernel/day.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { asWorker } from '#server/elevate.ts'
import { route, type Constraints, type Context, type Route } from '#server/route.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { boundsOf } from '../lights/queries.ts'
import { lightOf, type LightBounds } from '../lights/rules.ts'
import * as contract from './contract.ts'
import type { OversightRow } from './contract.ts'
import * as queries from './queries.ts'
import { TURN_OF } from './rules.ts'
import { checkText, factsOf, openProposal, type Office } from './steps/queries.ts'
import { routes as commands } from './steps/routes.ts'
import { routes as urgings, urgedAlready } from './urgings/routes.ts'

type Row = Omit<queries.OversightFound, 'proposerName'>

const turnOf = (row: Row, office: Office) => {
  const turn = TURN_OF[row.state]
  if (!turn) return null
  if (turn === 'unit') return row.unitName
  return office && office.id !== row.unitId ? `${office.shortName}（领导小组办公室）` : '领导'
}

const presentRow = (row: Row, office: Office, bounds: LightBounds): OversightRow => ({
  id: row.id,
  number: row.number,
  state: row.state,
  unit: { id: row.unitId, name: row.unitName },
  matter: row.matter,
  reason: row.reason,
  proposedAt: row.proposedAt.toISOString(),
  dueAt: row.dueAt?.toISOString() ?? null,
  isDueCertain: row.isDueCertain,
  light: row.dueAt && TURN_OF[row.state] === 'unit' ? lightOf(row.dueAt, bounds) : null,
  turn: turnOf(row, office),
})

const listOversights = route(contract.listOversights, async ({ db, scope, actor, now }, filter) => {
  const { office } = await queries.findOffice(db)
  const mayUrge = actor.role !== 'liaison-officer' || actor.unitId === office?.id
  const { rows, total, counts, bounds } = await queries.listOversights(db, scope, office?.id, filter, now)
  return { items: rows.map((row) => presentRow(row, office, bounds)), total, counts, mayUrge }
})

const readOversight = async (context: Context, id: string) => {
  const { db, scope, keys, now, note } = context
  const { office } = await queries.findOffice(db)
  const order = found(await queries.findOversight(db, scope, office?.id, id), '督办单')
  note({ kind: 'oversight', id, divisionCode: order.divisionCode })
  const key = order.keySealed && keys.unwrap(order.keySealed, order.id)
  const steps = await queries.listSteps(db, id)
  return {
    ...presentRow(order, office, (await boundsOf(db, now)).welfare),
    requirement: order.requirement,
    office: office?.name ?? '领导小组办公室（还没有在办案规程中指定）',
    proposedBy: order.proposerName ?? '系统',
    referrals: (await queries.listItems(db, id)).map(({ referralId, number }) => ({
      id: referralId,
      number,
    })),
    steps: steps.map(({ command, toState, at, name, noteSealed }) => ({
      command,
      toState,
      at: at.toISOString(),
      by: name ?? '系统',
      note: noteSealed && key && keys.open(key, 'note', noteSealed),
    })),
    facts: await factsOf(context, order, office),
    version: order.version,
  }
}

const getOversight = route(contract.getOversight, (context, { id }) => readOversight(context, id))

const printOversight = route(contract.printOversight, async (context, { id, reason }) => {
  const order = await readOversight(context, id)
  context.note({ kind: 'oversight', id, purpose: reason })
  return { ...order, watermark: `${context.actor.displayName} ${minuteOf(context.now)} ${reason}` }
})

const proposeOversight = route(contract.proposeOversight, async (context, input) => {
  const { db, scope, actor, county, now, note } = context
  const { office } = await queries.findOffice(db)
  const { orderId: id, unitId, matter, requirement } = input
  const sent = await queries.findOversight(db, scope, office?.id, id)
  if (sent) return { id, number: sent.number }
  const owed = input.referralIds.length
    ? await queries
        .owedReferrals(db, scope, office?.id)
        .where('owed.id', 'in', input.referralIds)
        .select(['owed.id', 'owed.number', 'owed.caseId', 'owed.unitId'])
        .execute()
    : []
  if (owed.length !== new Set(input.referralIds).size || owed.some((each) => each.unitId !== unitId)) {
    const message = '所选转介须是这个单位还没有答复的'
    throw invalid(message, [{ field: 'referralIds', message }])
  }
  const number = await nextNumber(db, '督', today(now))
  const divisionCode = queries.countyDivision(county)
  note({ kind: 'oversight', id, divisionCode, count: owed.length })
  const order = { id, number, divisionCode, unitId }
  await queries.insertOversight(db, {
    ...order,
    matter,
    requirement,
    reason: 'person',
    proposedAt: now,
    proposedBy: actor.accountId,
  })
  await queries.insertItems(db, id, owed)
  const by = actor.accountId
  await queries.insertStep(db, { orderId: id, command: 'propose', toState: 'proposed', at: now, by })
  await checkText(db, scope, input.referralIds, { matter, requirement })
  await asWorker(db, scope, (under) => openProposal(under, order, office, now))
  return { id, number }
})

export const routes: Route[] = [
  listOversights,
  getOversight,
  proposeOversight,
  printOversight,
  ...commands,
  ...urgings,
]

export const constraints: Constraints = {
  oversight_order_pkey: () => refused('这份督办单已经立项，请刷新后核对'),
  oversight_order_ended: () => refused('督办已经结束，不能再改'),
  oversight_order_reviewed_by_another: () => refused('反馈的人不能复核自己的反馈'),
  oversight_order_closed_by_another: () => refused('销号须由反馈人、复核人以外的人办理'),
  urging_once_a_working_day: urgedAlready,
  urging_pkey: urgedAlready,
  urging_answered_once: () => refused('这次催办已经答复过'),
}
