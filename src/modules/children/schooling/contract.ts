import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, optionalText, Version } from '#kernel/fields.ts'
import { SchoolingStatus, Source, Written } from '../contract.ts'

/** 就学: where and how the child learns, from when to when. */
export const Schooling = z.object({
  id: Id,
  version: Version,
  status: SchoolingStatus,
  schoolName: z.string().nullable(),
  grade: z.string().nullable(),
  className: z.string().nullable(),
  isBoarding: z.boolean().nullable(),
  fromDay: Day.nullable(),
  toDay: Day.nullable(),
  source: Source.nullable(),
})
export type Schooling = z.infer<typeof Schooling>

/** The new state of affairs; what ran until now ends the day before. */
export const recordSchooling = endpoint({
  method: 'POST',
  path: '/children/:id/schooling',
  summary: '登记就学状况',
  can: 'children.edit',
  audit: 'child.schooling-recorded',
  input: z.object({
    id: Id,
    schoolingId: Id,
    status: SchoolingStatus,
    schoolName: optionalText(60),
    grade: optionalText(20),
    className: optionalText(20),
    isBoarding: z.boolean().optional(),
    from: Day,
  }),
  output: Written,
})
