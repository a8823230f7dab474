import { expect, test } from 'vitest'
import { addWorkingDays, assumingWeekends, isWorkingDay, publishedCalendar } from '#kernel/calendar.ts'
import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { listMyNotices } from '#modules/notifications/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { COUNTY, testApp, type Caller } from '#tests/app.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { oversightOf } from '#tests/oversight.ts'
import * as contract from '../contract.ts'
import { watchOversights } from '../jobs.ts'
import { answerUrging, listOwed, listUrgings, urgeReferral } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { peopleAt, inDays, dispatched } = await oversightOf(app, county)
const one = await dispatched()
const late = await peopleAt(inDays(20))
const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)

test('what units owe is told as a number, a unit and days, to the desk, the office and the leaders alone', async () => {
  for (const who of [late.head, late.worker, late.leader, late.office]) {
    const { items, counts } = await who(listOwed)
    expect(items.map(({ number }) => number)).toContain(one.number)
    expect(counts.longLate).toBeGreaterThan(0)
    expect(JSON.stringify(items)).not.toContain(one.child.name)
    expect(JSON.stringify(items)).not.toContain('请核实家庭情况')
  }
  expect((await late.education(listOwed)).items).toEqual([])
  expect((await late.police(listOwed)).items).toEqual([])
  await expect(late.director(listOwed)).rejects.toMatchObject({ status: 403 })
})

test('a unit is urged once a working day, is told, and answers with a day', async () => {
  const { id } = one
  await late.office(urgeReferral, { id, urgingId: uuidv7(), words: 'answer-late' })
  await expect(
    late.leader(urgeReferral, { id, urgingId: uuidv7(), words: 'answer-late' }),
  ).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('一个工作日至多催一次'),
  })
  expect((await late.police(listMyNotices)).items).toContainEqual(
    expect.objectContaining({ subjectKind: 'unit-referral', subjectId: id }),
  )
  expect((await late.police(listUrgings, { id })).items).toMatchObject([
    { words: 'answer-late', by: '办公室甲', expectedDay: null },
  ])
  expect((await late.education(listUrgings, { id })).items).toEqual([])
  await expect(late.education(answerUrging, { id, expectedDay: dayOf(inDays(22)) })).rejects.toMatchObject({
    status: 404,
  })
  await expect(late.police(answerUrging, { id, expectedDay: dayOf(inDays(19)) })).rejects.toMatchObject({
    fields: [{ field: 'expectedDay' }],
  })
  await late.police(answerUrging, { id, expectedDay: dayOf(inDays(22)) })
  await expect(late.police(answerUrging, { id, expectedDay: dayOf(inDays(23)) })).rejects.toMatchObject({
    status: 404,
  })
  const [row] = (await late.worker(listOwed)).items.filter((each) => each.id === id)
  expect(row).toMatchObject({
    light: 'long-late',
    urgings: { count: 1, last: { expectedDay: dayOf(inDays(22)) } },
  })
  expect((await app.auditOf('urging.sent')).at(-1)).toMatchObject({ result: 'refused' })
})

test('what is not near yet is not urged', async () => {
  const fresh = await dispatched()
  const soon = await peopleAt(undefined)
  await expect(
    soon.head(urgeReferral, { id: fresh.id, urgingId: uuidv7(), words: 'sign-now' }),
  ).rejects.toMatchObject({ message: expect.stringContaining('期限还早') })
  await expect(
    soon.head(urgeReferral, { id: uuidv7(), urgingId: uuidv7(), words: 'sign-now' }),
  ).rejects.toMatchObject({ status: 404 })
  app.clock.now = inDays(20)
})

test('what is long late is proposed by itself, once, an order for each unit', async () => {
  const other = await dispatched()
  app.clock.now = inDays(20)
  const run = () => watchOversights({ pool: app.pool, county: COUNTY }, inDays(20))
  expect(await run()).toBeGreaterThan(0)
  expect(await run()).toBe(0)
  const { items } = await late.office(contract.listOversights, { pageSize: 100 })
  const own = items.filter(({ reason }) => reason === 'long-late')
  expect(new Set(own.map(({ unit }) => unit.id)).size).toBe(own.length)
  const order = await late.office(contract.getOversight, { id: own[0]?.id ?? '' })
  expect(order.referrals.map(({ number }) => number)).toContain(other.number)
  expect(order).toMatchObject({ proposedBy: '系统', state: 'proposed' })
  expect(await kindsAbout(late.office, order.id)).toEqual(['assign-oversight'])
})

test('two reminders without an answer lead to a proposal after the unit’s day for answering has passed', async () => {
  const third = await dispatched()
  const due = dayOf(new Date(Date.parse(third.dueAt) - 1))
  const calendar = assumingWeekends(publishedCalendar)
  let before = addDays(due, -1)
  while (!isWorkingDay(before, calendar)) before = addDays(before, -1)
  const at = (day: string) => new Date(`${day}T10:00:00+08:00`)
  const after = (count: number) => at(addWorkingDays(due, count, calendar))
  const run = (when: Date) => watchOversights({ pool: app.pool, county: COUNTY }, when)
  for (const day of [before, due]) {
    const people = await peopleAt(at(day))
    await people.head(urgeReferral, { id: third.id, urgingId: uuidv7(), words: 'tell-progress' })
  }
  const people = await peopleAt(after(2))
  const reasons = async () => {
    const { items } = await people.head(contract.listOversights, { pageSize: 100 })
    const orders = await Promise.all(items.map(({ id }) => people.head(contract.getOversight, { id })))
    return orders
      .filter(({ referrals }) => referrals.some(({ id }) => id === third.id))
      .map(({ reason }) => reason)
  }
  await run(after(1))
  expect(await reasons()).toEqual([])
  await run(after(2))
  expect(await reasons()).toEqual(['urging-unanswered'])
  app.clock.now = inDays(20)
})

test('an answered reminder goes along with a merged village, and is not edited otherwise', async () => {
  const { id: referralId } = one
  const answered = (set: { divisionCode?: string; expectedDay?: string }) =>
    app.setUp((db) =>
      db
        .updateTable('urging')
        .set(set)
        .where('referralId', '=', referralId)
        .where('answeredAt', 'is not', null)
        .executeTakeFirstOrThrow(),
    )
  await expect(answered({ expectedDay: '2030-01-01' })).rejects.toMatchObject({
    constraint: 'urging_answered_once',
  })
  expect(await answered({ divisionCode: '449821101001' })).toMatchObject({ numUpdatedRows: 1n })
})
