import { addDays } from '#kernel/day.ts'
import { hideSmall, isSmall } from '#kernel/small-cells.ts'
import { CASE_STATE, DANGER_LEVEL } from '../labels.ts'
import { Measure, type Line, type LoopFigures } from './contract.ts'
import { DEFINITION, MEASURE, STAY_DEFINITION } from './labels.ts'

/** Of these some went well: in time, better, told. */
export const RATED: readonly Measure[] = [
  'told',
  'look-back',
  'better',
  'useful',
  'signed',
  'answered',
  'helped',
]
export const OF_UNITS: readonly Measure[] = [
  'dispatched',
  'signed',
  'answered',
  'returned',
  'returned-twice',
  'helped',
]
/** Shown along the months. */
export const BY_MONTH: readonly Measure[] = ['opened', 'closed', 'reopened']

export type Sum = {
  kind: string
  key: string | null
  town: string
  unitId: string | null
  month: string | null
  counted: number
  good: number
}

/** Adds up what the database counted: one line a measure, none left out. */
export const linesOf = (sums: readonly Sum[], measures: readonly Measure[]): Line[] =>
  measures.map((measure) => {
    const own = sums.filter(({ kind }) => kind === measure)
    const count = own.reduce((total, { counted }) => total + counted, 0)
    if (!RATED.includes(measure)) return { measure, count }
    return { measure, count, good: own.reduce((total, each) => total + each.good, 0) }
  })

const hiddenLine = ({ measure, good }: Line): Line => ({
  measure,
  count: null,
  ...(good !== undefined && { good: null }),
})

const partOf = ({ count, good }: Line) => ({
  count: count ?? 0,
  ...(good !== undefined && { good: good ?? 0 }),
})

/** One line alone, as of a whole county or one unit. */
export const hideSmallLines = (lines: readonly Line[], below: number): Line[] =>
  lines.map((line) => (isSmall(partOf(line), below) ? hiddenLine(line) : line))

/** Lines of towns, units or months that add up to a total which is shown too: measure by measure. */
export const hideSmallParts = <P extends { lines: Line[] }>(parts: readonly P[], below: number): P[] => {
  const shown = parts.map(() => [] as Line[])
  for (const measure of Measure.options) {
    const places = parts.flatMap(({ lines }, at) => {
      const line = lines.find((each) => each.measure === measure)
      return line ? [{ at, line, ...partOf(line) }] : []
    })
    for (const [index, part] of hideSmall(places, below).entries()) {
      const place = places[index]
      if (place) shown[place.at]?.push(part ? place.line : hiddenLine(place.line))
    }
  }
  return parts.map((part, at) => ({ ...part, lines: shown[at] ?? [] }))
}

const lastDayOfMonth = (day: string) => {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return addDays(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`, -1)
}

/** The month, quarter or year that a day lies in, from its first day to its last. */
export const periodAround = (day: string, width: 'month' | 'quarter' | 'year') => {
  const year = day.slice(0, 4)
  if (width === 'year') return { from: `${year}-01-01`, to: `${year}-12-31` }
  if (width === 'month') return { from: `${day.slice(0, 7)}-01`, to: lastDayOfMonth(day) }
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1
  const from = `${year}-${String(first).padStart(2, '0')}-01`
  return { from, to: lastDayOfMonth(`${year}-${String(first + 2).padStart(2, '0')}-01`) }
}

/** Two periods that differ by a day would tell of that day: whoever sees no case sees whole months, quarters and years. */
export const isWholePeriod = (from: string, to: string): boolean =>
  (['month', 'quarter', 'year'] as const).some((width) => {
    const whole = periodAround(from, width)
    return whole.from === from && whole.to === to
  })

/** Days to one decimal. */
export const roundedDays = (days: number) => Math.round(days * 10) / 10

/** 62.5%; nothing where there is nothing to divide by, or where it is hidden. */
export const shareOf = ({ count, good }: Pick<Line, 'count' | 'good'>) =>
  good === undefined || good === null || !count ? '' : `${Math.round((good / count) * 1_000) / 10}%`

/** A state's word; one that a later version added is shown by its own name. */
export const stateName = (state: string) => (CASE_STATE as Record<string, string>)[state] ?? state

type SheetRow = (string | number)[]

const sheetLine = (group: string, name: string, line: Line): SheetRow => [
  group,
  name,
  MEASURE[line.measure],
  line.count ?? '',
  line.good ?? '',
  shareOf(line),
  DEFINITION[line.measure],
]

/** All numbers of a dashboard as rows of one sheet. */
export const sheetRows = (figures: LoopFigures): SheetRow[] => [
  ...figures.lines.map((line) => sheetLine('全部', '', line)),
  ...figures.byState.map(({ state, count }) => [
    '在办按状态',
    stateName(state),
    '在办',
    count ?? '',
    '',
    '',
    DEFINITION.running,
  ]),
  ...figures.byLevel.map(({ level, count }) => [
    '在办按等级',
    DANGER_LEVEL[level],
    '在办',
    count ?? '',
    '',
    '',
    DEFINITION.running,
  ]),
  ...figures.stays.map(({ state, count, median, p90 }) => [
    '各状态天数',
    stateName(state),
    '停留',
    count ?? '',
    '',
    '',
    `中位数 ${median ?? '不显示'} 天，九成不超过 ${p90 ?? '不显示'} 天。${STAY_DEFINITION}`,
  ]),
  ...figures.months.flatMap(({ month, lines }) => lines.map((line) => sheetLine('按月', month, line))),
  ...figures.towns.flatMap(({ name, lines }) => lines.map((line) => sheetLine('按镇', name, line))),
  ...figures.units.flatMap(({ name, lines }) => lines.map((line) => sheetLine('按单位', name, line))),
]
