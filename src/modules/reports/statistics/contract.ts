import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day } from '#kernel/fields.ts'
import { ReportDoor, ReportSource } from '../contract.ts'

/** Both days included; the last ninety days when left out. */
export const FiguresPeriod = z.object({ from: Day.optional(), to: Day.optional() })

/** null: too few to be shown, because a reader could tell who is meant, or could work such a number out. */
const Cell = z.number().int().nullable()

export const Stage = z.enum(['waiting', 'in-hand', 'answered', 'set-aside'])
export type Stage = z.infer<typeof Stage>

export const Measure = z.enum(['seen', 'decided', 'told'])
export type Measure = z.infer<typeof Measure>

const Head = z.object({
  from: z.string(),
  to: z.string(),
  /** The day on which it was counted. */
  on: z.string(),
  /** Numbers below this, other than none, are not shown. */
  suppressedBelow: z.number().int(),
  total: Cell,
  byStage: z.array(z.object({ stage: Stage, count: Cell })),
})

/** For the leader, who reads no report: how many came and how far they are. */
export const getReportSums = endpoint({
  method: 'GET',
  path: '/report-sums',
  summary: '报告总数',
  can: 'reports.count',
  input: FiguresPeriod,
  output: Head,
})

export const getReportFigures = endpoint({
  method: 'GET',
  path: '/report-figures',
  summary: '报告统计：来源、入口、情形和用时',
  can: 'reports.oversee',
  input: FiguresPeriod,
  output: Head.extend({
    bySource: z.array(z.object({ source: ReportSource, count: Cell })),
    byDoor: z.array(z.object({ door: ReportDoor, count: Cell })),
    /** Of the nine kinds; a report may be of several or of none. */
    byKind: z.array(z.object({ kind: z.string(), count: Cell })),
    /** Hours since the report came; null where too few were counted. */
    times: z.array(
      z.object({
        measure: Measure,
        count: Cell,
        median: z.number().nullable(),
        p90: z.number().nullable(),
      }),
    ),
  }),
})
