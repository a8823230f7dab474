import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Page, pageOf, Version } from '#kernel/fields.ts'
import { ReferralState } from '../../contract.ts'

/** A unit's page: what it owes, what comes, who of its people does what. */
export const getUnitDesk = endpoint({
  method: 'GET',
  path: '/unit-desk',
  summary: '本单位的转介工作：待签收、待答复、临近和超期、联络员',
  can: 'referrals.answer',
  input: z.object({}),
  output: z.object({
    unit: z.string(),
    counts: z.object({
      urgent: z.number().int(),
      toSign: z.number().int(),
      owed: z.number().int(),
      near: z.number().int(),
      late: z.number().int(),
      answered: z.number().int(),
    }),
    /** Null for all units but the one that houses the leading group's office. */
    office: z.object({ waiting: z.number().int(), asking: z.number().int() }).nullable(),
    people: z.array(
      z.object({
        accountId: z.string().nullable(),
        name: z.string(),
        title: z.string().nullable(),
        isHead: z.boolean(),
        isMe: z.boolean(),
        owed: z.number().int(),
        signed: z.number().int(),
        answered: z.number().int(),
      }),
    ),
  }),
})

/** The unit's own record: which numbers it had, on which days; their content and the child have gone with the access. */
export const listUnitPast = endpoint({
  method: 'GET',
  path: '/unit-desk/past',
  summary: '本单位答复过和退回过的转介',
  can: 'referrals.answer',
  input: Page,
  output: pageOf(
    z.object({
      id: z.string(),
      number: z.string(),
      state: ReferralState,
      dispatchedAt: z.string(),
      signedBy: z.string().nullable(),
      answeredAt: z.string().nullable(),
      answeredBy: z.string().nullable(),
      returnedAt: z.string().nullable(),
      isInTime: z.boolean().nullable(),
    }),
  ),
})

/** Names who of the unit does it; the unit as a whole goes on owing it. */
export const handToColleague = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/handler',
  summary: '把转介交给本单位的一名联络员承办',
  can: 'referrals.answer',
  audit: 'referral.handler-named',
  input: z.object({ id: Id, version: Version, accountId: Id }),
  output: Done,
})
