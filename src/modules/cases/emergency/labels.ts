import type { Safety } from './contract.ts'

export const SAFETY = {
  safe: '已经安全',
  arranged: '临时安排，到期再看',
  unsafe: '还不安全',
  unknown: '不清楚',
} satisfies Record<Safety, string>
