import { ageOn, dayOf, today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { cancelTasks, finishTasks, limitBy } from '#modules/tasks/queries.ts'
import { DANGER_LEVEL } from '../../labels.ts'
import { findCase, type CaseFound } from '../../queries.ts'
import { approverRole } from '../../rules.ts'
import { lockCase, openCaseTask, writeStep } from '../../steps/queries.ts'
import { isFitting, shownQuestions } from '../scoring/answers.ts'
import { UNKNOWN, type Answers, type InstrumentContent } from '../scoring/content.ts'
import { isSafer, worstOf, type DangerLevel } from '../scoring/danger.ts'
import { score } from '../scoring/rules.ts'
import { findVersion, listPublished, requiredInstruments, type VersionFound } from '../versions/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { isLowering, levelAfter, levelOf } from './rules.ts'

/** Why this person may not fill in an instrument, or undefined. */
const closedReason = ({ roles }: InstrumentContent, role: string, kase: CaseFound) => {
  if (kase.state === 'closed') return '个案已结案'
  if (roles.some((each) => each === role)) return undefined
  return `这份评估由${roles.map((each) => ROLE_LABEL[each]).join('、')}填写`
}

const isForAge = ({ ages }: InstrumentContent, kase: CaseFound, now: Date) => {
  if (!ages || !kase.birthDay || !kase.childName) return true
  const age = ageOn(kase.birthDay, today(now))
  return age >= ages.from && age <= ages.to
}

const listFilled = route(contract.listFilled, async (context, { caseId }) => {
  const { db, scope, actor, now, note } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  const rows = await queries.listFilled(db, caseId)
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, count: rows.length })
  const { required } = await requiredInstruments(db)
  const isDone = await queries.doneInRound(db, caseId)
  const drafts = await queries.draftTimes(context, caseId)
  const published = await listPublished(db)
  return {
    number: kase.number,
    items: rows.map((row) =>
      queries.presentFilled(row, queries.openFilled(context, kase, row), actor.accountId),
    ),
    instruments: published
      .filter(({ content }) => isForAge(content, kase, now))
      .map(({ code, content }) => ({
        code,
        title: content.title,
        purpose: content.purpose,
        asked: content.asked,
        isRequired: required[kase.dangerLevel].includes(code),
        isDone: isDone.has(code),
        closedReason: closedReason(content, actor.role, kase) ?? null,
        draftSavedAt: drafts.get(code)?.toISOString() ?? null,
      })),
  }
})

const openForm = route(contract.openForm, async (context, { caseId, code }) => {
  const { db, scope, actor, now, note } = context
  const kase = found(await queries.findWorkedCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode })
  const version = found(
    (await listPublished(db)).find((each) => each.code === code),
    '这种评估表',
  )
  const draft = await queries.findDraft(context, kase, code)
  const last = (await queries.listFilled(db, caseId)).find(
    (row) => row.code === code && row.state === 'counted',
  )
  const result = last && queries.openFilled(context, kase, last).result
  return {
    caseNumber: kase.number,
    versionId: version.id,
    number: version.number,
    content: version.content,
    draft: draft ?? null,
    last:
      last && result
        ? { madeAt: last.madeAt.toISOString(), level: result.level.label, points: result.points }
        : null,
    closedReason: closedReason(version.content, actor.role, kase) ?? null,
  }
})

/** The version in use, which this person may fill in. */
const fillableVersion = async (
  { db, actor }: Context,
  kase: CaseFound,
  versionId: string,
): Promise<VersionFound> => {
  const version = found(await findVersion(db, versionId), '这种评估表')
  if (version.state !== 'published')
    throw refused('这份评估表刚有新版：请重新打开，已填的回答会带过去，再补上新的题目')
  const reason = closedReason(version.content, actor.role, kase)
  if (reason) throw refused(reason)
  return version
}

