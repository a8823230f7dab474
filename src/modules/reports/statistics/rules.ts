import { isEnded } from '../rules.ts'
import type { ReportState } from '../contract.ts'
import type { Stage } from './contract.ts'

/** Counts below this are not shown, unless the county set another number. */
export const SUPPRESSED_BELOW = 5

export const stageOf = (state: ReportState): Stage => {
  if (state === 'received') return 'waiting'
  if (!isEnded(state)) return 'in-hand'
  return state === 'answered' ? 'answered' : 'set-aside'
}

/**
 * Hides every cell that is small, and where only one is hidden the next smallest too: else it would be the total less the others.
 * None at all is shown, since it is about nobody. A total that is small hides everything.
 */
export const suppressed = <Key extends string>(
  counts: ReadonlyMap<Key, number>,
  total: number,
  below: number,
): Map<Key, number | null> => {
  const cells = new Map<Key, number | null>(counts)
  const isSmall = (count: number) => count > 0 && count < below
  if (isSmall(total)) return new Map([...cells].map(([key, count]) => [key, count === 0 ? 0 : null]))
  const hidden = [...counts].filter(([, count]) => isSmall(count)).map(([key]) => key)
  if (hidden.length === 1) {
    const [next] = [...counts]
      .filter(([, count]) => count >= below)
      .toSorted(([, one], [, other]) => one - other)
    if (next) hidden.push(next[0])
  }
  for (const key of hidden) cells.set(key, null)
  return cells
}

export const shownTotal = (total: number, below: number) => (total > 0 && total < below ? null : total)

/** The value that so great a part of them do not exceed (nearest rank). */
export const quantile = (values: readonly number[], part: number): number | undefined => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
}

/** Hours to one decimal, of seconds. */
const hours = (seconds: number | undefined) => (seconds === undefined ? null : Math.round(seconds / 360) / 10)

export const timesOf = (seconds: readonly number[], below: number) => {
  const isShown = seconds.length >= below
  return {
    count: shownTotal(seconds.length, below),
    median: isShown ? hours(quantile(seconds, 0.5)) : null,
    p90: isShown ? hours(quantile(seconds, 0.9)) : null,
  }
}
