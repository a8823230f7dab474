import { expect, test } from 'vitest'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { inDays, loopCounty } from '#tests/loop-county.ts'
import { ordersOf, VETTING } from '#tests/orders.ts'
import * as register from './contract.ts'
import * as unit from '../unit/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { head, worker } = county
const { organisation, vetted, published, claim, confirm } = ordersOf(app, county)
const sunny = await vetted('sunny')

const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)
const openIds = async ({ liaison }: { liaison: Caller }) =>
  (await liaison(unit.listUnitOrders, { pageSize: 100 })).items.map(({ id }) => id)

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
  const second = await published()
  expect(await openIds(org)).toContain(second.id)
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
