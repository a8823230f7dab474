import { uuidv7 } from '#server/ids.ts'
import { approveLate, requestLate, sendBackLate } from '#modules/cases/approvals/contract.ts'
import { recordAssessment } from '#modules/cases/assessments/contract.ts'
import { confirmLowering, listFilled, refuseLowering } from '#modules/cases/assessments/filling/contract.ts'
import type { Answers } from '#modules/cases/assessments/scoring/content.ts'
import { archiveCase } from '#modules/cases/book/contract.ts'
import {
  agreeClosing,
  recordLookBack,
  requestClosing,
  sendBackClosing,
} from '#modules/cases/closing/contract.ts'
import { getCase, handOverCase, type CaseRecord } from '#modules/cases/contract.ts'
import {
  addPlanItem,
  approvePlan,
  dropPlanItem,
  finishPlanItem,
  makePlan,
  sendBackPlan,
  startPlan,
  startUrgently,
  submitPlan,
} from '#modules/cases/plans/contract.ts'
import {
  acceptAnswer,
  listCaseReferrals,
  sendReferral,
  withdrawReferral,
} from '#modules/referrals/contract.ts'
import { returnReferral } from '#modules/referrals/returns/contract.ts'
import { answerReferral, signReferral } from '#modules/referrals/unit/contract.ts'
import type { Caller, testApp } from './app.ts'
import { conferred, fill, fillRequired, followedUp, investigated, madeSafe, told } from './loop.ts'
import { inDays, type LoopCounty } from './loop-county.ts'
import { CLOSING_WORDS, LOOKED_BACK, PLAN_WORDS } from './loop-words.ts'

type App = Awaited<ReturnType<typeof testApp>>
type Referrals = Awaited<ReturnType<typeof referralsOf>>

const referralsOf = async (who: Caller, caseId: string) => (await who(listCaseReferrals, { caseId })).items

/** A case as it stands, what became of its referrals, and a throw of dice for what is left open. */
export type Scene = { kase: CaseRecord; referrals: Referrals; dice: number }

export const sceneOf = async (who: Caller, id: string, dice: number): Promise<Scene> => ({
  dice,
  kase: await who(getCase, { id }),
  referrals: await referralsOf(who, id),
})

export const itemsOf = ({ kase }: Scene) => kase.plan?.items ?? []

