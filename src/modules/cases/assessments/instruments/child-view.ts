import type { InstrumentContent, Level } from '../scoring/content.ts'
import { WORKERS } from './write.ts'

/** One scale for the three age bands: what a child says of harm is never weighed up against a good day at school. */
const LEVELS: Level[] = [
  {
    code: 'now',
    label: '现在就要管',
    danger: 'immediate',
    from: null,
    advice: '孩子说了正在受到的伤害或想伤害自己：不追问细节，不让孩子独处，马上做紧急危险核查并报告。',
  },
  {
    code: 'worried',
    label: '很担心',
    danger: 'high',
    from: 10,
    advice: '两天内再见面，找孩子信任的大人一起听；告诉孩子接下来会发生什么。',
  },
  {
    code: 'some',
    label: '有些担心',
    danger: 'medium',
    from: 4,
    advice: '还有没说开的事：隔几天再谈一次，写进计划要解决的问题。',
  },
  { code: 'fine', label: '自己觉得还好', danger: 'low', from: 0, advice: '谢谢孩子，告诉他以后有事找谁。' },
]

/** What the three have in common. */
export const CHILD_VIEW = {
  asked: 'child',
  roles: WORKERS,
  source:
    '未成年人保护法第四条第五项（听取未成年人的意见）；联合国《儿童权利公约》第十二条；题目、图和起点分为本平台自拟',
  isUnconfirmed: true,
  levels: LEVELS,
  unknownAtLeast: 'some',
} satisfies Partial<InstrumentContent>
