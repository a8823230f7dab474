import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DivisionCode, Flag, Id, Instant, optionalText, Page, pageOf, Reason } from '#kernel/fields.ts'
import { isPhone, normalisePhone } from '#kernel/phone.ts'
import { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { CaseState } from '#modules/cases/contract.ts'
import { OwnerKind } from '#modules/tasks/contract.ts'

/** 报告(线索): what somebody told of a child in trouble (未成年人保护法第十一条). */
export const ReportState = z.enum([
  'received',
  'accepted',
  'passed-on',
  'turned-down',
  'joined',
  'set-aside',
  'answered',
])
export type ReportState = z.infer<typeof ReportState>

export const ReportSource = z.enum(
  ['telephone', 'village', 'school', 'hospital', 'visit', 'paper', 'portal', 'email', 'order-12345', 'other'],
  '请选择来源',
)
export type ReportSource = z.infer<typeof ReportSource>

export const DangerAnswer = z.enum(['yes', 'no', 'unknown'])
export type DangerAnswer = z.infer<typeof DangerAnswer>

/** Answers to `DANGER_QUESTIONS`; what is left out counts as unknown. */
export const DangerAnswers = z.object({
  isHurtNow: DangerAnswer.optional(),
  isWithSuspectedOffender: DangerAnswer.optional(),
  isUnattended: DangerAnswer.optional(),
  isAtRiskOfSelfHarm: DangerAnswer.optional(),
  isMissing: DangerAnswer.optional(),
  isSexualHarmSuspected: DangerAnswer.optional(),
  lacksFoodOrShelter: DangerAnswer.optional(),
})
export type DangerAnswers = z.infer<typeof DangerAnswers>

/** Which door it came in by: taken by the network, or sent from outside. */
export const ReportDoor = z.enum(['desk', 'anonymous', 'confidential', 'mandatory'])
export type ReportDoor = z.infer<typeof ReportDoor>

/** `code`: as a message that only the holder of the return code can open. */
export const ToldHow = z.enum(
  ['telephone', 'in-person', 'letter', 'message', 'code', 'cannot'],
  '请选择告知方式',
)
export type ToldHow = z.infer<typeof ToldHow>

/** Kept sealed as a whole, under the report's own key. */
export const Reporter = z.object({
  name: z.string().optional(),
  phone: z.string().optional(),
  relation: z.string().optional(),
  /** When and how it is safe to get in touch. */
  safeContact: z.string().optional(),
  /** The reporter is the child it is about. */
  isOwn: z.boolean().optional(),
})
export type Reporter = z.infer<typeof Reporter>

/** A child whom nobody has found on the register yet; kept sealed as a whole. */
export const DescribedChild = z.object({
  name: z.string().optional(),
  about: z.string().optional(),
  /** Where it is, also when that lies beyond the territory of whoever took the report. */
  divisionCode: z.string().optional(),
})
export type DescribedChild = z.infer<typeof DescribedChild>

const Phone = z
  .string()
  .transform(normalisePhone)
  .refine((text) => text === '' || isPhone(text), '电话应为 11 位手机号，或带区号的固定电话，如 0763-4280000')
  .transform((text) => text || undefined)
  .optional()

/** Everything but "what happened" may be unknown. The browser makes the id, so a report sent twice is taken once. */
export const NewReport = z.object({
  id: Id,
  source: ReportSource.default('telephone'),
  /** Found on the register; otherwise described. */
  childId: Id.optional(),
  childName: optionalText(50),
  childAbout: optionalText(500),
  divisionCode: DivisionCode.optional(),
  narrative: z.string('请写下报告人说了什么').trim().min(2, '请写下报告人说了什么').max(4000, '最多 4000 字'),
  isAnonymous: z.boolean().default(false),
  reporterName: optionalText(50),
  reporterPhone: Phone,
  reporterRelation: optionalText(50),
  danger: DangerAnswers.default({}),
  /** Of an order of another office, e.g. 12345: its number there, and until when they want an answer. */
  outsideNumber: optionalText(40),
  outsideDueAt: Instant.optional(),
})
export type NewReport = z.output<typeof NewReport>

export const takeReport = endpoint({
  method: 'POST',
  path: '/reports',
  summary: '登记一份报告',
  can: 'reports.take',
  audit: 'report.taken',
  input: NewReport,
  output: z.object({
    id: z.string(),
    number: z.string(),
    isEmergency: z.boolean(),
    /** Until when it must be looked at. */
    dueAt: z.string(),
  }),
})

export const ReportRow = z.object({
  id: z.string(),
  number: z.string(),
  state: ReportState,
  source: ReportSource,
  receivedAt: z.string(),
  receivedBy: z.string(),
  place: z.string().nullable(),
  child: z.object({ id: z.string(), name: z.string() }).nullable(),
  dangerLevel: DangerLevel.nullable(),
  isEmergency: z.boolean(),
  isAnonymous: z.boolean(),
  isTold: z.boolean(),
  door: ReportDoor,
  /** Number of the order at the office that sent it. */
  outsideNumber: z.string().nullable(),
  isSeen: z.boolean(),
  /** Asked back for more, and nothing decided yet. */
  isAsked: z.boolean(),
  /** Words of the code's holder that nobody at the desk has read. */
  unreadMessages: z.number().int(),
  turn: z
    .object({
      owner: z.object({ kind: OwnerKind, name: z.string() }),
      dueAt: z.string(),
      isDueCertain: z.boolean(),
    })
    .nullable(),
})
export type ReportRow = z.infer<typeof ReportRow>

export const ReportFilter = Page.extend({
  state: ReportState.optional(),
  source: ReportSource.optional(),
  /** A number, or a part of one, ours or that of an order from outside. */
  number: z.string().trim().max(40).optional(),
  /** Nobody at the desk has opened it. */
  unseen: Flag.optional(),
  /** Taken or judged by the caller. */
  mine: Flag.optional(),
  /** With words of the code's holder that nobody has read. */
  unread: Flag.optional(),
  /** Decided on, but whoever reported has not been told. */
  unanswered: Flag.optional(),
  emergency: Flag.optional(),
  childId: Id.optional(),
})

export const listReports = endpoint({
  method: 'GET',
  path: '/reports',
  summary: '报告收件箱',
  can: 'reports.triage',
  input: ReportFilter,
  output: pageOf(ReportRow),
})

/** What the guards of the report's machine look at. */
export const ReportFacts = z.object({
  isTriaged: z.boolean(),
  hasChild: z.boolean(),
  isEmergency: z.boolean(),
  isSecondPerson: z.boolean(),
  isConfirmed: z.boolean(),
  isResultKnown: z.boolean(),
  /** An emergency call is written down, or why none is needed. */
  isEmergencyHandled: z.boolean(),
  /** Other reports were joined to this one. */
  hasJoined: z.boolean(),
  /** Passed on, and it is not written down yet that they took it. */
  isPassOnOpen: z.boolean(),
})
export type ReportFacts = z.infer<typeof ReportFacts>

export const Accused = z.object({
  name: z.string().optional(),
  workplaces: z.array(z.object({ text: z.string().optional() })).default([]),
})

/** What is sealed in a report; null while its reader has not said why they open what came from outside. */
export const ReportContent = z.object({
  narrative: z.string(),
  describedChild: DescribedChild.nullable(),
  /** Name and number masked; see revealReporter. */
  reporter: Reporter.nullable(),
  /** Whom it names, and where they work, as it was told. */
  accused: Accused.nullable(),
})
export type ReportContent = z.infer<typeof ReportContent>

export const Told = z.object({ at: z.string(), by: z.string(), how: ToldHow, said: z.string() })

const Linked = z.object({ id: z.string(), number: z.string(), state: ReportState })

export const ReportRecord = ReportRow.extend({
  version: z.number().int(),
  divisionCode: z.string(),
  isSealed: z.boolean(),
  hasCode: z.boolean(),
  routedTo: z.enum(['desk', 'leading-group', 'procuratorate']),
  /** Of the nine kinds of the duty to report. */
  dutyKinds: z.array(z.string()),
  /** The unit whose person reported, by duty. */
  unit: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Names of the persons, units and places that it is kept from. */
  keptFrom: z.array(z.string()),
  firstSeenAt: z.string().nullable(),
  content: ReportContent.nullable(),
  danger: DangerAnswers,
  leastLevel: DangerLevel,
  triagedBy: z.string().nullable(),
  triagedAt: z.string().nullable(),
  decisionReason: z.string().nullable(),
  passedTo: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
  told: Told.nullable(),
  /** An order of another office, and what it was answered. */
  order: z
    .object({
      number: z.string().nullable(),
      dueAt: z.string().nullable(),
      answeredAt: z.string().nullable(),
      answer: z.string().nullable(),
    })
    .nullable(),
  /** The report that this one tells the same event as. */
  joinedTo: Linked.nullable(),
  joined: z.array(Linked),
  case: z.object({ id: z.string(), number: z.string(), state: CaseState }).nullable(),
  /** A running case of the child, which an accepted report joins. */
  runningCase: z.object({ id: z.string(), number: z.string() }).nullable(),
  facts: ReportFacts,
})
export type ReportRecord = z.infer<typeof ReportRecord>

export const getReport = endpoint({
  method: 'GET',
  path: '/reports/:id',
  summary: '报告：叙述、研判、处理、答复',
  can: 'reports.triage',
  audit: 'report.read',
  input: z.object({ id: Id }),
  output: ReportRecord,
})

export const revealReporter = endpoint({
  method: 'POST',
  path: '/reports/:id/reporter',
  summary: '查看报告人姓名和电话',
  can: 'reports.triage',
  audit: 'report.reporter-revealed',
  reauth: true,
  input: z.object({ id: Id, reason: Reason }),
  output: Reporter,
})

export const CoarseState = z.enum(['waiting', 'in-hand', 'ended'])
export type CoarseState = z.infer<typeof CoarseState>

/** Whoever took a report learns how far it has come, and nothing of what was done. */
export const listMyReports = endpoint({
  method: 'GET',
  path: '/my-reports',
  summary: '我登记的报告到哪一步了',
  can: 'reports.read',
  input: Page,
  output: pageOf(
    z.object({ id: z.string(), number: z.string(), receivedAt: z.string(), state: CoarseState }),
  ),
})
