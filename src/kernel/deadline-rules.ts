import {
  addWorkingDays,
  assumingWeekends,
  type Calendar,
  isKnownYear,
  publishedCalendar,
  rollOver,
} from './calendar.ts'
import { addDays, addMonths, dayOf, endOfDay } from './day.ts'
import {
  type Confidence,
  DEADLINE_TABLE,
  type DeadlineKind,
  type DeadlineSetting,
  type DeadlineUnit,
  type TimedUnit,
} from './deadline-table.ts'

export type DeadlineCode = keyof typeof DEADLINE_TABLE

/** The codes whose limit falls due at an hour. */
export type TimedCode = {
  [Code in DeadlineCode]: (typeof DEADLINE_TABLE)[Code]['unit'] extends TimedUnit ? Code : never
}[DeadlineCode]

export type DeadlineRule<Unit extends DeadlineUnit = DeadlineUnit> = {
  code: DeadlineCode
  /** What starts the clock, and what must have happened when it stops. */
  event: string
  action: string
  limit: number | null
  unit: Unit
  kind: DeadlineKind
  source: string
  article?: string
  confidence: Confidence
  elsewhere?: true
}

/** A county's own settings by code; what it leaves out stays as in the table. */
export type DeadlineSettings = { readonly [Code in DeadlineCode]?: Partial<DeadlineSetting> }

/** 立即 has no number in law: the clock shows what has passed and warns after this long. [D] */
export const INSTANT_ALERT_MINUTES = 30

/** The rule as a county has set it. */
export const ruleOf = <Code extends DeadlineCode>(
  code: Code,
  settings: DeadlineSettings = {},
): DeadlineRule<(typeof DEADLINE_TABLE)[Code]['unit'] | TimedUnit> => ({
  code,
  ...DEADLINE_TABLE[code],
  ...settings[code],
})

export const deadlineCodes = Object.keys(DEADLINE_TABLE) as DeadlineCode[]

/** 待核实 is shown beside every limit whose text nobody has read. */
export const needsVerification = (rule: Pick<DeadlineRule, 'confidence'>) => rule.confidence !== 'C'

/** Where a limit comes from, in words for a tooltip. */
export const citationOf = (rule: Pick<DeadlineRule, 'source' | 'article' | 'confidence' | 'elsewhere'>) => {
  const notes = [rule.elsewhere && '外地做法，供参考', needsVerification(rule) && '待核实'].filter(Boolean)
  return `${rule.source}${rule.article ?? ''}${notes.length ? `（${notes.join('，')}）` : ''}`
}

type LastDay = { day: string; isCalendarKnown: boolean }

const areYearsKnown = (calendar: Calendar, from: string, to: string) => {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
    if (!isKnownYear(calendar, year)) return false
  return true
}

/** Only what somebody must do moves past a break (《民法典》第二百零三条); an order's validity or a visit's turn does not. */
const lastDayOf = (day: string, kind: DeadlineKind, calendar: Calendar): LastDay => {
  if (kind !== 'deadline') return { day, isCalendarKnown: true }
  const rolled = rollOver(day, assumingWeekends(calendar))
  return { day: rolled, isCalendarKnown: areYearsKnown(calendar, day, rolled) }
}

const MONTHS_OF = { month: 1, year: 12, 'per-month': 1, 'per-quarter': 3, 'per-year': 12 } as const

const countDays = (
  start: string,
  limit: number,
  rule: DeadlineRule<TimedUnit>,
  calendar: Calendar,
): LastDay => {
  const { unit, kind } = rule
  switch (unit) {
    case 'calendar-day':
      return lastDayOf(addDays(start, limit), kind, calendar)
    case 'working-day': {
      const day = addWorkingDays(start, limit, assumingWeekends(calendar))
      return { day, isCalendarKnown: areYearsKnown(calendar, addDays(start, 1), day) }
    }
    case 'per-week':
      return { day: addDays(start, 7 * limit), isCalendarKnown: true }
    case 'next-month':
      return { day: addDays(`${addMonths(start, limit).slice(0, 7)}-01`, -1), isCalendarKnown: true }
    case 'month':
    case 'year':
    case 'per-month':
    case 'per-quarter':
    case 'per-year':
      return lastDayOf(addMonths(start, MONTHS_OF[unit] * limit), kind, calendar)
    case 'instant':
    case 'hour':
      throw new Error(`${unit} is not counted in days`)
  }
}

export type Due = {
  dueAt: Date
  rule: DeadlineRule
  /**
   * False when the period touches a year whose holidays are not published or imported: `dueAt` then counts weekends only
   * and is to be shown as provisional, and counted again after the import.
   */
  isCalendarKnown: boolean
}

/**
 * When a limit ends that began at an instant. Counted in days, the day of the beginning is not counted (《民法典》第二百零一条)
 * and the limit ends at 24:00 in China of its last day; hours run on through nights and holidays; 立即 is due at once;
 * `next-month` gives the instant at which the next month begins.
 */
export const dueAt = (
  code: TimedCode,
  from: Date,
  calendar: Calendar = publishedCalendar,
  settings: DeadlineSettings = {},
): Due => {
  const rule: DeadlineRule<TimedUnit> = ruleOf(code, settings)
  const limit = rule.limit ?? 0
  if (rule.unit === 'instant') return { dueAt: from, rule, isCalendarKnown: true }
  if (rule.unit === 'hour')
    return { dueAt: new Date(from.getTime() + limit * 3_600_000), rule, isCalendarKnown: true }
  const last = countDays(dayOf(from), limit, rule, calendar)
  return { dueAt: endOfDay(last.day), rule, isCalendarKnown: last.isCalendarKnown }
}
