import { isDay } from '#kernel/day.ts'
import { dayOfSerial, type Cell } from '../reading/cells.ts'
import {
  blank,
  blanked,
  clean,
  doubtful,
  isPlaceholder,
  notAValue,
  washDay,
  wrong,
  type Cleaned,
  type CleaningRule,
} from './cleaned.ts'

type Parts = { year: string; month: string; day: string }

const padded = ({ year, month, day }: Parts) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`

/** 2019-08-07, 2019/8/7, 2019.8.7, 2019年8月7日(号), 20190807. */
const fullDay = (text: string): string | undefined => {
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.、年](\d{1,2})[-/.、月](\d{1,2})[日号]?$/.exec(text)
  if (!match) return undefined
  const [, year = '', month = '', day = ''] = match
  return padded({ year, month, day })
}

/** 19.8.7, 08/7/3: a year of two digits may be of either century. */
const shortYear = (text: string, today: string): string | undefined => {
  const match = /^(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text)
  if (!match) return undefined
  const [, short = '', month = '', day = ''] = match
  const recent = padded({ year: `20${short}`, month, day })
  return recent <= today ? recent : padded({ year: `19${short}`, month, day })
}

const IMPOSSIBLE = '没有这一天，请核对年、月、日'

const asRule = (label: string, from: string, to: string): CleaningRule => ({ code: 'day', label, from, to })

const isWithoutDay = (text: string) => /^(19|20)\d{2}([-/.年]\d{1,2}月?|年?|\d{2})$/.test(text)

/** A serial number of a spreadsheet between 1927 and 2064: what remains when a day's cell lost its format. */
const serialDay = (text: string) =>
  /^[1-5]\d{4}(\.\d+)?$/.test(text) ? dayOfSerial(Number(text)) : undefined

const checked = (day: string, text: string, rules: CleaningRule[], label: string): Cleaned<string> => {
  if (!isDay(day)) return wrong('day-impossible', IMPOSSIBLE, rules)
  if (day < '1900-01-01') return wrong('day-too-early', '日期早于 1900 年，请核对', rules)
  return clean(day, day === text ? rules : [...rules, asRule(label, text, day)])
}

/**
 * A day in any of the forms that rosters hold, as YYYY-MM-DD.
 * @param today for choosing the century of a two-digit year
 */
export const cleanDay = (cell: Cell, today: string): Cleaned<string> => {
  if (cell.kind === 'date')
    return clean(cell.text, [asRule('Excel 日期改为年-月-日', String(cell.raw ?? cell.text), cell.text)])
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = washDay(cell)
  if (text === '') return blank(rules)
  if (isPlaceholder(text) || /^(长期|至今|永久)$/.test(text)) return blanked(text, rules)
  const full = fullDay(text)
  if (full) return checked(full, text, rules, '日期统一为年-月-日')
  const serial = serialDay(text)
  if (serial) return checked(serial, text, rules, 'Excel 日期数字换算成年-月-日')
  if (isWithoutDay(text)) return doubtful('day-missing', '只有年月，缺“日”，请补全，例如 2019-08-07', rules)
  const short = shortYear(text, today)
  if (!short) return wrong('day-unreadable', '日期看不懂，请写成 2019-08-07 这样的格式', rules)
  if (!isDay(short)) return wrong('day-impossible', IMPOSSIBLE, rules)
  return doubtful(
    'day-short-year',
    '年份只有两位，先按最近的年份理解，请核对',
    [...rules, asRule('两位年份补全', text, short)],
    short,
  )
}
