import { dayOf, minuteOf } from '#kernel/day.ts'
import type { Context } from '#server/route.ts'
import { listFilled, openFilled, type FilledFound } from '../../../assessments/filling/queries.ts'
import { ASSESSMENT_STATE } from '../../../assessments/labels.ts'
import { readAssessments } from '../../../assessments/queries.ts'
import { answerText, shownQuestions } from '../../../assessments/scoring/answers.ts'
import { Demand } from '../../../best-interests/contract.ts'
import { DEMAND } from '../../../best-interests/labels.ts'
import { SAFETY } from '../../../emergency/labels.ts'
import { readMeasures } from '../../../emergency/queries.ts'
import { InvestigationContent } from '../../../investigation/contract.ts'
import { SPOKEN_HOW } from '../../../investigation/labels.ts'
import { listInvestigations } from '../../../investigation/queries.ts'
import { DANGER_LEVEL, GUARDIANSHIP, PLAN_ITEM_STATE } from '../../../labels.ts'
import { readPlan } from '../../../plans/queries.ts'
import { readVersions } from '../../../plans/versions/queries.ts'
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

/** Signed by two only: a draft is no document. */
export const investigationDocuments = async ({ db, keys }: Reading, kase: CaseFound): Promise<Dated[]> => {
  const rows = await listInvestigations(db, kase.id)
  const key = keys.unwrap(kase.keySealed, kase.id)
  return rows.flatMap((row): Dated[] => {
    if (!row.signedAt) return []
    const content = InvestigationContent.parse(JSON.parse(keys.open(key, 'investigation', row.contentSealed)))
    return [
      {
        kind: 'investigation',
        title: '社会背景调查',
        at: row.signedAt.toISOString(),
        day: dayOf(row.signedAt),
        by: row.writerName ?? '',
        lines: [
          ...content.sections.flatMap(({ title, text, isUnknown }) =>
            said(title, isUnknown ? `不清楚${text ? `：${text}` : ''}` : text),
          ),
          ...content.accounts.flatMap((each) => said(`${each.who}说`, each.said)),
          ...content.sources.flatMap(({ who, relation, on, how }) =>
            said('谈过的人', `${who}（${relation}），${on}，${SPOKEN_HOW[how]}`),
          ),
          ...said('还要查清的', content.gaps),
          ...said('结论', content.conclusion),
          ...named('调查人', row.writerName),
          ...named('复核人', row.signerName),
        ],
      },
    ]
  })
}

/** What was decided, once for each version that was submitted, begun or revised. */
const versionDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> =>
  (await readVersions(reading, kase)).map(({ number, madeAt, madeBy, hash, why, content }) => ({
    kind: 'plan',
    title: `帮扶计划（第 ${number} 版）`,
    at: madeAt,
    day: dayOf(madeAt),
    by: madeBy,
    lines: [
      ...said('为什么修订', why),
      ...content.goals.flatMap(({ text, sign }, at) =>
        said(`目标 ${at + 1}`, sign ? `${text}；达到的标志：${sign}` : text),
      ),
      ...said('孩子的意见', content.childOpinion),
      ...said('没有听取孩子意见的原因', content.noChildOpinionReason),
      ...said('监护人的意见', content.guardianOpinion),
      ...(content.bestInterests
        ? Demand.options.flatMap((demand) => said(DEMAND[demand], content.bestInterests?.[demand]))
        : []),
      ...content.items.flatMap(({ ordinal, title, owner, dueDay, isDropped }) => [
        ...said(`第 ${ordinal} 项`, `${title}（${dueDay} 前）${isDropped ? '，已取消' : ''}`),
        ...named('负责', owner.name),
      ]),
      ...said('摘要', hash),
      ...named('制定人', madeBy),
    ],
  }))

/** Every version, and how each item ended. */
export const planDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> => {
  const plan = await readPlan(reading, kase)
  if (!plan) return []
  const ended = plan.items.map(({ doneAt }) => doneAt).filter((at) => at !== null)
  const at = ended.toSorted().at(-1) ?? plan.madeAt
  return [
    ...(await versionDocuments(reading, kase)),
    {
      kind: 'plan',
      title: '计划事项的办理结果',
      at,
      day: dayOf(at),
      by: plan.madeBy,
      lines: plan.items.flatMap(({ ordinal, title, dueDay, state, result, dropReason, owner }) => [
        ...said(`第 ${ordinal} 项`, `${title}（${dueDay} 前）：${PLAN_ITEM_STATE[state]}`),
        ...said('结果', result),
        ...said('取消的原因', dropReason),
        ...named('负责', owner.name),
      ]),
    },
  ]
}
