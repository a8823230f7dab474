import type { LeavingKind } from './contract.ts'

export const LEAVING = {
  'moved-away': '迁出本县',
  'grown-up': '年满十八周岁',
  died: '死亡',
  'registered-twice': '重复建档',
  other: '其他缘由',
} satisfies Record<LeavingKind, string>
