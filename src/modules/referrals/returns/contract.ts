import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, optionalText, Version } from '#kernel/fields.ts'

/** What a unit chooses from when it returns a matter. */
export const getReturnForm = endpoint({
  method: 'GET',
  path: '/unit-referrals/:id/return-form',
  summary: '退回事由、可建议的单位，以及这次退回会到谁那里',
  can: 'referrals.answer',
  audit: 'referral.return-begun',
  input: z.object({ id: Id }),
  output: z.object({
    clauses: z.array(
      z.object({ code: z.string(), text: z.string(), source: z.string(), isDecided: z.boolean() }),
    ),
    units: z.array(z.object({ id: z.string(), name: z.string() })),
    /** The matter was returned before: this return goes to the leading group's office. */
    goesTo: z.string(),
  }),
})

/** The clause, the exact place where it stands, and the unit that it leads to. The unit's access ends at once. */
export const returnReferral = endpoint({
  method: 'POST',
  path: '/unit-referrals/:id/return',
  summary: '退回转介，写明依据的条款和建议的单位',
  can: 'referrals.answer',
  audit: 'referral.returned',
  input: z.object({
    id: Id,
    version: Version,
    clause: z.string('请选择退回事由').min(1, '请选择退回事由').max(40),
    /** Stands in the log that every party reads: names no person and no event. */
    citation: z
      .string('请写明依据的文件名称和条款')
      .trim()
      .min(4, '请写明依据的文件名称和条款')
      .max(200, '最多 200 字'),
    proposedUnitId: Id,
    note: optionalText(500),
  }),
  output: Done,
})

const Next = z.object({ id: z.string(), number: z.string(), dueAt: z.string() })

/** One press: to the unit that the returning one proposed, with what was asked before. */
export const redirectReferral = endpoint({
  method: 'POST',
  path: '/referrals/:id/redirection',
  summary: '把退回的转介改派给建议的单位',
  can: 'referrals.send',
  audit: 'referral.redirected',
  input: z.object({ id: Id, version: Version, referralId: Id }),
  output: Next,
})

export const resendReferral = endpoint({
  method: 'POST',
  path: '/referrals/:id/resending',
  summary: '附说明，把退回的转介再次发给同一单位',
  can: 'referrals.send',
  audit: 'referral.sent-again',
  input: z.object({
    id: Id,
    version: Version,
    referralId: Id,
    explanation: z
      .string('请写明为什么仍由对方办理')
      .trim()
      .min(4, '请写明为什么仍由对方办理')
      .max(1000, '最多 1000 字'),
  }),
  output: Next,
})
