import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Page, pageOf } from '#kernel/fields.ts'

export const AuditResult = z.enum(['done', 'refused', 'failed'])

/** 审计记录: who did what to which record, when and why; never a value of the record. */
export const AuditEntry = z.object({
  id: Id,
  at: z.iso.datetime(),
  action: z.string(),
  result: AuditResult,
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  actorRole: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  /** Of an account; never of a child. */
  subjectName: z.string().nullable(),
  divisionName: z.string().nullable(),
  fields: z.array(z.string()).nullable(),
  count: z.number().int().nullable(),
  purpose: z.string().nullable(),
  code: z.string().nullable(),
  requestId: z.string(),
  /** Place in the chain; null while it waits for its seal. */
  seq: z.number().int().nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditFilter = Page.extend({
  from: Day.optional(),
  to: Day.optional(),
  action: z.string().max(80).optional(),
  result: AuditResult.optional(),
  actorId: Id.optional(),
  subjectId: Id.optional(),
})

/** Counting stops here, because nobody pages that far. */
export const COUNTED_AT_MOST = 10_000

export const listAuditEntries = endpoint({
  method: 'GET',
  path: '/audit/entries',
  summary: '查询审计记录',
  can: 'audit.read',
  audit: 'audit.read',
  input: AuditFilter,
  output: pageOf(AuditEntry).extend({ isMore: z.boolean() }),
})

/** Who did what to one record, how often and when last. */
export const RecordTrail = z.object({
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  actorRole: z.string(),
  action: z.string(),
  result: AuditResult,
  count: z.number().int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  lastPurpose: z.string().nullable(),
})
export type RecordTrail = z.infer<typeof RecordTrail>

/** The answer to 谁看过这份档案: one line for each person and act, the latest first. */
export const getRecordTrail = endpoint({
  method: 'GET',
  path: '/audit/records/:id',
  summary: '谁打开过这条记录',
  can: 'audit.read',
  audit: 'audit.record-traced',
  input: z.object({ id: Id }),
  output: z.object({
    subjectKind: z.string().nullable(),
    items: z.array(RecordTrail),
    total: z.number().int(),
  }),
})

/** Every act that can stand in an entry, with its name in words; a refused look stands by its method and path. */
export const listAuditActions = endpoint({
  method: 'GET',
  path: '/audit/actions',
  summary: '会记入审计的操作',
  can: 'audit.read',
  input: z.object({}),
  output: z.object({ items: z.array(z.object({ action: z.string(), label: z.string() })) }),
})

const Hash = z
  .string('请输入散列')
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, '散列应为 64 位十六进制')

const ChainLink = z.object({ seq: z.number().int().min(0), hash: Hash })

export const ChainBreak = z.object({
  kind: z.enum(['missing', 'changed', 'cut-off', 'rewritten']),
  seq: z.number().int(),
  entryId: z.string().nullable(),
  day: z.string().optional(),
})
export type ChainBreak = z.infer<typeof ChainBreak>

/**
 * Checks a part of the chain: from the beginning, or after the link that the last call answered. The caller goes on until
 * `isAtEnd` or a break, and may stop in between.
 */
export const verifyAudit = endpoint({
  method: 'POST',
  path: '/audit/verification',
  summary: '核验审计链',
  can: 'audit.verify',
  audit: 'audit.verified',
  input: z.object({ after: ChainLink.optional() }),
  output: z.object({
    head: ChainLink,
    total: z.number().int(),
    isAtEnd: z.boolean(),
    broken: ChainBreak.nullable(),
    /** Entries that wait longer than five seconds for their seal. */
    late: z.object({ count: z.number().int(), oldestAt: z.iso.datetime() }).nullable(),
  }),
})

export const ChainHead = z.object({
  day: Day,
  seq: z.number().int(),
  hash: z.string(),
  sealedAt: z.iso.datetime(),
})
export type ChainHead = z.infer<typeof ChainHead>

/** The last link of each day, newest first: to be printed and kept on paper. */
export const listChainHeads = endpoint({
  method: 'GET',
  path: '/audit/heads',
  summary: '审计链每日链头',
  can: 'audit.verify',
  input: Page,
  output: pageOf(ChainHead),
})

/** Whether the chain still runs through a link that was printed. Together with a sound chain it proves everything before. */
export const comparePrintedHead = endpoint({
  method: 'POST',
  path: '/audit/heads/comparison',
  summary: '与打印留存的链头比对',
  can: 'audit.verify',
  audit: 'audit.head-compared',
  input: z.object({
    seq: z.coerce.number('请输入序号').int('请输入序号').min(1, '序号从 1 开始'),
    /** At least the first 16 digits. */
    hash: z
      .string('请输入散列')
      .transform((text) => text.replace(/\s/g, '').toLowerCase())
      .pipe(z.string().regex(/^[0-9a-f]{16,64}$/, '请输入散列的至少前 16 位')),
  }),
  output: z.object({ isSame: z.boolean() }),
})
