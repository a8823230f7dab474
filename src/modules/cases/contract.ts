import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DivisionCode, Done, Flag, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { OwnerKind, TaskKind } from '#modules/tasks/contract.ts'
import { AssessmentRecord, DangerLevel } from './assessments/contract.ts'
import { ClosingRecord, LookBackRecord } from './closing/contract.ts'
import { PlanRecord } from './plans/contract.ts'

/** 个案: one matter of one child from acceptance to closing, with an owner at every moment. */
export const CaseState = z.enum([
  'opened',
  'assessed',
  'planned',
  'in-progress',
  'closing-requested',
  'closed',
])
export type CaseState = z.infer<typeof CaseState>

/** Whose turn it is: the most urgent thing to be done, by whom, since when, until when. */
export const Turn = z.object({
  kind: TaskKind,
  owner: z.object({ kind: OwnerKind, name: z.string(), isMe: z.boolean() }),
  since: z.string(),
  dueAt: z.string(),
  isDueCertain: z.boolean(),
})

/** What the guards of the case's machine look at; server and buttons judge by the same facts. */
export const CaseFacts = z.object({
  /** Titles of the instruments that the county's rules ask for at this danger level and nobody has filled in yet. */
  missingInstruments: z.array(z.string()),
  /** Which items are neither done nor dropped, as the page counts them. */
  openItems: z.array(z.number().int()),
  itemCount: z.number().int(),
  runningReferrals: z.number().int(),
  /** The child's opinion of the plan is recorded, or why it is not. */
  isChildHeard: z.boolean(),
  /** The reader is another person than the one who requested the closing. */
  isSecondPerson: z.boolean(),
  isUnchangedSinceRequest: z.boolean(),
  /** A look-back is still to be made. */
  isLookBackOpen: z.boolean(),
  /** The look-back found the child no better. */
  isNoBetter: z.boolean(),
})
export type CaseFacts = z.infer<typeof CaseFacts>

export const CaseRow = z.object({
  id: z.string(),
  number: z.string(),
  state: CaseState,
  child: z.object({ id: z.string(), name: z.string() }).nullable(),
  place: z.string().nullable(),
  dangerLevel: DangerLevel,
  owner: z.object({ id: z.string(), name: z.string(), isMe: z.boolean() }),
  openedAt: z.string(),
  turn: Turn.nullable(),
})
export type CaseRow = z.infer<typeof CaseRow>

export const CaseRecord = CaseRow.extend({
  version: z.number().int(),
  divisionCode: z.string(),
  isSealed: z.boolean(),
  closedAt: z.string().nullable(),
  child: z.object({ id: z.string(), name: z.string(), sex: z.string(), birthDay: z.string() }).nullable(),
  /** Empty for whoever may not read reports. */
  reports: z.array(
    z.object({ id: z.string(), number: z.string(), receivedAt: z.string(), isTold: z.boolean() }),
  ),
  steps: z.array(
    z.object({
      command: z.string(),
      toState: CaseState,
      at: z.string(),
      by: z.string(),
      note: z.string().nullable(),
    }),
  ),
  assessments: z.array(AssessmentRecord),
  plan: PlanRecord.nullable(),
  closing: ClosingRecord.nullable(),
  lookBacks: z.array(LookBackRecord),
  facts: CaseFacts,
})
export type CaseRecord = z.infer<typeof CaseRecord>

export const CaseFilter = Page.extend({
  state: CaseState.optional(),
  dangerLevel: DangerLevel.optional(),
  /** Only those that the caller owns. */
  mine: Flag.optional(),
  /** Only those not closed. */
  running: Flag.optional(),
  childId: Id.optional(),
})

export const listCases = endpoint({
  method: 'GET',
  path: '/cases',
  summary: '个案列表',
  can: 'cases.read',
  input: CaseFilter,
  output: pageOf(CaseRow),
})

export const getCase = endpoint({
  method: 'GET',
  path: '/cases/:id',
  summary: '个案：进度、评估、计划、结案、回访',
  can: 'cases.read',
  audit: 'case.read',
  input: z.object({ id: Id }),
  output: CaseRecord,
})

export const handOverCase = endpoint({
  method: 'POST',
  path: '/cases/:id/owner',
  summary: '更换个案负责人',
  can: 'cases.assign',
  audit: 'case.handed-over',
  input: z.object({ id: Id, version: Version, ownerId: Id, reason: Reason }),
  output: Done,
})

const Helper = z.object({ id: z.string(), name: z.string(), role: z.string(), place: z.string().nullable() })

/** Who can take a case, an item or a referral at a place. */
export const listHelpers = endpoint({
  method: 'GET',
  path: '/case-helpers',
  summary: '可以负责个案、计划事项和转介的人与单位',
  can: 'cases.work',
  input: z.object({ divisionCode: DivisionCode }),
  output: z.object({
    /** May own a case. */
    owners: z.array(Helper),
    /** May own an item of the plan. */
    people: z.array(Helper),
    /** `hasOfficer`: somebody of the unit can sign in and answer. */
    units: z.array(z.object({ id: z.string(), name: z.string(), hasOfficer: z.boolean() })),
  }),
})
