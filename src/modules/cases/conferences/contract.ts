import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Instant, optionalText, Reason, Version } from '#kernel/fields.ts'
import { PlanItemKind } from '../plans/kinds/contract.ts'

/** 会商: several units sit together about one child; what they resolve becomes the plan. */
export const ConferenceState = z.enum(['called', 'held', 'minutes-drafted', 'signed', 'cancelled'])
export type ConferenceState = z.infer<typeof ConferenceState>

export const Presence = z.enum(['came', 'excused', 'absent'])
export type Presence = z.infer<typeof Presence>

const text = (what: string, most: number) => z.string(what).trim().min(1, what).max(most, `最多 ${most} 字`)

/** One person and for whom they sat there. */
export const Attendee = z.object({
  organisation: text('请填写单位', 60),
  name: text('请填写姓名', 40),
  post: optionalText(40),
  presence: Presence,
  /** Why somebody was excused; asked for before the minutes are drawn up. */
  reason: optionalText(200),
})
export type Attendee = z.infer<typeof Attendee>

/** Somebody thought otherwise, in their own words: it stands in the minutes. */
export const Dissent = z.object({ who: text('请写明谁的意见', 60), text: text('请写明不同意见', 2000) })
export type Dissent = z.infer<typeof Dissent>

/** 决议: what is to be done, by whom, by when. */
export const NewResolution = z
  .object({
    id: Id,
    kind: PlanItemKind,
    text: text('请写明决议', 200),
    ownerId: Id.optional(),
    unitId: Id.optional(),
    dueDay: Day.optional(),
  })
  .refine(({ ownerId, unitId }) => !(ownerId && unitId), {
    path: ['ownerId'],
    message: '一项决议由一个人或一个单位负责，二者选一',
  })
export type NewResolution = z.infer<typeof NewResolution>

export const Resolution = z.object({
  id: z.string(),
  ordinal: z.number().int(),
  kind: PlanItemKind,
  text: z.string(),
  owner: z.object({ kind: z.enum(['person', 'unit']), id: z.string(), name: z.string() }).nullable(),
  dueDay: Day.nullable(),
  /** The item of the plan that it became, with the referral that this item was sent as. */
  planItem: z.object({ id: z.string(), ordinal: z.number().int(), state: z.string() }).nullable(),
})
export type Resolution = z.infer<typeof Resolution>

/** Written while people speak; nothing of it need be whole before the minutes are drawn up. */
const ConferenceRecordText = z.object({
  attendees: z.array(Attendee).max(60, '最多 60 人'),
  discussion: z.string().trim().max(20_000, '最多 20000 字'),
  dissents: z.array(Dissent).max(20, '最多 20 条'),
})
export type ConferenceRecordText = z.infer<typeof ConferenceRecordText>

export const Invited = z.object({
  id: z.string(),
  kind: z.enum(['unit', 'person']),
  name: z.string(),
  isRead: z.boolean(),
  isComing: z.boolean().nullable(),
  answeredAt: z.string().nullable(),
  /** Who comes, or why nobody does. */
  people: z.array(z.object({ name: z.string(), post: z.string().nullable() })),
  reason: z.string().nullable(),
})
export type Invited = z.infer<typeof Invited>

export const ConferenceRow = z.object({
  id: z.string(),
  number: z.string(),
  state: ConferenceState,
  startsAt: z.string(),
  place: z.string(),
  chair: z.object({ id: z.string(), name: z.string(), isMe: z.boolean() }),
  invited: z.number().int(),
  coming: z.number().int(),
  resolutions: z.number().int(),
  minutesNumber: z.string().nullable(),
})
export type ConferenceRow = z.infer<typeof ConferenceRow>

const Signature = z.object({
  signedAs: z.enum(['chair', 'second']),
  by: z.string(),
  at: z.string(),
})

/** What the guards of the conference's machine look at. */
export const ConferenceFacts = z.object({
  hasBegun: z.boolean(),
  came: z.number().int(),
  /** Of somebody who was excused it does not say why. */
  isExcuseMissing: z.boolean(),
  /** How the resolutions stand that do not say who does it by when. */
  openEnds: z.array(z.number().int()),
  resolutions: z.number().int(),
  hasDiscussion: z.boolean(),
  isChair: z.boolean(),
  isSignedByChair: z.boolean(),
  isSignedByOther: z.boolean(),
  isSignedByMe: z.boolean(),
})
export type ConferenceFacts = z.infer<typeof ConferenceFacts>

