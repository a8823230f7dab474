import { addDays, dayOf, weekdayOf } from '#kernel/day.ts'
import type { ShiftKind } from './contract.ts'

/** [D] By the clock in China: the day shift from 8 to 18 o'clock, the night shift until 8 the next morning. */
const DAY_BEGINS = 8
const NIGHT_BEGINS = 18
const CHINA_AHEAD_MS = 8 * 3_600_000

export type ShiftOf = { day: string; shift: ShiftKind }

/** The shift that answers at an instant; before 8 in the morning it is still the night of the day before. */
export const shiftAt = (now: Date): ShiftOf => {
  const hour = new Date(now.getTime() + CHINA_AHEAD_MS).getUTCHours()
  const today = dayOf(now)
  if (hour < DAY_BEGINS) return { day: addDays(today, -1), shift: 'night' }
  return { day: today, shift: hour < NIGHT_BEGINS ? 'day' : 'night' }
}

export const shiftAfter = ({ day, shift }: ShiftOf): ShiftOf =>
  shift === 'day' ? { day, shift: 'night' } : { day: addDays(day, 1), shift: 'day' }

export const ROSTER_DAYS = 14

export const mondayOf = (day: string) => addDays(day, -((weekdayOf(day) + 6) % 7))

/** The days of the roster that begins on a day. */
export const rosterDays = (from: string) =>
  Array.from({ length: ROSTER_DAYS }, (_, index) => addDays(from, index))
