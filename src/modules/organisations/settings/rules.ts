import { addDays, isDay, weekdayOf } from '#kernel/day.ts'
import type { EmergencyNumber } from './contract.ts'

export type HolidayReading = { holidays: string[]; workdays: string[]; problems: string[] }

type Found = { year: number; month: number; day: number }

const dayText = ({ year, month, day }: Found) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const DATE = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\([^)]*\))?`
const SPAN = new RegExp(`${DATE}(?:(?:至|-|—|~)${DATE})?`, 'gu')

/** Days and spans of days in a clause; a month that is left out is the one before it. */
const spansIn = (clause: string, year: number): { from: string; to: string }[] => {
  let last: Found = { year, month: 0, day: 0 }
  const dated = (y: string | undefined, m: string | undefined, d: string): Found => {
    const month = m ? Number(m) : last.month
    last = { year: y ? Number(y) : m ? year : last.year, month, day: Number(d) }
    return last
  }
  return [...clause.matchAll(SPAN)].map(([, y1, m1, d1 = '', y2, m2, d2]) => {
    const from = dayText(dated(y1, m1, d1))
    return { from, to: d2 ? dayText(dated(y2, m2, d2)) : from }
  })
}

const LONGEST_BREAK_DAYS = 15

const daysOf = ({ from, to }: { from: string; to: string }, problems: string[]) => {
  if (!isDay(from) || !isDay(to) || from > to || addDays(from, LONGEST_BREAK_DAYS) < to) {
    problems.push(`「${from} 至 ${to}」读不懂，请核对`)
    return []
  }
  const days = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

const isWeekend = (day: string) => weekdayOf(day) === 0 || weekdayOf(day) === 6

/**
 * Reads the holidays and make-up working days of a year out of the text of the State Council's yearly notice
 * (《国务院办公厅关于 … 年部分节假日安排的通知》): what stands before 放假 is off, what stands before 上班 is worked.
 * What looks wrong is said in `problems`, and the days are shown before they are kept.
 */
export const readHolidayNotice = (text: string, year: number): HolidayReading => {
  // Notices are printed with full-width signs, and pasted with either.
  const halfWidth = text.normalize('NFKC')
  const problems: string[] = []
  const holidays = new Set<string>()
  const workdays = new Set<string>()
  for (const clause of halfWidth.replace(/\s/g, '').split(/[。;]/)) {
    const target = clause.includes('上班') ? workdays : clause.includes('放假') ? holidays : undefined
    if (!target) continue
    const end = clause.search(/上班|放假/)
    for (const span of spansIn(clause.slice(0, end), year))
      for (const day of daysOf(span, problems)) target.add(day)
  }
  problems.push(...holidayProblems({ holidays: [...holidays], workdays: [...workdays] }, year))
  return { holidays: [...holidays].toSorted(), workdays: [...workdays].toSorted(), problems }
}

const FEWEST_HOLIDAYS = 11
const MOST_HOLIDAYS = 45

/** What speaks against a year's table; empty when it may be kept. */
export const holidayProblems = (
  { holidays, workdays }: { holidays: readonly string[]; workdays: readonly string[] },
  year: number,
): string[] => {
  const problems: string[] = []
  const outside = [...holidays, ...workdays].filter(
    (day) => day < `${year - 1}-12-20` || day > `${year}-12-31`,
  )
  if (outside.length) problems.push(`不在 ${year} 年内：${outside.join('、')}`)
  if (!holidays.includes(`${year}-10-01`))
    problems.push(`缺少 ${year}-10-01（国庆节），请核对年份与内容是否完整`)
  if (holidays.length < FEWEST_HOLIDAYS)
    problems.push(`只读到 ${holidays.length} 天假期，少于法定的 ${FEWEST_HOLIDAYS} 天以上`)
  if (holidays.length > MOST_HOLIDAYS) problems.push(`读到 ${holidays.length} 天假期，多得不合常理`)
  const both = holidays.filter((day) => workdays.includes(day))
  if (both.length) problems.push(`既放假又上班：${both.join('、')}`)
  const notWeekend = workdays.filter((day) => isDay(day) && !isWeekend(day))
  if (notWeekend.length) problems.push(`调休上班日应是周六或周日：${notWeekend.join('、')}`)
  return problems
}

/** Short numbers of the whole country, to begin with; a county adds its own. */
export const EMERGENCY_NUMBERS: readonly EmergencyNumber[] = [
  { name: '公安报警', phone: '110', note: '孩子正在受到侵害或有危险时' },
  { name: '医疗急救', phone: '120', note: '' },
  { name: '青少年服务台', phone: '12355', note: '心理与法律咨询' },
  { name: '妇女儿童维权', phone: '12338', note: '' },
  { name: '检察服务', phone: '12309', note: '未成年人权益受到侵害，或办案人员有问题时' },
  { name: '法律援助', phone: '12348', note: '' },
  { name: '政务服务便民热线', phone: '12345', note: '' },
]
