import { addDays, today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { uuidv7 } from '#server/ids.ts'
import { recordAssessment, type DangerLevel } from '#modules/cases/assessments/contract.ts'
import { fillIn, listFilled, openForm } from '#modules/cases/assessments/filling/contract.ts'
import { shownQuestions } from '#modules/cases/assessments/scoring/answers.ts'
import type {
  Answer,
  Answers,
  InstrumentContent,
  Question,
} from '#modules/cases/assessments/scoring/content.ts'
import { agreeClosing, requestClosing } from '#modules/cases/closing/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { finishPlanItem, makePlan, startPlan } from '#modules/cases/plans/contract.ts'
import { acceptReport, triageReport } from '#modules/reports/decisions/contract.ts'
import { getReport, takeReport, type DangerAnswers } from '#modules/reports/contract.ts'
import { acceptAnswer, listCaseReferrals, sendReferral } from '#modules/referrals/contract.ts'
import { answerReferral, getUnitReferral, signReferral } from '#modules/referrals/unit/contract.ts'
import type { Caller, testApp } from './app.ts'

type App = Awaited<ReturnType<typeof testApp>>

export const TOWN = '449821100000'
export const VILLAGE = '449821100001'
export const OTHER_VILLAGE = '449821101001'

/** A day so many days from today. */
export const inDays = (count: number) => addDays(today(new Date()), count)

const DIVISIONS = [
  { code: '449821000000', name: '示范县', level: 'county' as const, parentCode: null },
  { code: TOWN, name: '甲镇', level: 'town' as const, parentCode: '449821000000' },
  { code: VILLAGE, name: '东村', level: 'village' as const, parentCode: TOWN },
  { code: '449821101000', name: '乙镇', level: 'town' as const, parentCode: '449821000000' },
  { code: OTHER_VILLAGE, name: '西村', level: 'village' as const, parentCode: '449821101000' },
]

/** A small county: two villages in two towns, two units, and one person of every role that takes part in the loop. */
export const loopCounty = async (app: App) => {
  const police = uuidv7()
  const education = uuidv7()
  await app.setUp(async (db) => {
    await db
      .insertInto('division')
      .values(DIVISIONS.map((each) => ({ ...each, validFrom: '2020-01-01', source: '测试' })))
      .execute()
    const unit = { kind: 'member-unit' as const, joinedOn: '2021-09-01' }
    await db
      .insertInto('unit')
      .values([
        { ...unit, id: police, code: 'public-security', name: '县公安局', shortName: '公安局' },
        { ...unit, id: education, code: 'education', name: '县教育局', shortName: '教育局' },
      ])
      .execute()
  })
  const people = {
    director: await app.as({ role: 'child-director', divisionCode: VILLAGE, name: '东村主任' }),
    otherDirector: await app.as({ role: 'child-director', divisionCode: OTHER_VILLAGE, name: '西村主任' }),
    supervisor: await app.as({ role: 'supervisor', divisionCode: TOWN, name: '甲镇督导员' }),
    otherSupervisor: await app.as({ role: 'supervisor', divisionCode: '449821101000', name: '乙镇督导员' }),
    duty: await app.as({ role: 'duty-officer', name: '值班员' }),
    worker: await app.as({ role: 'caseworker', name: '社工' }),
    head: await app.as({ role: 'centre-head', name: '中心主任' }),
    officer: await app.as({ role: 'liaison-officer', unitId: police, name: '公安联络员' }),
    otherOfficer: await app.as({ role: 'liaison-officer', unitId: education, name: '教育联络员' }),
  }
  return { ...people, police, education }
}
export type LoopCounty = Awaited<ReturnType<typeof loopCounty>>

let count = 0

/** A registered child with a telephone number, and a mother with hers. */
export const newChild = async (app: App, divisionCode = VILLAGE) => {
  const id = uuidv7()
  count += 1
  const { key, wrapped } = app.keys.newKey(id)
  const phone = `1990000${String(count).padStart(4, '0')}`
  await app.setUp((db) =>
    db
      .insertInto('child')
      .values({
        id,
        name: `张小${count}`,
        sex: 'female',
        birthDay: '2016-05-04',
        divisionCode,
        hukouDivisionCode: divisionCode,
        keySealed: wrapped,
        phoneSealed: app.keys.seal(key, 'phone', phone),
        phoneIndex: app.keys.index('phone', phone),
      })
      .execute(),
  )
  return { id, phone, name: `张小${count}` }
}

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

export const assessed = async (app: App, county: LoopCounty) => {
  const story = await opened(app, county)
  const { worker } = county
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

/** A running plan: one item for the director of the village, one for the police. */
export const running = async (app: App, county: LoopCounty, items?: NewItem[]) => {
  const story = await assessed(app, county)
  const { worker, director, police } = county
  const own = { itemId: uuidv7(), title: '每周上门看望', ownerId: director.accountId, dueDay: inDays(27) }
  const theirs = { itemId: uuidv7(), title: '调查核实', unitId: police, dueDay: inDays(31) }
  await worker(makePlan, {
    id: story.caseId,
    version: await seen(worker, story.caseId),
    goal: '孩子夜里有人照看',
    childOpinion: '愿意',
    items: items ?? [own, theirs],
  })
  await worker(startPlan, { id: story.caseId, version: await seen(worker, story.caseId) })
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

/** Every item done, closing requested by the owner. */
export const requested = async (app: App, county: LoopCounty) => {
  const story = await running(app, county)
  const { director, worker } = county
  const referral = await sent(county, story)
  await answered(county, referral.id)
  await accepted(county, story, referral.id)
  await director(finishPlanItem, { id: story.own, version: 1, result: '已连续看望四周' })
  const version = await seen(worker, story.caseId)
  await worker(requestClosing, { id: story.caseId, version, summary: '目标已经达到' })
  return { ...story, referralId: referral.id }
}

export const closed = async (app: App, county: LoopCounty) => {
  const story = await requested(app, county)
  const version = await seen(county.head, story.caseId)
  await county.head(agreeClosing, { id: story.caseId, version })
  return story
}