/** Every command of the loop as somebody might try it, and what somebody would sensibly do next, so that walks come far. */
export const loopActs = (app: App, county: LoopCounty) => {
  const { director, supervisor, duty, worker, head, officer, otherOfficer, police, education } = county
  const listOf = async (who: Caller, caseId: string) => (await who(listFilled, { caseId })).items
  const LEVELS = ['low', 'medium', 'high', 'immediate'] as const
  /** From nothing the matter to a child in danger. */
  const SCREENINGS: Answers[] = [{}, { papers: 'unknown' }, { violence: 'violent' }, { carer: 'nobody' }]
  const item = (owner: object) => ({ itemId: uuidv7(), title: '上门看望', dueDay: inDays(9), ...owner })
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
    measure: (who, { kase: { id } }) => madeSafe(who, id),
    investigate: (who, { kase: { id } }) => investigated({ worker: who, head }, id),
    confer: (_who, { kase: { id } }) => conferred(app, county, id),
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
        ...PLAN_WORDS,
        items: [item({ ownerId: director.accountId }), item({ unitId: police })],
      }),
    submitPlan: (who, { kase: { id, version } }) => who(submitPlan, { id, version }),
    approvePlan: (who, { kase: { id, version } }) => who(approvePlan, { id, version }),
    sendBackPlan: (who, { kase: { id, version } }) => who(sendBackPlan, { id, version, note: '目标太大' }),
    startPlan: (who, { kase: { id, version } }) => who(startPlan, { id, version }),
    startUrgently: (who, { kase: { id, version } }) =>
      who(startUrgently, { id, version, reason: '今晚就要转移' }),
    requestLate: (who, { kase: { id, version } }) => who(requestLate, { id, version }),
    approveLate: (who, { kase: { id, version } }) => who(approveLate, { id, version }),
    sendBackLate: (who, { kase: { id, version } }) => who(sendBackLate, { id, version, note: '理由不足' }),
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
        clause: 'not-our-duty',
        citation: '职责分工第三条',
        proposedUnitId: last(scene)?.unit.id === education ? police : education,
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
      who(requestClosing, { id, version, ...CLOSING_WORDS }),
    contact: (who, { kase: { id }, dice }) =>
      followedUp(who, id, { hasConcern: dice === 0, concerns: '又瘦了' }),
    tell: (who, { kase: { id } }) => told(who, id),
    agree: (who, { kase: { id, version } }) => who(agreeClosing, { id, version }),
    sendBack: (who, { kase: { id, version } }) => who(sendBackClosing, { id, version, note: '请再核实' }),
    handOver: (who, { kase: { id, version, owner } }) => {
      const ownerId = owner.id === worker.accountId ? duty.accountId : worker.accountId
      return who(handOverCase, { id, version, ownerId, reason: '人员调整' })
    },
    lookBack: (who, { kase: { id, version }, dice }) =>
      who(recordLookBack, { ...LOOKED_BACK, id, version, isBetter: dice % 3 > 0 }),
    archive: (who, { kase: { id, version } }) => who(archiveCase, { id, version }),
  } satisfies Record<string, (who: Caller, scene: Scene) => Promise<unknown>>
  type Act = keyof typeof acts

  /** What somebody would sensibly do next, so that walks come far. */
  const sensible = (scene: Scene): [Caller, Act] => {
    const { kase } = scene
    const { isEmergencyMissing, isInvestigationMissing, isConferenceMissing } = kase.facts
    if (kase.state === 'opened' && isEmergencyMissing) return [worker, 'measure']
    if (kase.state === 'opened' && isInvestigationMissing) return [worker, 'investigate']
    if (kase.state === 'opened') return [worker, kase.facts.missingInstruments.length ? 'screen' : 'assess']
    if (kase.state === 'assessed') return [worker, 'makePlan']
    if (kase.state === 'planned' || kase.state === 'plan-submitted') {
      const { needsPlanApproval, isPlanApproved } = kase.facts
      if (!needsPlanApproval || isPlanApproved) return [worker, 'startPlan']
      if (scene.dice % 3 === 0) return [worker, 'startUrgently']
      if (isConferenceMissing) return [worker, 'confer']
      if (kase.state === 'planned') return [worker, 'submitPlan']
      return [scene.dice % 2 ? head : supervisor, 'approvePlan']
    }
    if (kase.facts.isApprovalOwed && scene.dice % 2)
      return scene.dice % 4 === 1 ? [head, 'approveLate'] : [worker, 'requestLate']
    if (kase.state === 'closing-requested')
      return [kase.closing?.requestedBy === '中心主任' ? supervisor : head, 'agree']
    if (kase.state === 'closed') return [worker, kase.facts.isLookBackOpen ? 'lookBack' : 'archive']
    const state = last(scene)?.state
    const unit = last(scene)?.unit.id === education ? otherOfficer : officer
    if (state === 'dispatched') return [unit, 'sign']
    if (state === 'signed') return [unit, 'answer']
    if (state === 'answered') return [worker, 'accept']
    if (state === 'returned') return [worker, 'withdraw']
    const open = openItem(scene)
    if (open?.state === 'open')
      return open.owner.kind === 'unit' && !last(scene) ? [worker, 'send'] : [worker, 'finish']
    return closingStep(scene)
  }

  /** What a closing still lacks when every item has ended. */
  const closingStep = ({ kase: { facts } }: Scene): [Caller, Act] => {
    if (facts.isEmergencyMissing) return [worker, 'measure']
    if (facts.isInvestigationMissing) return [worker, 'investigate']
    if (facts.isConferenceMissing) return [worker, 'confer']
    if (facts.isApprovalOwed) return [head, 'approveLate']
    if (facts.missingClosing.length) return [worker, 'screen']
    if (facts.isLoweringOwed) return [head, 'agreeLower']
    if (!facts.isFollowedUp) return [worker, 'contact']
    return [worker, facts.isOutcomeTold ? 'requestClosing' : 'tell']
  }

  return { acts, sensible }
}
