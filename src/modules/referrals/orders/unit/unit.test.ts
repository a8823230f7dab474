import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { DETAIL, ordersOf } from '#tests/orders.ts'
import * as contract from '../contract.ts'
import * as register from '../register/contract.ts'
import { DATA_PROMISES } from '../rules.ts'
import * as unit from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { head, worker, supervisor, officer, director } = county
const { vetted, published, versionOf, claim, confirm } = ordersOf(app, county)
const sunny = await vetted('sunny')
const other = await vetted('other')
const legal = await vetted('legal', ['legal'])

const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)
const openIds = async ({ liaison }: { liaison: Caller }) =>
  (await liaison(unit.listUnitOrders, { pageSize: 100 })).items.map(({ id }) => id)

test('organisations see the open orders that fit, without the child; others see none', async () => {
  const order = await published()
  expect(await openIds(sunny)).toContain(order.id)
  expect(await openIds(other)).toContain(order.id)
  expect(await openIds(legal)).not.toContain(order.id)
  expect((await officer(unit.listUnitOrders)).vetting).toMatchObject({ isSocialOrganisation: false })
  expect((await officer(unit.listUnitOrders)).total).toBe(0)
  const seen = await sunny.liaison(unit.getUnitOrder, { id: order.id })
  expect(seen).toMatchObject({ identity: null, town: '甲镇', isOurs: false })
  for (const secret of [order.child.name, order.child.phone, DETAIL, order.caseNumber])
    expect(JSON.stringify(seen)).not.toContain(secret)
  await expect(officer(unit.getUnitOrder, { id: order.id })).rejects.toMatchObject({ status: 404 })
  for (const who of [director, supervisor])
    await expect(who(unit.getUnitOrder, { id: order.id })).rejects.toMatchObject({ status: 403 })
})

test('the identity opens with the centre’s confirming, in the chosen fields alone, and never before', async () => {
  const order = await published()
  await claim(sunny, order.id)
  expect((await sunny.liaison(unit.getUnitOrder, { id: order.id })).identity).toBeNull()
  expect(await openIds(other)).not.toContain(order.id)
  expect(await kindsAbout(worker, order.id)).toEqual(['confirm-taker'])
  await confirm(order.id)
  const { identity } = await sunny.liaison(unit.getUnitOrder, { id: order.id })
  expect(identity).toMatchObject({
    detail: DETAIL,
    child: [{ field: 'name', value: order.child.name }, { field: 'phone' }],
  })
  expect(JSON.stringify(identity)).not.toContain(order.child.phone)
  const reveal = (field: 'phone' | 'idNumber') =>
    sunny.liaison(unit.revealServed, { id: order.id, field, reason: '约上门时间' })
  expect(await reveal('phone')).toEqual({ value: order.child.phone })
  await expect(reveal('idNumber')).rejects.toMatchObject({ code: 'refused' })
  expect(await kindsAbout(sunny.liaison, order.id)).toEqual(['do-service'])
  await expect(other.liaison(unit.getUnitOrder, { id: order.id })).rejects.toMatchObject({ status: 404 })
})

test('taking needs vetting, a worker with a yearly entry query, and the promise, whose text is kept by its hash', async () => {
  const order = await published()
  const refusal = (words: string) =>
    expect.objectContaining({ message: expect.stringContaining(words) as string })
  const stale = uuidv7()
  await head(register.recordWorker, {
    unitId: sunny.unitId,
    workerId: stale,
    name: '过期社工',
    qualification: '社工',
    entryQueryOn: inDays(-400),
    entryQueryAt: '县公安局 查询回执第 2 号',
  })
  await expect(claim(sunny, order.id, { workerId: stale })).rejects.toEqual(refusal('入职查询'))
  await expect(claim(sunny, order.id, { workerId: other.workerId })).rejects.toEqual(refusal('入职查询'))
  await expect(claim(legal, order.id)).rejects.toMatchObject({ status: 404 })
  const version = await versionOf(order.id)
  const input = {
    id: order.id,
    version,
    workerId: sunny.workerId,
    promisedBy: '周负责',
    isPromised: true as const,
  }
  await expect(sunny.liaison(unit.claimOrder, { ...input, edition: 99 })).rejects.toEqual(refusal('新的一版'))
  await head(register.renewQuery, {
    id: stale,
    entryQueryOn: inDays(0),
    entryQueryAt: '县公安局 查询回执第 9 号',
  })
  await claim(sunny, order.id, { workerId: stale })
  const hash = createHash('sha256')
    .update(DATA_PROMISES[0]?.text ?? '')
    .digest('hex')
  expect(await worker(contract.getOrder, { id: order.id })).toMatchObject({
    promise: { edition: 1, hash, by: '周负责' },
    worker: { name: '过期社工' },
  })
  await head(register.endWorker, { id: stale, reason: '已经离职' })
  await expect(confirm(order.id)).rejects.toEqual(refusal('入职查询'))
  await worker(contract.declineTaking, { id: order.id, version: version + 1, reason: '人员已离开' })
  expect(await openIds(other)).toContain(order.id)
  expect(await kindsAbout(worker, order.id)).toEqual(['place-service'])
})
