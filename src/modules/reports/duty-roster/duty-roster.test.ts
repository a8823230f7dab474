import { expect, test } from 'vitest'
import { addDays, today } from '#kernel/day.ts'
import { testApp } from '#tests/app.ts'
import { loopCounty } from '#tests/loop.ts'
import { getDuty, listDutyPeople, listShifts, planShift, repeatShifts } from './contract.ts'
import { mondayOf, shiftAfter, shiftAt } from './rules.ts'

const app = await testApp()
const { duty, head, worker, director, supervisor, officer } = await loopCounty(app)

test.each([
  ['2026-03-05T07:59:00+08:00', '2026-03-04', 'night'],
  ['2026-03-05T08:00:00+08:00', '2026-03-05', 'day'],
  ['2026-03-05T17:59:00+08:00', '2026-03-05', 'day'],
  ['2026-03-05T18:00:00+08:00', '2026-03-05', 'night'],
  ['2026-03-06T00:30:00+08:00', '2026-03-05', 'night'],
])('at %s it is the shift of %s, %s', (at, day, shift) => {
  expect(shiftAt(new Date(at))).toEqual({ day, shift })
})

test('after the night comes the day of the next day, and a roster begins on a Monday', () => {
  expect(shiftAfter({ day: '2026-02-28', shift: 'night' })).toEqual({ day: '2026-03-01', shift: 'day' })
  expect(mondayOf('2026-03-01')).toBe('2026-02-23')
  expect(mondayOf('2026-02-23')).toBe('2026-02-23')
})

test('who is on duty is planned at the centre and seen by every tier with the number', async () => {
  const { day, shift } = shiftAt(new Date())
  await duty(planShift, { day, shift, accountId: worker.accountId, phone: '0763-4280000' })
  for (const who of [director, supervisor, officer, head])
    expect(await who(getDuty)).toMatchObject({
      now: { person: { name: '社工' }, phone: '07634280000' },
      next: null,
    })
  await head(planShift, { day, shift, accountId: duty.accountId })
  expect(await director(getDuty)).toMatchObject({ now: { person: { name: '值班员' }, phone: null } })
  await head(planShift, { day, shift })
  expect(await director(getDuty)).toMatchObject({ now: null, current: { day, shift } })
})

test('only people of the centre are planned, by those who plan; a wrong number is told at its field', async () => {
  const at = { day: today(new Date()), shift: 'day' } as const
  await expect(worker(planShift, { ...at, accountId: worker.accountId })).rejects.toMatchObject({
    status: 403,
  })
  await expect(director(listDutyPeople)).rejects.toMatchObject({ status: 403 })
  await expect(duty(planShift, { ...at, accountId: director.accountId })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'accountId' }],
  })
  await expect(duty(planShift, { ...at, accountId: worker.accountId, phone: '12' })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'phone' }],
  })
})

test('the next fortnight gets the people of the last one, where nobody is planned yet', async () => {
  const from = addDays(mondayOf(today(new Date())), 28)
  const phone = '13900000009'
  await duty(planShift, { day: from, shift: 'day', accountId: worker.accountId, phone })
  await duty(planShift, { day: from, shift: 'night', accountId: head.accountId })
  const later = addDays(from, 14)
  await duty(planShift, { day: later, shift: 'night', accountId: duty.accountId })
  expect(await duty(repeatShifts, { from: later })).toEqual({ count: 1 })
  expect((await director(listShifts, { from: later })).items).toMatchObject([
    { day: later, shift: 'day', person: { name: '社工' }, phone },
    { day: later, shift: 'night', person: { name: '值班员' } },
  ])
  expect((await duty(listDutyPeople)).items.find(({ id }) => id === worker.accountId)).toMatchObject({
    phone,
  })
})
