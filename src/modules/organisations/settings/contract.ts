import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Version } from '#kernel/fields.ts'

/** 放假安排 of one year, as the State Council announced it. */
export const HolidayTable = z.object({
  holidays: z.array(Day),
  workdays: z.array(Day),
  /** 国办发明电 … */
  documentNo: z.string(),
})
export type HolidayTable = z.infer<typeof HolidayTable>

const UNITS = [
  'instant',
  'hour',
  'calendar-day',
  'working-day',
  'month',
  'year',
  'next-month',
  'per-week',
  'per-month',
  'per-quarter',
  'per-year',
] as const
export const DeadlineUnit = z.enum([...UNITS, 'per-term', 'event', 'persons'])

/** A county's own limit for a rule and the document that says so. */
export const DeadlineOverride = z.object({
  limit: z.number().int().min(1).max(1_000),
  unit: z.enum(UNITS),
  basis: z.string(),
})
