import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id, Instant, Page, pageOf } from '#kernel/fields.ts'

/** The kinds of record that make up a child's file. */
export const RecordKind = z.enum([
  'child',
  'person',
  'child-person',
  'category',
  'parent-state',
  'delegated-care',
  'schooling',
  'health',
])
export type RecordKind = z.infer<typeof RecordKind>

/** 变更: one change of one record: who, when, why, before and after. Secrets show only that they changed. */
export const Change = z.object({
  id: Id,
  at: Instant,
  by: z.string().nullable(),
  recordKind: RecordKind,
  recordId: Id,
  fields: z.array(z.string()),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  reason: z.string().nullable(),
})
export type Change = z.infer<typeof Change>

export const listChanges = endpoint({
  method: 'GET',
  path: '/children/:id/changes',
  summary: '档案的变更历史',
  can: 'children.read',
  audit: 'child.history-opened',
  input: Page.extend({ id: Id }),
  output: pageOf(Change),
})

/** 时间线: something that happened to the child, in one line that gives nothing away. */
export const TimelineEntry = z.object({
  id: Id,
  at: Instant,
  kind: z.string(),
  title: z.string(),
  by: z.string().nullable(),
  subjectKind: z.string().nullable(),
  subjectId: Id.nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const listTimeline = endpoint({
  method: 'GET',
  path: '/children/:id/timeline',
  summary: '儿童的时间线',
  can: 'children.read',
  input: Page.extend({ id: Id }),
  output: pageOf(TimelineEntry),
})
