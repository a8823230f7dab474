import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '#kernel/problem.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { itemsOf, loopActs, sceneOf, type Scene } from '#tests/loop-acts.ts'
import { opened } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { isSafer } from './assessments/scoring/danger.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, duty, worker, head, officer, otherOfficer } = county
const people: Record<string, Caller> = { director, supervisor, duty, worker, head, officer, otherOfficer }
const { acts, sensible } = loopActs(app, county)
type Act = keyof typeof acts

const tasksOf = (caseId: string) =>
  app.setUp((db) =>
    db
      .selectFrom('task')
      .where('caseId', '=', caseId)
      .where('doneAt', 'is', null)
      .where('cancelledAt', 'is', null)
      .selectAll()
      .execute(),
  )

const checkInvariants = async (scene: Scene) => {
  const { kase, referrals } = scene
  const tasks = await tasksOf(kase.id)
  if (kase.state !== 'archived') expect(tasks.length, `${kase.state} has nobody's turn`).toBeGreaterThan(0)
  for (const { id, state, unit } of referrals) {
    const open = tasks.filter(({ subjectId }) => subjectId === id)
    const isWithUnit = state === 'dispatched' || state === 'signed'
    expect(open.filter(({ unitId }) => unitId === unit.id).map(({ kind }) => kind)).toEqual(
      isWithUnit ? expect.arrayContaining(['answer-referral']) : [],
    )
    if (state === 'answered') expect(open.map(({ kind }) => kind)).toEqual(['review-answer'])
  }
  if (kase.state !== 'closed') return
  expect(kase.closing).toMatchObject({ decision: 'agreed' })
  expect(kase.closing?.decidedBy).not.toBe(kase.closing?.requestedBy)
  expect(kase.assessments.length).toBeGreaterThan(0)
  expect(kase.facts).toMatchObject({ isEmergencyMissing: false, isInvestigationMissing: false })
  expect(itemsOf(scene).length).toBeGreaterThan(0)
  for (const one of itemsOf(scene))
    expect(one.state === 'done' ? one.result : one.state === 'dropped' && one.dropReason).toBeTruthy()
  expect(referrals.filter(({ state }) => ['dispatched', 'signed', 'answered'].includes(state))).toEqual([])
}

/** A case's level falls by two people only: who assessed, and another who confirmed. */
const checkLevel = async (before: Scene, after: Scene, what: Act) => {
  if (!isSafer(after.kase.dangerLevel, before.kase.dangerLevel)) return
  expect(what).toBe('agreeLower')
  const stored = await app.setUp((db) =>
    db
      .selectFrom('assessment')
      .where('caseId', '=', after.kase.id)
      .where('decidedAt', 'is not', null)
      .select(['madeBy', 'decidedBy'])
      .execute(),
  )
  expect(stored.length).toBeGreaterThan(0)
  for (const { madeBy, decidedBy } of stored) expect(decidedBy).not.toBe(madeBy)
}

// Object.keys of literal records gives their keys.
const anyStep = fc.tuple(
  fc.integer({ min: 0, max: 9 }),
  fc.constantFrom(...Object.keys(people)),
  fc.constantFrom(...(Object.keys(acts) as Act[])),
  fc.nat(15),
)

test('whatever anybody tries in whatever order, no case closes but by its rules, none is left without a task, no level falls by one person', async () => {
  let closings = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 25, maxLength: 45 }), async (steps) => {
      const { caseId } = await opened(app, county)
      for (const [luck, name, act, dice] of steps) {
        const scene = await sceneOf(head, caseId, dice)
        const [who, what] = luck < 6 ? sensible(scene) : [people[name] ?? head, act]
        try {
          await acts[what](who, scene)
        } catch (error) {
          if (!(error instanceof Problem) || error.status >= 500) throw error
        }
        const after = await sceneOf(head, caseId, dice)
        await checkInvariants(after)
        await checkLevel(scene, after, what)
        if (after.kase.state === 'closed' && scene.kase.state !== 'closed') closings += 1
      }
    }),
    { numRuns: 6, interruptAfterTimeLimit: 45_000 },
  )
  expect(closings).toBeGreaterThan(0)
})
