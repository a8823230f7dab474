import { dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import type { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { confirmLowering, fillIn, listFilled, openForm } from '#modules/cases/assessments/filling/contract.ts'
import { archiveCase } from '#modules/cases/book/contract.ts'
import { recordLookBack, requestClosing, tellOutcome } from '#modules/cases/closing/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { recordFollowUp } from '#modules/cases/follow-ups/contract.ts'
import { listCaseReferrals } from '#modules/referrals/contract.ts'
import { sayEffect } from '#modules/referrals/effects/contract.ts'
import type { Stage } from './actors.ts'
import { answersFor } from './answers.ts'
import type { Clock } from './clock.ts'

export type Ending = { caseId: string; worker: string; head: string; pass: Clock; level: DangerLevel }

const seen = async (stage: Stage, who: string, id: string) =>
  (await (await stage.as(who))(getCase, { id })).version

const CONTACTS = [
  { childWords: '现在有人管我吃饭了，就是晚上还有点怕', changes: '家里收拾过，孩子按时吃饭、按时上学' },
  { childWords: '晚上没那么怕了，同桌也来找我玩', changes: '孩子气色比上次好，作业按时写完' },
] as const

/** One contact with the child while the plan runs. */
export const playContact = async (
  stage: Stage,
  { caseId: id, worker, pass }: Ending,
  hours: number,
  order: 0 | 1 = 0,
) => {
  const onDay = dayOf(pass(hours))
  const act = await stage.as(worker)
  await act(recordFollowUp, {
    id,
    version: await seen(stage, worker, id),
    followUpId: uuidv7(),
    onDay,
    way: 'home',
    seen: 'alone',
    ...CONTACTS[order],
    hasConcern: false,
  })
}

/** 结案评估, where the procedure asks for one; a lower level is confirmed by the head. */
const assessAnew = async (stage: Stage, { caseId, worker, head, pass }: Ending) => {
  const { facts } = await (await stage.as(worker))(getCase, { id: caseId })
  if (!facts.missingClosing.length) return
  pass(2)
  const act = await stage.as(worker)
  const { instruments } = await act(listFilled, { caseId })
  for (const { code } of instruments.filter(({ title }) => facts.missingClosing.includes(title))) {
    const { versionId, content } = await act(openForm, { caseId, code })
    const id = uuidv7()
    const { isAwaiting } = await act(fillIn, { caseId, id, versionId, answers: answersFor(content, 'low') })
    pass(3)
    if (isAwaiting) await (await stage.as(head))(confirmLowering, { id })
  }
}

const BEST_INTERESTS = {
  priority: '先保证夜里有人照看，再谈其他安排',
  dignity: '在孩子家里单独谈，不当着同学说',
  privacy: '只告诉办理事项的单位，材料不外传',
  development: '不影响上学，周末才上门',
  views: '孩子想和熟悉的人住，照他的意思安排',
  education: '督促家长接受家庭教育指导',
}

/** Everything that a closing asks for, then the request. */
export const playRequest = async (stage: Stage, ending: Ending) => {
  const { caseId: id, worker, pass } = ending
  await playContact(stage, ending, 40, 1)
  await assessAnew(stage, ending)
  const onDay = dayOf(pass(2))
  const act = await stage.as(worker)
  await act(tellOutcome, {
    id,
    version: await seen(stage, worker, id),
    tellingId: uuidv7(),
    onDay,
    toldWhom: 'both',
    way: 'home',
    words: '你说的事，我们和几个单位一起处理了。一个月后和三个月后，我们再来看你。',
    said: '孩子点头，说想请班主任也一起来；家长表示会配合',
  })
  pass(3)
  await (
    await stage.as(worker)
  )(requestClosing, {
    id,
    version: await seen(stage, worker, id),
    summary: '计划事项均已办结，孩子情况稳定，家庭能够照料',
    goals: 'all',
    bestInterests: BEST_INTERESTS,
  })
}

const FINDINGS = ['住处安全，孩子按时上学，说晚上不再害怕', '家里照料正常，孩子有了固定的朋友']

/** Every answered referral is looked at once more. */
const sayEffects = async (stage: Stage, { caseId, worker, pass }: Ending) => {
  pass(1)
  const act = await stage.as(worker)
  const { items } = await act(listCaseReferrals, { caseId })
  for (const { id, version, state } of items)
    if (state === 'accepted')
      await act(sayEffect, { id, version, effect: 'helped', words: '单位办的事都落实了，孩子的处境确实变好' })
}

/** One look-back, all well, so many days after what came before. */
export const playLookBack = async (stage: Stage, ending: Ending, order: 0 | 1, days: number) => {
  const { caseId: id, worker, pass } = ending
  pass(days * 24)
  if (!order) await sayEffects(stage, ending)
  await (
    await stage.as(worker)
  )(recordLookBack, {
    id,
    version: await seen(stage, worker, id),
    way: 'home',
    seen: 'alone',
    isBetter: true,
    finding: FINDINGS[order] ?? '',
    childWords: order ? '和以前不一样了' : '奶奶每天接我',
    useful: order ? 'yes' : 'some',
  })
}

export const playArchive = async (stage: Stage, ending: Ending) => {
  const { caseId: id, worker, pass } = ending
  pass(30)
  await (
    await stage.as(worker)
  )(archiveCase, { id, version: await seen(stage, worker, id) })
}
