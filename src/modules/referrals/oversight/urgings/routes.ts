import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Route } from '#server/route.ts'
import { notify } from '#modules/notifications/queries.ts'
import { calendarOf } from '#modules/organisations/queries.ts'
import * as oversights from '../queries.ts'
import { boundsOf } from '../../lights/queries.ts'
import { lightOf } from '../../lights/rules.ts'
import { workingDayOf } from '../rules.ts'
import * as contract from './contract.ts'
import { UrgingWords } from './contract.ts'
import * as queries from './queries.ts'

const present = (row: queries.UrgingFound) => ({
  id: row.id,
  words: UrgingWords.parse(row.words),
  urgedAt: row.urgedAt.toISOString(),
  by: row.byName,
  expectedDay: row.expectedDay,
  answeredAt: row.answeredAt?.toISOString() ?? null,
})

const ONCE = '今天已经催过，一个工作日至多催一次'

const listOwed = route(contract.listOwed, async ({ db, scope, now }, filter) => {
  const { office } = await oversights.findOffice(db)
  const bounds = await boundsOf(db, now)
  const { rows, total, counts } = await queries.listOwed(db, scope, office?.id, filter, bounds)
  const ids = rows.map(({ id }) => id)
  const urgings = await queries.listUrgings(db, scope, office?.id, ids)
  const overseen = await oversights.listOverseen(db, ids)
  const workingDay = workingDayOf(now, await calendarOf(db))
  return {
    total,
    counts,
    items: rows.map((row) => {
      const own = urgings.filter(({ referralId }) => referralId === row.id)
      const order = overseen.find(({ referralId }) => referralId === row.id)
      const light = lightOf(row.dueAt, bounds[row.lane])
      const against = light === 'within' ? '期限还早，临期后才能催办' : null
      return {
        id: row.id,
        number: row.number,
        unit: { id: row.unitId, name: row.unitName },
        isSigned: row.state === 'signed',
        dispatchedAt: row.dispatchedAt.toISOString(),
        dueAt: row.dueAt.toISOString(),
        isDueCertain: row.isDueCertain,
        light,
        urgings: { count: own.length, last: own[0] ? present(own[0]) : null },
        oversight: order ? { id: order.id, number: order.number } : null,
        against: own.some(({ urgedOn }) => urgedOn === workingDay) ? ONCE : against,
      }
    }),
  }
})

const urgeReferral = route(contract.urgeReferral, async ({ db, scope, actor, now, note }, input) => {
  const { office } = await oversights.findOffice(db)
  const owed = found(await queries.findOwed(db, scope, office?.id, input.id), '要催办的转介')
  note({ kind: 'referral', id: owed.id, divisionCode: owed.divisionCode })
  if (lightOf(owed.dueAt, (await boundsOf(db, now))[owed.lane]) === 'within')
    throw refused('期限还早，临期后才能催办')
  await queries.insertUrging(db, {
    id: input.urgingId,
    referralId: owed.id,
    caseId: owed.caseId,
    unitId: owed.unitId,
    divisionCode: owed.divisionCode,
    words: input.words,
    urgedOn: workingDayOf(now, await calendarOf(db)),
    urgedAt: now,
    urgedBy: actor.accountId,
  })
  // Everybody of the unit who opens what it was sent, its head among them.
  await notify(
    db,
    {
      kind: 'task',
      subjectKind: 'unit-referral',
      subjectId: owed.id,
      caseId: owed.caseId,
      to: { unitId: owed.unitId },
    },
    now,
  )
  return done
})

const listUrgings = route(contract.listUrgings, async ({ db, scope }, { id }) => {
  const { office } = await oversights.findOffice(db)
  return { items: (await queries.listUrgings(db, scope, office?.id, [id])).map(present) }
})

const answerUrging = route(contract.answerUrging, async ({ db, scope, actor, now, note }, input) => {
  const { id, expectedDay } = input
  if (expectedDay < today(now)) {
    const message = '预计办结日不能早于今天'
    throw invalid(message, [{ field: 'expectedDay', message }])
  }
  const by = actor.accountId
  const answered = found(
    await queries.answerUrgings(db, scope, id, { expectedDay, by, now }),
    '还没有答复的催办',
  )
  note({ kind: 'referral', id, divisionCode: answered[0]?.divisionCode ?? null })
  return done
})

export const routes: Route[] = [listOwed, urgeReferral, listUrgings, answerUrging]

export const urgedAlready = () => refused(ONCE)
