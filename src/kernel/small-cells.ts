/** Counts below this tell who is meant. A county may set another number. */
export const SUPPRESSED_BELOW = 5

/** One number, or how many of it went well. */
export type Part = { count: number; good?: number | undefined }

const isSmallNumber = (count: number, below: number) => count > 0 && count < below

/** Whether a reader could tell who is meant: too few in all, too few that went well, or too few that did not. */
export const isSmall = ({ count, good }: Part, below: number): boolean =>
  isSmallNumber(count, below) ||
  (good !== undefined && (isSmallNumber(good, below) || isSmallNumber(count - good, below)))

/**
 * The parts of one total, those that are hidden as null. Besides the small ones the next smallest are hidden until what the total gives
 * away of the hidden ones together is not small, nor one of them alone. None at all is shown, since it is about nobody.
 */
export const hideSmall = <P extends Part>(parts: readonly P[], below: number): (P | null)[] => {
  const hidden = new Set(parts.filter((part) => isSmall(part, below)))
  const next = parts
    .filter((part) => part.count > 0 && !hidden.has(part))
    .toSorted((one, other) => one.count - other.count)
  const together = (): Part => {
    const all = [...hidden]
    const good = all.some((part) => part.good !== undefined)
      ? all.reduce((sum, part) => sum + (part.good ?? 0), 0)
      : undefined
    return { count: all.reduce((sum, part) => sum + part.count, 0), good }
  }
  while (hidden.size && (hidden.size === 1 || isSmall(together(), below))) {
    const more = next.shift()
    if (!more) break
    hidden.add(more)
  }
  return parts.map((part) => (hidden.has(part) ? null : part))
}
