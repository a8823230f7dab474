import type { Verdict } from './contract.ts'

export const VERDICT = {
  justified: '应当调阅',
  'not-justified': '不应当调阅',
} satisfies Record<Verdict, string>

export const BREAK_GLASS_STATE = { running: '正在调阅', 'to-review': '待复核', reviewed: '已复核' } as const
