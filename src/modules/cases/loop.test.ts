import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import {
  acceptAnswer,
  listCaseReferrals,
  sendReferral,
  withdrawReferral,
} from '#modules/referrals/contract.ts'
import { answerReferral, returnReferral, signReferral } from '#modules/referrals/unit/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { fill, fillRequired, inDays, loopCounty, opened } from '#tests/loop.ts'
import { recordAssessment } from './assessments/contract.ts'
import { confirmLowering, listFilled, refuseLowering } from './assessments/filling/contract.ts'
import type { Answers } from './assessments/scoring/content.ts'
import { isSafer } from './assessments/scoring/danger.ts'
import { agreeClosing, recordLookBack, requestClosing, sendBackClosing } from './closing/contract.ts'
import { getCase, handOverCase, type CaseRecord } from './contract.ts'
import { addPlanItem, dropPlanItem, finishPlanItem, makePlan, startPlan } from './plans/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, duty, worker, head, officer, otherOfficer, police, education } = county
const people: Record<string, Caller> = { director, supervisor, duty, worker, head, officer, otherOfficer }

type Scene = { kase: CaseRecord; referrals: Awaited<ReturnType<typeof referralsOf>>; dice: number }
const listOf = async (who: Caller, caseId: string) => (await who(listFilled, { caseId })).items
const LEVELS = ['low', 'medium', 'high', 'immediate'] as const
/** From nothing the matter to a child in danger. */
const SCREENINGS: Answers[] = [{}, { papers: 'unknown' }, { violence: 'violent' }, { carer: 'nobody' }]
const referralsOf = async (caseId: string) => (await head(listCaseReferrals, { caseId })).items

const item = (owner: object) => ({ itemId: uuidv7(), title: '上门看望', dueDay: inDays(9), ...owner })
const itemsOf = ({ kase }: Scene) => kase.plan?.items ?? []
const openItem = (scene: Scene, kind?: 'unit') =>
  itemsOf(scene).find(({ state, owner }) => state === 'open' && (!kind || owner.kind === kind)) ??
  itemsOf(scene)[0]
const last = ({ referrals }: Scene) => referrals[0]

