import {
  addWorkingDays,
  assumingWeekends,
  isKnownYear,
  isWorkingDay,
  type Calendar,
} from '#kernel/calendar.ts'
import { addDays, endOfDay, today } from '#kernel/day.ts'
import type { Light, ReferralLane, ReferralState } from '../contract.ts'

/** What a county sets in its procedure. */
export type LightRules = { nearWorkingDays: number; longLateWorkingDays: number; urgentHours: number }

/**
 * Between the four lights: due later than `near` is in time, later than now near, later than `longLate` late, else long late.
 * Not certain when a year that the days touch has no published holidays yet: weekends alone are counted, and the page says 待核实.
 */
export type LightBounds = { near: Date; now: Date; longLate: Date; isCertain: boolean }

/** The last day whose limit is so many working days gone on `day`, that day counted when offices work on it. */
const daysBefore = (day: string, count: number, calendar: Calendar) => {
  let last = day
  for (let left = count; left > 0; last = addDays(last, -1)) if (isWorkingDay(last, calendar)) left -= 1
  return last
}

/** Blue begins so many working days before the last day, red so many working days after it. */
export const lightBounds = (rules: LightRules, now: Date, calendar: Calendar): LightBounds => {
  const day = today(now)
  const counted = assumingWeekends(calendar)
  const near = addWorkingDays(day, rules.nearWorkingDays, counted)
  const longLate = daysBefore(day, rules.longLateWorkingDays, counted)
  const isCertain = [longLate, day, near].every((each) => isKnownYear(calendar, Number(each.slice(0, 4))))
  return { near: endOfDay(near), now, longLate: endOfDay(longLate), isCertain }
}

/** [D] Of the urgent lane, by the clock: blue in the last quarter of its hours, red when as many again have gone by. */
export const urgentBounds = ({ urgentHours }: LightRules, now: Date): LightBounds => {
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
  return { near: hours(urgentHours / 4), now, longLate: hours(-urgentHours), isCertain: true }
}

export const lightOf = (dueAt: Date, { near, now, longLate }: LightBounds): Light => {
  if (dueAt > near) return 'within'
  if (dueAt > now) return 'near'
  return dueAt > longLate ? 'late' : 'long-late'
}

/** The unit still owes its answer, so that its limit says something. */
export const isOwed = (state: ReferralState): boolean => state === 'dispatched' || state === 'signed'

type Lit = { state: ReferralState; lane: ReferralLane; dueAt: Date; isDueCertain: boolean }

export type LaneBounds = Record<ReferralLane, LightBounds>

/** The light of one referral; null once nothing is owed. */
export const lightsOf = ({ state, lane, dueAt, isDueCertain }: Lit, bounds: LaneBounds) => ({
  light: isOwed(state) ? lightOf(dueAt, bounds[lane]) : null,
  isLightCertain: isDueCertain && bounds[lane].isCertain,
})
