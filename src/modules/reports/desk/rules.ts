import { dayOf } from '#kernel/day.ts'
import type { LikelyReason } from './contract.ts'

/** Signs in twos, without what only separates them: Chinese has no spaces to tell words by. */
const pairsOf = (text: string): Set<string> => {
  const signs = Array.from(text.normalize('NFKC').replaceAll(/[^\p{Letter}\p{Number}]/gu, ''))
  return new Set(signs.slice(1).map((sign, index) => `${signs[index]}${sign}`))
}

/** How much two texts have in common: shared pairs of signs by the pairs of the shorter one, 0 to 1. */
export const likeness = (one: string, other: string): number => {
  const [first, second] = [pairsOf(one), pairsOf(other)]
  const fewer = Math.min(first.size, second.size)
  return fewer < 4 ? 0 : [...first].filter((pair) => second.has(pair)).length / fewer
}

const LIKE_FROM = 0.3

type Told = { childId: string | null; divisionCode: string; receivedAt: Date; narrative?: string | undefined }

const isVillage = (code: string) => !code.endsWith('000')

/** Why two reports may tell of the same event; empty when nothing speaks for it. */
export const likelyReasons = (one: Told, other: Told): LikelyReason[] => {
  const isSameDay = dayOf(one.receivedAt) === dayOf(other.receivedAt)
  const isSamePlace = isVillage(one.divisionCode) && one.divisionCode === other.divisionCode
  const isLike = one.narrative && other.narrative && likeness(one.narrative, other.narrative) >= LIKE_FROM
  return [
    ...(one.childId && one.childId === other.childId ? (['same-child'] as const) : []),
    ...(isSamePlace && isSameDay ? (['same-place-and-day'] as const) : []),
    ...(isLike ? (['like-words'] as const) : []),
  ]
}
