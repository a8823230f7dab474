import { today } from '#kernel/day.ts'
import { found, invalid, refused, stale } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { route, type Constraints } from '#server/route.ts'
import { findCurrentDivision } from '../divisions/queries.ts'
import { openPhone, sealPhone } from '../posts/queries.ts'
import { notInFuture } from '../sites/rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const checkPlace = async (db: Db, code: string | null) => {
  if (code !== null && !(await findCurrentDivision(db, code)))
    throw invalid('没有这个村镇', [{ field: 'divisionCode', message: '请选择本县现有的村镇' }])
}

const presentUnit = async (db: Db, id: string) => {
  const unit = found(await queries.findUnit(db, id), '单位')
  if (unit.leftOn) throw refused('这个单位已经退出')
  return unit
}

const saved = async (db: Db, id: string, isSaved: boolean, yours: object) => {
  const unit = found(await queries.findUnit(db, id), '单位')
  if (!isSaved) throw stale({ yours, theirs: unit, version: unit.version })
  return unit
}

const appointLiaison = route(
  contract.appointLiaison,
  async (context, { id, liaisonId, phone, ...liaison }) => {
    const { db, scope, keys, now, note } = context
    note({ kind: 'unit', id })
    const unit = found(await queries.findUnitToStaff(db, scope, id), '单位')
    note({ divisionCode: unit.divisionCode })
    if (unit.leftOn) throw refused('这个单位已经退出')
    notInFuture('fromDay', liaison.fromDay, today(now))
    if (liaison.fromDay < unit.joinedOn)
      throw invalid('指定日期不能早于单位加入', [{ field: 'fromDay', message: `单位 ${unit.joinedOn} 加入` }])
    const accounts = await queries.accountsOf(db, id)
    if (liaison.accountId && !accounts.some((account) => account.id === liaison.accountId))
      throw invalid('这个账号不属于本单位', [{ field: 'accountId', message: '请选择本单位的账号' }])
    await queries.insertLiaison(db, {
      ...liaison,
      ...sealPhone(keys, liaisonId, phone),
      id: liaisonId,
      unitId: id,
    })
    return found(await queries.findLiaison(db, liaisonId), '联络员')
  },
)

const endLiaison = route(contract.endLiaison, async (context, { id, version, toDay, reason }) => {
  const { db, scope, now, note } = context
  note({ kind: 'unit', purpose: reason })
  const liaison = found(await queries.findLiaisonToReplace(db, scope, id), '联络员')
  note({ id: liaison.unitId })
  if (liaison.toDay !== null) throw refused('这名联络员已经更换')
  notInFuture('toDay', toDay, today(now))
  if (toDay < liaison.fromDay)
    throw invalid('离任不能早于指定', [{ field: 'toDay', message: `${liaison.fromDay} 起任` }])
  if (!(await queries.setLiaisonEnded(db, id, version, toDay)))
    throw stale({ yours: { toDay }, theirs: { toDay: liaison.toDay }, version: liaison.version })
  return found(await queries.findLiaison(db, id), '联络员')
})

export const routes = [
  route(contract.listUnits, ({ db }, filter) => queries.listUnits(db, filter)),

  route(contract.getUnit, async ({ db }, { id }) => {
    const unit = found(await queries.findUnit(db, id), '单位')
    return { ...unit, liaisons: await queries.liaisonsOf(db, id) }
  }),

  route(contract.addUnit, async ({ db, now, note }, unit) => {
    note({ kind: 'unit', id: unit.id, divisionCode: unit.divisionCode })
    notInFuture('joinedOn', unit.joinedOn, today(now))
    await checkPlace(db, unit.divisionCode)
    await queries.insertUnit(db, unit)
    return found(await queries.findUnit(db, unit.id), '单位')
  }),

  route(contract.editUnit, async ({ db, note }, { id, version, ...facts }) => {
    note({ kind: 'unit', id, fields: Object.keys(facts) })
    await presentUnit(db, id)
    await checkPlace(db, facts.divisionCode)
    return saved(db, id, await queries.updateUnit(db, id, version, facts), facts)
  }),

  route(contract.leaveUnit, async ({ db, now, note }, { id, version, leftOn, reason }) => {
    note({ kind: 'unit', id, purpose: reason })
    const unit = await presentUnit(db, id)
    notInFuture('leftOn', leftOn, today(now))
    if (leftOn < unit.joinedOn)
      throw invalid('退出不能早于加入', [{ field: 'leftOn', message: `${unit.joinedOn} 加入` }])
    return saved(db, id, await queries.updateUnit(db, id, version, { leftOn }), { leftOn })
  }),

  route(contract.listUnitAccounts, async ({ db, scope }, { id }) => {
    found(await queries.findUnitToStaff(db, scope, id), '单位')
    return { items: await queries.accountsOf(db, id) }
  }),

  appointLiaison,
  endLiaison,

  route(contract.showLiaisonPhone, async ({ db, keys, note }, { id }) => {
    const row = found(await queries.findSealedPhone(db, id), '联络员')
    note({ kind: 'unit', id: row.unitId, fields: ['phone'] })
    return { phone: openPhone(keys, row) }
  }),
]

export const constraints: Constraints = {
  unit_code_unique: () => invalid('这个代号已有单位使用', [{ field: 'code', message: '已有单位使用' }]),
  unit_pkey: () => refused('这个单位刚才已经登记'),
  liaison_officer_pkey: () => refused('这名联络员刚才已经登记'),
  liaison_officer_one_head: () => refused('本单位已有负责人，请先更换原负责人'),
}
