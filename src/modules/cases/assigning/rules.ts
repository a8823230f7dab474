import { DangerLevel } from '../assessments/scoring/danger.ts'

export type Weights = Record<DangerLevel, number>
export type Counted = { ownerId: string; dangerLevel: DangerLevel; cases: number }

const NONE: Weights = { immediate: 0, high: 0, medium: 0, low: 0 }

/** What one person carries: cases by level, how many, and the sum of their weights. */
export const loadOf = (personId: string, counted: Counted[], weights: Weights) => {
  const byLevel = { ...NONE }
  for (const { ownerId, dangerLevel, cases } of counted)
    if (ownerId === personId) byLevel[dangerLevel] += cases
  const levels = DangerLevel.options
  return {
    byLevel,
    cases: levels.reduce((sum, level) => sum + byLevel[level], 0),
    load: levels.reduce((sum, level) => sum + byLevel[level] * weights[level], 0),
  }
}

type Choice = {
  id: string
  isOwner: boolean
  isOut: boolean
  warnings: readonly string[]
  load: number
  late: number
}

/** The least loaded of those without any conflict; of two alike the one with less that is late. The present owner is no suggestion. */
export const suggestionOf = (choices: Choice[]): string | undefined =>
  choices
    .filter(({ isOwner, isOut, warnings }) => !isOwner && !isOut && !warnings.length)
    .toSorted(
      (one, other) => one.load - other.load || one.late - other.late || one.id.localeCompare(other.id),
    )[0]?.id
