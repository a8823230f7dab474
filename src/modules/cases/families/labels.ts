import type { LinkKind } from './contract.ts'

export const LINK_KIND = {
  siblings: '兄弟姐妹',
  'same-household': '同一家庭',
  'same-event': '同一事件',
  'same-offender': '同一涉案人',
  other: '其他',
} satisfies Record<LinkKind, string>
