import { addDays, today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { uuidv7 } from '#server/ids.ts'
import { recordAssessment, type DangerLevel } from '#modules/cases/assessments/contract.ts'
import { confirmLowering, fillIn, listFilled, openForm } from '#modules/cases/assessments/filling/contract.ts'
import { shownQuestions } from '#modules/cases/assessments/scoring/answers.ts'
import type {
  Answer,
  Answers,
  InstrumentContent,
  Question,
} from '#modules/cases/assessments/scoring/content.ts'
import { agreeClosing, requestClosing, tellOutcome } from '#modules/cases/closing/contract.ts'
import type { Minutes } from '#modules/cases/conferences/minutes/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { recordFollowUp } from '#modules/cases/follow-ups/contract.ts'
import {
  approvePlan,
  finishPlanItem,
  makePlan,
  startPlan,
  submitPlan,
} from '#modules/cases/plans/contract.ts'
import { recordMeasure } from '#modules/cases/emergency/contract.ts'
import {
  countersignInvestigation,
  saveInvestigation,
  signInvestigation,
} from '#modules/cases/investigation/contract.ts'
import { blankInvestigation } from '#modules/cases/investigation/rules.ts'
import { acceptReport, triageReport } from '#modules/reports/decisions/contract.ts'
import { getReport, takeReport, type DangerAnswers } from '#modules/reports/contract.ts'
import { acceptAnswer, listCaseReferrals, sendReferral } from '#modules/referrals/contract.ts'
import { answerReferral, getUnitReferral, signReferral } from '#modules/referrals/unit/contract.ts'
import type { Caller, testApp } from './app.ts'
import { inDays, type LoopCounty, newChild } from './loop-county.ts'
import { CLOSING_WORDS, CONTACT, PLAN_WORDS } from './loop-words.ts'

type App = Awaited<ReturnType<typeof testApp>>

const ALL_NO: DangerAnswers = {
  isHurtNow: 'no',
  isWithSuspectedOffender: 'no',
  isUnattended: 'no',
  isAtRiskOfSelfHarm: 'no',
  isMissing: 'no',
  isSexualHarmSuspected: 'no',
  lacksFoodOrShelter: 'no',
}

export const NARRATIVE = '邻居说夜里常听见孩子哭'
export const REPORTER = { reporterName: '李邻居', reporterPhone: '13900000001', reporterRelation: '邻居' }

export const takeOne = async (taker: Caller, more: Partial<Parameters<typeof input>[0]> = {}) =>
  taker(takeReport, input(more))

const input = (more: {
  id?: string
  childId?: string
  divisionCode?: string
  danger?: DangerAnswers
  childAbout?: string
}) => ({ id: uuidv7(), narrative: NARRATIVE, ...REPORTER, danger: ALL_NO, ...more })

/** Reads the newest version and answers it: what a page does before each command. */
export const seen = async (who: Caller, id: string) => (await who(getCase, { id })).version
export const seenReport = async (who: Caller, id: string) => (await who(getReport, { id })).version

/** Through the door: taken and triaged. */
export const triaged = async ({ duty }: LoopCounty, childId?: string) => {
  const { id } = await takeOne(duty, childId ? { childId } : { childAbout: '穿红衣服的女孩' })
  await duty(triageReport, { id, version: await seenReport(duty, id), danger: ALL_NO, dangerLevel: 'medium' })
  return id
}

/** A case of a new child, owned by the caseworker. */
export const opened = async (app: App, county: LoopCounty) => {
  const child = await newChild(app)
  const reportId = await triaged(county, child.id)
  const version = await seenReport(county.duty, reportId)
  const ownerId = county.worker.accountId
  const { caseId, caseNumber } = await county.duty(acceptReport, { id: reportId, version, ownerId })
  return { caseId, caseNumber, reportId, child }
}

/** The first option of what we ship is the one without risk. */
const harmless = (question: Question): Answer => {
  switch (question.kind) {
    case 'choice':
      return question.options[0]?.value ?? ''
    case 'several':
      return []
    case 'scale':
    case 'number':
      return question.max
    case 'day':
      return '2026-03-05'
    case 'text':
      return '问过了'
  }
}

/** Every question answered as if nothing were the matter, but for what is given. */
export const harmlessAnswers = (content: InstrumentContent, but: Answers = {}): Answers => {
  const answers = { ...but }
  for (let open = true; open;) {
    const next = shownQuestions(content, answers).find(({ id }) => answers[id] === undefined)
    open = next !== undefined
    if (next) answers[next.id] = harmless(next)
  }
  return answers
}

/** Fills in one instrument of a case. */
export const fill = async (who: Caller, caseId: string, code: string, but: Answers = {}) => {
  const { versionId, content } = await who(openForm, { caseId, code })
  const id = uuidv7()
  const filled = await who(fillIn, { caseId, id, versionId, answers: harmlessAnswers(content, but) })
  return { ...filled, id }
}

/** Fills in what the rules ask for before an assessment of this level is concluded. */
export const fillRequired = async (who: Caller, caseId: string, level: DangerLevel = 'low') => {
  const { instruments } = await who(listFilled, { caseId })
  const codes = instruments.filter(({ isRequired, isDone }) => isRequired && !isDone).map(({ code }) => code)
  if (level === 'high' || level === 'immediate') codes.push('guardianship')
  for (const code of new Set(codes)) await fill(who, caseId, code)
}

/** An emergency response: the child is safe now. */
export const madeSafe = async (who: Caller, id: string) =>
  who(recordMeasure, {
    id,
    measureId: uuidv7(),
    done: '和民警一起到家里，把孩子接到奶奶家',
    safety: 'safe',
    whereabouts: '在奶奶家，奶奶陪着',
  })

/** A social-background investigation, written by the worker and signed by the head. */
export const investigated = async ({ worker, head }: Pick<LoopCounty, 'worker' | 'head'>, caseId: string) => {
  const id = uuidv7()
  const blank = blankInvestigation()
  const content = {
    ...blank,
    sections: blank.sections.map((section) => ({ ...section, text: '走访时看到的和听到的' })),
    sources: [{ who: '王奶奶', relation: '奶奶', on: inDays(0), how: 'home' as const }],
    conclusion: '夜里没有大人照看',
  }
  await worker(saveInvestigation, { id: caseId, investigationId: id, version: 0, content })
  await worker(signInvestigation, { id, version: 1 })
  await head(countersignInvestigation, { id, version: 2 })
}

export const assessed = async (app: App, county: LoopCounty) => {
  const story = await opened(app, county)
  const { worker } = county
  await investigated(county, story.caseId)
  await fillRequired(worker, story.caseId, 'high')
  await worker(recordAssessment, {
    id: story.caseId,
    version: await seen(worker, story.caseId),
    assessmentId: uuidv7(),
    dangerLevel: 'high',
    guardianship: 'insufficient',
    harm: '夜间常无人看护',
    childView: '想和奶奶一起住',
  })
  return story
}

type NewItem = { itemId: string; title: string; ownerId?: string; unitId?: string; dueDay: string }

const MINUTES: Minutes = {
  number: '纪〔2026〕1号',
  organ: '县未保中心',
  caseNumber: '个〔2026〕1号',
  conferenceNumber: '会〔2026〕1号',
  heldOn: '2026-03-05 09:00',
  place: '县未保中心',
  chair: '中心主任',
  recorder: '社工',
  agenda: ['夜间照看'],
  attendees: [],
  discussion: '夜里由奶奶照看',
  resolutions: [],
  dissents: [],
}

/** A conference with signed minutes, as the record of one has it; how it comes about is tested in cases/conferences. */
export const conferred = (app: App, { head, worker }: LoopCounty, caseId: string) =>
  app.setUp(async (db) => {
    const { keySealed } = await db
      .selectFrom('caseFile')
      .where('id', '=', caseId)
      .select('keySealed')
      .executeTakeFirstOrThrow()
    const seal = (field: string, text: string) =>
      app.keys.seal(app.keys.unwrap(keySealed, caseId), field, text)
    await db
      .insertInto('conference')
      .values({
        id: uuidv7(),
        caseId,
        number: `会〔2026〕${uuidv7()}号`,
        state: 'signed',
        startsAt: new Date(),
        place: '县未保中心',
        chairId: head.accountId,
        agendaSealed: seal('agenda', '["夜间照看"]'),
        isChildNamed: false,
        calledBy: worker.accountId,
        calledAt: new Date(),
        minutesNumber: `纪〔2026〕${uuidv7()}号`,
        minutesSealed: seal('minutes', JSON.stringify(MINUTES)),
        minutesHash: Buffer.from('摘要'),
        draftedBy: worker.accountId,
        draftedAt: new Date(),
        signedAt: new Date(),
      })
      .execute()
  })

/** The plan begins: conferred on and approved by the head where its level asks for that. */
export const begun = async (app: App, county: LoopCounty, id: string) => {
  const { worker, head } = county
  const { facts } = await worker(getCase, { id })
  if (facts.isConferenceMissing) await conferred(app, county, id)
  if (facts.needsPlanApproval) {
    await worker(submitPlan, { id, version: await seen(worker, id) })
    await head(approvePlan, { id, version: await seen(head, id) })
  }
  await worker(startPlan, { id, version: await seen(worker, id) })
}

/** A running plan: one item for the director of the village, one for the police. */
export const running = async (app: App, county: LoopCounty, items?: NewItem[]) => {
  const story = await assessed(app, county)
  const { worker, director, police } = county
  const own = { itemId: uuidv7(), title: '每周上门看望', ownerId: director.accountId, dueDay: inDays(27) }
  const theirs = { itemId: uuidv7(), title: '调查核实', unitId: police, dueDay: inDays(31) }
  await worker(makePlan, {
    id: story.caseId,
    version: await seen(worker, story.caseId),
    ...PLAN_WORDS,
    items: items ?? [own, theirs],
  })
  await begun(app, county, story.caseId)
  return { ...story, own: own.itemId, theirs: theirs.itemId }
}

export const sent = async (
  county: LoopCounty,
  story: { caseId: string; theirs: string },
  more: Partial<{
    unitId: string
    fields: ('name' | 'phone')[]
    referralId: string
    accessEndsOn: string
    lane: 'urgent' | 'welfare'
    phonedWhom: string
    phonedAt: string
  }> = {},
): Promise<OutputOf<typeof sendReferral>> => {
  const { worker, police } = county
  return worker(sendReferral, {
    caseId: story.caseId,
    version: await seen(worker, story.caseId),
    referralId: uuidv7(),
    planItemId: story.theirs,
    unitId: police,
    subject: '请核实家庭情况',
    request: '请上门核实夜间看护情况并告知结果',
    fields: ['name', 'phone'],
    reason: '上门核实需要',
    accessEndsOn: inDays(58),
    ...more,
  })
}

export const answered = async (county: LoopCounty, referralId: string) => {
  const { officer } = county
  const version = async () => (await officer(getUnitReferral, { id: referralId })).version
  await officer(signReferral, { id: referralId, version: await version() })
  await officer(answerReferral, { id: referralId, version: await version(), answer: '已上门，情况属实' })
}

export const accepted = async (county: LoopCounty, story: { caseId: string }, referralId: string) => {
  const { items } = await county.worker(listCaseReferrals, { caseId: story.caseId })
  const { version = 0 } = items.find(({ id }) => id === referralId) ?? {}
  await county.worker(acceptAnswer, { id: referralId, version, result: '公安已核实并训诫' })
}

/** A contact with the child today. */
export const followedUp = async (who: Caller, id: string, more: object = {}) => {
  const followUp = { ...CONTACT, followUpId: uuidv7(), onDay: inDays(0), ...more }
  await who(recordFollowUp, { id, version: await seen(who, id), ...followUp })
}

export const told = async (who: Caller, id: string) =>
  who(tellOutcome, {
    id,
    version: await seen(who, id),
    tellingId: uuidv7(),
    onDay: inDays(0),
    toldWhom: 'child',
    way: 'home',
    words: '以后奶奶陪你睡',
    said: '他说好',
  })

/** All that a closing asks for besides its items: the child seen, the outcome told, what the procedure wants filled in anew. */
export const readyToClose = async ({ worker, head }: LoopCounty, id: string) => {
  await followedUp(worker, id)
  await told(worker, id)
  const { facts } = await worker(getCase, { id })
  if (!facts.missingClosing.length) return
  const filled = await fill(worker, id, 'risk-screening')
  if (filled.isAwaiting) await head(confirmLowering, { id: filled.id })
}

/** Every item done, closing requested by the owner. */
export const requested = async (app: App, county: LoopCounty) => {
  const story = await running(app, county)
  const { director, worker } = county
  const referral = await sent(county, story)
  await answered(county, referral.id)
  await accepted(county, story, referral.id)
  await director(finishPlanItem, { id: story.own, version: 1, result: '已连续看望四周' })
  await readyToClose(county, story.caseId)
  const version = await seen(worker, story.caseId)
  await worker(requestClosing, { id: story.caseId, version, ...CLOSING_WORDS })
  return { ...story, referralId: referral.id }
}

export const closed = async (app: App, county: LoopCounty) => {
  const story = await requested(app, county)
  const version = await seen(county.head, story.caseId)
  await county.head(agreeClosing, { id: story.caseId, version })
  return story
}
