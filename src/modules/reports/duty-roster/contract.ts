import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id } from '#kernel/fields.ts'
import { isPhone, normalisePhone } from '#kernel/phone.ts'

/** 值班表: who answers, by day and by night. Night belongs to the day on which it begins. */
export const ShiftKind = z.enum(['day', 'night'])
export type ShiftKind = z.infer<typeof ShiftKind>

export const Shift = z.object({
  day: z.string(),
  shift: ShiftKind,
  person: z.object({ id: z.string(), name: z.string() }),
  phone: z.string().nullable(),
})
export type Shift = z.infer<typeof Shift>

/** Who answers now and who comes next; null where nobody is planned. */
export const getDuty = endpoint({
  method: 'GET',
  path: '/duty-roster/now',
  summary: '现在谁值班',
  can: 'duty.read',
  input: z.object({}),
  output: z.object({
    now: Shift.nullable(),
    next: Shift.nullable(),
    current: z.object({ day: z.string(), shift: ShiftKind }),
  }),
})

export const listShifts = endpoint({
  method: 'GET',
  path: '/duty-roster',
  summary: '值班表',
  can: 'duty.read',
  input: z.object({
    /** The Monday of this week, when left out. */
    from: Day.optional(),
  }),
  output: z.object({ from: z.string(), days: z.array(z.string()), items: z.array(Shift) }),
})

export const listDutyPeople = endpoint({
  method: 'GET',
  path: '/duty-roster/people',
  summary: '可以排班的人',
  can: 'duty.plan',
  input: z.object({}),
  output: z.object({
    items: z.array(z.object({ id: z.string(), name: z.string(), phone: z.string().nullable() })),
  }),
})

/** Nobody, or somebody with the number under which they answer. */
export const planShift = endpoint({
  method: 'PUT',
  path: '/duty-roster/:day/:shift',
  summary: '排一个班',
  can: 'duty.plan',
  audit: 'duty.planned',
  input: z.object({
    day: Day,
    shift: ShiftKind,
    accountId: Id.optional(),
    phone: z
      .string()
      .transform(normalisePhone)
      .refine((text) => text === '' || isPhone(text), '电话应为 11 位手机号，或带区号的固定电话')
      .transform((text) => text || undefined)
      .optional(),
  }),
  output: Done,
})

/** The fortnight from a Monday on gets the people of the fortnight before, where nobody is planned yet. */
export const repeatShifts = endpoint({
  method: 'POST',
  path: '/duty-roster/repetition',
  summary: '照上两周排班',
  can: 'duty.plan',
  audit: 'duty.repeated',
  input: z.object({ from: Day }),
  output: z.object({ count: z.number().int() }),
})
