import { dayOf } from '#kernel/day.ts'
import type { Context } from '#server/route.ts'
import { Demand } from '../../../best-interests/contract.ts'
import { DEMAND } from '../../../best-interests/labels.ts'
import { GOALS, TOLD_WHOM, USEFUL } from '../../../closing/labels.ts'
import { readLookBacks } from '../../../closing/look-backs/queries.ts'
import { readClosings, readTellings } from '../../../closing/queries.ts'
import { ALONENESS, CONTACT_WAY } from '../../../follow-ups/labels.ts'
import { readFollowUps } from '../../../follow-ups/queries.ts'
import type { CaseFound } from '../../../queries.ts'
import { named, said, type Dated } from '../rules.ts'

type Reading = Pick<Context, 'db' | 'keys'>

export const followUpDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> =>
  (await readFollowUps(reading, kase)).map((each) => ({
    kind: 'follow-up',
    title: '跟踪记录',
    at: each.madeAt,
    day: each.onDay,
    by: each.madeBy,
    lines: [
      ...said('方式', CONTACT_WAY[each.way]),
      ...said('是否单独', ALONENESS[each.seen]),
      ...said('没有单独的原因', each.notAloneReason),
      ...said('孩子的话', each.childWords),
      ...said('没有孩子的话的原因', each.noChildWordsReason),
      ...said('有什么变化', each.changes),
      ...said('新的担心', each.concerns ?? (each.hasConcern ? '有' : '没有')),
      ...named('记录人', each.madeBy),
    ],
  }))

export const tellingDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> =>
  (await readTellings(reading, kase)).map((each) => ({
    kind: 'telling',
    title: '结果告知记录',
    at: each.toldAt,
    day: each.onDay,
    by: each.toldBy,
    lines: [
      ...said('告知对象', TOLD_WHOM[each.toldWhom]),
      ...said('方式', each.way && CONTACT_WAY[each.way]),
      ...said('说的话', each.words),
      ...said('他们怎么说', each.said),
      ...said('为什么不能告知', each.reason),
      ...named('告知人', each.toldBy),
    ],
  }))

const DECISION = { agreed: '批准', 'sent-back': '退回' } as const

export const closingDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> =>
  (await readClosings(reading, kase)).map((each) => ({
    kind: 'closing',
    title: '结案申请与审批',
    at: each.requestedAt,
    day: dayOf(each.requestedAt),
    by: each.requestedBy,
    lines: [
      ...said('目标', each.goals && GOALS[each.goals]),
      ...said('结案小结', each.summary),
      ...(each.bestInterests
        ? Demand.options.flatMap((demand) => said(DEMAND[demand], each.bestInterests?.[demand]))
        : []),
      ...named('申请人', each.requestedBy),
      ...said('审批', each.decision && DECISION[each.decision]),
      ...said('审批日期', each.decidedAt && dayOf(each.decidedAt)),
      ...said('审批意见', each.decisionNote),
      ...named('审批人', each.decidedBy),
    ],
  }))

/** Look-backs that were made; a planned one is no document yet. */
export const lookBackDocuments = async (reading: Reading, kase: CaseFound): Promise<Dated[]> =>
  (await readLookBacks(reading, kase)).flatMap((each): Dated[] =>
    each.doneAt
      ? [
          {
            kind: 'look-back',
            title: `回访记录（第 ${each.ordinal} 次）`,
            at: each.doneAt,
            day: dayOf(each.doneAt),
            by: each.doneBy ?? '',
            lines: [
              ...said('情况', each.isBetter ? '好转了' : '没有好转'),
              ...said('方式', each.way && CONTACT_WAY[each.way]),
              ...said('是否单独', each.seen && ALONENESS[each.seen]),
              ...said('没有单独的原因', each.words.notAloneReason),
              ...said('看到和听到的', each.finding),
              ...said('孩子的话', each.words.childWords),
              ...said('没有孩子的话的原因', each.words.noChildWordsReason),
              ...said('说出来有用吗', each.useful && USEFUL[each.useful]),
              ...said('没有问的原因', each.words.notAskedReason),
              ...said('发现并入', each.isJoined ? '这名孩子的另一件在办个案' : null),
              ...named('回访人', each.doneBy),
            ],
          },
        ]
      : [],
  )
