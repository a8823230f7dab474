import type { Problem } from '#kernel/problem.ts'

export type Difference = { field: string; yours: unknown; theirs: unknown }

type Stale = { yours: Record<string, unknown>; theirs: Record<string, unknown>; version: number }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Both values of a stale edit, or undefined when the answer does not hold them. */
export const staleIn = ({ detail }: Problem): Stale | undefined => {
  if (!isRecord(detail)) return undefined
  const { yours, theirs, version } = detail
  return isRecord(yours) && isRecord(theirs) && typeof version === 'number'
    ? { yours, theirs, version }
    : undefined
}

/** The fields in which the two differ; `version` is bookkeeping and nobody's value. */
export const differencesOf = ({ yours, theirs }: Pick<Stale, 'yours' | 'theirs'>): Difference[] =>
  Object.keys(yours)
    .filter((field) => field !== 'version' && field in theirs)
    .map((field) => ({ field, yours: yours[field], theirs: theirs[field] }))
    .filter(
      ({ yours: mine, theirs: other }) => JSON.stringify(mine ?? null) !== JSON.stringify(other ?? null),
    )

export const plainText = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}
