import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { acceptReport, triageReport } from '#modules/reports/decisions/contract.ts'
import { recordEmergencyCall } from '#modules/reports/emergencies/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { fillRequired, investigated, opened, seen, seenReport, takeOne } from '#tests/loop.ts'
import { loopCounty, newChild } from '#tests/loop-county.ts'
import { recordAssessment } from '../assessments/contract.ts'
import { getCase } from '../contract.ts'
import { listMeasures, recordMeasure } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherSupervisor, duty, worker, head, officer } = county

const DANGER = {
  isHurtNow: 'no',
  isWithSuspectedOffender: 'no',
  isUnattended: 'yes',
  isAtRiskOfSelfHarm: 'no',
  isMissing: 'no',
  isSexualHarmSuspected: 'no',
  lacksFoodOrShelter: 'no',
} as const

/** A child alone at night: the desk calls, triages as an emergency and opens the case. */
const urgent = async () => {
  const child = await newChild(app)
  const { id } = await takeOne(duty, { childId: child.id, danger: { ...DANGER, isMissing: 'yes' } })
  await duty(recordEmergencyCall, { id, callId: uuidv7(), called: '镇派出所', said: '民警马上出发' })
  const version = async () => seenReport(duty, id)
  const danger = { ...DANGER, isMissing: 'yes' } as const
  await duty(triageReport, { id, version: await version(), danger, dangerLevel: 'immediate' })
  const { caseId } = await duty(acceptReport, {
    id,
    version: await version(),
    ownerId: worker.accountId,
  })
  return caseId
}

const measure = (id: string, more: object = {}) => ({
  id,
  measureId: uuidv7(),
  done: '和民警一起到家里，把孩子接到姑姑家',
  safety: 'safe' as const,
  whereabouts: '在姑姑家，姑姑和姑父都在',
  ...more,
})

