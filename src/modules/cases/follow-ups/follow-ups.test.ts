import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { followedUp, opened, readyToClose, running, seen } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { CLOSING_WORDS, CONTACT } from '#tests/loop-words.ts'
import { requestClosing } from '../closing/contract.ts'
import { getCase } from '../contract.ts'
import { dropPlanItem } from '../plans/contract.ts'
import { listFollowUps, recordFollowUp } from './contract.ts'
import { isFresh, nextContactDay } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherSupervisor, supervisor, worker, officer } = county

const contactTasks = async (caseId: string) =>
  app.setUp((db) =>
    db
      .selectFrom('task')
      .where('caseId', '=', caseId)
      .where('kind', 'in', ['contact-child', 'redo-assessment'])
      .where('doneAt', 'is', null)
      .where('cancelledAt', 'is', null)
      .select(['kind', 'ownerId', 'dueAt'])
      .orderBy('kind')
      .execute(),
  )

test.each([
  { last: undefined, every: 7, today: '2026-03-10', is: false },
  { last: '2026-03-03', every: 7, today: '2026-03-10', is: true },
  { last: '2026-03-02', every: 7, today: '2026-03-10', is: false },
  { last: '2026-03-10', every: 1, today: '2026-03-10', is: true },
])('a contact on $last holds on $today for $every days: $is', ({ last, every, today, is }) => {
  expect(isFresh(last, every, today)).toBe(is)
})

test('from the day a plan begins somebody has to contact the child, again and again as the level asks', async () => {
  const { caseId } = await running(app, county)
  const every = (await worker(listFollowUps, { id: caseId })).everyDays
  expect(every).toBe(7)
  expect(await contactTasks(caseId)).toMatchObject([
    { kind: 'redo-assessment' },
    { kind: 'contact-child', ownerId: worker.accountId, dueAt: new Date(`${inDays(8)}T00:00:00+08:00`) },
  ])
  await followedUp(worker, caseId)
  const list = await worker(listFollowUps, { id: caseId })
  expect(list).toMatchObject({
    nextDay: nextContactDay(inDays(0), 7),
    items: [{ ...CONTACT, onDay: inDays(0), madeBy: '社工' }],
  })
  expect((await contactTasks(caseId)).filter(({ kind }) => kind === 'contact-child')).toHaveLength(1)
  expect((await worker(getCase, { id: caseId })).facts.isFollowedUp).toBe(true)
})

test('who was not met alone, whose words are missing, what worries: each is asked for', async () => {
  const { caseId } = await running(app, county)
  const version = await seen(worker, caseId)
  const one = { id: caseId, version, followUpId: uuidv7(), onDay: inDays(0), ...CONTACT }
  for (const [more, field] of [
    [{ seen: 'with-others' }, 'notAloneReason'],
    [{ childWords: ' ' }, 'childWords'],
    [{ hasConcern: true }, 'concerns'],
    [{ onDay: inDays(1) }, 'onDay'],
    [{ onDay: inDays(-1) }, 'onDay'],
  ] as const)
    await expect(worker(recordFollowUp, { ...one, ...more })).rejects.toMatchObject({
      status: 422,
      fields: [{ field }],
    })
  await worker(recordFollowUp, { ...one, childWords: undefined, noChildWordsReason: '孩子只有八个月' })
})

test('there is nothing to follow up before the plan begins', async () => {
  const { caseId } = await opened(app, county)
  await expect(followedUp(worker, caseId)).rejects.toMatchObject({
    code: 'refused',
    message: '计划开始实施后再记录跟踪',
  })
})

test('a new concern makes the next assessment due within two working days, and its owner is told at once', async () => {
  const { caseId } = await running(app, county)
  await followedUp(supervisor, caseId, { hasConcern: true, concerns: '手臂上有新伤' })
  const [redo] = await contactTasks(caseId)
  expect(redo).toMatchObject({ kind: 'redo-assessment', ownerId: worker.accountId })
  expect(Number(redo?.dueAt) - Date.now()).toBeLessThan(12 * 86_400_000)
  const told = await app.setUp((db) =>
    db
      .selectFrom('notice')
      .where('subjectId', '=', caseId)
      .where('isDanger', '=', true)
      .where('accountId', '=', worker.accountId)
      .select('id')
      .execute(),
  )
  expect(told.length).toBeGreaterThan(0)
})

test('a case whose child nobody saw lately is not closed', async () => {
  const { caseId, own, theirs } = await running(app, county)
  for (const id of [own, theirs]) await worker(dropPlanItem, { id, version: 1, reason: '情况已变，不再需要' })
  await readyToClose(county, caseId)
  // Its level fell to low, where ninety days are allowed.
  await app.setUp(async (db) => {
    const began = new Date(Date.now() - 120 * 86_400_000)
    await db.updateTable('caseStep').set({ at: began }).where('caseId', '=', caseId).execute()
  })
  await app.owner.query(`alter table county_449821.follow_up disable trigger user`)
  await app.owner.query(`alter table county_449821.follow_up no force row level security`)
  await app.owner.query(`update county_449821.follow_up set on_day = on_day - 91 where case_id = $1`, [
    caseId,
  ])
  await app.owner.query(`alter table county_449821.follow_up force row level security`)
  await app.owner.query(`alter table county_449821.follow_up enable trigger user`)
  const ask = async () =>
    worker(requestClosing, { id: caseId, version: await seen(worker, caseId), ...CLOSING_WORDS })
  await expect(ask()).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('最近一次跟踪已经太久'),
  })
  await followedUp(worker, caseId, { onDay: inDays(-1) })
  await ask()
})

test('a contact is written by whoever works on the case, read by whoever sees it, and never again by anybody', async () => {
  const { caseId } = await running(app, county)
  const version = await seen(worker, caseId)
  const one = { id: caseId, version, followUpId: uuidv7(), onDay: inDays(0), ...CONTACT }
  for (const who of [director, officer])
    await expect(who(recordFollowUp, one)).rejects.toMatchObject({ status: 403 })
  await expect(otherSupervisor(recordFollowUp, one)).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(listFollowUps, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await supervisor(recordFollowUp, one)
  await expect(worker(recordFollowUp, { ...one, version: version + 1 })).rejects.toMatchObject({
    code: 'refused',
  })
  expect((await worker(listFollowUps, { id: caseId })).items).toHaveLength(1)
  await expect(
    app.setUp((db) => db.updateTable('followUp').set({ hasConcern: true }).execute()),
  ).rejects.toThrow('permission denied')
  const stored = await app.setUp((db) =>
    db.selectFrom('followUp').where('caseId', '=', caseId).selectAll().execute(),
  )
  expect(JSON.stringify(stored)).not.toContain(CONTACT.childWords)
  const audited = JSON.stringify(await app.auditOf('follow-up.recorded'))
  expect(audited).toContain(caseId)
  expect(audited).not.toContain(CONTACT.childWords)
})

test('the task of a contact names the case and no person', async () => {
  const { caseId, caseNumber, child } = await running(app, county)
  const { items } = await worker(listMyTasks, { pageSize: 100 })
  const task = items.find((each) => each.caseId === caseId && each.kind === 'contact-child')
  expect(task?.title).toBe(`跟踪：联系孩子 ${caseNumber}`)
  expect(task?.title).not.toContain(child.name)
})
