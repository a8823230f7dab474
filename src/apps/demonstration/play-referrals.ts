import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { getCase } from '#modules/cases/contract.ts'
import { addCoUnit } from '#modules/referrals/co-units/contract.ts'
import { acceptAnswer, getSentReferral, sendReferral } from '#modules/referrals/contract.ts'
import { askAsUnit, replyAsSender } from '#modules/referrals/messages/contract.ts'
import { redirectReferral, returnReferral } from '#modules/referrals/returns/contract.ts'
import {
  answerReferral,
  getUnitReferral,
  recordMeasure,
  signReferral,
} from '#modules/referrals/unit/contract.ts'
import type { Stage } from './actors.ts'
import type { Clock } from './clock.ts'
import type { PlanItem, ReferralWay } from './story-texts.ts'

type Scene = { stage: Stage; caseId: string; worker: string; pass: Clock }
type Placed = PlanItem & { id: string }
type Words = { asks: string; answer: string }

const officerOf = (unit: string) => `ll-${unit}`

const seenBy = async ({ stage }: Scene, unit: string, id: string) => ({
  id,
  version: (await (await stage.as(officerOf(unit)))(getUnitReferral, { id })).version,
})

const sentBy = async ({ stage, worker }: Scene, id: string) => ({
  id,
  version: (await (await stage.as(worker))(getSentReferral, { id })).version,
})

const send = async (scene: Scene, item: Placed, unit: string, asks: string, isUrgent = false) => {
  const { stage, caseId, worker, pass } = scene
  const at = pass(3)
  const act = await stage.as(worker)
  const { id } = await act(sendReferral, {
    caseId,
    version: (await act(getCase, { id: caseId })).version,
    referralId: uuidv7(),
    planItemId: item.id,
    unitId: stage.unitId(unit),
    subject: '未成年人保护转介事项',
    request: asks,
    fields: ['name', 'sex', 'birthDay', 'place', 'guardians', 'guardianPhone'],
    reason: '办理本事项所必需',
    // By the database's own clock: it must still run while the past is played.
    accessEndsOn: addDays(dayOf(new Date()), 30),
    ...(isUrgent && {
      lane: 'urgent' as const,
      phonedWhom: '指挥中心值班民警',
      phonedAt: new Date(at.getTime() - 600_000).toISOString(),
    }),
  })
  return id
}

const sign = async (scene: Scene, unit: string, id: string) => {
  scene.pass(20)
  const act = await scene.stage.as(officerOf(unit))
  await act(signReferral, await seenBy(scene, unit, id))
}

const answer = async (scene: Scene, unit: string, id: string, words: string, summary?: string) => {
  scene.pass(40)
  const act = await scene.stage.as(officerOf(unit))
  const seen = await seenBy(scene, unit, id)
  await act(answerReferral, { ...seen, answer: words, ...(summary && { summary }) })
}

const giveBack = async (
  scene: Scene,
  unit: string,
  id: string,
  of: { clause: string; citation: string; to: string },
) => {
  scene.pass(18)
  const act = await scene.stage.as(officerOf(unit))
  await act(returnReferral, {
    ...(await seenBy(scene, unit, id)),
    clause: of.clause,
    citation: of.citation,
    proposedUnitId: scene.stage.unitId(of.to),
  })
}

const redirect = async (scene: Scene, id: string) => {
  scene.pass(4)
  const act = await scene.stage.as(scene.worker)
  const next = await act(redirectReferral, { ...(await sentBy(scene, id)), referralId: uuidv7() })
  return next.id
}

/** Phoned first, signed, asked back and told, and what the unit did the same night. */
const playAsked = async (scene: Scene, item: Placed, unit: string, { asks }: Words) => {
  const id = await send(scene, item, unit, asks, true)
  scene.pass(1)
  const officer = () => scene.stage.as(officerOf(unit))
  await (
    await officer()
  )(signReferral, await seenBy(scene, unit, id))
  scene.pass(1)
  const text = '孩子现在住在外婆家，请告知外婆的联系电话。'
  await (
    await officer()
  )(askAsUnit, { id, messageId: uuidv7(), text })
  scene.pass(1)
  const worker = await scene.stage.as(scene.worker)
  await worker(replyAsSender, { id, messageId: uuidv7(), text: '已与外婆说好，电话由派出所到镇里当面取。' })
  const doneOn = dayOf(scene.pass(2))
  await (
    await officer()
  )(recordMeasure, {
    ...(await seenBy(scene, unit, id)),
    measureId: uuidv7(),
    doneOn,
    text: '民警两人上门，向孩子的母亲了解情况，已受案登记。',
  })
  return id
}

/** The police lead, the hospital's department helps; its part is done. */
const playWithCo = async (scene: Scene, item: Placed, unit: string, { asks }: Words) => {
  const id = await send(scene, item, unit, asks)
  scene.pass(1)
  const worker = await scene.stage.as(scene.worker)
  const co = await worker(addCoUnit, {
    ...(await sentBy(scene, id)),
    referralId: uuidv7(),
    unitId: scene.stage.unitId('health'),
    request: '请安排女医生到场检查，并备好心理支持。',
    fields: ['name', 'sex', 'birthDay'],
    reason: '安排检查所必需',
  })
  await sign(scene, unit, id)
  await sign(scene, 'health', co.id)
  await answer(scene, 'health', co.id, '县医院女医生已完成检查，报告已交公安机关。', '检查已完成，报告已交。')
  return id
}

/** Sent to the wrong unit first, which names the right one. */
const playRedirected = async (scene: Scene, item: Placed, unit: string, { asks }: Words) => {
  const first = await send(scene, item, 'agriculture', asks)
  const citation = '县委编办〔2024〕8号职责规定第三条第（五）项'
  await giveBack(scene, 'agriculture', first, { clause: 'not-our-duty', citation, to: unit })
  const id = await redirect(scene, first)
  await sign(scene, unit, id)
  return id
}

/** Two units have returned it: the leading group's office must name one. */
const playTwiceReturned = async (scene: Scene, item: Placed, unit: string, { asks }: Words) => {
  const first = await send(scene, item, unit, asks)
  const ours = '县未成年人保护工作领导小组成员单位职责分工第九条'
  await giveBack(scene, unit, first, { clause: 'not-our-duty', citation: ours, to: 'education' })
  const second = await redirect(scene, first)
  const law = '《家庭教育促进法》第四十九条'
  await giveBack(scene, 'education', second, { clause: 'other-organ-first', citation: law, to: 'women' })
  return second
}

const WAYS: Record<ReferralWay, (scene: Scene, item: Placed, unit: string, words: Words) => Promise<string>> =
  {
    asked: playAsked,
    'with-co': playWithCo,
    redirected: playRedirected,
    'twice-returned': playTwiceReturned,
  }

/** The unit's part of an item, as far as the story goes; a way of its own is played up to where it stands by itself. */
export const playReferral = async (
  scene: Scene,
  item: Placed,
  upTo: 'sent' | 'answered' | 'accepted',
  words: Words,
): Promise<void> => {
  const unit = item.unit ?? ''
  const id = item.way
    ? await WAYS[item.way](scene, item, unit, words)
    : await send(scene, item, unit, words.asks)
  if (upTo === 'sent') return
  if (!item.way) await sign(scene, unit, id)
  await answer(scene, unit, id, words.answer)
  if (upTo === 'answered') return
  scene.pass(15)
  const worker = await scene.stage.as(scene.worker)
  await worker(acceptAnswer, { ...(await sentBy(scene, id)), result: words.answer })
}