/** Every command of the loop as somebody might try it, on whatever stands there now. */
const acts = {
  screen: async (who, { kase: { id, dangerLevel, facts }, dice }) => {
    const before = facts.missingInstruments.length
    if (before) await fillRequired(who, id, dangerLevel)
    else await fill(who, id, 'risk-screening', SCREENINGS[dice % SCREENINGS.length])
  },
  agreeLower: async (who, { kase: { id }, dice }) => {
    const waiting = [...(await listOf(who, id)), ...(await who(getCase, { id })).assessments].filter(
      ({ state }) => state === 'awaiting',
    )
    const { id: assessmentId = uuidv7() } = waiting[0] ?? {}
    return dice % 3
      ? who(confirmLowering, { id: assessmentId })
      : who(refuseLowering, { id: assessmentId, note: '再看一看情况' })
  },
  assess: (who, { kase: { id, version, dangerLevel }, dice }) =>
    who(recordAssessment, {
      id,
      version,
      assessmentId: uuidv7(),
      dangerLevel: (dice % 4 ? undefined : LEVELS[(dice / 4) % 4]) ?? dangerLevel,
      guardianship: 'insufficient',
      harm: '夜间无人看护',
      childView: '想和奶奶住',
    }),
  makePlan: (who, { kase: { id, version } }) =>
    who(makePlan, {
      id,
      version,
      goal: '有人照看',
      childOpinion: '愿意',
      items: [item({ ownerId: director.accountId }), item({ unitId: police })],
    }),
  startPlan: (who, { kase: { id, version } }) => who(startPlan, { id, version }),
  addItem: (who, { kase: { id, version } }) =>
    who(addPlanItem, { id, version, item: item({ ownerId: worker.accountId }) }),
  finish: (who, scene) => {
    const { id = uuidv7(), version = 1 } = openItem(scene) ?? {}
    return who(finishPlanItem, { id, version, result: '已办结' })
  },
  drop: (who, scene) => {
    const { id = uuidv7(), version = 1 } = openItem(scene) ?? {}
    return who(dropPlanItem, { id, version, reason: '不再需要' })
  },
  send: (who, scene) =>
    who(sendReferral, {
      caseId: scene.kase.id,
      version: scene.kase.version,
      referralId: uuidv7(),
      planItemId: openItem(scene, 'unit')?.id ?? uuidv7(),
      unitId: scene.referrals.length % 2 ? education : police,
      subject: '核实情况',
      request: '请核实',
      fields: ['name'],
      reason: '核实需要',
      accessEndsOn: inDays(60),
    }),
  sign: (who, scene) =>
    who(signReferral, { id: last(scene)?.id ?? uuidv7(), version: last(scene)?.version ?? 1 }),
  answer: (who, scene) =>
    who(answerReferral, {
      id: last(scene)?.id ?? uuidv7(),
      version: last(scene)?.version ?? 1,
      answer: '已核实',
    }),
  giveBack: (who, scene) =>
    who(returnReferral, {
      id: last(scene)?.id ?? uuidv7(),
      version: last(scene)?.version ?? 1,
      reason: '不属本单位',
    }),
  accept: (who, scene) =>
    who(acceptAnswer, {
      id: last(scene)?.id ?? uuidv7(),
      version: last(scene)?.version ?? 1,
      result: '已核实',
    }),
  withdraw: (who, scene) =>
    who(withdrawReferral, {
      id: last(scene)?.id ?? uuidv7(),
      version: last(scene)?.version ?? 1,
      reason: '已解决了',
    }),
  requestClosing: (who, { kase: { id, version } }) =>
    who(requestClosing, { id, version, summary: '目标已达到' }),
  agree: (who, { kase: { id, version } }) => who(agreeClosing, { id, version }),
  sendBack: (who, { kase: { id, version } }) => who(sendBackClosing, { id, version, note: '请再核实' }),
  handOver: (who, { kase: { id, version, owner } }) => {
    const ownerId = owner.id === worker.accountId ? duty.accountId : worker.accountId
    return who(handOverCase, { id, version, ownerId, reason: '人员调整' })
  },
  lookBack: (who, { kase: { id, version } }) =>
    who(recordLookBack, { id, version, isBetter: false, finding: '未好转' }),
} satisfies Record<string, (who: Caller, scene: Scene) => Promise<unknown>>
type Act = keyof typeof acts

/** What somebody would sensibly do next, so that walks come far. */
const sensible = (scene: Scene): [Caller, Act] => {
  const { kase } = scene
  if (kase.state === 'opened') return [worker, kase.facts.missingInstruments.length ? 'screen' : 'assess']
  if (kase.state === 'assessed') return [worker, 'makePlan']
  if (kase.state === 'planned') return [worker, 'startPlan']
  if (kase.state === 'closing-requested')
    return [kase.closing?.requestedBy === '中心主任' ? supervisor : head, 'agree']
  if (kase.state === 'closed') return [worker, 'lookBack']
  const state = last(scene)?.state
  const unit = last(scene)?.unit.id === education ? otherOfficer : officer
  if (state === 'dispatched') return [unit, 'sign']
  if (state === 'signed') return [unit, 'answer']
  if (state === 'answered') return [worker, 'accept']
  const open = openItem(scene)
  if (open?.state === 'open')
    return open.owner.kind === 'unit' && !last(scene) ? [worker, 'send'] : [worker, 'finish']
  return [worker, 'requestClosing']
}

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
  if (kase.state !== 'closed') expect(tasks.length, `${kase.state} has nobody's turn`).toBeGreaterThan(0)
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

const sceneOf = async (id: string, dice: number): Promise<Scene> => ({
  dice,
  kase: await head(getCase, { id }),
  referrals: await referralsOf(id),
})

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
        const scene = await sceneOf(caseId, dice)
        const [who, what] = luck < 6 ? sensible(scene) : [people[name] ?? head, act]
        try {
          await acts[what](who, scene)
        } catch (error) {
          if (!(error instanceof Problem) || error.status >= 500) throw error
        }
        const after = await sceneOf(caseId, dice)
        await checkInvariants(after)
        await checkLevel(scene, after, what)
        if (after.kase.state === 'closed' && scene.kase.state !== 'closed') closings += 1
      }
    }),
    { numRuns: 6, interruptAfterTimeLimit: 45_000 },
  )
  expect(closings).toBeGreaterThan(0)
})
