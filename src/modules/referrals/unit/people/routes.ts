import { done } from '#kernel/fields.ts'
import { found, invalid } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import { notify } from '#modules/notifications/queries.ts'
import { REFERRAL_STATE } from '../../labels.ts'
import { boundsOf } from '../../lights/queries.ts'
import { isOwed, lightOf } from '../../lights/rules.ts'
import * as referrals from '../../queries.ts'
import * as contract from './contract.ts'
import { isColleague, listHands, listPast } from './queries.ts'

/** More than anybody of a unit has open at once. */
const ALL = { page: 1, pageSize: 10_000 }

const getUnitDesk = route(contract.getUnitDesk, async ({ db, scope, actor, now }) => {
  const bounds = await boundsOf(db, now)
  const { items } = await referrals.listReceived(db, scope, ALL, bounds, now)
  const owed = items.filter(({ state }) => isOwed(state))
  const lights = owed.map(({ lane, dueAt }) => lightOf(dueAt, bounds[lane]))
  const unit = await db
    .selectFrom('unit')
    .where('id', '=', actor.unitId)
    .select(['name', 'code'])
    .executeTakeFirst()
  const { officeUnit } = (await currentProcedure(db)).content.referrals
  const office = unit?.code === officeUnit ? await referrals.listWithOffice(db, scope, now) : null
  return {
    unit: unit?.name ?? '',
    counts: {
      urgent: owed.filter(({ lane }) => lane === 'urgent').length,
      toSign: items.filter(({ state }) => state === 'dispatched').length,
      owed: owed.length,
      near: lights.filter((light) => light === 'near').length,
      late: lights.filter((light) => light === 'late' || light === 'long-late').length,
      answered: items.length - owed.length,
    },
    office: office && {
      waiting: office.filter(({ state }) => state === 'with-office').length,
      asking: office.filter(({ isAsking }) => isAsking).length,
    },
    people: (await listHands(db)).map((hand) => ({ ...hand, isMe: hand.accountId === actor.accountId })),
  }
})

const listUnitPast = route(contract.listUnitPast, async ({ db }, page) => {
  const { rows, total } = await listPast(db, page)
  return {
    items: rows.map((row) => ({
      id: row.id,
      number: row.number,
      state: row.state,
      dispatchedAt: row.dispatchedAt.toISOString(),
      signedBy: row.signedBy,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      answeredBy: row.answeredBy,
      returnedAt: row.returnedAt?.toISOString() ?? null,
      isInTime: row.answeredAt ? row.answeredAt <= row.dueAt : null,
    })),
    total,
  }
})

const handToColleague = route(contract.handToColleague, async (context, { id, version, accountId }) => {
  const { db, scope, now, note } = context
  const referral = found(await referrals.lockReceived(db, scope, id, now), '转介事项')
  note({ kind: 'referral', id, divisionCode: referral.divisionCode })
  if (referral.version !== version) throw movedOn(REFERRAL_STATE[referral.state], referral.version)
  if (!(await isColleague(db, scope, accountId)))
    throw invalid('请选择本单位在岗的联络员', [{ field: 'accountId', message: '请选择本单位在岗的联络员' }])
  await referrals.writeReferral(db, id, { handlerId: accountId })
  await notify(
    db,
    {
      kind: 'task',
      subjectKind: 'unit-referral',
      subjectId: id,
      caseId: referral.caseId,
      isDanger: referral.lane === 'urgent',
      to: { accountIds: [accountId] },
    },
    now,
  )
  return done
})

export const routes = [getUnitDesk, listUnitPast, handToColleague]
