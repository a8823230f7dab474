import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Instant, optionalText } from '#kernel/fields.ts'

/** Where the child stands after a measure. What nobody knows is not safe. */
export const Safety = z.enum(['safe', 'arranged', 'unsafe', 'unknown'], '请选择孩子现在是否安全')
export type Safety = z.infer<typeof Safety>

/** Kept sealed as a whole under the case's key. */
export const MeasureContent = z.object({
  /** What was done. */
  done: z.string(),
  /** Where the child is now and with whom; absent in what came from the desk. */
  whereabouts: z.string().optional(),
  called: z.string().optional(),
  said: z.string().optional(),
})
export type MeasureContent = z.infer<typeof MeasureContent>

const Measure = MeasureContent.extend({
  id: z.string(),
  at: z.string(),
  recordedAt: z.string(),
  by: z.string(),
  safety: Safety.nullable(),
  safeUntil: z.string().nullable(),
  /** Came along from the report's emergency lane. */
  isFromDesk: z.boolean(),
})

/** The newest first. */
export const listMeasures = endpoint({
  method: 'GET',
  path: '/cases/:id/emergency',
  summary: '个案的应急处置记录',
  can: 'cases.read',
  audit: 'emergency.read',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(Measure), isNeeded: z.boolean() }),
})

const text = (ask: string, most: number) => z.string(ask).trim().min(2, ask).max(most, `最多 ${most} 字`)

/** Whatever somebody else does with the case meanwhile, it was done: no version is asked for. */
export const recordMeasure = endpoint({
  method: 'POST',
  path: '/cases/:id/emergency',
  summary: '记录应急处置',
  can: 'cases.work',
  audit: 'emergency.recorded',
  input: z
    .object({
      id: Id,
      /** Made by the browser, so that sending twice records once. */
      measureId: Id,
      /** Now when left out. */
      at: Instant.optional(),
      done: text('请写明做了什么', 2000),
      called: optionalText(60),
      said: optionalText(500),
      safety: Safety,
      whereabouts: text('请写明孩子现在在哪里、和谁在一起；不知道的写“不清楚”', 500),
      safeUntil: Instant.optional(),
    })
    .refine(({ safety, safeUntil }) => (safety === 'arranged') === (safeUntil !== undefined), {
      path: ['safeUntil'],
      message: '临时安排要写到什么时候为止；其他情况不填',
    })
    .refine(({ called, said }) => (called === undefined) === (said === undefined), {
      path: ['said'],
      message: '打给了谁、对方怎么说，两项一起填',
    }),
  output: Done,
})
