import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { recordAssessment, type DangerLevel } from '#modules/cases/assessments/contract.ts'
import { fillIn, listFilled, openForm } from '#modules/cases/assessments/filling/contract.ts'
import { agreeClosing } from '#modules/cases/closing/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import {
  approvePlan,
  dropPlanItem,
  finishPlanItem,
  makePlan,
  startPlan,
  startUrgently,
  submitPlan,
} from '#modules/cases/plans/contract.ts'
import type { Stage } from './actors.ts'
import { answersFor } from './answers.ts'
import type { Clock } from './clock.ts'
import { investigate, respond } from './play-safety.ts'
import { adoptOne, callUpcoming, confer, PLAN_WORDS } from './play-plan.ts'
import { playReferral } from './play-referrals.ts'
import { playArchive, playContact, playLookBack, playRequest } from './play-closing.ts'
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
  'archived',
]
const reaches = (story: CastStory, stage: StoryStage) => ORDER.indexOf(story.reaches) >= ORDER.indexOf(stage)

type Placed = PlanItem & { id: string }

const answerFor = (story: CastStory, item: Placed) =>
  (story.referral?.unit === item.unit && story.referral?.answer) || '已按要求办理完毕，情况良好'

const refer = (
  stage: Stage,
  story: CastStory,
  { caseId, worker, pass }: Play,
  item: Placed,
  upTo: 'sent' | 'answered' | 'accepted',
) =>
  playReferral({ stage, caseId, worker, pass }, item, upTo, {
    asks: (story.referral?.unit === item.unit && story.referral?.asks) || item.what,
    answer: answerFor(story, item),
  })

const runItem = async (stage: Stage, story: CastStory, play: Play, item: Placed) => {
  const { caseId, worker, pass } = play
  if (item.unit) {
    if (item.state === 'done') await refer(stage, story, play, item, 'accepted')
    else if ((item.way !== undefined || story.referral?.unit === item.unit) && reaches(story, 'referred'))
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

/** Where the level asks for it, the plan goes to its approver and comes back agreed to. */
const approve = async (stage: Stage, { caseId, worker, head, pass }: Play) => {
  const act = await stage.as(worker)
  const { facts, version } = await act(getCase, { id: caseId })
  if (!facts.needsPlanApproval) return
  await act(submitPlan, { id: caseId, version })
  pass(3)
  const decide = await stage.as(head)
  await decide(approvePlan, { id: caseId, version: (await decide(getCase, { id: caseId })).version })
  pass(2)
}

/** A child who cannot wait: the plan begins tonight, its approval and the conference are owed. */
const start = async (stage: Stage, story: CastStory, play: Play) => {
  const { caseId, worker } = play
  const version = async () => (await (await stage.as(worker))(getCase, { id: caseId })).version
  if (story.startsUrgently) {
    const reason = '孩子今晚就要离开家，等不到上班后审批'
    return (await stage.as(worker))(startUrgently, { id: caseId, version: await version(), reason })
  }
  await approve(stage, play)
  return (await stage.as(worker))(startPlan, { id: caseId, version: await version() })
}

const plan = async (stage: Stage, story: CastStory, play: Play) => {
  const { caseId, worker, pass } = play
  const items: Placed[] = (story.plan ?? []).map((item) => ({ ...item, id: uuidv7() }))
  const version = async () => (await (await stage.as(worker))(getCase, { id: caseId })).version
  const isConferred = (play.level === 'immediate' || play.level === 'high') && !story.startsUrgently
  const isEnding = reaches(story, 'awaiting-approval')
  if (isConferred) await confer(stage, play, isEnding)
  const madeOn = dayOf(pass(30))
  await (
    await stage.as(worker)
  )(makePlan, {
    id: caseId,
    version: await version(),
    ...PLAN_WORDS,
    items: items.map((item) => ({
      itemId: item.id,
      title: item.what,
      dueDay: addDays(madeOn, 10),
      ...(item.unit ? { unitId: stage.unitId(item.unit) } : { ownerId: stage.accountId(worker) ?? '' }),
    })),
  })
  pass(1)
  if (isConferred) items.push(await adoptOne(stage, play, isEnding ? 'done' : 'open'))
  // It waits for its approval.
  if (story.reaches === 'planned')
    return void (await (
      await stage.as(worker)
    )(submitPlan, { id: caseId, version: await version() }))
  await start(stage, story, play)
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
  await respond(stage, play)
  if (!reaches(story, 'assessed')) return
  await investigate(stage, play)
  pass(7)
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
  if (!reaches(story, 'planned')) return callUpcoming(stage, play)
  await plan(stage, story, play)
  if (!reaches(story, 'referred')) return
  await playContact(stage, play, 20)
  if (!reaches(story, 'awaiting-approval')) return
  await playRequest(stage, play)
  if (!reaches(story, 'closed')) return
  pass(20)
  await (
    await stage.as(head)
  )(agreeClosing, { id: caseId, version: await version(head) })
  await play.tell(4)
  if (!reaches(story, 'looked-back')) return
  await playLookBack(stage, play, 0, 30)
  if (!reaches(story, 'archived')) return
  await playLookBack(stage, play, 1, 60)
  await playArchive(stage, play)
}