const tasksOf = async (who: Caller, caseId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items.filter((task) => task.caseId === caseId)
const kindsOf = async (who: Caller, caseId: string) =>
  (await tasksOf(who, caseId)).map(({ kind }) => kind).toSorted()

test('an urgent case begins with the emergency: its owner has two hours, and what the desk did comes along', async () => {
  const caseId = await urgent()
  expect(await kindsOf(worker, caseId)).toEqual(['assess-case', 'investigate-case', 'respond-emergency'])
  const task = (await tasksOf(worker, caseId)).find(({ kind }) => kind === 'respond-emergency')
  expect(Date.parse(task?.dueAt ?? '') - Date.now()).toBeLessThanOrEqual(2 * 3_600_000)
  expect((await worker(listMeasures, { id: caseId })).items).toMatchObject([
    { called: '镇派出所', said: '民警马上出发', by: '值班员', safety: null, isFromDesk: true },
  ])
  const { facts } = await worker(getCase, { id: caseId })
  expect(facts.isEmergencyMissing).toBe(true)
})

test('no assessment is concluded while nobody wrote that the child is safe; 不清楚 is not safe', async () => {
  const caseId = await urgent()
  await investigated(county, caseId)
  await fillRequired(worker, caseId, 'immediate')
  const assess = async () =>
    worker(recordAssessment, {
      id: caseId,
      version: await seen(worker, caseId),
      assessmentId: uuidv7(),
      dangerLevel: 'immediate',
      guardianship: 'absent',
      harm: '夜里一个人',
      childView: '想和姑姑住',
    })
  await worker(recordMeasure, measure(caseId, { safety: 'unknown', whereabouts: '不清楚' }))
  await expect(assess()).rejects.toMatchObject({ message: expect.stringContaining('应急处置') })
  expect(await kindsOf(worker, caseId)).toContain('respond-emergency')
  await worker(recordMeasure, measure(caseId))
  expect(await kindsOf(worker, caseId)).not.toContain('respond-emergency')
  await assess()
})

test('an arrangement for a time comes back to its owner when the time is over', async () => {
  const caseId = await urgent()
  await expect(worker(recordMeasure, measure(caseId, { safety: 'arranged' }))).rejects.toMatchObject({
    fields: [{ field: 'safeUntil' }],
  })
  const past = new Date(Date.now() - 60_000).toISOString()
  await expect(
    worker(recordMeasure, measure(caseId, { safety: 'arranged', safeUntil: past })),
  ).rejects.toMatchObject({ fields: [{ field: 'safeUntil' }] })
  const safeUntil = new Date(Date.now() + 3 * 86_400_000).toISOString()
  await worker(recordMeasure, measure(caseId, { safety: 'arranged', safeUntil }))
  const renewal = (await tasksOf(worker, caseId)).find(({ kind }) => kind === 'renew-safety')
  expect(renewal?.dueAt).toBe(safeUntil)
  await worker(recordMeasure, measure(caseId))
  expect(await kindsOf(worker, caseId)).not.toContain('renew-safety')
})

test('a measure sent twice is written once, told in the log, and changed by nobody', async () => {
  const caseId = await urgent()
  const same = measure(caseId, { called: '120', said: '已派车' })
  await worker(recordMeasure, same)
  await worker(recordMeasure, same)
  const { items } = await head(listMeasures, { id: caseId })
  expect(items.filter(({ isFromDesk }) => !isFromDesk)).toHaveLength(1)
  const { steps } = await worker(getCase, { id: caseId })
  expect(steps.map(({ command }) => command)).toEqual(['open', 'emergency'])
  await expect(
    app.setUp((db) => db.updateTable('emergencyMeasure').set({ safety: 'unsafe' }).execute()),
  ).rejects.toThrow(/permission denied/)
})

test('what happened lies neither in the future nor long before the case', async () => {
  const caseId = await urgent()
  for (const at of ['2020-01-01T00:00:00+08:00', new Date(Date.now() + 3_600_000).toISOString()])
    await expect(worker(recordMeasure, measure(caseId, { at }))).rejects.toMatchObject({
      fields: [{ field: 'at' }],
    })
  await expect(worker(recordMeasure, measure(caseId, { called: '110' }))).rejects.toMatchObject({
    fields: [{ field: 'said' }],
  })
})

test('who works elsewhere or not on cases neither reads nor writes it, and the audit keeps no word of it', async () => {
  const caseId = await urgent()
  for (const who of [director, officer]) {
    await expect(who(listMeasures, { id: caseId })).rejects.toMatchObject({ status: 403 })
    await expect(who(recordMeasure, measure(caseId))).rejects.toMatchObject({ status: 403 })
  }
  await expect(otherSupervisor(listMeasures, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(recordMeasure, measure(caseId))).rejects.toMatchObject({ status: 404 })
  await worker(recordMeasure, measure(caseId))
  expect(JSON.stringify(await app.auditOf('emergency.recorded'))).not.toContain('姑姑')
})

test('a case of another level is asked for it as soon as it becomes urgent', async () => {
  const { caseId, child } = await opened(app, county)
  expect((await worker(listMeasures, { id: caseId })).isNeeded).toBe(false)
  const { id } = await takeOne(duty, { childId: child.id, danger: { ...DANGER, isMissing: 'yes' } })
  await duty(recordEmergencyCall, { id, callId: uuidv7(), called: '110', said: '已出警' })
  const danger = { ...DANGER, isMissing: 'yes' } as const
  await duty(triageReport, { id, version: await seenReport(duty, id), danger, dangerLevel: 'immediate' })
  await duty(acceptReport, { id, version: await seenReport(duty, id), joinCaseId: caseId })
  expect(await kindsOf(worker, caseId)).toEqual(['assess-case', 'investigate-case', 'respond-emergency'])
  expect(await worker(listMeasures, { id: caseId })).toMatchObject({
    isNeeded: true,
    items: [{ called: '110', isFromDesk: true }],
  })
})