const saveDraft = route(contract.saveDraft, async (context, { caseId, versionId, answers }) => {
  const { db, scope, now, note } = context
  const kase = found(await queries.findWorkedCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, count: Object.keys(answers).length })
  const version = await fillableVersion(context, kase, versionId)
  await queries.keepDraft(context, kase, version.id, answers)
  return { savedAt: now.toISOString() }
})

/** Refuses what is missing or does not fit, by question. */
const checkAnswers = (content: InstrumentContent, given: Answers) => {
  const faults = shownQuestions(content, given).flatMap((question) => {
    const answer = given[question.id]
    const field = `answers.${question.id}`
    if (answer === undefined)
      return question.isOptional ? [] : [{ field, message: `没有回答“${question.text}”` }]
    if (isFitting(question, answer)) return []
    return [
      {
        field,
        message:
          answer === UNKNOWN ? `“${question.text}”不能答“不清楚”` : `“${question.text}”的回答不在选项里`,
      },
    ]
  })
  if (faults.length) throw invalid(`还有 ${faults.length} 题要回答`, faults)
}

const limitOfNext = (context: Context, level: DangerLevel) =>
  limitBy(context.db, isSafer(level, 'high') ? 'CA-02' : 'CA-01', context.now)

/** The screening comes back: one open task a case, ended when the case is. */
const planNext = async (
  context: Context,
  kase: CaseFound,
  content: InstrumentContent,
  level: DangerLevel | null,
) => {
  if (!content.setsCaseLevel || !level) return undefined
  const { db, actor, now } = context
  const limit = await limitOfNext(context, level)
  await finishTasks(db, { subjectId: kase.id, kinds: ['redo-assessment'] }, actor.accountId, now)
  await openCaseTask(db, kase, 'redo-assessment', limit, { personId: kase.ownerId }, now)
  return limit
}

/** Asks the centre's head, or the town's supervisor when the head assessed, once a case. */
export const askSecondPerson = async (context: Context, kase: CaseFound) => {
  const { db, actor, now } = context
  const about = { subjectId: kase.id, kinds: ['confirm-lowering' as const] }
  await cancelTasks(db, about, now)
  const limit = await limitBy(db, 'CA-03', now)
  await openCaseTask(db, kase, 'confirm-lowering', limit, { role: approverRole(actor.role) }, now)
}

const raiseCase = async (context: Context, kase: CaseFound, level: DangerLevel, title: string) => {
  if (!isSafer(kase.dangerLevel, level)) return
  await queries.setCaseLevel(context.db, kase.id, level)
  const note = `${title}：${DANGER_LEVEL[kase.dangerLevel]} → ${DANGER_LEVEL[level]}`
  await writeStep(context, kase, { command: 'raise-level', to: kase.state, note })
}

const fillIn = route(contract.fillIn, async (context, { caseId, id, versionId, answers }) => {
  const { db, scope, actor, now, note } = context
  const kase = found(await lockCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, count: Object.keys(answers).length })
  const { content, code, ...version } = await fillableVersion(context, kase, versionId)
  checkAnswers(content, answers)
  const result = score(content, answers)
  const standing = await queries.standingOf(db, caseId)
  const weighing = {
    code,
    danger: result.level.danger,
    setsCaseLevel: content.setsCaseLevel === true,
    caseLevel: kase.dangerLevel,
    isConcluded: kase.state !== 'opened',
    standing,
  }
  const isAwaiting = isLowering(weighing)
  await queries.replaceAwaiting(db, caseId, code)
  const next = await planNext(context, kase, content, isAwaiting ? kase.dangerLevel : result.level.danger)
  const supersedes = standing.find((each) => each.code === code)?.id
  await queries.insertFilled(context, kase, {
    id,
    version: { ...version, content, code },
    answers,
    result,
    isAwaiting,
    supersedes,
    next,
  })
  await queries.removeDrafts(db, caseId, code, actor.accountId)
  if (isAwaiting) await askSecondPerson(context, kase)
  else await raiseCase(context, kase, levelAfter(weighing), content.title)
  return { level: result.level.label, isAwaiting }
})

