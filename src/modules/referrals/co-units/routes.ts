import { found, invalid, refused } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { isUnit } from '#modules/cases/helpers/queries.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { accessUntil, dispatch, limitsOf, lockFamily } from '../dispatch/queries.ts'
import { REFERRAL_STATE } from '../labels.ts'
import * as queries from '../queries.ts'
import { RUNNING } from '../rules.ts'
import * as contract from './contract.ts'

const addCoUnit = route(contract.addCoUnit, async (context, input) => {
  const { db, scope, now, note } = context
  const { id, referralId, unitId, fields, reason } = input
  const sent = await queries.findSent(db, scope, referralId, now)
  if (sent) return { id: sent.id, number: sent.number, dueAt: sent.dueAt.toISOString() }
  const lead = found(await queries.lockSent(db, scope, id, now), '转介')
  note({ kind: 'referral', id, divisionCode: lead.divisionCode, fields, purpose: reason })
  if (lead.version !== input.version) throw movedOn(REFERRAL_STATE[lead.state], lead.version)
  if (lead.part !== 'lead' || (lead.state !== 'dispatched' && lead.state !== 'signed'))
    throw refused('牵头单位还在办理时才可以增加协办单位')
  const family = await lockFamily(db, lead.familyId)
  const others = await queries.listFamily(db, scope, lead.familyId, now)
  if (!(await isUnit(db, unitId)))
    throw invalid('没有这个单位，或它已退出', [{ field: 'unitId', message: '没有这个单位，或它已退出' }])
  if (others.some((each) => each.unitId === unitId && RUNNING.includes(each.state)))
    throw invalid('这个单位已经在办这件事', [{ field: 'unitId', message: '这个单位已经在办这件事' }])
  const limits = await limitsOf(db, lead.lane, now)
  const { caseId, childId, divisionCode, planItemId, lane, phonedWhom, phonedAt, subject } = lead
  return dispatch(
    context,
    { id: caseId, childId, divisionCode },
    {
      referralId,
      planItemId,
      unitId,
      part: 'co',
      lane,
      phonedWhom,
      phonedAt,
      subject,
      request: input.request,
      fields,
      reason,
      accessEndsAt: accessUntil(lead.endsAt, limits.answer.dueAt),
      family,
      handover: { kind: 'co-joined' },
    },
    limits,
  )
})

export const routes = [addCoUnit]
