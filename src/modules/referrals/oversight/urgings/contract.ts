import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Flag, Id, Page, pageOf } from '#kernel/fields.ts'
import { Light } from '../../contract.ts'

/** 催办: a chosen sentence to the unit that owes an answer; at most one a working day on one referral. */
export const UrgingWords = z.enum(['sign-now', 'answer-soon', 'answer-late', 'tell-progress'])

const Urging = z.object({
  id: z.string(),
  words: UrgingWords,
  urgedAt: z.string(),
  by: z.string(),
  expectedDay: Day.nullable(),
  answeredAt: z.string().nullable(),
})

const Owed = z.object({
  /** Of the referral. */
  id: z.string(),
  number: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  isSigned: z.boolean(),
  dispatchedAt: z.string(),
  dueAt: z.string(),
  isDueCertain: z.boolean(),
  light: Light,
  urgings: z.object({ count: z.number().int(), last: Urging.nullable() }),
  oversight: z.object({ id: z.string(), number: z.string() }).nullable(),
  /** Why it cannot be urged now; null when it can. */
  against: z.string().nullable(),
})

/** What units owe that is near or late: a number, a unit, days; no child, no matter. */
export const listOwed = endpoint({
  method: 'GET',
  path: '/owed-referrals',
  summary: '临期和超期的转介，催办次数',
  can: 'oversight.read',
  input: Page.extend({
    light: Light.exclude(['within']).optional(),
    unitId: Id.optional(),
    /** Also what is not near yet. */
    all: Flag.optional(),
  }),
  output: pageOf(Owed).extend({
    counts: z.object({ near: z.number().int(), late: z.number().int(), longLate: z.number().int() }),
  }),
})

export const urgeReferral = endpoint({
  method: 'POST',
  path: '/owed-referrals/:id/urgings',
  summary: '催办转介',
  can: 'oversight.urge',
  audit: 'urging.sent',
  input: z.object({
    /** Of the referral. */
    id: Id,
    urgingId: Id,
    words: UrgingWords,
  }),
  output: Done,
})

/** The reminders of one referral, for its sender, its unit, the office and the leaders. */
export const listUrgings = endpoint({
  method: 'GET',
  path: '/referrals/:id/urgings',
  summary: '一件转介的催办记录',
  can: 'oversight.read',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(Urging) }),
})

/** The unit says by when it will have done it; one answer is to all that was asked until now. */
export const answerUrging = endpoint({
  method: 'POST',
  path: '/referrals/:id/urgings/answer',
  summary: '答复催办：预计办结日',
  can: 'oversight.answer',
  audit: 'urging.answered',
  input: z.object({ id: Id, expectedDay: Day }),
  output: Done,
})
