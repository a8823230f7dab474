import type { Random } from './random.ts'
import type { CategoryKind } from './shapes.ts'

/** The seed article's county: 80,000 and some minors, 1,574 in difficulty, 111 left behind. */
export const REFERENCE = { minors: 80_216, inDifficulty: 1_574, leftBehind: 111 } as const

export type Counts = { minors: number; inDifficulty: number; leftBehind: number }

/** How many of each for a county of another size: exact for the reference, at least one of each from fifty minors on. */
export const countsFor = (minors: number): Counts => {
  const scaled = (count: number) =>
    Math.max(Math.round((count * minors) / REFERENCE.minors), minors < 50 ? 0 : 1)
  return { minors, inDifficulty: scaled(REFERENCE.inDifficulty), leftBehind: scaled(REFERENCE.leftBehind) }
}

export type DifficultyKind = Exclude<CategoryKind, 'left-behind'>

/** Invented but plausible shares of the main kind among children in difficulty. */
const SHARES: Record<DifficultyKind, number> = {
  'poor-family': 0.42,
  'severe-illness-disability': 0.25,
  'de-facto-unattended': 0.15,
  'improper-guardianship': 0.08,
  other: 0.08,
  orphan: 0.02,
}
const KINDS = Object.keys(SHARES) as DifficultyKind[]

/** Kinds that come from the parents, so that brothers and sisters share them. */
const SHARED: ReadonlySet<DifficultyKind> = new Set([
  'poor-family',
  'de-facto-unattended',
  'improper-guardianship',
  'orphan',
])

/** What the next family is: how many minors it has and how many of them stand on a ledger. */
export type Plan = { size: number } & (
  | { kind: 'ordinary' }
  | { kind: DifficultyKind; listed: number }
  | { kind: 'left-behind'; listed: number; isPoor: boolean }
)

const pickSize = (random: Random) => {
  const roll = random.next()
  return roll < 0.42 ? 1 : roll < 0.84 ? 2 : roll < 0.97 ? 3 : 4
}

/**
 * Hands out family after family so that the counts come out exactly and are spread evenly over the stream (selection
 * sampling, Knuth 3.4.2 S, by families). Returns undefined when all minors are made.
 */
export const createPlanner = (random: Random, { minors, inDifficulty, leftBehind }: Counts) => {
  const left = { minors, inDifficulty, leftBehind }
  const given = new Map<DifficultyKind, number>(KINDS.map((kind) => [kind, 0]))

  /** First one of each kind, so that a small county shows them all; then whichever is furthest behind its share. */
  const nextKind = (): DifficultyKind => {
    const total = inDifficulty - left.inDifficulty + 1
    const behind = (kind: DifficultyKind) => {
      const count = given.get(kind) ?? 0
      return count === 0 ? Infinity : SHARES[kind] * total - count
    }
    return KINDS.reduce((best, kind) => (behind(kind) > behind(best) ? kind : best))
  }

  const chosen = (size: number): Plan => {
    const unlisted = left.minors - left.inDifficulty - left.leftBehind
    const kind = nextKind()
    const forLeftBehind = left.leftBehind / left.minors
    const forDifficulty = (left.inDifficulty * (SHARED.has(kind) ? 1 : size)) / left.minors
    const roll = random.next()
    if (left.leftBehind > 0 && (roll < forLeftBehind || (unlisted <= 0 && left.inDifficulty === 0))) {
      const listed = Math.min(size, left.leftBehind)
      return {
        kind: 'left-behind',
        size: listed,
        listed,
        isPoor: random.chance(0.1) && left.inDifficulty >= listed,
      }
    }
    if (left.inDifficulty > 0 && (roll < forLeftBehind + forDifficulty || unlisted <= 0)) {
      if (!SHARED.has(kind)) return { kind, size: Math.min(size, Math.max(unlisted, 0) + 1), listed: 1 }
      const listed = Math.min(size, left.inDifficulty)
      return { kind, size: listed, listed }
    }
    return { kind: 'ordinary', size: Math.min(size, unlisted) }
  }

  return (): Plan | undefined => {
    if (left.minors === 0) return undefined
    const plan = chosen(Math.min(pickSize(random), left.minors))
    left.minors -= plan.size
    if (plan.kind === 'ordinary') return plan
    if (plan.kind === 'left-behind') left.leftBehind -= plan.listed
    if (plan.kind !== 'left-behind' || plan.isPoor) left.inDifficulty -= plan.listed
    if (plan.kind !== 'left-behind') given.set(plan.kind, (given.get(plan.kind) ?? 0) + plan.listed)
    return plan
  }
}
