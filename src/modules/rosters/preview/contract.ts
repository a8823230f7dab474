import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Instant, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { Roster, RowDecision, RowVerdict } from '../contract.ts'

/** Reads the whole file in the background; the roster tells how far it is. */
export const startPreview = endpoint({
  method: 'POST',
  path: '/rosters/:id/preview',
  summary: '读取名册并预览',
  can: 'rosters.import',
  audit: 'roster.preview-started',
  input: z.object({ id: Id, version: Version }),
  output: Roster,
})

export const stopPreview = endpoint({
  method: 'POST',
  path: '/rosters/:id/stop',
  summary: '停止读取或应用名册',
  can: 'rosters.import',
  audit: 'roster.preview-stopped',
  input: z.object({ id: Id }),
  output: Roster,
})

/** What is not right with a row, or only worth telling. */
export const RowProblem = z.object({
  field: z.string(),
  code: z.string(),
  message: z.string(),
  severity: z.enum(['wrong', 'doubtful', 'note']),
})
export type RowProblem = z.infer<typeof RowProblem>

/** One row as the list shows it. */
export const RosterRow = z.object({
  rosterId: Id,
  rowNumber: z.number().int(),
  verdict: RowVerdict,
  name: z.string().nullable(),
  birthDay: Day.nullable(),
  divisionName: z.string().nullable(),
  problems: z.array(RowProblem),
  /** Fields that it writes. */
  changes: z.array(z.string()),
  /** The file, where there is one and the caller may see it. */
  childId: Id.nullable(),
  candidates: z.number().int(),
  decision: RowDecision.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
})
export type RosterRow = z.infer<typeof RosterRow>

export const RowFilter = Page.extend({
  verdict: RowVerdict.optional(),
  /** 'open': doubtful rows without a decision. */
  decision: z.enum(['open', 'decided']).optional(),
  /** Rows with this problem or note. */
  problem: z.string().max(60).optional(),
  /** Rows in which this rule changed something. */
  rule: z.string().max(60).optional(),
})
export type RowFilter = z.output<typeof RowFilter>

export const listRows = endpoint({
  method: 'GET',
  path: '/rosters/:id/rows',
  summary: '名册各行的判定',
  can: 'rosters.read',
  audit: 'roster.rows-listed',
  input: RowFilter.extend({ id: Id }),
  output: pageOf(RosterRow),
})

/** A value of the row beside the file's; secrets show only whether they agree. */
export const ComparedValue = z.object({
  field: z.string(),
  roster: z.string().nullable(),
  file: z.string().nullable(),
  relation: z.enum(['same', 'differs', 'roster-only', 'file-only']),
  /** For identity numbers: in what they differ, without a digit. */
  hint: z.string().nullable(),
})
export type ComparedValue = z.infer<typeof ComparedValue>

/** A child on file who may be the one of the row. */
export const Candidate = z.object({
  childId: Id,
  name: z.string(),
  values: z.array(ComparedValue),
})
export type Candidate = z.infer<typeof Candidate>

export const RowDetail = RosterRow.extend({
  version: z.number().int(),
  subject: z.enum(['child', 'person']),
  department: z.string(),
  asOfDay: Day,
  /** The row's clean values by field; secrets masked. */
  values: z.array(z.object({ field: z.string(), value: z.string() })),
  /** What cleaning changed, in which field; before and after masked where they are secret. */
  rules: z.array(z.object({ field: z.string(), label: z.string(), from: z.string(), to: z.string() })),
  /** Children side by side with the row: the one it belongs to, or those it may be. */
  compared: z.array(Candidate),
  /** Candidates outside the caller's territory. */
  hiddenCandidates: z.number().int(),
  /** Villages to choose from, where the row's words leave it open. */
  villages: z.array(z.object({ code: z.string(), name: z.string() })),
  isWritten: z.boolean(),
})
export type RowDetail = z.infer<typeof RowDetail>

export const getRow = endpoint({
  method: 'GET',
  path: '/rosters/:id/rows/:rowNumber',
  summary: '名册的一行与档案对照',
  can: 'rosters.read',
  audit: 'roster.row-opened',
  input: z.object({ id: Id, rowNumber: z.coerce.number('行号应为数字').int().min(1) }),
  output: RowDetail,
})

/** The bad rows as they stood, with what to do, for the department. */
export const exportBadRows = endpoint({
  method: 'POST',
  path: '/rosters/:id/bad-rows',
  summary: '导出名册中有错的行',
  can: 'rosters.import',
  audit: 'roster.bad-rows-exported',
  reauth: true,
  file: 'download',
  input: z.object({ id: Id, reason: Reason }),
  output: z.object({ fileName: z.string() }),
})
