import { isDay } from '#kernel/day.ts'
import type { Header } from '../reading/header.ts'

const WRITTEN =
  /(?:截止|截至|统计(?:时间|日期)|填报(?:时间|日期)|制表(?:时间|日期)|日期)(?:日期|时间)?[:\uff1a\s]*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/

/** The day on which the roster stood so, when a line above its header says so (统计截止:2026年10月31日). */
export const asOfDayOf = (header: Header): string | undefined => {
  const match = header.skipped.map(({ text }) => WRITTEN.exec(text)).find(Boolean)
  const [, year = '', month = '', day = ''] = match ?? []
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(written) ? written : undefined
}
