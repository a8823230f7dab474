import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day } from '#kernel/fields.ts'

/** Counts below this are not shown, because a reader could tell who is meant. */
export const SUPPRESSED_BELOW = 5

/**
 * 困境儿童分布: children in difficulty by responsible village, in the caller's territory only. Sealed files are left out for everyone,
 * else the difference would tell of them.
 */
export const countChildrenInDifficulty = endpoint({
  method: 'GET',
  path: '/statistics/children-in-difficulty',
  summary: '困境儿童按村（居）的人数',
  can: 'children.read',
  input: z.object({}),
  output: z.object({
    on: Day,
    /** What is counted, in words. */
    definition: z.string(),
    items: z.array(
      z.object({
        divisionCode: z.string(),
        /** null: fewer than five. */
        count: z.number().int().min(SUPPRESSED_BELOW).nullable(),
      }),
    ),
  }),
})
