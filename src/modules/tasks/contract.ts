import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Page, pageOf } from '#kernel/fields.ts'

/** 待办: one thing that somebody must do by some time. Stored, never computed from other records on the way. */
export const TaskKind = z.enum([
  'triage-report',
  'confirm-turn-down',
  'assess-case',
  'confirm-lowering',
  'redo-assessment',
  'plan-case',
  'do-item',
  'sign-referral',
  'answer-referral',
  'review-answer',
  'request-closing',
  'approve-closing',
  'tell-reporter',
  'look-back',
  'answer-message',
  'follow-pass-on',
  'police-feedback',
  'answer-outside-order',
  'confirm-set-aside',
])
export type TaskKind = z.infer<typeof TaskKind>

export const TaskGroup = z.enum(['late', 'today', 'week', 'later'])
export type TaskGroup = z.infer<typeof TaskGroup>

export const OwnerKind = z.enum(['person', 'role', 'unit'])

/** Its title names a number or a step, never a person or an event: it stands on home pages and in notices. */
export const Task = z.object({
  id: z.string(),
  kind: TaskKind,
  title: z.string(),
  subjectKind: z.enum(['report', 'case', 'plan-item', 'referral']),
  subjectId: z.string(),
  caseId: z.string().nullable(),
  place: z.string().nullable(),
  owner: z.object({ kind: OwnerKind, name: z.string(), isMe: z.boolean() }),
  dueAt: z.string(),
  /** False when the holidays of a year that the limit touches are not published yet: shown as 待核实. */
  isDueCertain: z.boolean(),
  /** Where the limit comes from, in words; null when a person set the day. */
  dueSource: z.string().nullable(),
})
export type Task = z.infer<typeof Task>

export const TaskFilter = Page.extend({ group: TaskGroup.optional() })

const TaskList = pageOf(Task).extend({
  counts: z.object({
    late: z.number().int(),
    today: z.number().int(),
    week: z.number().int(),
    later: z.number().int(),
  }),
})

export const listMyTasks = endpoint({
  method: 'GET',
  path: '/tasks/mine',
  summary: '我的待办：本人的、本岗位的、本单位的',
  can: 'tasks.read',
  input: TaskFilter,
  output: TaskList,
})

export const listTeamTasks = endpoint({
  method: 'GET',
  path: '/tasks/team',
  summary: '辖区内他人的待办',
  can: 'tasks.oversee',
  input: TaskFilter,
  output: TaskList,
})

/** Who is late with how much: the name of the owner, not only a number. */
export const listOverdue = endpoint({
  method: 'GET',
  path: '/tasks/overdue',
  summary: '超期待办按责任人',
  can: 'tasks.oversee',
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        owner: z.object({ kind: OwnerKind, id: z.string(), name: z.string() }),
        count: z.number().int(),
        oldestDueAt: z.string(),
      }),
    ),
  }),
})
