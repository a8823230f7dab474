import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { getPlanItem } from '#modules/cases/plans/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { COUNTY, testApp, type Caller } from '#tests/app.ts'
import { inDays, loopCounty, running } from '#tests/loop.ts'
import * as contract from './contract.ts'
import { expireOrders } from './jobs.ts'
import * as register from './register/contract.ts'
import { DATA_PROMISES } from './rules.ts'
import * as unit from './unit/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { head, worker, supervisor, officer, director } = county

const organisation = async (code: string) => {
  const unitId = uuidv7()
  await app.setUp((db) =>
    db
      .insertInto('unit')
      .values({
        id: unitId,
        code,
        name: `${code}社工服务中心`,
        shortName: code,
        kind: 'social-organisation',
        joinedOn: '2024-01-01',
      })
      .execute(),
  )
  return { unitId, liaison: await app.as({ role: 'liaison-officer', unitId, name: `${code}联络员` }) }
}
const VETTING = { qualification: '社会工作师 3 名', documents: '登记证书、章程', validUntil: inDays(300) }
const vetted = async (code: string, kinds: contract.ServiceKind[] = ['tutoring', 'counselling']) => {
  const org = await organisation(code)
  await head(register.vetOrganisation, { unitId: org.unitId, version: 0, kinds, ...VETTING })
  const workerId = uuidv7()
  await head(register.recordWorker, {
    unitId: org.unitId,
    workerId,
    name: '周社工',
    qualification: '助理社会工作师',
    entryQueryOn: inDays(-30),
    entryQueryAt: '县公安局 查询回执第 8 号',
  })
  return { ...org, workerId }
}
const sunny = await vetted('sunny')
const other = await vetted('other')
const legal = await vetted('legal', ['legal'])

const OPEN = {
  kind: 'tutoring' as const,
  age: '7-12' as const,
  hours: 40,
  qualification: '助理社会工作师以上',
  content: '每周两次课业辅导，每次两小时',
  startsOn: inDays(0),
  endsOn: inDays(60),
  takeBy: inDays(7),
}
const DETAIL = '每周二、四放学后在村工作点'
const published = async (more: Partial<typeof OPEN> = {}) => {
  const story = await running(app, county)
  const order = await worker(contract.publishOrder, {
    ...OPEN,
    ...more,
    caseId: story.caseId,
    orderId: uuidv7(),
    planItemId: story.theirs,
    detail: DETAIL,
  })
  return { ...story, ...order }
}
const versionOf = async (id: string) => (await worker(contract.getOrder, { id })).version
const claim = async (org: typeof sunny, id: string, more: { workerId?: string } = {}) =>
  org.liaison(unit.claimOrder, {
    id,
    version: await versionOf(id),
    workerId: org.workerId,
    edition: 1,
    promisedBy: '周负责',
    isPromised: true,
    ...more,
  })
const confirm = async (id: string, more: { fields?: ('name' | 'phone')[]; accessEndsOn?: string } = {}) =>
  worker(contract.confirmTaking, {
    id,
    version: await versionOf(id),
    fields: ['name', 'phone'],
    reason: '上门服务需要',
    accessEndsOn: inDays(70),
    ...more,
  })
const taken = async () => {
  const order = await published()
  await claim(sunny, order.id)
  await confirm(order.id)
  return order
}
const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)
const openIds = async ({ liaison }: { liaison: Caller }) =>
  (await liaison(unit.listUnitOrders, { pageSize: 100 })).items.map(({ id }) => id)

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

test('sessions and a result are reported, the centre accepts, the item has its result and the access ends', async () => {
  const order = await taken()
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
  const order = await taken()
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

test('an organisation that is suspended loses what it holds, and sees no open order until it is vetted anew', async () => {
  const org = await vetted('brief')
  const order = await published()
  await claim(org, order.id)
  await confirm(order.id)
  const [entry] = (await head(register.listVetted)).items.filter((each) => each.unit.id === org.unitId)
  expect(entry).toMatchObject({ runningOrders: 1, vetting: { isValid: true, version: 1 } })
  const suspended = await head(register.suspendOrganisation, {
    unitId: org.unitId,
    version: 1,
    reason: '人员没有按年查询',
  })
  expect(suspended).toEqual({ returned: 1 })
  expect((await org.liaison(unit.getUnitOrder, { id: order.id })).identity).toBeNull()
  expect(await kindsAbout(worker, order.id)).toEqual(['place-service'])
  expect(await openIds(org)).toEqual([])
  expect((await org.liaison(unit.listUnitOrders)).vetting).toMatchObject({ isSuspended: true })
  await head(register.vetOrganisation, { unitId: org.unitId, version: 2, kinds: ['tutoring'], ...VETTING })
  expect((await openIds(org)).length).toBeGreaterThan(0)
})

test('who is vetted, the centre’s head decides; others of the desk read the register', async () => {
  const { unitId } = await organisation('new')
  const input = { unitId, version: 0, kinds: ['tutoring' as const], ...VETTING }
  await expect(worker(register.vetOrganisation, input)).rejects.toMatchObject({ status: 403 })
  await expect(head(register.vetOrganisation, { ...input, unitId: county.police })).rejects.toMatchObject({
    status: 404,
  })
  await expect(head(register.vetOrganisation, { ...input, validUntil: inDays(-1) })).rejects.toMatchObject({
    fields: [{ field: 'validUntil' }],
  })
  expect((await worker(register.listVetted)).items.map((each) => each.unit.id)).toContain(unitId)
  await expect(sunny.liaison(register.listVetted)).rejects.toMatchObject({ status: 403 })
})

test('an order that nobody takes in time comes back to the owner of the case', async () => {
  const order = await published({ takeBy: inDays(0) })
  const expire = (days: number) =>
    inTransaction(app.pool, dutyScope(COUNTY, 'worker'), (db) =>
      expireOrders(db, new Date(Date.now() + days * 86_400_000)),
    )
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
