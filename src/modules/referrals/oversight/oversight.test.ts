import { expect, test } from 'vitest'
import { addWorkingDays, assumingWeekends, isWorkingDay, publishedCalendar } from '#kernel/calendar.ts'
import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { inTransaction, dutyScope } from '#server/transaction.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { listMyNotices } from '#modules/notifications/contract.ts'
import { COUNTY, testApp, type Caller } from '#tests/app.ts'
import { loopCounty, running, sent } from '#tests/loop.ts'
import * as contract from './contract.ts'
import { proposeOversights } from './jobs.ts'
import { answerUrging, listOwed, listUrgings, urgeReferral } from './urgings/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const office = uuidv7()
await app.setUp((db) =>
  db
    .insertInto('unit')
    .values({
      id: office,
      code: 'civil-affairs',
      name: '县民政局',
      shortName: '民政局',
      kind: 'member-unit',
      joinedOn: '2021-09-01',
    })
    .execute(),
)

/** Everybody who takes part, signed in at that moment. */
const peopleAt = async (now: Date | undefined) => {
  app.clock.now = now
  const officer = (unitId: string, name: string) => app.as({ role: 'liaison-officer', unitId, name })
  return {
    head: await app.as({ role: 'centre-head' }),
    worker: await app.as({ role: 'caseworker' }),
    director: await app.as({ role: 'child-director', divisionCode: '449821100001' }),
    leader: await app.as({ role: 'leader' }),
    secondLeader: await app.as({ role: 'leader' }),
    office: await officer(office, '办公室甲'),
    secondOffice: await officer(office, '办公室乙'),
    police: await officer(county.police, '公安联络员'),
    education: await officer(county.education, '教育联络员'),
  }
}
const now = new Date()
const inDays = (count: number) => new Date(now.getTime() + count * 86_400_000)

const dispatched = async () => {
  app.clock.now = undefined
  const story = await running(app, county)
  return { ...story, ...(await sent(county, story)) }
}
const one = await dispatched()
const late = await peopleAt(inDays(20))
const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)

const proposed = async (who: Caller = late.head, more: { unitId?: string; referralIds?: string[] } = {}) => {
  const orderId = uuidv7()
  return who(contract.proposeOversight, {
    orderId,
    unitId: county.police,
    referralIds: [],
    matter: '转介事项多次超期',
    requirement: '请说明原因并限期办结',
    ...more,
  })
}
const versionOf = async (id: string) => (await late.head(contract.getOversight, { id })).version
type Act =
  | typeof contract.assignOversight
  | typeof contract.signOversight
  | typeof contract.handleOversight
  | typeof contract.feedBackOversight
  | typeof contract.reviewOversight
  | typeof contract.closeOversight
const act = async (who: Caller, command: Act, id: string, more: Record<string, unknown> = {}) =>
  who(command, { id, version: await versionOf(id), ...more } as never)
const fedBack = async (unit = late.police, by = late.office) => {
  const { id } = await proposed()
  await act(by, contract.assignOversight, id)
  await act(unit, contract.signOversight, id)
  await act(unit, contract.handleOversight, id, { note: '已安排专人负责' })
  await act(unit, contract.feedBackOversight, id, { note: '两件均已办结并答复' })
  return id
}

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

