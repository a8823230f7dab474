import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Instant, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { ParentStateKind } from '#modules/children/contract.ts'
import { FIELD_NAMES, type FieldName } from './cleaning/fields.ts'

/** 名册: a list that a department hands in, from its receipt over the preview to what it changed, or to its undoing. */
export const RosterState = z.enum([
  'received',
  'reading',
  'previewed',
  'applying',
  'applied',
  'undoing',
  'undone',
  'discarded',
  'failed',
])
export type RosterState = z.infer<typeof RosterState>

/** What one row means for the register. */
export const RowVerdict = z.enum(['new', 'changed', 'same', 'doubtful', 'wrong', 'skipped'])
export type RowVerdict = z.infer<typeof RowVerdict>

/** What a person decided about a doubtful row. */
export const RowDecision = z.enum(['same-child', 'new-child', 'leave-out'], '请选择怎么处理')
export type RowDecision = z.infer<typeof RowDecision>

/**
 * 'register' (底册): who is not on file yet comes onto the register, and newer values replace older ones. 'supplement' (补充台账): adds
 * what the department alone knows, never changes who a child is, and who is not on file yet waits for confirmation.
 */
export const Purpose = z.enum(['register', 'supplement'], '请选择这份名册的用途')
export type Purpose = z.infer<typeof Purpose>

export const FieldOrIgnore = z.enum(
  // A list of literals, first one known.
  ['ignore', ...FIELD_NAMES] as ['ignore', ...FieldName[]],
  '请从列表中选择这一列是什么',
)

/** One column of the roster, what it was taken for and why; samples are masked. */
export const Column = z.object({
  index: z.number().int(),
  label: z.string(),
  field: FieldOrIgnore,
  confidence: z.number(),
  why: z.string(),
  samples: z.array(z.string()),
})
export type Column = z.infer<typeof Column>

/** How often something was found; the message is of the first row. */
export const ProblemCount = z.object({
  field: z.string(),
  code: z.string(),
  message: z.string(),
  severity: z.enum(['wrong', 'doubtful', 'note']),
  count: z.number().int(),
})
export type ProblemCount = z.infer<typeof ProblemCount>

export const RuleCount = z.object({ code: z.string(), label: z.string(), count: z.number().int() })

/** The result of a preview in figures. */
export const Counts = z.object({
  rows: z.number().int(),
  verdicts: z.record(RowVerdict, z.number().int()),
  /** Rows by what they would write: 就学, 类别 … */
  changes: z.record(z.string(), z.number().int()),
  problems: z.array(ProblemCount),
  rules: z.array(RuleCount),
  /** After it was applied: records by kind. */
  written: z.record(z.string(), z.number().int()).optional(),
  /** After it was undone. */
  undone: z
    .object({ removed: z.number().int(), restored: z.number().int(), left: z.number().int() })
    .optional(),
})
export type Counts = z.infer<typeof Counts>

/** How far a long work is. `total` is not known while a file is read for the first time. */
export const Progress = z.object({
  phase: z.enum(['waiting', 'reading', 'matching', 'writing', 'undoing']),
  done: z.number().int(),
  total: z.number().int().nullable(),
})
export type Progress = z.infer<typeof Progress>

export const Roster = z.object({
  id: Id,
  version: Version,
  state: RosterState,
  department: z.string(),
  fileName: z.string(),
  fileSize: z.number(),
  format: z.string(),
  sheetName: z.string().nullable(),
  sheets: z.array(z.string()),
  title: z.string(),
  asOfDay: Day,
  subject: z.enum(['child', 'person']).nullable(),
  parentState: ParentStateKind.nullable(),
  purpose: Purpose.nullable(),
  counts: Counts.nullable(),
  progress: Progress.nullable(),
  /** Why the last work did not come to its end, and what to do. */
  failure: z.string().nullable(),
  /** Doubtful rows of the caller's territory that wait for a decision. */
  toReview: z.number().int(),
  uploadedBy: z.string().nullable(),
  uploadedAt: Instant,
  appliedBy: z.string().nullable(),
  appliedAt: Instant.nullable(),
  undoneBy: z.string().nullable(),
  undoneAt: Instant.nullable(),
  undoReason: z.string().nullable(),
})
export type Roster = z.infer<typeof Roster>

export const RosterFilter = Page.extend({
  state: RosterState.optional(),
  department: z.string().max(60).optional(),
})
export type RosterFilter = z.output<typeof RosterFilter>

export const listRosters = endpoint({
  method: 'GET',
  path: '/rosters',
  summary: '部门名册列表',
  can: 'rosters.read',
  input: RosterFilter,
  output: pageOf(Roster),
})

export const getRoster = endpoint({
  method: 'GET',
  path: '/rosters/:id',
  summary: '一份名册的情况',
  can: 'rosters.read',
  input: z.object({ id: Id }),
  output: Roster,
})

/** Only before it is applied: the rows, the file and the key go; who handed in what remains on the list. */
export const discardRoster = endpoint({
  method: 'POST',
  path: '/rosters/:id/discard',
  summary: '作废一份没有应用的名册',
  can: 'rosters.import',
  audit: 'roster.discarded',
  input: z.object({ id: Id, version: Version, reason: Reason }),
  output: Done,
})
