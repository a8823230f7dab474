import type { Answers, InstrumentContent } from '../scoring/content.ts'
import { score } from '../scoring/rules.ts'

type Past = { content: InstrumentContent; answers: Answers }

/** How many of the past results a draft would change, and which way. Levels are compared by their place from the safest. */
export const tryOn = (draft: InstrumentContent, past: readonly Past[]) => {
  const counts = { total: past.length, same: 0, worse: 0, safer: 0, incomplete: 0 }
  const moves = new Map<string, { from: string; to: string; count: number }>()
  for (const { content, answers } of past) {
    const before = score(content, answers)
    const after = score(draft, answers)
    const fromSafest = (levels: InstrumentContent['levels'], code: string) =>
      levels.length - levels.findIndex((level) => level.code === code)
    const change = fromSafest(draft.levels, after.level.code) - fromSafest(content.levels, before.level.code)
    counts[change === 0 ? 'same' : change > 0 ? 'worse' : 'safer'] += 1
    if (!after.isComplete) counts.incomplete += 1
    if (change === 0) continue
    const key = `${before.level.label}\u0000${after.level.label}`
    const move = moves.get(key) ?? { from: before.level.label, to: after.level.label, count: 0 }
    moves.set(key, { ...move, count: move.count + 1 })
  }
  return { ...counts, moves: [...moves.values()].toSorted((one, other) => other.count - one.count) }
}
