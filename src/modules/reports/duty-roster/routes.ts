import { addDays, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { invalid } from '#kernel/problem.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { uuidv7 } from '#server/ids.ts'
import { route } from '#server/route.ts'
import { openPhone, sealPhone } from '#modules/organisations/posts/queries.ts'
import * as contract from './contract.ts'
import { ShiftKind } from './contract.ts'
import * as queries from './queries.ts'
import { mondayOf, ROSTER_DAYS, rosterDays, shiftAfter, shiftAt } from './rules.ts'

const present = (keys: CountyKeys, row: queries.ShiftFound) => ({
  day: row.day,
  shift: ShiftKind.parse(row.shift),
  person: { id: row.accountId, name: row.personName },
  phone: openPhone(keys, row),
})

const getDuty = route(contract.getDuty, async ({ db, keys, now }) => {
  const current = shiftAt(now)
  const [here, next] = [
    await queries.findShift(db, current),
    await queries.findShift(db, shiftAfter(current)),
  ]
  return { now: here ? present(keys, here) : null, next: next ? present(keys, next) : null, current }
})

const listShifts = route(contract.listShifts, async ({ db, keys, now }, input) => {
  const from = mondayOf(input.from ?? today(now))
  const days = rosterDays(from)
  const rows = await queries.listShifts(db, from, days.at(-1) ?? from)
  return { from, days, items: rows.map((row) => present(keys, row)) }
})

const listDutyPeople = route(contract.listDutyPeople, async ({ db, keys }) => {
  const people = await queries.listPeople(db)
  return {
    items: people.map(({ id, name, last }) => ({ id, name, phone: last ? openPhone(keys, last) : null })),
  }
})

const planShift = route(contract.planShift, async ({ db, actor, keys, now, note }, input) => {
  const { day, shift, accountId, phone } = input
  note({ kind: 'duty', purpose: `${day} ${shift}` })
  if (!accountId) {
    await queries.removeShift(db, { day, shift })
    return done
  }
  const people = await queries.listPeople(db)
  if (!people.some(({ id }) => id === accountId)) {
    const message = '请选择县未保中心的在岗人员'
    throw invalid(message, [{ field: 'accountId', message }])
  }
  const id = uuidv7(now.getTime())
  await queries.keepShift(db, {
    id,
    day,
    shift,
    accountId,
    ...sealPhone(keys, id, phone ?? null),
    plannedBy: actor.accountId,
    plannedAt: now,
  })
  return done
})

const repeatShifts = route(contract.repeatShifts, async ({ db, actor, keys, now, note }, input) => {
  const from = mondayOf(input.from)
  const before = await queries.listShifts(db, addDays(from, -ROSTER_DAYS), addDays(from, -1))
  const planned = await queries.listShifts(db, from, addDays(from, ROSTER_DAYS - 1))
  const people = await queries.listPeople(db)
  const missing = before.filter(({ day, shift, accountId }) => {
    const later = addDays(day, ROSTER_DAYS)
    const isFree = !planned.some((each) => each.day === later && each.shift === shift)
    return isFree && people.some(({ id }) => id === accountId)
  })
  for (const row of missing) {
    const id = uuidv7(now.getTime())
    await queries.keepShift(db, {
      id,
      day: addDays(row.day, ROSTER_DAYS),
      shift: row.shift,
      accountId: row.accountId,
      ...sealPhone(keys, id, openPhone(keys, row)),
      plannedBy: actor.accountId,
      plannedAt: now,
    })
  }
  note({ kind: 'duty', count: missing.length })
  return { count: missing.length }
})

export const routes = [getDuty, listShifts, listDutyPeople, planShift, repeatShifts]
