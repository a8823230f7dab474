import { z } from 'zod'

export const Id = z.uuid('编号格式不对')

/** A day as text YYYY-MM-DD, never a Date: it must not move with a time zone. */
export const Day = z.iso.date('日期应为 2026-01-31 这样的格式，且确有这一天')

/** An instant, ISO 8601 with offset. */
export const Instant = z.iso.datetime({ offset: true, message: '时间格式不对' })

/** Administrative division code at village level, 12 digits (统计用区划代码). */
export const DivisionCode = z.string().regex(/^\d{12}$/, '区划代码应为 12 位数字')

/** Row version: the number seen when the record was opened; a stale one is answered with both values. */
export const Version = z.coerce.number().int().min(1)

export const Page = z.object({
  page: z.coerce.number('页码应为数字').int().min(1).max(10_000).default(1),
  pageSize: z.coerce.number('每页条数应为数字').int().min(1).max(100, '每页最多 100 条').default(20),
})

/** A reason someone gives before something sensitive happens; kept in the audit. */
export const Reason = z.string().trim().min(4, '请写明事由，至少 4 个字').max(200, '事由最多 200 字')

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int() })

export const Done = z.object({ done: z.literal(true) })
export const done = { done: true } as const

/** A yes/no in a query string. */
export const Flag = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] }).or(z.boolean())

/** Optional text: blanks count as nothing. */
export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `最多 ${max} 字`)
    .transform((text) => text || undefined)
    .optional()
