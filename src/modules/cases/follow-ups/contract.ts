import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, optionalText, Version } from '#kernel/fields.ts'

export const ContactWay = z.enum(['home', 'school', 'telephone', 'video', 'elsewhere'])
export type ContactWay = z.infer<typeof ContactWay>

/** Whether the child could speak without anybody listening. */
export const Aloneness = z.enum(['alone', 'with-others', 'not-met'])
export type Aloneness = z.infer<typeof Aloneness>

/** What a contact brought to light; kept sealed as a whole. */
export const ContactContent = z.object({
  /** Why the child was not spoken to alone, or not met at all. */
  notAloneReason: z.string().optional(),
  childWords: z.string().optional(),
  noChildWordsReason: z.string().optional(),
  changes: z.string(),
  concerns: z.string().optional(),
})
export type ContactContent = z.infer<typeof ContactContent>

/** 跟踪: one contact with the child while the plan runs. */
export const FollowUpRecord = ContactContent.extend({
  id: z.string(),
  onDay: Day,
  way: ContactWay,
  seen: Aloneness,
  hasConcern: z.boolean(),
  madeAt: z.string(),
  madeBy: z.string(),
})
export type FollowUpRecord = z.infer<typeof FollowUpRecord>

export const NOT_ALONE = '没有单独见到（通话）的，请写明原因'
export const NO_WORDS = '请记下孩子自己的话；确实没有的，请写明原因'
export const CONCERNS = '请写明担心什么'

const NewFollowUp = z
  .object({
    id: Id,
    version: Version,
    /** Made by the browser, so that sending twice records once. */
    followUpId: Id,
    onDay: Day,
    way: ContactWay,
    seen: Aloneness,
    notAloneReason: optionalText(500),
    childWords: optionalText(2000),
    noChildWordsReason: optionalText(500),
    changes: z.string('请填写有什么变化').trim().min(2, '请填写有什么变化').max(2000, '最多 2000 字'),
    hasConcern: z.boolean('请选择有没有新的担心'),
    concerns: optionalText(2000),
  })
  .refine(({ seen, notAloneReason }) => seen === 'alone' || notAloneReason, {
    path: ['notAloneReason'],
    message: NOT_ALONE,
  })
  .refine(({ childWords, noChildWordsReason }) => childWords ?? noChildWordsReason, {
    path: ['childWords'],
    message: NO_WORDS,
  })
  .refine(({ hasConcern, concerns }) => !hasConcern || concerns, { path: ['concerns'], message: CONCERNS })

export const recordFollowUp = endpoint({
  method: 'POST',
  path: '/cases/:id/follow-ups',
  summary: '记录跟踪',
  can: 'cases.work',
  audit: 'follow-up.recorded',
  input: NewFollowUp,
  output: Done,
})

export const listFollowUps = endpoint({
  method: 'GET',
  path: '/cases/:id/follow-ups',
  summary: '个案的跟踪记录',
  can: 'cases.read',
  audit: 'follow-up.read',
  input: z.object({ id: Id }),
  output: z.object({
    items: z.array(FollowUpRecord),
    /** By the county's procedure: at least once in so many days. */
    everyDays: z.number().int(),
    /** The day until which the next one is due; null when the plan is not running. */
    nextDay: Day.nullable(),
  }),
})
