import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyNotices } from '#modules/notifications/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { oversightOf } from '#tests/oversight.ts'
import * as contract from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { office, peopleAt, inDays, dispatched } = await oversightOf(app, county)
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
const act = async (
  who: Caller,
  command: typeof contract.assignOversight,
  id: string,
  more: Record<string, unknown> = {},
) => who(command, { id, version: await versionOf(id), ...more })
const fedBack = async (unit = late.police, by = late.office) => {
  const { id } = await proposed()
  await act(by, contract.assignOversight, id)
  await act(unit, contract.signOversight, id)
  await act(unit, contract.handleOversight, id, { note: '已安排专人负责' })
  await act(unit, contract.feedBackOversight, id, { note: '两件均已办结并答复' })
  return id
}

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

test('the database refuses to change an order that has ended and what was proposed', async () => {
  const { id } = await proposed()
  const version = await versionOf(id)
  const change = (set: Record<string, unknown>) =>
    app.setUp((db) => db.updateTable('oversightOrder').set(set).where('id', '=', id).execute())
  await expect(change({ matter: '另一件事' })).rejects.toMatchObject({ constraint: 'oversight_order_ended' })
  await late.head(contract.withdrawOversight, { id, version, reason: '单位已经办结' })
  await expect(change({ state: 'proposed' })).rejects.toMatchObject({ constraint: 'oversight_order_ended' })
})
