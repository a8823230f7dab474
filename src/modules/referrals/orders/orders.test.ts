import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { getPlanItem } from '#modules/cases/plans/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { COUNTY, testApp, type Caller } from '#tests/app.ts'
import { running } from '#tests/loop.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { DETAIL, OPEN, ordersOf } from '#tests/orders.ts'
import * as contract from './contract.ts'
import { watchServiceOrders } from './jobs.ts'
import * as unit from './unit/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { worker } = county
const { vetted, published, versionOf, claim, confirm, taken } = ordersOf(app, county)
const sunny = await vetted('sunny')
const other = await vetted('other')

const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)
test('an order is published without identity: names, numbers and telephones are refused', async () => {
  const story = await running(app, county)
  const publish = (more: Partial<typeof OPEN>) =>
    worker(contract.publishOrder, {
      ...OPEN,
      ...more,
      caseId: story.caseId,
      orderId: uuidv7(),
      planItemId: story.theirs,
      detail: DETAIL,
    })
  const texts = [`${story.child.name}需要课业辅导`, `联系 ${story.child.phone}`, '证件号 449821201506100012']
  for (const content of texts)
    await expect(publish({ content })).rejects.toMatchObject({ fields: [{ field: 'content' }] })
  await expect(publish({ qualification: `认识${story.child.name}` })).rejects.toMatchObject({
    fields: [{ field: 'qualification' }],
  })
  const { number } = await publish({})
  expect(number).toMatch(/^服〔\d{4}〕\d{4}号$/)
  await expect(publish({})).rejects.toMatchObject({ message: expect.stringContaining('另一份订单') })
})

test('sessions and a result are reported, the centre accepts, the item has its result and the access ends', async () => {
  const order = await taken(sunny)
  const report = async () =>
    sunny.liaison(unit.reportService, {
      id: order.id,
      version: await versionOf(order.id),
      result: '完成四十小时辅导',
    })
  await expect(report()).rejects.toMatchObject({ message: expect.stringContaining('服务记录') })
  const session = { id: order.id, heldOn: inDays(0), hours: 2, note: '辅导数学两节' }
  const sessionId = uuidv7()
  await sunny.liaison(unit.recordSession, { ...session, sessionId })
  await sunny.liaison(unit.recordSession, { ...session, sessionId })
  await expect(
    sunny.liaison(unit.recordSession, { ...session, sessionId: uuidv7(), heldOn: inDays(1) }),
  ).rejects.toMatchObject({ fields: [{ field: 'heldOn' }] })
  await expect(other.liaison(unit.recordSession, { ...session, sessionId: uuidv7() })).rejects.toMatchObject({
    status: 404,
  })
  await report()
  expect(await kindsAbout(worker, order.id)).toEqual(['accept-service'])
  await worker(contract.sendBackService, {
    id: order.id,
    version: await versionOf(order.id),
    reason: '请写明效果',
  })
  expect(await kindsAbout(sunny.liaison, order.id)).toEqual(['do-service'])
  await report()
  expect(await worker(contract.getOrder, { id: order.id })).toMatchObject({
    result: '完成四十小时辅导',
    sessions: [{ hours: 2, worker: '周社工', note: '辅导数学两节' }],
  })
  await worker(contract.acceptService, {
    id: order.id,
    version: await versionOf(order.id),
    result: '辅导完成，作业能按时交',
  })
  expect(await worker(getPlanItem, { id: order.theirs })).toMatchObject({
    state: 'done',
    result: '辅导完成，作业能按时交',
  })
  const ended = await sunny.liaison(unit.getUnitOrder, { id: order.id })
  expect(ended).toMatchObject({ state: 'accepted', identity: null })
  expect(JSON.stringify(ended)).not.toContain(order.child.name)
  expect(await kindsAbout(sunny.liaison, order.id)).toEqual([])
  for (const action of ['published', 'claimed', 'confirmed', 'reported', 'accepted'])
    expect(await app.auditOf(`service-order.${action}`)).toContainEqual(
      expect.objectContaining({ subject_id: order.id, result: 'done' }),
    )
})

