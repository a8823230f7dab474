import { addDays } from '#kernel/day.ts'
import type { CaseState } from '../contract.ts'

/** Why a contact cannot be recorded now. While an approver looks at the closing it can: what is new must reach them. */
export const reasonAgainstFollowUp = (state: CaseState): string | undefined => {
  if (state === 'in-progress' || state === 'closing-requested') return undefined
  return state === 'closed' || state === 'archived'
    ? '已结案，再联系孩子请记在回访里'
    : '计划开始实施后再记录跟踪'
}

/** The last day on which the next contact is in time; before the first one it counts from the day on which the plan began. */
export const nextContactDay = (lastDay: string, everyDays: number): string => addDays(lastDay, everyDays)

/** Whether somebody was with the child lately enough to say how it is. */
export const isFresh = (lastDay: string | undefined, everyDays: number, today: string): boolean =>
  lastDay !== undefined && nextContactDay(lastDay, everyDays) >= today
