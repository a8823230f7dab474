import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Flag, Id, Page, pageOf, Reason } from '#kernel/fields.ts'
import { DangerLevel } from '../assessments/contract.ts'
import { CaseState } from '../contract.ts'

/** 闭环统计: what is counted of the loop. Each one is a kind of the view loop_event (migration 0143). */
export const Measure = z.enum([
  'opened',
  'closed',
  'reopened',
  'running',
  'told',
  'look-back',
  'better',
  'useful',
  'dispatched',
  'signed',
  'answered',
  'returned',
  'returned-twice',
  'helped',
])
export type Measure = z.infer<typeof Measure>

/** Both days included; this year when left out. */
export const FiguresFilter = z.object({ from: Day.optional(), to: Day.optional() })

/** One town only, for whoever may see the numbers as they are. */
export const TownFilter = FiguresFilter.extend({ town: DivisionCode.optional() })

/** null: too few to be shown, because a reader could tell who is meant, or could work such a number out. */
const Cell = z.number().int().nullable()

/** `good`: how many of them went well; absent where there is nothing to go well. */
export const Line = z.object({ measure: Measure, count: Cell, good: Cell.optional() })
export type Line = z.infer<typeof Line>

const Head = z.object({
  from: z.string(),
  to: z.string(),
  /** The day on which it was counted. */
  on: z.string(),
  /** Numbers below this, other than none, are not shown; null when all are shown. */
  suppressedBelow: z.number().int().nullable(),
})

const Unit = z.object({ id: z.string(), name: z.string(), lines: z.array(Line) })

const Whole = Head.extend({
  lines: z.array(Line),
  byState: z.array(z.object({ state: z.string(), count: Cell })),
  byLevel: z.array(z.object({ level: DangerLevel, count: Cell })),
  /** Days in each state of those who left it; null where too few did. */
  stays: z.array(
    z.object({ state: z.string(), count: Cell, median: z.number().nullable(), p90: z.number().nullable() }),
  ),
  months: z.array(z.object({ month: z.string(), lines: z.array(Line) })),
  towns: z.array(z.object({ code: z.string(), name: z.string(), lines: z.array(Line) })),
  units: z.array(Unit),
})
export type LoopFigures = z.infer<typeof Whole>

export const getLoopFigures = endpoint({
  method: 'GET',
  path: '/loop-figures',
  summary: '闭环统计：立案、办理、转介、结案、回访',
  can: 'figures.read',
  input: TownFilter,
  output: Whole,
})

/** For the leader, who reads no case: whole months, quarters and years, small numbers hidden. */
export const getLoopSums = endpoint({
  method: 'GET',
  path: '/loop-sums',
  summary: '闭环统计的总数',
  can: 'figures.count',
  input: FiguresFilter,
  output: Whole,
})

/** What the caller's unit was sent and how it answered. */
export const getUnitFigures = endpoint({
  method: 'GET',
  path: '/unit-figures',
  summary: '本单位承接转介的统计',
  can: 'figures.unit',
  input: FiguresFilter,
  output: Head.extend({ lines: z.array(Line) }),
})

export const FigureCasesFilter = TownFilter.extend({
  measure: Measure,
  state: CaseState.optional(),
  level: DangerLevel.optional(),
  unitId: Id.optional(),
  /** Only what went well, or only what did not. */
  isGood: Flag.optional(),
  ...Page.shape,
})

/** The cases behind a number, for whoever may see them: as many as the number says. */
export const listFigureCases = endpoint({
  method: 'GET',
  path: '/loop-figures/cases',
  summary: '统计数字背后的个案',
  can: 'figures.read',
  input: FigureCasesFilter,
  output: pageOf(
    z.object({
      caseId: z.string(),
      number: z.string(),
      state: CaseState,
      dangerLevel: DangerLevel,
      place: z.string().nullable(),
      owner: z.string(),
      unit: z.string().nullable(),
      at: z.string(),
      dueAt: z.string().nullable(),
      doneAt: z.string().nullable(),
      isGood: z.boolean().nullable(),
    }),
  ),
})

export const exportLoopFigures = endpoint({
  method: 'POST',
  path: '/loop-figures/export',
  summary: '导出闭环统计',
  can: 'figures.export',
  audit: 'loop-figures.exported',
  reauth: true,
  file: 'download',
  input: TownFilter.extend({ format: z.enum(['xlsx', 'csv']), reason: Reason }),
  output: z.object({ fileName: z.string() }),
})
