import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { recordAssessment, type DangerLevel } from '#modules/cases/assessments/contract.ts'
import { fillIn, listFilled, openForm } from '#modules/cases/assessments/filling/contract.ts'
import { agreeClosing, recordLookBack, requestClosing } from '#modules/cases/closing/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { dropPlanItem, finishPlanItem, makePlan, startPlan } from '#modules/cases/plans/contract.ts'
import { acceptAnswer, listCaseReferrals, sendReferral } from '#modules/referrals/contract.ts'
import { answerReferral, getUnitReferral, signReferral } from '#modules/referrals/unit/contract.ts'
import type { Stage } from './actors.ts'
import { answersFor } from './answers.ts'
import type { Clock } from './clock.ts'
import type { PlanItem, StoryStage } from './story-texts.ts'
import type { CastStory } from './stories.ts'

type Play = {
  caseId: string
  worker: string
  head: string
  pass: Clock
  level: DangerLevel
  tell: (hours: number) => Promise<void>
}

const ORDER: StoryStage[] = [
  'case-opened',
  'assessed',
  'planned',
  'referred',
  'answered',
  'awaiting-approval',
  'closed',
  'looked-back',
]
const reaches = (story: CastStory, stage: StoryStage) => ORDER.indexOf(story.reaches) >= ORDER.indexOf(stage)

type Placed = PlanItem & { id: string }

const answerFor = (story: CastStory, item: Placed) =>
  (story.referral?.unit === item.unit && story.referral?.answer) || '已按要求办理完毕，情况良好'

const refer = async (
  stage: Stage,
  story: CastStory,
  play: Play,
  item: Placed,
  upTo: 'sent' | 'answered' | 'accepted',
) => {
  const { caseId, worker, pass } = play
  const unit = item.unit ?? ''
  const version = async () => (await (await stage.as(worker))(getCase, { id: caseId })).version
  pass(3)
  const { id } = await (
    await stage.as(worker)
  )(sendReferral, {
    caseId,
    version: await version(),
    referralId: uuidv7(),
    planItemId: item.id,
    unitId: stage.unitId(unit),
    subject: '未成年人保护转介事项',
    request: (story.referral?.unit === unit && story.referral?.asks) || item.what,
    fields: ['name', 'sex', 'birthDay', 'place', 'guardians', 'guardianPhone'],
    reason: '办理本事项所必需',
    // By the database's own clock: it must still run while the past is played.
    accessEndsOn: addDays(dayOf(new Date()), 30),
  })
  if (upTo === 'sent') return
  const officer = `ll-${unit}`
  const seen = async () => (await (await stage.as(officer))(getUnitReferral, { id })).version
  pass(20)
  await (
    await stage.as(officer)
  )(signReferral, { id, version: await seen() })
  pass(40)
  await (
    await stage.as(officer)
  )(answerReferral, { id, version: await seen(), answer: answerFor(story, item) })
  if (upTo === 'answered') return
  pass(15)
  const { items } = await (await stage.as(worker))(listCaseReferrals, { caseId })
  const answered = items.find((each) => each.id === id)
  await (
    await stage.as(worker)
  )(acceptAnswer, { id, version: answered?.version ?? 1, result: answerFor(story, item) })
}

const runItem = async (stage: Stage, story: CastStory, play: Play, item: Placed) => {
  const { caseId, worker, pass } = play
  if (item.unit) {
    if (item.state === 'done') await refer(stage, story, play, item, 'accepted')
    else if (story.referral?.unit === item.unit && reaches(story, 'referred'))
      await refer(stage, story, play, item, story.reaches === 'answered' ? 'answered' : 'sent')
    return
  }
  if (item.state === 'open') return
  pass(24)
  const { plan } = await (await stage.as(worker))(getCase, { id: caseId })
  const version = plan?.items.find(({ id }) => id === item.id)?.version ?? 1
  if (item.state === 'done')
    await (
      await stage.as(worker)
    )(finishPlanItem, { id: item.id, version, result: '已完成，孩子情况稳定' })
  else
    await (
      await stage.as(worker)
    )(dropPlanItem, { id: item.id, version, reason: item.reason ?? '家庭情况变化，不再需要' })
}

const plan = async (stage: Stage, story: CastStory, play: Play) => {
  const { caseId, worker, pass } = play
  const items: Placed[] = (story.plan ?? []).map((item) => ({ ...item, id: uuidv7() }))
  const version = async () => (await (await stage.as(worker))(getCase, { id: caseId })).version
  const madeOn = dayOf(pass(30))
  await (
    await stage.as(worker)
  )(makePlan, {
    id: caseId,
    version: await version(),
    goal: '孩子安全、有人照料，困难得到解决',
    childOpinion: '愿意接受帮助',
    items: items.map((item) => ({
      itemId: item.id,
      title: item.what,
      dueDay: addDays(madeOn, 10),
      ...(item.unit ? { unitId: stage.unitId(item.unit) } : { ownerId: stage.accountId(worker) ?? '' }),
    })),
  })
  pass(1)
  await (
    await stage.as(worker)
  )(startPlan, { id: caseId, version: await version() })
  for (const item of items) await runItem(stage, story, play, item)
}

/** What the rules ask for, filled in as the story's level has it. */
const assess = async (stage: Stage, { caseId, worker, level }: Play) => {
  const act = await stage.as(worker)
  const { instruments } = await act(listFilled, { caseId })
  for (const { code } of instruments.filter((each) => each.isRequired)) {
    const { versionId, content } = await act(openForm, { caseId, code })
    await act(fillIn, { caseId, id: uuidv7(), versionId, answers: answersFor(content, level) })
  }
}

/** A case from its opening to where the story stands. */
export const playCase = async (stage: Stage, story: CastStory, play: Play): Promise<void> => {
  const { caseId, worker, head, pass } = play
  const version = async (who: string) => (await (await stage.as(who))(getCase, { id: caseId })).version
  if (!reaches(story, 'assessed')) return
  pass(26)
  await assess(stage, play)
  await (
    await stage.as(worker)
  )(recordAssessment, {
    id: caseId,
    version: await version(worker),
    assessmentId: uuidv7(),
    dangerLevel: play.level,
    guardianship: play.level === 'immediate' ? 'improper' : 'insufficient',
    harm: story.assessment ?? '情况见报告',
    childView: '愿意和信任的大人说一说',
  })
  if (!reaches(story, 'planned')) return
  await plan(stage, story, play)
  if (!reaches(story, 'awaiting-approval')) return
  pass(24)
  await (
    await stage.as(worker)
  )(requestClosing, {
    id: caseId,
    version: await version(worker),
    summary: '计划事项均已办结，孩子情况稳定，家庭能够照料',
  })
  if (!reaches(story, 'closed')) return
  pass(20)
  await (
    await stage.as(head)
  )(agreeClosing, { id: caseId, version: await version(head) })
  await play.tell(4)
  if (!reaches(story, 'looked-back')) return
  pass(31 * 24)
  await (
    await stage.as(worker)
  )(recordLookBack, {
    id: caseId,
    version: await version(worker),
    isBetter: true,
    finding: '住处安全，孩子按时上学，说晚上不再害怕',
  })
}
