import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { assessed, fillRequired, investigated, opened, running } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import type { CaseFacts } from '../contract.ts'
import { CASE_WAY } from '../rules.ts'
import { getWay, Station } from './contract.ts'
import { owedOf, stationsOf } from './rules.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherSupervisor, worker, supervisor } = county

const look = async (caseId: string) => {
  const way = await worker(getWay, { id: caseId })
  return { ...way, states: Object.fromEntries(way.stations.map(({ station, state }) => [station, state])) }
}

test('the picture has ten stations, and says all that is missing for the next step', async () => {
  const { caseId } = await opened(app, county)
  const first = await look(caseId)
  expect(first.stations.map(({ station }) => station)).toEqual(Station.options)
  expect(first.states).toMatchObject({
    accepted: 'done',
    graded: 'done',
    emergency: 'not-required',
    assessment: 'now',
    conference: 'not-required',
    plan: 'ahead',
    'look-back': 'ahead',
  })
  expect(first.next).toEqual({
    label: '完成评估',
    missing: ['按本县规则要填的评估表还没填齐：风险筛查'],
  })
  await fillRequired(worker, caseId)
  expect((await look(caseId)).next?.missing).toEqual([])
})

test('every guard that fails is told, not only the first', async () => {
  const { caseId } = await opened(app, county)
  await app.setUp((db) =>
    db.updateTable('caseFile').set({ dangerLevel: 'immediate' }).where('id', '=', caseId).execute(),
  )
  const { next, states } = await look(caseId)
  expect(states).toMatchObject({ emergency: 'now', assessment: 'ahead', conference: 'ahead' })
  expect(next?.missing).toHaveLength(3)
  await investigated(county, caseId)
  expect((await look(caseId)).next?.missing).toHaveLength(2)
})

test('a station is dated when it is done, and how long the state lasts is told', async () => {
  const { caseId } = await assessed(app, county)
  const way = await look(caseId)
  expect(way.states).toMatchObject({ assessment: 'done' })
  expect(way.stations.find(({ station }) => station === 'assessment')?.at).toBe(way.since)
  const story = await running(app, county)
  expect((await look(story.caseId)).states).toMatchObject({
    plan: 'done',
    implementation: 'now',
    closing: 'ahead',
  })
})

test('a running case that became urgent still owes what its level asks for', async () => {
  const { caseId } = await running(app, county)
  await app.setUp((db) =>
    db.updateTable('caseFile').set({ dangerLevel: 'immediate' }).where('id', '=', caseId).execute(),
  )
  const { owed, states } = await look(caseId)
  expect(owed).toContain('应急处置记录')
  expect(states['emergency']).toBe('missing')
})

test('who sees the case sees its way, and nobody else', async () => {
  const { caseId } = await opened(app, county)
  await supervisor(getWay, { id: caseId })
  await expect(director(getWay, { id: caseId })).rejects.toMatchObject({ status: 403 })
  await expect(otherSupervisor(getWay, { id: caseId })).rejects.toMatchObject({ status: 404 })
})

const flags = fc.record({
  isEmergencyMissing: fc.boolean(),
  isInvestigationMissing: fc.boolean(),
  isConferenceMissing: fc.boolean(),
  isApprovalOwed: fc.boolean(),
  isFollowedUp: fc.boolean(),
  isLookBackOpen: fc.boolean(),
  openItems: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
})

test('whatever stands there, nothing that is missing is shown as done', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CASE_WAY), flags, fc.boolean(), fc.boolean(), (state, some, one, two) => {
      // The picture asks for these facts only.
      const facts = some as unknown as CaseFacts
      const needs = { emergency: some.isEmergencyMissing || one, conference: some.isConferenceMissing || two }
      const way = { state, facts, needs, at: {} }
      const states = Object.fromEntries(stationsOf(way).map((each) => [each.station, each.state]))
      if (some.isEmergencyMissing) expect(['now', 'missing']).toContain(states['emergency'])
      if (some.isConferenceMissing) expect(states['conference']).not.toBe('done')
      if (some.isInvestigationMissing) expect(states['assessment']).not.toBe('done')
      const isRunning = state === 'in-progress' || state === 'closing-requested'
      if (isRunning && some.isApprovalOwed) expect(owedOf(way)).toContain('计划的补批')
      if (owedOf(way).length) expect(['opened', 'closed', 'archived']).not.toContain(state)
    }),
  )
})