test('an order goes its whole way, with a task for whoever’s turn it is and limits in working days', async () => {
  const { id, number } = await proposed(late.head, { referralIds: [one.id] })
  expect(number).toMatch(/^督〔\d{4}〕\d{4}号$/)
  expect(await kindsAbout(late.office, id)).toEqual(['assign-oversight'])
  expect((await late.police(contract.listOversights)).items.map((each) => each.id)).not.toContain(id)
  await act(late.office, contract.assignOversight, id)
  expect((await kindsAbout(late.police, id)).toSorted()).toEqual(['answer-oversight', 'sign-oversight'])
  await act(late.police, contract.signOversight, id)
  await act(late.police, contract.handleOversight, id, { note: '已安排专人负责' })
  expect(await kindsAbout(late.police, id)).toEqual(['answer-oversight'])
  await act(late.police, contract.feedBackOversight, id, { note: '已上门核实并答复' })
  expect(await kindsAbout(late.office, id)).toEqual(['review-oversight'])
  await act(late.office, contract.reviewOversight, id, { isPassed: true, note: '情况属实' })
  expect(await kindsAbout(late.office, id)).toEqual(['close-oversight'])
  expect((await late.leader(listMyNotices)).items).toContainEqual(
    expect.objectContaining({ subjectKind: 'oversight', subjectId: id }),
  )
  await act(late.leader, contract.closeOversight, id, { isAgreed: true, note: '同意销号' })
  const order = await late.leader(contract.getOversight, { id })
  expect(order).toMatchObject({
    state: 'closed',
    turn: null,
    referrals: [{ id: one.id, number: one.number }],
  })
  expect(order.steps.map(({ command }) => command)).toEqual([
    'propose',
    'assign',
    'sign',
    'handle',
    'feedBack',
    'pass',
    'close',
  ])
  expect(await kindsAbout(late.office, id)).toEqual([])
  await expect(
    late.head(contract.withdrawOversight, { id, version: order.version, reason: '不再需要' }),
  ).rejects.toMatchObject({ code: 'refused' })
  for (const action of ['proposed', 'assigned', 'signed', 'handled', 'fed-back', 'reviewed', 'closed'])
    expect(await app.auditOf(`oversight.${action}`)).toContainEqual(
      expect.objectContaining({ subject_id: id, result: 'done' }),
    )
})

test('nobody reviews what they fed back, nobody strikes off what they reviewed, and no unit its own', async () => {
  const id = await fedBack()
  const refused = expect.objectContaining({ code: 'refused' })
  const review = { isPassed: true, note: '情况属实' }
  const agree = { isAgreed: true, note: '同意销号' }
  await expect(act(late.police, contract.reviewOversight, id, review)).rejects.toEqual(refused)
  await expect(act(late.leader, contract.reviewOversight, id, review)).rejects.toEqual(refused)
  await act(late.office, contract.reviewOversight, id, review)
  await expect(act(late.office, contract.closeOversight, id, agree)).rejects.toEqual(refused)
  await expect(act(late.police, contract.closeOversight, id, agree)).rejects.toEqual(refused)
  await act(late.secondOffice, contract.closeOversight, id, agree)
  expect(await late.head(contract.getOversight, { id })).toMatchObject({ state: 'closed' })
})

test('a feedback that does not satisfy goes back with a new limit, also at the last step', async () => {
  const id = await fedBack()
  await act(late.office, contract.reviewOversight, id, { isPassed: false, note: '没有说明原因' })
  expect(await late.police(contract.getOversight, { id })).toMatchObject({
    state: 'handling',
    turn: '县公安局',
  })
  expect(await kindsAbout(late.police, id)).toEqual(['answer-oversight'])
  await act(late.police, contract.feedBackOversight, id, { note: '原因是人手不足，已调整' })
  await act(late.office, contract.reviewOversight, id, { isPassed: true, note: '情况属实' })
  await act(late.leader, contract.closeOversight, id, { isAgreed: false, note: '措施还不够' })
  expect(await late.police(contract.getOversight, { id })).toMatchObject({ state: 'handling' })
  expect(await kindsAbout(late.police, id)).toEqual(['answer-oversight'])
})

test('the office that is overseen itself is assigned, reviewed and struck off by leaders', async () => {
  const { id } = await proposed(late.leader, { unitId: office })
  await expect(act(late.office, contract.assignOversight, id)).rejects.toMatchObject({ code: 'refused' })
  await act(late.leader, contract.assignOversight, id)
  await act(late.office, contract.signOversight, id)
  await act(late.office, contract.handleOversight, id, { note: '已安排专人负责' })
  await act(late.office, contract.feedBackOversight, id, { note: '已全部办结' })
  await expect(
    act(late.secondOffice, contract.reviewOversight, id, { isPassed: true, note: '情况属实' }),
  ).rejects.toMatchObject({ code: 'refused' })
  await act(late.leader, contract.reviewOversight, id, { isPassed: true, note: '情况属实' })
  await act(late.secondLeader, contract.closeOversight, id, { isAgreed: true, note: '同意销号' })
})

