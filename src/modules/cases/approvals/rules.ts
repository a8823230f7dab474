import type { ApproverRole } from '../procedure/content.ts'
import type { ApprovalDecision } from './contract.ts'

/** Whom one turns to when the role that the procedure names has nobody but the person who asks. */
const FALL_BACK: readonly ApproverRole[] = ['centre-head', 'supervisor', 'caseworker']

/**
 * Who is asked, step after step. `free` says how many people of a role could decide (never the requester, never somebody kept from the
 * case); every step takes one of them away, since nobody decides two steps. A role without anybody left gives way to the next one that
 * has somebody; undefined when nobody at all is left for a step.
 */
export const approversFor = (
  wanted: readonly ApproverRole[],
  free: Readonly<Record<ApproverRole, number>>,
): ApproverRole[] | undefined => {
  const left = { ...free }
  const sequence: ApproverRole[] = []
  for (const role of wanted) {
    const taken = [role, ...FALL_BACK].find((each) => left[each] > 0)
    if (!taken) return undefined
    left[taken] -= 1
    sequence.push(taken)
  }
  return sequence
}

type Decided = { step: number; decision: ApprovalDecision | null; subjectHash: string }

/** Every step agreed to, and to nothing else than this. */
export const isApproved = (steps: readonly Decided[], hash: string): boolean =>
  steps.length > 0 &&
  steps.every(({ decision, subjectHash }) => decision === 'agreed' && subjectHash === hash)

/** The step that waits; none once one was sent back or has become void. */
export const pendingStep = <Step extends Decided>(steps: readonly Step[]): Step | undefined =>
  steps.every(({ decision }) => decision === null || decision === 'agreed')
    ? steps.find(({ decision }) => decision === null)
    : undefined

type Step = { approverRole: string; requestedBy: string; decidedBy: string | null }

/** Whether this person may decide a step: the role that is asked, never who asked, never who decided another step. */
export const mayDecide = (
  pending: Step,
  steps: readonly Step[],
  { accountId, role }: { accountId: string; role: string },
): boolean =>
  pending.approverRole === role &&
  pending.requestedBy !== accountId &&
  steps.every(({ decidedBy }) => decidedBy !== accountId)

/** One text for one content: keys in order, what is undefined left out. */
export const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(
          Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
        )
      : each,
  )