test('an order that is given back, or taken back, closes the identity at once and is the centre’s to place again', async () => {
  const order = await taken(sunny)
  const version = await versionOf(order.id)
  await expect(
    sunny.liaison(unit.giveBackOrder, { id: order.id, version, reason: `${order.child.name}家搬走了` }),
  ).rejects.toMatchObject({ fields: [{ field: 'reason' }] })
  await sunny.liaison(unit.giveBackOrder, { id: order.id, version, reason: '人手不足，无法继续' })
  expect((await sunny.liaison(unit.getUnitOrder, { id: order.id })).identity).toBeNull()
  expect(await kindsAbout(worker, order.id)).toEqual(['place-service'])
  await worker(contract.republishOrder, {
    id: order.id,
    version: version + 1,
    startsOn: inDays(0),
    endsOn: inDays(50),
    takeBy: inDays(5),
  })
  await claim(other, order.id)
  await confirm(order.id)
  await worker(contract.revokeOrder, {
    id: order.id,
    version: await versionOf(order.id),
    reason: '家长要求更换',
  })
  expect((await other.liaison(unit.getUnitOrder, { id: order.id })).identity).toBeNull()
  await worker(contract.withdrawOrder, {
    id: order.id,
    version: await versionOf(order.id),
    reason: '不再需要',
  })
  expect(await kindsAbout(worker, order.id)).toEqual([])
  await expect(other.liaison(unit.getUnitOrder, { id: order.id })).rejects.toMatchObject({ status: 404 })
})

test('an order that nobody takes in time comes back to the owner of the case', async () => {
  const order = await published({ takeBy: inDays(0) })
  const expire = (days: number) =>
    watchServiceOrders({ pool: app.pool, county: COUNTY }, new Date(Date.now() + days * 86_400_000))
  expect(await expire(0)).toBe(0)
  expect(await expire(1)).toBe(1)
  expect(await worker(contract.getOrder, { id: order.id })).toMatchObject({ state: 'expired' })
  expect(await kindsAbout(worker, order.id)).toEqual(['place-service'])
})

test('access ends by its day, and the confirming says until when', async () => {
  const order = await published()
  await claim(sunny, order.id)
  for (const accessEndsOn of [inDays(10), inDays(500)])
    await expect(confirm(order.id, { accessEndsOn })).rejects.toMatchObject({
      fields: [{ field: 'accessEndsOn' }],
    })
  await confirm(order.id)
  await app.setUp((db) =>
    db
      .updateTable('accessGrant')
      .set({ endsAt: new Date(Date.now() - 1_000) })
      .where('recordId', '=', order.child.id)
      .execute(),
  )
  expect((await sunny.liaison(unit.getUnitOrder, { id: order.id })).identity).toBeNull()
  await expect(
    sunny.liaison(unit.recordSession, {
      id: order.id,
      sessionId: uuidv7(),
      heldOn: inDays(0),
      hours: 1,
      note: '辅导一次',
    }),
  ).rejects.toMatchObject({ status: 404 })
})

test('an organisation decides nothing on its own order, whatever it sends', async () => {
  const order = await published()
  await claim(sunny, order.id)
  const version = await versionOf(order.id)
  for (const endpoint of [contract.confirmTaking, contract.acceptService, contract.getOrder])
    await expect(sunny.liaison(endpoint, { id: order.id, version } as never)).rejects.toMatchObject({
      status: 403,
    })
  const both = await Promise.allSettled([confirm(order.id), confirm(order.id)])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('an ended order goes along with a merged place, and is not edited otherwise', async () => {
  const { id } = await published()
  await worker(contract.withdrawOrder, { id, version: await versionOf(id), reason: '不再需要' })
  const change = (set: { divisionCode?: string; content?: string }) =>
    app.setUp((db) => db.updateTable('serviceOrder').set(set).where('id', '=', id).executeTakeFirstOrThrow())
  await expect(change({ content: '另一种服务' })).rejects.toMatchObject({ constraint: 'service_order_ended' })
  expect(await change({ divisionCode: '449821101000' })).toMatchObject({ numUpdatedRows: 1n })
})