test('a unit sees its own orders once they are assigned, another unit none, a director nothing at all', async () => {
  const { id } = await proposed()
  const version = 1
  await expect(late.police(contract.getOversight, { id })).rejects.toMatchObject({ status: 404 })
  await act(late.office, contract.assignOversight, id)
  expect(
    (await late.police(contract.listOversights, { pageSize: 100 })).items.map((each) => each.id),
  ).toContain(id)
  for (const command of [contract.getOversight, contract.signOversight])
    await expect(late.education(command, { id, version } as never)).rejects.toMatchObject({ status: 404 })
  for (const who of [late.director, late.worker])
    await expect(who(contract.assignOversight, { id, version })).rejects.toMatchObject({ status: 403 })
  await expect(late.police(contract.signOversight, { id, version: 1 })).rejects.toMatchObject({
    code: 'stale',
  })
  const sheet = await late.police(contract.printOversight, { id, reason: '交办会使用' })
  expect(sheet.watermark).toContain('交办会使用')
})

test('no text of an order tells which child it is about', async () => {
  const { name } = one.child
  const requirement = '请说明原因并限期办结'
  const input = { unitId: county.police, referralIds: [one.id], requirement }
  const refuse = (matter: string) =>
    expect(
      late.head(contract.proposeOversight, { ...input, orderId: uuidv7(), matter }),
    ).rejects.toMatchObject({
      fields: [{ field: 'matter' }],
    })
  await refuse(`${name}一案超期`)
  await refuse('联系家长 15400000001 一案超期')
  const { id } = await late.head(contract.proposeOversight, {
    ...input,
    orderId: uuidv7(),
    matter: '一件转介超期',
  })
  await act(late.office, contract.assignOversight, id)
  await act(late.police, contract.signOversight, id)
  await expect(
    act(late.police, contract.handleOversight, id, { note: `已联系${name}的家长` }),
  ).rejects.toMatchObject({ fields: [{ field: 'note' }] })
  expect(await late.police(contract.getOversight, { id })).toMatchObject({ state: 'signed' })
})

test('an order is about what the unit still owes, and is withdrawn with a reason', async () => {
  const wrong = { unitId: county.education, referralIds: [one.id] }
  await expect(proposed(late.head, wrong)).rejects.toMatchObject({ fields: [{ field: 'referralIds' }] })
  await expect(proposed(late.worker)).rejects.toMatchObject({ status: 403 })
  const { id } = await proposed()
  const version = await versionOf(id)
  await expect(late.head(contract.withdrawOversight, { id, version, reason: '' })).rejects.toMatchObject({
    status: 422,
  })
  await late.head(contract.withdrawOversight, { id, version, reason: '单位已经办结' })
  expect(await kindsAbout(late.office, id)).toEqual([])
  expect(await late.head(contract.getOversight, { id })).toMatchObject({ state: 'withdrawn' })
})

test('what is long late is proposed by itself, once, an order for each unit', async () => {
  const other = await dispatched()
  app.clock.now = inDays(20)
  const run = () =>
    inTransaction(app.pool, dutyScope(COUNTY, 'worker'), (db) =>
      proposeOversights(db, app.keys, COUNTY, inDays(20)),
    )
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
  const run = (when: Date) =>
    inTransaction(app.pool, dutyScope(COUNTY, 'worker'), (db) =>
      proposeOversights(db, app.keys, COUNTY, when),
    )
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

test('the database refuses to change an order that has ended and what was proposed', async () => {
  const { id } = await proposed()
  const version = await versionOf(id)
  const change = (set: Record<string, unknown>) =>
    app.setUp((db) => db.updateTable('oversightOrder').set(set).where('id', '=', id).execute())
  await expect(change({ matter: '另一件事' })).rejects.toMatchObject({ constraint: 'oversight_order_ended' })
  await late.head(contract.withdrawOversight, { id, version, reason: '单位已经办结' })
  await expect(change({ state: 'proposed' })).rejects.toMatchObject({ constraint: 'oversight_order_ended' })
})
