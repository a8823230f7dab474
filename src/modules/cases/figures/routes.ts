import { buffer } from 'node:stream/consumers'
import { minuteOf, today } from '#kernel/day.ts'
import { invalid } from '#kernel/problem.ts'
import { isSmall } from '#kernel/small-cells.ts'
import { territoryOf } from '#server/access.ts'
import { route, type Context, type Route } from '#server/route.ts'
import { writeCsv, writeXlsx, XLSX } from '#server/workbook.ts'
import { DangerLevel } from '../assessments/contract.ts'
import { CaseState } from '../contract.ts'
import * as contract from './contract.ts'
import { Measure, type LoopFigures } from './contract.ts'
import * as queries from './queries.ts'
import type { Span, Stay } from './queries.ts'
import * as rules from './rules.ts'
import { BY_MONTH, OF_UNITS, linesOf, type Sum } from './rules.ts'

type Asked = { from?: string | undefined; to?: string | undefined; town?: string | undefined }

const wrong = (field: string, message: string) => invalid(message, [{ field, message }])

const spanOf = ({ scope, now }: Context, { from, to, town }: Asked): Span => {
  const year = today(now).slice(0, 4)
  const span = { from: from ?? `${year}-01-01`, to: to ?? `${year}-12-31` }
  if (span.from > span.to) throw wrong('from', '开始的日子不能晚于结束的日子')
  const whole = territoryOf(`${scope.county}000000`)
  return { ...span, ...(town ? territoryOf(town) : whole) }
}

const headOf = ({ now }: Context, { from, to }: Span, suppressedBelow: number | null) => ({
  from,
  to,
  on: today(now),
  suppressedBelow,
})

const grouped = (sums: readonly Sum[], by: (sum: Sum) => string | null) =>
  Map.groupBy(
    sums.filter((sum) => by(sum) !== null),
    (sum) => by(sum) ?? '',
  )

const tally = <Key extends string>(keys: readonly Key[], sums: readonly Sum[], part: 0 | 1) =>
  keys.map((key) => ({
    key,
    count: sums
      .filter((sum) => sum.kind === 'running' && sum.key?.split('/')[part] === key)
      .reduce((total, { counted }) => total + counted, 0),
  }))

const presentStay = ({ state, count, median, p90 }: Stay) => ({
  state,
  count,
  median: rules.roundedDays(median),
  p90: rules.roundedDays(p90),
})

/** A number of the whole: the same whether by state, level, month, town or unit. */
const readWhole = async (context: Context, asked: Asked): Promise<LoopFigures> => {
  const { db, scope, now } = context
  const span = spanOf(context, asked)
  const sums = await queries.listSums(db, scope, span, now)
  const stays = await queries.listStays(db, span)
  const byTown = grouped(sums, ({ town }) => town)
  const byUnit = grouped(sums, ({ unitId }) => unitId)
  const byMonth = grouped(sums, ({ month }) => month)
  const towns = (await queries.listTowns(db, span)).filter(
    ({ code }) => scope.role === 'leader' || byTown.has(code) || (code >= scope.low && code < scope.high),
  )
  const units = await queries.listUnitNames(db)
  return {
    ...headOf(context, span, null),
    lines: linesOf(sums, Measure.options),
    byState: tally(CaseState.options, sums, 0)
      .filter(({ count }) => count > 0)
      .map(({ key: state, count }) => ({ state, count })),
    byLevel: tally(DangerLevel.options, sums, 1).map(({ key: level, count }) => ({ level, count })),
    stays: stays.map(presentStay),
    months: [...byMonth]
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([month, own]) => ({ month, lines: linesOf(own, BY_MONTH) })),
    towns: towns.map(({ code, name }) => ({
      code,
      name,
      lines: linesOf(byTown.get(code) ?? [], Measure.options),
    })),
    units: units
      .filter(({ id }) => byUnit.has(id))
      .map(({ id, name }) => ({ id, name, lines: linesOf(byUnit.get(id) ?? [], OF_UNITS) }))
      .toSorted((one, other) => (other.lines[0]?.count ?? 0) - (one.lines[0]?.count ?? 0)),
  }
}

