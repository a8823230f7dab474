import { existsSync } from 'node:fs'
import { uuidv7 } from '#server/ids.ts'
import * as handOver from '#modules/referrals/hand-over/contract.ts'
import { HAND_OVER_PAGE } from '#modules/referrals/hand-over/page-file.ts'
import { farDay } from '../around.ts'
import { line, REASON, type Row } from '../entry.ts'

export const handOverLines: Row[] = [
  line(handOver.makeHandOver, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.running,
      id: uuidv7(),
      recipient: '邻县未成年人救助保护中心',
      fields: ['name'],
      request: '请接续帮扶',
      reason: REASON,
      endsOn: farDay(),
    }),
    // In the name of the file; not there while the page is not built.
    mayShow: { number: 'case-writing' },
    instead: (_, relation) => {
      if (relation === 'named') return { status: 409, code: 'refused', why: '密封的个案不做成离线文件' }
      return existsSync(HAND_OVER_PAGE)
        ? undefined
        : { status: 503, code: 'not-built', why: '界面还没有构建' }
    },
  }),
  line(handOver.listHandOvers, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.running }),
    shows: { case: 'case' },
  }),
  line(handOver.bringAnswer, {
    about: 'case-writing',
    input: (set) => ({ id: set.handOver.file, answerId: uuidv7(), text: set.handOver.outside }),
  }),
  line(handOver.adoptAnswer, { about: 'case-writing', input: (set) => ({ id: set.handOver.answer }) }),
  line(handOver.setAnswerAside, {
    about: 'case-writing',
    input: (set) => ({ id: set.handOver.answer, reason: REASON }),
  }),
  line(handOver.withdrawHandOver, {
    about: 'case-writing',
    input: (set) => ({ id: set.handOver.file, reason: REASON }),
  }),
]
