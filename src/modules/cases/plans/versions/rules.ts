import { canonicalText } from '../../approvals/rules.ts'
import { HEARING_WAY, NO_GUARDIAN_REASON, PLAN_ITEM_KIND } from '../kinds/labels.ts'
import type { PlanSubject } from './contract.ts'

type Item = PlanSubject['items'][number]

const itemChanges = (before: Item, after: Item): string[] => {
  const head = `第 ${after.ordinal} 项“${after.title}”`
  return [
    ...(before.isDropped === after.isDropped ? [] : [after.isDropped ? `取消${head}` : `恢复${head}`]),
    ...(before.ordinal === after.ordinal ? [] : [`原第 ${before.ordinal} 项改为${head}`]),
    ...(before.title === after.title ? [] : [`第 ${after.ordinal} 项“${before.title}”改为“${after.title}”`]),
    ...(before.kind === after.kind
      ? []
      : [`${head}的类别由${PLAN_ITEM_KIND[before.kind]}改为${PLAN_ITEM_KIND[after.kind]}`]),
    ...(before.owner.id === after.owner.id
      ? []
      : [`${head}由${before.owner.name}改为${after.owner.name}负责`]),
    ...(before.dueDay === after.dueDay ? [] : [`${head}的期限由 ${before.dueDay} 改为 ${after.dueDay}`]),
  ]
}

const goalText = ({ text, sign }: PlanSubject['goals'][number]) => `“${text}”（看：${sign}）`

const goalChanges = (before: PlanSubject, after: PlanSubject): string[] => {
  const [old, now] = [before.goals.map(goalText), after.goals.map(goalText)]
  return [
    ...old.filter((each) => !now.includes(each)).map((each) => `删去目标${each}`),
    ...now.filter((each) => !old.includes(each)).map((each) => `增加目标${each}`),
    ...(old.length === now.length &&
    old.toSorted().join() === now.toSorted().join() &&
    old.join() !== now.join()
      ? ['目标的次序有调整']
      : []),
  ]
}

const SAID = [
  ['childWay', '听取孩子意见的方式'],
  ['childAsked', '听取孩子意见的经过'],
  ['childOpinion', '孩子的意见'],
  ['noChildOpinionReason', '没有听取孩子意见的原因'],
  ['guardianOpinion', '监护人的意见'],
  ['noGuardianReason', '没有征求监护人意见的原因'],
] as const

const words = (field: (typeof SAID)[number][0], subject: PlanSubject) => {
  if (field === 'childWay') return subject.childWay && HEARING_WAY[subject.childWay]
  if (field === 'noGuardianReason')
    return subject.noGuardianReason && NO_GUARDIAN_REASON[subject.noGuardianReason]
  return subject[field]
}

const saidChanges = (before: PlanSubject, after: PlanSubject): string[] =>
  SAID.flatMap(([field, label]) => {
    const [old, now] = [words(field, before), words(field, after)]
    return old === now ? [] : [`${label}由“${old ?? '（空）'}”改为“${now ?? '（空）'}”`]
  })

/**
 * What a later version changed, as sentences that people read before they approve. Two texts that differ in anything give at least one
 * sentence: no edit goes unnoticed.
 */
export const changesBetween = (before: PlanSubject, after: PlanSubject): string[] => {
  const known = new Map(before.items.map((item) => [item.id, item]))
  const kept = new Set(after.items.map(({ id }) => id))
  return [
    ...goalChanges(before, after),
    ...after.items.flatMap((item) => {
      const old = known.get(item.id)
      return old ? itemChanges(old, item) : [`增加第 ${item.ordinal} 项“${item.title}”`]
    }),
    ...before.items
      .filter(({ id }) => !kept.has(id))
      .map(({ ordinal, title }) => `删去第 ${ordinal} 项“${title}”`),
    ...saidChanges(before, after),
    ...(canonicalText(before.bestInterests) === canonicalText(after.bestInterests)
      ? []
      : ['“最有利于未成年人”六项要求的回答有改动']),
  ]
}