const getLoopFigures = route(contract.getLoopFigures, readWhole)

/** Every breakdown of one total is narrowed on its own; the lines of the whole by themselves. */
const suppressed = (figures: LoopFigures, below: number): LoopFigures => {
  const cells = <Of extends { count: number | null }>(list: Of[]) => {
    const parts = list.map(({ count }) => ({ lines: [{ measure: 'running' as const, count }] }))
    return rules.hideSmallParts(parts, below).map(({ lines }, at) => ({
      ...(list[at] as Of),
      count: lines[0]?.count ?? null,
    }))
  }
  return {
    ...figures,
    suppressedBelow: below,
    lines: rules.hideSmallLines(figures.lines, below),
    byState: cells(figures.byState),
    byLevel: cells(figures.byLevel),
    stays: figures.stays.map((stay) =>
      isSmall({ count: stay.count ?? 0 }, below) ? { ...stay, count: null, median: null, p90: null } : stay,
    ),
    months: rules.hideSmallParts(figures.months, below),
    towns: rules.hideSmallParts(figures.towns, below),
    units: rules.hideSmallParts(figures.units, below),
  }
}

const checkWhole = (span: Span) => {
  if (!rules.isWholePeriod(span.from, span.to)) throw wrong('from', '只能按整月、整季、整年看')
}

const getLoopSums = route(contract.getLoopSums, async (context, asked) => {
  checkWhole(spanOf(context, asked))
  return suppressed(await readWhole(context, asked), await queries.suppressedBelow(context.db))
})

const getUnitFigures = route(contract.getUnitFigures, async (context, asked) => {
  const { db, scope, now } = context
  const span = spanOf(context, asked)
  checkWhole(span)
  const below = await queries.suppressedBelow(db)
  const sums = (await queries.listSums(db, scope, span, now)).filter(({ unitId }) => unitId === scope.unitId)
  return { ...headOf(context, span, below), lines: rules.hideSmallLines(linesOf(sums, OF_UNITS), below) }
})

const listFigureCases = route(contract.listFigureCases, async (context, filter) => {
  const { db, scope, now } = context
  const { rows, total } = await queries.listCasesBehind(db, scope, filter, spanOf(context, filter), now)
  return {
    items: rows.map(({ at, dueAt, doneAt, isGood, ...row }) => ({
      ...row,
      at: at.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      doneAt: doneAt?.toISOString() ?? null,
      isGood,
    })),
    total,
  }
})

const COLUMNS = [
  { label: '分组', width: 14 },
  { label: '名称', width: 20 },
  { label: '指标', width: 16 },
  { label: '件数', width: 10 },
  { label: '其中', width: 10 },
  { label: '占比', width: 10 },
  { label: '怎么算的', width: 60 },
]

const exportLoopFigures = route(contract.exportLoopFigures, async (context, { reason, format, ...asked }) => {
  const { actor, now, note } = context
  note({ kind: 'case', purpose: reason, divisionCode: asked.town ?? null })
  const figures = await readWhole(context, asked)
  const rows = rules.sheetRows(figures)
  note({ count: rows.length })
  const foot = `${actor.displayName}于 ${minuteOf(now)} 导出，事由：${reason}。统计日 ${figures.on}，${figures.from} 至 ${figures.to}。内部资料，不得转发。`
  const fileName = `闭环统计-${figures.from}-${figures.to}.${format}`
  if (format === 'csv')
    return {
      fileName,
      type: 'text/csv; charset=utf-8',
      content: await buffer(writeCsv(COLUMNS, [...rows, [], [foot]])),
    }
  return { fileName, type: XLSX, content: await buffer(writeXlsx(COLUMNS, rows, '闭环统计', foot)) }
})

export const routes: Route[] = [
  getLoopFigures,
  getLoopSums,
  getUnitFigures,
  listFigureCases,
  exportLoopFigures,
]
