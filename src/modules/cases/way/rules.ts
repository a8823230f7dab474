import type { CaseFacts, CaseState } from '../contract.ts'
import { CASE_WAY } from '../rules.ts'
import { Station, type StationState } from './contract.ts'

/** What the picture is drawn from, all of it since the case was opened or last taken up again. */
export type WayFacts = {
  state: CaseState
  facts: CaseFacts
  needs: { emergency: boolean; conference: boolean }
  /** When each station was done, or last happened; absent where it has not. */
  at: Partial<Record<Station, string>>
}

const reached = (state: CaseState, other: CaseState) => CASE_WAY.indexOf(state) >= CASE_WAY.indexOf(other)

/** A record that the procedure may ask for: done, owed once the case went past it, the present step before that. */
const ofRecord = (isNeeded: boolean, isMissing: boolean, has: boolean, isPast: boolean): StationState => {
  if (isMissing) return isPast ? 'missing' : 'now'
  if (has) return 'done'
  return isNeeded ? 'ahead' : 'not-required'
}

const emergency = ({ state, facts, needs, at }: WayFacts) =>
  ofRecord(needs.emergency, facts.isEmergencyMissing, at.emergency !== undefined, reached(state, 'assessed'))

const assessment = ({ state, facts }: WayFacts): StationState => {
  if (state === 'opened') return facts.isEmergencyMissing ? 'ahead' : 'now'
  return facts.isInvestigationMissing ? 'missing' : 'done'
}

const conference = ({ state, facts, needs, at }: WayFacts): StationState => {
  if (state === 'opened' && at.conference === undefined) return needs.conference ? 'ahead' : 'not-required'
  return ofRecord(
    needs.conference,
    facts.isConferenceMissing,
    at.conference !== undefined,
    reached(state, 'in-progress'),
  )
}

const plan = ({ state, facts }: WayFacts): StationState => {
  if (reached(state, 'in-progress')) return facts.isApprovalOwed ? 'missing' : 'done'
  if (state === 'opened') return 'ahead'
  return state === 'assessed' && facts.isConferenceMissing ? 'ahead' : 'now'
}

const implementation = ({ state, facts }: WayFacts): StationState => {
  if (!reached(state, 'in-progress')) return 'ahead'
  return state === 'in-progress' && facts.openItems.length ? 'now' : 'done'
}

const followUp = ({ state, facts, at }: WayFacts): StationState => {
  if (!reached(state, 'in-progress')) return 'ahead'
  if (state !== 'in-progress') return at['follow-up'] === undefined ? 'not-required' : 'done'
  return facts.isFollowedUp ? 'done' : 'missing'
}

const closing = ({ state, facts }: WayFacts): StationState => {
  if (reached(state, 'closed')) return 'done'
  if (state === 'closing-requested') return 'now'
  return state === 'in-progress' && facts.openItems.length === 0 ? 'now' : 'ahead'
}

const lookBack = ({ state, facts }: WayFacts): StationState => {
  if (!reached(state, 'closed')) return 'ahead'
  return facts.isLookBackOpen ? 'now' : 'done'
}

const STATE_OF: Record<Station, (way: WayFacts) => StationState> = {
  accepted: () => 'done',
  graded: () => 'done',
  emergency,
  assessment,
  conference,
  plan,
  implementation,
  'follow-up': followUp,
  closing,
  'look-back': lookBack,
}

/** Every station with its state; the day only where something happened. */
export const stationsOf = (way: WayFacts) =>
  Station.options.map((station) => ({
    station,
    state: STATE_OF[station](way),
    at: way.at[station] ?? null,
  }))

/** What the case put off: begun without its approval, or worse than when it passed the station that its level now asks for. */
export const owedOf = ({ state, facts }: WayFacts): string[] => {
  if (!reached(state, 'assessed') || reached(state, 'closed')) return []
  return [
    ...(facts.isApprovalOwed ? ['计划的补批'] : []),
    ...(facts.isEmergencyMissing ? ['应急处置记录'] : []),
    ...(facts.isInvestigationMissing ? ['社会背景调查'] : []),
    ...(facts.isConferenceMissing && reached(state, 'in-progress') ? ['会商'] : []),
  ]
}
