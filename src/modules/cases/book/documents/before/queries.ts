import { dayOf, minuteOf } from '#kernel/day.ts'
import type { Context } from '#server/route.ts'
import { listFilled, openFilled, type FilledFound } from '../../../assessments/filling/queries.ts'
import { ASSESSMENT_STATE } from '../../../assessments/labels.ts'
import { readAssessments } from '../../../assessments/queries.ts'
import { answerText, shownQuestions } from '../../../assessments/scoring/answers.ts'
import { SAFETY } from '../../../emergency/labels.ts'
import { readMeasures } from '../../../emergency/queries.ts'
import { DANGER_LEVEL, GUARDIANSHIP, PLAN_ITEM_STATE } from '../../../labels.ts'
import { readPlan } from '../../../plans/queries.ts'
import type { CaseFound } from '../../../queries.ts'
import { named, said, type Dated } from '../rules.ts'

type Reading = Pick<Context, 'db' | 'keys' | 'actor'>

export const emergencyDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> =>
  (await readMeasures(reading, kase)).map((measure) => ({
    kind: 'emergency',
    title: '应急处置记录',
    at: measure.at,
    day: dayOf(measure.at),
    by: measure.by,
    lines: [
      ...said('时间', minuteOf(new Date(measure.at))),
      ...said('做了什么', measure.done),
      ...said('联系了谁', measure.called),
      ...said('对方怎么说', measure.said),
      ...said('孩子是否安全', measure.safety && SAFETY[measure.safety]),
      ...said('安排到什么时候', measure.safeUntil && minuteOf(new Date(measure.safeUntil))),
      ...said('孩子在哪里、和谁在一起', measure.whereabouts),
      ...named('记录人', measure.by),
    ],
  }))

const filledDocument = (reading: Reading, kase: CaseFound, row: FilledFound): Dated => {
  const { content, answers, result, note } = openFilled(reading, kase, row)
  const shown = shownQuestions(content, answers).filter(({ id }) => answers[id] !== undefined)
  return {
    kind: 'assessment',
    title: `评估表：${content.title}`,
    at: row.madeAt.toISOString(),
    day: dayOf(row.madeAt),
    by: row.makerName,
    lines: [
      ...said('结果', `${result.level.label}（${result.points} 分，最多 ${result.most} 分）`),
      // The column's check allows no other words.
      ...said('状态', ASSESSMENT_STATE[row.state as keyof typeof ASSESSMENT_STATE]),
      ...shown.flatMap((question) => said(question.text, answerText(question, answers[question.id]))),
      ...named('评估人', row.makerName),
      ...named('确认人', row.deciderName),
      ...said('确认意见', note),
    ],
  }
}

export const assessmentDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> => {
  const filled = await listFilled(reading.db, kase.id)
  const conclusions = await readAssessments(reading, kase)
  return [
    ...filled.map((row) => filledDocument(reading, kase, row)),
    ...conclusions.map((each): Dated => ({
      kind: 'assessment',
      title: '评估结论',
      at: each.madeAt,
      day: dayOf(each.madeAt),
      by: each.madeBy,
      lines: [
        ...said('危险等级', DANGER_LEVEL[each.dangerLevel]),
        ...said('状态', ASSESSMENT_STATE[each.state]),
        ...said('监护状况', GUARDIANSHIP[each.guardianship]),
        ...said('伤害与困难', each.harm),
        ...said('孩子的话', each.childView),
        ...said('没有听取孩子意见的原因', each.noChildViewReason),
        ...named('评估人', each.madeBy),
        ...named('确认人', each.decision?.by),
        ...said('确认意见', each.decision?.note),
      ],
    })),
  ]
}

/** The plan with its items and how each ended. */
export const planDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> => {
  const plan = await readPlan(reading, kase)
  if (!plan) return []
  return [
    {
      kind: 'plan',
      title: '帮扶计划',
      at: plan.madeAt,
      day: dayOf(plan.madeAt),
      by: plan.madeBy,
      lines: [
        ...said('目标', plan.goal),
        ...said('孩子的意见', plan.childOpinion),
        ...said('没有听取孩子意见的原因', plan.noChildOpinionReason),
        ...said('监护人的意见', plan.guardianOpinion),
        ...plan.items.flatMap(({ ordinal, title, dueDay, state, result, dropReason, owner }) => [
          ...said(`第 ${ordinal} 项`, `${title}（${dueDay} 前）：${PLAN_ITEM_STATE[state]}`),
          ...said('结果', result),
          ...said('取消的原因', dropReason),
          ...named('负责', owner.name),
        ]),
        ...named('制定人', plan.madeBy),
      ],
    },
  ]
}