const readFilled = async (context: Context, id: string) => {
  const { db, scope, actor, now, note } = context
  const row = found(await queries.findFilled(db, scope, id, now), '评估')
  const kase = found(await findCase(db, scope, row.caseId, now), '评估')
  note({ kind: 'assessment', id, divisionCode: kase.divisionCode, fields: ['answers'] })
  const opened = queries.openFilled(context, kase, row)
  return {
    ...queries.presentFilled(row, opened, actor.accountId),
    case: { id: kase.id, number: kase.number },
    content: opened.content,
    answers: opened.answers,
  }
}

const getFilled = route(contract.getFilled, (context, { id }) => readFilled(context, id))

const printFilled = route(contract.printFilled, async (context, { id, reason }) => {
  const { scope, db, actor, now } = context
  const read = await readFilled(context, id)
  found(await queries.findWorkedCase(db, scope, read.case.id, now), '评估')
  context.note({ kind: 'assessment', id, purpose: reason })
  return { ...read, reason, watermark: `${actor.displayName} ${dayOf(now)} ${read.case.number}` }
})

/** An assessment that waits, of a case that is locked until the decision stands. */
const beginDecision = async (context: Context, id: string) => {
  const { db, scope, actor, now, note } = context
  const { caseId } = found(await queries.findCaseOf(db, scope, id, now), '评估')
  const kase = found(await lockCase(db, scope, caseId, now), '评估')
  note({ kind: 'assessment', id, divisionCode: kase.divisionCode })
  const assessment = found(await queries.findAssessment(db, id), '评估')
  if (assessment.state !== 'awaiting') throw refused('这份评估没有在等确认')
  if (assessment.madeBy === actor.accountId) throw refused('降低等级须由评估人以外的人确认')
  return { kase, assessment }
}

const endDecision = async ({ db, actor, now }: Context, kase: CaseFound) => {
  if (!(await queries.isAnyAwaiting(db, kase.id)))
    await finishTasks(db, { subjectId: kase.id, kinds: ['confirm-lowering'] }, actor.accountId, now)
}

/** A conclusion sets the level that it names, if nothing worse was found since; the screening sets what all results say together. */
const levelConfirmed = async (
  { db }: Context,
  kase: CaseFound,
  { code, dangerLevel, instrumentVersionId }: NonNullable<Awaited<ReturnType<typeof queries.findAssessment>>>,
) => {
  const together = levelOf(await queries.standingOf(db, kase.id))
  if (code === null) return worstOf([together, dangerLevel ?? kase.dangerLevel])
  const version = instrumentVersionId ? await findVersion(db, instrumentVersionId) : undefined
  return version?.content.setsCaseLevel && kase.state !== 'opened' ? together : kase.dangerLevel
}

const confirmLowering = route(contract.confirmLowering, async (context, { id }) => {
  const { db } = context
  const { kase, assessment } = await beginDecision(context, id)
  await queries.decide(context, kase, id, { state: 'counted' })
  const level = await levelConfirmed(context, kase, assessment)
  if (isSafer(level, kase.dangerLevel)) {
    await queries.setCaseLevel(db, kase.id, level)
    const note = `${DANGER_LEVEL[kase.dangerLevel]} → ${DANGER_LEVEL[level]}`
    await writeStep(context, kase, { command: 'lower-level', to: kase.state, note })
  }
  await endDecision(context, kase)
  return done
})

const refuseLowering = route(contract.refuseLowering, async (context, { id, note }) => {
  const { kase } = await beginDecision(context, id)
  await queries.decide(context, kase, id, { state: 'refused', note })
  await endDecision(context, kase)
  return done
})

export const routes = [
  listFilled,
  openForm,
  saveDraft,
  fillIn,
  getFilled,
  printFilled,
  confirmLowering,
  refuseLowering,
]
