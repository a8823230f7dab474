import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Version } from '#kernel/fields.ts'

/** 放假安排 of one year, as the State Council announced it. */
export const HolidayTable = z.object({
  holidays: z.array(Day).max(60),
  workdays: z.array(Day).max(30),
  documentNo: z.string('请填写通知文号').trim().min(4, '请填写通知文号').max(60, '文号最多 60 字'),
})
export type HolidayTable = z.infer<typeof HolidayTable>

const COUNTED_UNITS = [
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
export const DeadlineUnit = z.enum([...COUNTED_UNITS, 'instant', 'per-term', 'event', 'persons'])

/** A county's own limit for a rule and the document that says so. */
export const DeadlineOverride = z.object({
  limit: z.coerce.number('请填写期限').int('期限应为整数').min(1, '期限至少为 1').max(1_000, '期限最多 1000'),
  unit: z.enum(COUNTED_UNITS, '请选择单位'),
  basis: z.string('请写明依据').trim().min(4, '请写明依据的文件').max(120, '依据最多 120 字'),
})
export type DeadlineOverride = z.infer<typeof DeadlineOverride>

/** 期限规则: a limit by law or default, and the county's own where it set one. */
export const DeadlineRule = z.object({
  code: z.string(),
  event: z.string(),
  action: z.string(),
  kind: z.enum(['deadline', 'longest', 'shortest', 'frequency']),
  limit: z.number().int().nullable(),
  unit: DeadlineUnit,
  citation: z.string(),
  /** Nobody has read the text yet. */
  needsVerification: z.boolean(),
  canOverride: z.boolean(),
  override: DeadlineOverride.extend({
    changedAt: z.iso.datetime(),
    changedBy: z.string().nullable(),
  }).nullable(),
  /** Of the setting; 0 when there never was one. */
  version: z.number().int(),
})
export type DeadlineRule = z.infer<typeof DeadlineRule>

export const listDeadlineRules = endpoint({
  method: 'GET',
  path: '/settings/deadlines',
  summary: '期限规则',
  can: 'settings.read',
  input: z.object({}),
  output: z.object({ items: z.array(DeadlineRule), total: z.number().int() }),
})

const Code = z.string().regex(/^[A-Z]{2}-\d{2}(-\d)?$/, '规则编号不对')
const SeenVersion = z.coerce.number().int().min(0)

export const setDeadline = endpoint({
  method: 'PUT',
  path: '/settings/deadlines/:code',
  summary: '设定本县的期限',
  can: 'settings.edit',
  audit: 'deadline.set',
  input: DeadlineOverride.extend({ code: Code, version: SeenVersion }),
  output: Done,
})

export const resetDeadline = endpoint({
  method: 'DELETE',
  path: '/settings/deadlines/:code',
  summary: '恢复为通用期限',
  can: 'settings.edit',
  audit: 'deadline.reset',
  input: z.object({ code: Code, version: Version }),
  output: Done,
})

const Year = z.coerce
  .number('请选择年份')
  .int()
  .min(2004, '年份应在 2004–2100 之间')
  .max(2100, '年份应在 2004–2100 之间')

/** A year's days off and make-up days, and where they are known from. */
export const getCalendar = endpoint({
  method: 'GET',
  path: '/settings/calendar/:year',
  summary: '某年的放假与调休',
  can: 'organisations.read',
  input: z.object({ year: Year }),
  output: z.object({
    year: z.number().int(),
    isKnown: z.boolean(),
    holidays: z.array(Day),
    workdays: z.array(Day),
    imported: z
      .object({ documentNo: z.string(), changedAt: z.iso.datetime(), changedBy: z.string().nullable() })
      .nullable(),
    version: z.number().int(),
    /** The last year whose holidays are known; deadlines past it are provisional. */
    knownUntil: z.number().int(),
  }),
})

export const importHolidays = endpoint({
  method: 'PUT',
  path: '/settings/calendar/:year',
  summary: '导入某年的放假安排',
  can: 'settings.edit',
  audit: 'holidays.imported',
  input: HolidayTable.extend({ year: Year, version: SeenVersion }),
  output: Done,
})

export const EmergencyNumber = z.object({
  name: z.string('请填写名称').trim().min(2, '请填写名称').max(30, '名称最多 30 字'),
  phone: z
    .string('请填写号码')
    .trim()
    .regex(/^[0-9-]{3,20}$/, '号码由数字组成'),
  note: z.string().trim().max(60, '说明最多 60 字').default(''),
})
export type EmergencyNumber = z.infer<typeof EmergencyNumber>

export const getEmergencyNumbers = endpoint({
  method: 'GET',
  path: '/settings/emergency-numbers',
  summary: '紧急求助电话',
  can: 'organisations.read',
  input: z.object({}),
  output: z.object({ items: z.array(EmergencyNumber), version: z.number().int() }),
})

export const setEmergencyNumbers = endpoint({
  method: 'PUT',
  path: '/settings/emergency-numbers',
  summary: '修改紧急求助电话',
  can: 'settings.edit',
  audit: 'emergency-numbers.set',
  input: z.object({
    items: z.array(EmergencyNumber).min(1, '至少保留一个号码').max(30, '最多 30 个号码'),
    version: SeenVersion,
  }),
  output: Done,
})
