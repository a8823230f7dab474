import type { LikelyReason } from './contract.ts'

export const LIKELY_REASON = {
  'same-child': '同一名孩子',
  'same-place-and-day': '同村同日',
  'like-words': '说法相近',
} satisfies Record<LikelyReason, string>
