import type { z } from 'zod'
import { addDays, endOfDay, today } from '#kernel/day.ts'
import { invalid } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { ReportDoor, ReportSource } from '../contract.ts'
import { DUTY_KIND_NAMES } from '../duty-kinds/labels.ts'
import * as contract from './contract.ts'
import { Stage } from './contract.ts'
import * as queries from './queries.ts'
import { shownTotal, stageOf, suppressed, timesOf } from './rules.ts'

const DAYS_SHOWN = 90

type Period = z.output<typeof contract.FiguresPeriod>

const read = async ({ db, now }: Context, period: Period) => {
  const on = today(now)
  const to = period.to ?? on
  const from = period.from ?? addDays(to, -DAYS_SHOWN + 1)
  if (from > to) {
    const message = '开始的日子不能晚于结束的日子'
    throw invalid(message, [{ field: 'from', message }])
  }
  const below = await queries.suppressedBelow(db)
  const figures = await queries.listFigures(db, endOfDay(addDays(from, -1)), endOfDay(to))
  return { on, from, to, below, figures }
}

const tally = <Key extends string>(keys: readonly Key[], found: readonly Key[]): Map<Key, number> => {
  const counts = new Map(keys.map((key) => [key, 0]))
  for (const key of found) if (counts.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const headOf = ({ on, from, to, below, figures }: Awaited<ReturnType<typeof read>>) => {
  const stages = tally(
    Stage.options,
    figures.map(({ state }) => stageOf(state)),
  )
  const shown = suppressed(stages, figures.length, below)
  return {
    on,
    from,
    to,
    suppressedBelow: below,
    total: shownTotal(figures.length, below),
    byStage: [...shown].map(([stage, count]) => ({ stage, count })),
  }
}

const getReportSums = route(contract.getReportSums, async (context, period) =>
  headOf(await read(context, period)),
)

const getReportFigures = route(contract.getReportFigures, async (context, period) => {
  const found = await read(context, period)
  const { figures, below } = found
  const shown = <Key extends string>(keys: readonly Key[], list: readonly Key[]) =>
    suppressed(tally(keys, list), figures.length, below)
  const sources = shown(
    ReportSource.options,
    figures.map(({ source }) => source),
  )
  const doors = shown(
    ReportDoor.options,
    figures.map(({ door }) => door),
  )
  // A report may be of several kinds: no total gives a hidden one away.
  const kinds = tally<string>(
    DUTY_KIND_NAMES,
    figures.flatMap((figure) => figure.kinds),
  )
  const seconds = (pick: (figure: queries.Figure) => number | null) =>
    figures.flatMap((figure) => pick(figure) ?? [])
  return {
    ...headOf(found),
    bySource: [...sources].map(([source, count]) => ({ source, count })),
    byDoor: [...doors].map(([door, count]) => ({ door, count })),
    byKind: [...kinds].map(([kind, count]) => ({ kind, count: shownTotal(count, below) })),
    times: [
      {
        measure: 'seen' as const,
        ...timesOf(
          seconds(({ toSeen }) => toSeen),
          below,
        ),
      },
      {
        measure: 'decided' as const,
        ...timesOf(
          seconds(({ toDecided }) => toDecided),
          below,
        ),
      },
      {
        measure: 'told' as const,
        ...timesOf(
          seconds(({ toTold }) => toTold),
          below,
        ),
      },
    ],
  }
})

export const routes = [getReportSums, getReportFigures]
