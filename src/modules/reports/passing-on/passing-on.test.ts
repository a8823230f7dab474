import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { loopCounty, takeOne, triaged } from '#tests/loop.ts'
import { listContacts, tellReporter } from '../answers/contract.ts'
import { getReport } from '../contract.ts'
import { triageReport } from '../decisions/contract.ts'
import { listEmergencyCalls, recordEmergencyCall, waiveEmergencyCall } from '../emergencies/contract.ts'
import { expectPoliceFeedback, listPoliceFeedback, recordPoliceFeedback } from '../police/contract.ts'
import { listPassOns, passOnReport, recordReturned, recordTaken } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { duty, police } = county
const refused = (words: string) => ({ status: 409, message: expect.stringContaining(words) })
const tasksOf = async (who: Caller, number: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter(({ title }) => title.endsWith(number))
    .map(({ kind }) => kind)
const numberOf = async (id: string) => (await duty(getReport, { id })).number

test('the emergency lane is left only with a call written down, or the reason why none is needed', async () => {
  const danger = { isHurtNow: 'yes' } as const
  const take = async () => {
    const { id } = await takeOne(duty, { danger })
    await duty(triageReport, { id, version: 1, danger, dangerLevel: 'immediate' })
    return id
  }
  const [called, waived] = [await take(), await take()]
  const pass = (id: string, seen: number) =>
    duty(passOnReport, { id, version: seen, unitId: police, reason: '需公安到场处置' })
  for (const id of [called, waived]) await expect(pass(id, 2)).rejects.toMatchObject(refused('紧急联络'))
  const call = { id: called, callId: uuidv7(), called: '110', said: '民警十分钟到' }
  const later = new Date(Date.now() + 3_600_000).toISOString()
  await expect(duty(recordEmergencyCall, { ...call, at: later })).rejects.toMatchObject({ status: 422 })
  await duty(recordEmergencyCall, call)
  await duty(waiveEmergencyCall, { id: waived, callId: uuidv7(), why: '孩子已在派出所' })
  expect((await duty(listEmergencyCalls, { id: called })).items).toMatchObject([
    { called: '110', said: '民警十分钟到', by: '值班员', isNeedless: false },
  ])
  expect((await duty(listEmergencyCalls, { id: waived })).items).toMatchObject([{ isNeedless: true }])
  await pass(called, 2)
  await pass(waived, 2)
})

test('what is passed on is followed until they took it', async () => {
  const id = await triaged(county)
  const number = await numberOf(id)
  const both = { id, version: 2, unitId: police, to: '邻县', reason: '属于治安案件' }
  await expect(duty(passOnReport, both)).rejects.toMatchObject({ status: 422 })
  await duty(passOnReport, { ...both, to: undefined })
  expect((await tasksOf(duty, number)).toSorted()).toEqual(['follow-pass-on', 'tell-reporter'])
  await duty(tellReporter, { id, version: 3, how: 'telephone', said: '已转公安机关' })
  expect(await tasksOf(duty, number)).toEqual(['follow-pass-on'])
  await duty(recordTaken, { id, version: 4, said: '治安大队李警官接收' })
  expect(await tasksOf(duty, number)).toEqual([])
  expect((await duty(listPassOns, { id })).items).toMatchObject([
    { isUnit: true, taken: { said: '治安大队李警官接收' }, returned: null },
  ])
  const again = duty(recordTaken, { id, version: 5, said: '又接收' })
  await expect(again).rejects.toMatchObject(refused('没有等待'))
})

test('what another office sends back is ours again, and its reporter is told once more', async () => {
  const id = await triaged(county)
  const number = await numberOf(id)
  await duty(passOnReport, { id, version: 2, to: '邻县未保中心', reason: '孩子住在邻县' })
  await duty(tellReporter, { id, version: 3, how: 'telephone', said: '已转邻县' })
  await duty(recordReturned, { id, version: 4, reason: '孩子户籍和住处都在本县' })
  expect(await duty(getReport, { id })).toMatchObject({ state: 'received', told: null, isTold: false })
  expect(await tasksOf(duty, number)).toEqual(['triage-report'])
  expect((await duty(listContacts, { id })).items).toMatchObject([
    { kind: 'before-return', said: '已转邻县' },
  ])
  await duty(passOnReport, { id, version: 5, unitId: county.education, reason: '属于学校管理' })
  expect((await duty(listPassOns, { id })).items.map(({ returned }) => Boolean(returned))).toEqual([
    false,
    true,
  ])
})

test('the police’s feedback is waited for by stage: three days after filing, and before the transfer', async () => {
  const id = await triaged(county)
  const number = await numberOf(id)
  const expected = (stage: 'filed' | 'before-transfer', eventDay: string) =>
    duty(expectPoliceFeedback, { id, stage, eventDay })
  await expect(expected('filed', '2099-01-01')).rejects.toMatchObject({ status: 422 })
  await expected('filed', '2026-03-02')
  await expected('before-transfer', '2026-05-20')
  const { items } = await duty(listPoliceFeedback, { id })
  // 2026-03-02 is not counted; three days end at 24:00 of the 5th.
  expect(items).toMatchObject([
    { stage: 'filed', dueAt: '2026-03-05T16:00:00.000Z', told: null },
    { stage: 'before-transfer', dueAt: '2026-05-20T16:00:00.000Z' },
  ])
  const feedback = async () => (await tasksOf(duty, number)).filter((kind) => kind === 'police-feedback')
  expect(await feedback()).toHaveLength(2)
  await duty(recordPoliceFeedback, { id, stage: 'filed', said: '已立案侦查' })
  expect(await feedback()).toHaveLength(1)
  await expect(duty(recordPoliceFeedback, { id, stage: 'filed', said: '又说' })).rejects.toMatchObject(
    refused('已经记录'),
  )
  expect((await duty(listPoliceFeedback, { id })).items[0]).toMatchObject({ told: { said: '已立案侦查' } })
})
