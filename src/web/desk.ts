import { createContext, useContext } from 'react'
import type { Problem } from '#kernel/problem.ts'

/** What the person decided about a failed command. */
export type Verdict = { next: 'repeat'; version?: number } | { next: 'stop' }

/** How a page shows the two values of a conflict. */
export type Conflict = { labels: Record<string, string>; show?: (field: string, value: unknown) => string }

/** The one place where problems become messages and dialogs; see ProblemDesk.tsx. */
export type Desk = {
  /** @param isInline the form shows the problem itself, so no message appears */
  settle: (problem: Problem, options: { isInline: boolean; conflict?: Conflict }) => Promise<Verdict>
  say: (text: string) => void
}

export const DeskContext = createContext<Desk | undefined>(undefined)

export const useDesk = (): Desk => {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('ProblemDesk is missing above this component')
  return desk
}
