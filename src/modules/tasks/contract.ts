import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DivisionCode, Id, Page, pageOf } from '#kernel/fields.ts'
import { ROLES } from '#modules/identity/rules.ts'

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
  'decide-return',
  'answer-query',
  'name-owner',
  'answer-office-query',
  'press-unread',
  'say-effect',
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
  'approve-plan',
  'approve-late',
  'ask-late-approval',
  'respond-emergency',
  'renew-safety',
  'investigate-case',
  'sign-investigation',
  'answer-invitation',
  'hold-conference',
  'draft-minutes',
  'sign-minutes',
  'adopt-resolutions',
  'contact-child',
  'archive-case',
  'decide-recusal',
  'review-break-glass',
  'answer-supervision',
  'take-over-cases',
  'assign-oversight',
  'sign-oversight',
  'answer-oversight',
  'review-oversight',
  'close-oversight',
  'place-service',
  'confirm-taker',
  'do-service',
  'accept-service',
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
  subjectKind: z.enum([
    'report',
    'case',
    'plan-item',
    'look-back',
    'referral',
    'conference',
    'invitation',
    'break-glass',
    'hand-over',
    'oversight',
    'service-order',
  ]),
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

export const TaskFilter = Page.extend({ group: TaskGroup.optional(), kind: TaskKind.optional() })

/** The same, and whose: what stands behind a number of the overview. */
export const TeamFilter = TaskFilter.extend({
  ownerId: Id.optional(),
  ownerRole: z.enum(ROLES).optional(),
  unitId: Id.optional(),
  town: DivisionCode.optional(),
})

const TaskList = pageOf(Task).extend({
  counts: z.object({
    late: z.number().int(),
    today: z.number().int(),
    week: z.number().int(),
    later: z.number().int(),
  }),
  /** Of the group that is looked at; only kinds of which there are some. */
  kinds: z.array(z.object({ kind: TaskKind, count: z.number().int() })),
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
  input: TeamFilter,
  output: TaskList,
})

export const listWaiting = endpoint({
  method: 'GET',
  path: '/tasks/waiting',
  summary: '我负责的个案在等谁办什么',
  can: 'cases.work',
  input: Page,
  output: pageOf(Task),
})

export const DoneTask = Task.extend({ doneAt: z.string() })

export const listDoneToday = endpoint({
  method: 'GET',
  path: '/tasks/done-today',
  summary: '我今天办了什么',
  can: 'tasks.read',
  input: z.object({}),
  output: z.object({ items: z.array(DoneTask) }),
})

const Late = z.object({ count: z.number().int(), oldestDueAt: z.string() })

/** Who is late with how much: the name of the owner, not only a number. */
export const listOverdue = endpoint({
  method: 'GET',
  path: '/tasks/overdue',
  summary: '超期待办按责任人、乡镇和事项',
  can: 'tasks.oversee',
  input: z.object({}),
  output: z.object({
    items: z.array(Late.extend({ owner: z.object({ kind: OwnerKind, id: z.string(), name: z.string() }) })),
    towns: z.array(Late.extend({ code: z.string(), name: z.string() })),
    kinds: z.array(Late.extend({ kind: TaskKind })),
  }),
})