export const ConferencePageRecord = ConferenceRow.omit({
  invited: true,
  coming: true,
  resolutions: true,
}).extend({
  version: z.number().int(),
  case: z.object({ id: z.string(), number: z.string(), divisionCode: z.string(), state: z.string() }),
  /** Null when its reader may not know whose case it is. */
  childName: z.string().nullable(),
  agenda: z.array(z.string()),
  shown: z.string().nullable(),
  isChildNamed: z.boolean(),
  calledBy: z.string(),
  calledAt: z.string(),
  heldAt: z.string().nullable(),
  cancelReason: z.string().nullable(),
  invited: z.array(Invited),
  record: ConferenceRecordText,
  resolutions: z.array(Resolution),
  /** SHA-256 of the text to be signed, as hexadecimal digits. */
  minutesHash: z.string().nullable(),
  draftedBy: z.string().nullable(),
  signatures: z.array(Signature),
  signedAt: z.string().nullable(),
  facts: ConferenceFacts,
})
export type ConferencePageRecord = z.infer<typeof ConferencePageRecord>

export const listConferences = endpoint({
  method: 'GET',
  path: '/cases/:caseId/conferences',
  summary: '个案的会商',
  can: 'cases.read',
  audit: 'conference.listed',
  input: z.object({ caseId: Id }),
  output: z.object({ items: z.array(ConferenceRow) }),
})

export const getConference = endpoint({
  method: 'GET',
  path: '/conferences/:id',
  summary: '会商：受邀、到会、讨论、决议、签发',
  can: 'cases.read',
  audit: 'conference.read',
  input: z.object({ id: Id }),
  output: ConferencePageRecord,
})

const Invitable = z.object({ id: z.string(), name: z.string(), note: z.string().nullable() })

/** Whom one can invite, and who is kept out for being named in the matter (回避). */
export const listInvitable = endpoint({
  method: 'GET',
  path: '/cases/:caseId/invitable',
  summary: '可以邀请参加会商的单位和人',
  can: 'cases.work',
  input: z.object({ caseId: Id }),
  output: z.object({
    units: z.array(Invitable.extend({ hasOfficer: z.boolean() })),
    people: z.array(Invitable),
    /** May chair: may open every case of the county. */
    chairs: z.array(Invitable),
    /** By name, for the hint. */
    keptOut: z.array(z.string()),
  }),
})

const When = { startsAt: Instant, place: text('请填写地点', 100) }

export const callConference = endpoint({
  method: 'POST',
  path: '/cases/:caseId/conferences',
  summary: '召集会商',
  can: 'cases.work',
  audit: 'conference.called',
  input: z
    .object({
      caseId: Id,
      /** Made by the browser, so that sending twice calls once. */
      id: Id,
      ...When,
      chairId: Id,
      agenda: z.array(text('请填写议题', 200)).min(1, '至少一项议题').max(20, '最多 20 项议题'),
      /** What the invited may read besides; nothing else of the case reaches them. */
      shown: optionalText(2000),
      isChildNamed: z.boolean('请选择是否向受邀单位写明孩子姓名'),
      unitIds: z.array(Id).max(30, '最多 30 个单位').default([]),
      accountIds: z.array(Id).max(30, '最多 30 人').default([]),
    })
    .refine(({ unitIds, accountIds }) => unitIds.length + accountIds.length > 0, {
      path: ['unitIds'],
      message: '至少邀请一个单位或一位同事',
    }),
  output: z.object({ id: z.string(), number: z.string() }),
})

const Seen = z.object({ id: Id, version: Version })

/** Another time or place; whoever is invited is asked anew. */
export const moveConference = endpoint({
  method: 'POST',
  path: '/conferences/:id/time',
  summary: '更改会商时间、地点',
  can: 'cases.work',
  audit: 'conference.moved',
  input: Seen.extend(When),
  output: Done,
})

export const cancelConference = endpoint({
  method: 'POST',
  path: '/conferences/:id/cancellation',
  summary: '取消会商',
  can: 'cases.work',
  audit: 'conference.cancelled',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

/** The meeting begins: the views of the invited end, and what is said is written down. */
export const holdConference = endpoint({
  method: 'POST',
  path: '/conferences/:id/beginning',
  summary: '开始会商',
  can: 'cases.work',
  audit: 'conference.held',
  input: Seen,
  output: Done,
})

/** Kept a moment after each change, so that nothing said in the room is lost. */
export const recordConference = endpoint({
  method: 'PUT',
  path: '/conferences/:id/record',
  summary: '记录到会、讨论、决议和不同意见',
  can: 'cases.work',
  audit: 'conference.recorded',
  input: Seen.extend({
    ...ConferenceRecordText.shape,
    resolutions: z.array(NewResolution).max(40, '最多 40 项决议'),
  }),
  output: z.object({ version: z.number().int(), savedAt: z.string() }),
})
