/**
 * Days as text `YYYY-MM-DD`: a day must not move with a time zone, so it is never held as a Date.
 * All functions here expect a real day (see `isDay`); what comes from outside is checked by `Day` in fields.ts.
 */

export const SHANGHAI = 'Asia/Shanghai'

const MILLISECONDS_A_DAY = 86_400_000

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const fromUtc = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10)

/** Whether the text is `YYYY-MM-DD` and that day exists (2026-02-29 does not). */
export const isDay = (text: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const milliseconds = utc(text)
  return !Number.isNaN(milliseconds) && fromUtc(milliseconds) === text
}

export const addDays = (day: string, count: number) => fromUtc(utc(day) + count * MILLISECONDS_A_DAY)

/** Days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string) => (utc(to) - utc(from)) / MILLISECONDS_A_DAY

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: string) => new Date(utc(day)).getUTCDay()

/** The corresponding day of a later month or, where that month has none, its last day (《民法典》第二百零二条). */
export const addMonths = (day: string, count: number) => {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7)) - 1 + count
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return fromUtc(Date.UTC(year, month, Math.min(Number(day.slice(8)), lastOfMonth)))
}

/** For sorting: negative, zero or positive. */
export const compareDay = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/**
 * Full years of age (周岁) on a day, by the Gregorian calendar; negative before birth.
 * [D] Who was born on 02-29 grows a year older on 03-01 of a common year: no civil rule names the day, and the later
 * one never takes a minor's protection away too early. Criminal cases count from the day after the birthday instead
 * (最高法 2006 年《关于审理未成年人刑事案件具体应用法律若干问题的解释》第二条), so do not use this there.
 */
export const ageOn = (birthDay: string, day: string) =>
  Number(day.slice(0, 4)) - Number(birthDay.slice(0, 4)) - (day.slice(5) < birthDay.slice(5) ? 1 : 0)

/** The day on which someone reaches an age; agrees with `ageOn` for those born on 02-29. */
export const birthdayAt = (birthDay: string, age: number) => {
  const day = `${String(Number(birthDay.slice(0, 4)) + age).padStart(4, '0')}${birthDay.slice(4)}`
  return isDay(day) ? day : `${day.slice(0, 4)}-03-01`
}

/** Under eighteen (《未成年人保护法》第二条). */
export const isMinorOn = (birthDay: string, day: string) => ageOn(birthDay, day) < 18

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string) => {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  formats.set(zone, made)
  return made
}

/** The day on which an instant (Date or ISO 8601 text with offset) falls; RangeError when it is no instant. */
export const dayOf = (instant: Date | string, zone = SHANGHAI) => {
  const parts = formatOf(zone).formatToParts(new Date(instant))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

export const today = (now: Date, zone = SHANGHAI) => dayOf(now, zone)

/** 2026-11-23 17:05, by the clock in China. */
export const minuteOf = (now: Date) => {
  const inChina = new Date(now.getTime() + 8 * 3_600_000).toISOString()
  return `${inChina.slice(0, 10)} ${inChina.slice(11, 16)}`
}

/** 24:00 of a day in China, which has kept one offset since 1992: the end of every deadline counted in days. */
export const endOfDay = (day: string) => new Date(`${addDays(day, 1)}T00:00:00+08:00`)
