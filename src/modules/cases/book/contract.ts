import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Instant, Reason, Version } from '#kernel/fields.ts'

export const EventKind = z.enum([
  'step',
  'emergency',
  'assessment',
  'investigation',
  'conference',
  'plan',
  'approval',
  'referral',
  'follow-up',
  'telling',
  'closing',
  'look-back',
  'supervision',
])
export type EventKind = z.infer<typeof EventKind>

/** One thing that happened in a case: that, when and by whom; what was said stands where it was recorded. */
export const CaseEvent = z.object({
  at: Instant,
  kind: EventKind,
  title: z.string(),
  by: z.string().nullable(),
})
export type CaseEvent = z.infer<typeof CaseEvent>

export const getTimeline = endpoint({
  method: 'GET',
  path: '/cases/:id/timeline',
  summary: '个案的时间线',
  can: 'cases.read',
  audit: 'case.timeline-read',
  input: z.object({ id: Id, kind: EventKind.optional(), from: Day.optional(), to: Day.optional() }),
  output: z.object({
    items: z.array(CaseEvent),
    /** How many there are of each kind, whatever is shown. */
    counts: z.array(z.object({ kind: EventKind, count: z.number().int() })),
  }),
})

export const BookLine = z.object({
  label: z.string(),
  value: z.string(),
  /** Names of people and units as they are called today: shown, and left out of the hash. */
  isName: z.boolean().optional(),
})
export type BookLine = z.infer<typeof BookLine>

/** 卷宗文件: one document of the book. */
export const BookDocument = z.object({
  kind: EventKind.exclude(['step']).or(z.literal('log')),
  title: z.string(),
  day: Day,
  by: z.string(),
  lines: z.array(BookLine),
})
export type BookDocument = z.infer<typeof BookDocument>

/** One line of the 目录. Pages are counted through the whole book. */
export const BookEntry = z.object({
  number: z.number().int(),
  title: z.string(),
  day: Day,
  by: z.string(),
  fromPage: z.number().int(),
  toPage: z.number().int(),
})
export type BookEntry = z.infer<typeof BookEntry>

export const ArchiveSeal = z.object({
  archivedAt: Instant,
  archivedBy: z.string(),
  bookHash: z.string(),
  documents: z.number().int(),
  pages: z.number().int(),
  /** The book still is what it was when it was put away. */
  isUnchanged: z.boolean(),
})

/** 个案卷宗: what is in it, without opening the documents to the reader. */
export const getBook = endpoint({
  method: 'GET',
  path: '/cases/:id/book',
  summary: '个案卷宗目录',
  can: 'cases.read',
  audit: 'case-book.contents-read',
  input: z.object({ id: Id }),
  output: z.object({
    number: z.string(),
    entries: z.array(BookEntry),
    pages: z.number().int(),
    archive: ArchiveSeal.nullable(),
  }),
})

export const BookPage = z.object({
  page: z.number().int(),
  /** Of the document that the page belongs to, and whether it begins there. */
  number: z.number().int(),
  isFirst: z.boolean(),
  title: z.string(),
  lines: z.array(BookLine),
})
export type BookPage = z.infer<typeof BookPage>

/** The whole book on paper, with who printed it, when and why on every sheet. */
export const printBook = endpoint({
  method: 'POST',
  path: '/cases/:id/book/print',
  summary: '打印个案卷宗',
  can: 'cases.print',
  audit: 'case-book.printed',
  reauth: true,
  input: z.object({ id: Id, reason: Reason }),
  output: z.object({
    cover: z.object({
      number: z.string(),
      state: z.string(),
      dangerLevel: z.string(),
      child: z.string().nullable(),
      place: z.string().nullable(),
      owner: z.string(),
      openedAt: Instant,
      closedAt: Instant.nullable(),
    }),
    entries: z.array(BookEntry),
    pages: z.number().int(),
    sheets: z.array(BookPage),
    archive: ArchiveSeal.nullable(),
    hash: z.string(),
    printedAt: Instant,
    printedBy: z.string(),
    /** Leads from the sheet to the audit entry. */
    printNumber: z.string(),
    watermark: z.string(),
    reason: z.string(),
  }),
})

/** Puts a closed case away for good: it is only read from then on, and its book bears the hash of what it held. */
export const archiveCase = endpoint({
  method: 'POST',
  path: '/cases/:id/archive',
  summary: '归档',
  can: 'cases.archive',
  audit: 'case.archived',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})
