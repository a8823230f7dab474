import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id, Version } from '#kernel/fields.ts'
import { Handover, Light, Message, ReferralLane, ReferralState, Return } from '../contract.ts'

const OfficeLine = z.object({
  id: z.string(),
  number: z.string(),
  state: ReferralState,
  lane: ReferralLane,
  subject: z.string(),
  /** Who has it, or who returned it last. */
  unit: z.string(),
  dispatchedAt: z.string(),
  dueAt: z.string(),
  isDueCertain: z.boolean(),
  light: Light.nullable(),
  isLightCertain: z.boolean(),
  /** The unit that was named has asked and waits. */
  isAsking: z.boolean(),
})

/** 领导小组办公室: what was returned twice, and what it has given to a unit since. */
export const listOfficeReferrals = endpoint({
  method: 'GET',
  path: '/office-referrals',
  summary: '待领导小组办公室指定承办单位的事项',
  can: 'referrals.answer',
  audit: 'referral.office-listed',
  input: z.object({}),
  output: z.object({ items: z.array(OfficeLine) }),
})

/** What is asked for and who returned it why; nothing of the child. */
export const getOfficeReferral = endpoint({
  method: 'GET',
  path: '/office-referrals/:id',
  summary: '待指定的事项：请求、退回的依据、交接记录',
  can: 'referrals.answer',
  audit: 'referral.office-read',
  input: z.object({ id: Id }),
  output: OfficeLine.extend({
    request: z.string(),
    returned: Return.nullable(),
    handovers: z.array(Handover),
    messages: z.array(Message),
    units: z.array(z.object({ id: z.string(), name: z.string() })),
    version: z.number().int(),
  }),
})

/** Binding: the unit cannot return it on a ground that was put forward before. */
export const nameOwner = endpoint({
  method: 'POST',
  path: '/office-referrals/:id/owner',
  summary: '领导小组办公室指定承办单位',
  can: 'referrals.answer',
  audit: 'referral.owner-named',
  input: z.object({
    id: Id,
    version: Version,
    referralId: Id,
    unitId: Id,
    /** Stands in the log that every party reads: names no person and no event. */
    basis: z.string('请写明指定的依据').trim().min(4, '请写明指定的依据').max(200, '最多 200 字'),
  }),
  output: z.object({ number: z.string() }),
})
