import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyNotices } from '#modules/notifications/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { startClock } from '#apps/clock-process.ts'
import { COUNTY, NEIGHBOUR_COUNTY, testApp, type Caller } from '#tests/app.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { dispatched, sentOf } from '#tests/referrals.ts'
import { watchReferrals } from './jobs.ts'
import { getUnitReferral } from './unit/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { worker, officer, otherOfficer, police, education } = county
const head = await app.as({ role: 'liaison-officer', unitId: police, name: '公安分管领导' })
await app.setUp((db) =>
  db
    .insertInto('liaisonOfficer')
    .values({
      id: uuidv7(),
      unitId: police,
      name: '公安分管领导',
      isHead: true,
      accountId: head.accountId,
      fromDay: '2022-01-01',
    })
    .execute(),
)

const hours = (count: number) => new Date(Date.now() + count * 3_600_000)
const watch = (now: Date) => watchReferrals({ pool: app.pool, county: COUNTY }, now)
const about = async (who: Caller, id: string, kind: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items.filter(
    (task) => task.subjectId === id && task.kind === kind,
  )

test('what nobody of the unit has read for a day its head is told of, once, and the first look ends that', async () => {
  const { referral } = await dispatched(app, county)
  await watch(hours(23))
  expect(await about(head, referral.id, 'press-unread')).toEqual([])
  await Promise.all([watch(hours(25)), watch(hours(25))])
  await watch(hours(26))
  expect(await about(head, referral.id, 'press-unread')).toMatchObject([{ caseId: null, place: null }])
  expect(await about(officer, referral.id, 'press-unread')).toEqual([])
  const notices = (await head(listMyNotices, { pageSize: 100 })).items
  expect(notices.filter(({ subjectId }) => subjectId === referral.id)).toContainEqual(
    expect.objectContaining({ kind: 'task', subjectKind: 'unit-referral' }),
  )
  await officer(getUnitReferral, { id: referral.id })
  expect(await about(head, referral.id, 'press-unread')).toEqual([])
})

test('of the urgent lane an hour is enough, and a unit without a head leaves it to the sender', async () => {
  const phoned = { lane: 'urgent', phonedWhom: '值班员', phonedAt: new Date().toISOString() } as const
  const { referral } = await dispatched(app, county, { ...phoned, unitId: education })
  await watch(hours(1.1))
  expect(await about(otherOfficer, referral.id, 'press-unread')).toEqual([])
  expect(await about(worker, referral.id, 'press-unread')).toHaveLength(1)
})

test('when its access ends by its day the unit loses the matter, and its sender has it again', async () => {
  const { referral, caseId } = await dispatched(app, county)
  expect(await officer(getUnitReferral, { id: referral.id })).toMatchObject({ state: 'dispatched' })
  await app.setUp((db) =>
    db
      .updateTable('accessGrant')
      .set({ endsAt: hours(-1) })
      .where((eb) =>
        eb.or([
          eb('recordId', '=', referral.id),
          eb('id', 'in', eb.selectFrom('referral').where('id', '=', referral.id).select('grantId')),
        ]),
      )
      .execute(),
  )
  await expect(officer(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 404 })
  await watch(new Date())
  await watch(new Date())
  expect(await sentOf(worker, caseId, referral.id)).toMatchObject({ state: 'returned', returned: null })
  expect(await about(worker, referral.id, 'decide-return')).toHaveLength(1)
  expect(await about(officer, referral.id, 'answer-referral')).toEqual([])
})

test('the clock is a process beside the server, and a county where nothing is due costs it nothing', async () => {
  const { referral } = await dispatched(app, county)
  await app.owner.query(`alter table county_${COUNTY}.referral disable trigger referral_is_kept`)
  await app.setUp((db) =>
    db
      .updateTable('referral')
      .set({ dispatchedAt: hours(-30) })
      .where('id', '=', referral.id)
      .execute(),
  )
  await app.owner.query(`alter table county_${COUNTY}.referral enable trigger referral_is_kept`)
  const clock = startClock(
    { ...app.running, config: { ...app.running.config, logLevel: 'silent' } },
    {
      intervalMs: 100,
    },
  )
  try {
    await expect
      .poll(() => about(head, referral.id, 'press-unread'), { timeout: 20_000, interval: 200 })
      .toHaveLength(1)
  } finally {
    await clock.stop()
  }
  expect(await watchReferrals({ pool: app.pool, county: NEIGHBOUR_COUNTY }, new Date())).toBe(0)
})
