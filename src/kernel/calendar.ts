import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays, weekdayOf } from './day.ts'
import { Problem } from './problem.ts'

/** A year's 放假安排 as the State Council announces it: days off (weekends among them or not) and days made up. */
export type YearTable = { holidays: readonly string[]; workdays: readonly string[] }

/** The Chinese working calendar; make it with `calendarWith`. */
export type Calendar = {
  readonly marks: ReadonlyMap<string, 'holiday' | 'workday'>
  readonly knownYears: ReadonlySet<number>
  /** Years without data are counted by their weekends alone instead of being refused. */
  readonly assumesWeekends?: true
}

/**
 * What chinese-days (MIT) knows, 2004–2026 in 1.5.7, and the tables that a county has imported; a later table overrules
 * an earlier one. A year is known by its National Day, which each yearly notice names: a lone day of it in the notice of
 * the neighbouring year (New Year) does not make it known.
 */
export const calendarWith = (imported: readonly YearTable[] = []): Calendar => {
  const bundled = { holidays: Object.keys(published.holidays), workdays: Object.keys(published.workdays) }
  const marks = new Map<string, 'holiday' | 'workday'>()
  for (const table of [bundled, ...imported]) {
    for (const day of table.holidays) marks.set(day, 'holiday')
    for (const day of table.workdays) marks.set(day, 'workday')
  }
  const nationalDays = [...marks].filter(([day, mark]) => mark === 'holiday' && day.endsWith('-10-01'))
  return { marks, knownYears: new Set(nationalDays.map(([day]) => yearOf(day))) }
}

const yearOf = (day: string) => Number(day.slice(0, 4))

/** The calendar as chinese-days has it, without imported tables. */
export const publishedCalendar = calendarWith()

export const isKnownYear = (calendar: Calendar, year: number) => calendar.knownYears.has(year)

/** The same calendar, but counting weekends alone where it knows nothing: only for a date that is shown as provisional. */
export const assumingWeekends = (calendar: Calendar): Calendar => ({ ...calendar, assumesWeekends: true })

export const UNKNOWN_CALENDAR_YEAR = 'unknown-calendar-year'

const unknownCalendarYear = (year: number) =>
  new Problem({
    status: 409,
    code: UNKNOWN_CALENDAR_YEAR,
    title: `${year} 年的放假安排还没有导入，无法计算工作日。请管理员按国务院办公厅的通知导入后再试`,
    detail: { year },
  })

export const isUnknownCalendarYear = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === UNKNOWN_CALENDAR_YEAR

/** Whether offices work on the day, 调休 included. Throws `unknown-calendar-year` (Problem) rather than guess. */
export const isWorkingDay = (day: string, calendar: Calendar = publishedCalendar) => {
  if (!calendar.assumesWeekends && !isKnownYear(calendar, yearOf(day))) throw unknownCalendarYear(yearOf(day))
  const mark = calendar.marks.get(day)
  if (mark) return mark === 'workday'
  const weekday = weekdayOf(day)
  return weekday !== 0 && weekday !== 6
}

const checkCount = (count: number) => {
  if (!Number.isInteger(count) || count < 0 || count > 10_000)
    throw new RangeError('count of days must be 0–10,000')
}

/**
 * The last day of a period of working days. The day on which it begins is not counted (《民法典》第二百零一条);
 * a count of 0 gives the start itself. Throws `unknown-calendar-year`.
 */
export const addWorkingDays = (start: string, count: number, calendar: Calendar = publishedCalendar) => {
  checkCount(count)
  let day = start
  for (let left = count; left > 0;) {
    day = addDays(day, 1)
    if (isWorkingDay(day, calendar)) left -= 1
  }
  return day
}

/**
 * The day itself or, when offices are closed, the next one that works (《民法典》第二百零三条: a period whose last day is
 * 法定休假日 ends on the day after the break). Throws `unknown-calendar-year`.
 */
export const rollOver = (day: string, calendar: Calendar = publishedCalendar) => {
  let last = day
  while (!isWorkingDay(last, calendar)) last = addDays(last, 1)
  return last
}

/** The last day of a period of calendar days, the first one not counted; rolls over on request only. */
export const addCalendarDays = (
  start: string,
  count: number,
  { rollOver: rolls = false, calendar = publishedCalendar }: { rollOver?: boolean; calendar?: Calendar } = {},
) => {
  checkCount(count)
  const last = addDays(start, count)
  return rolls ? rollOver(last, calendar) : last
}
