import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { ChildRow } from '../contract.ts'

/** Why a child is among the hits, best first within a name of its own, then of the family, then of a place. */
export const FoundBy = z.enum([
  'id-number',
  'phone',
  'guardian-id-number',
  'guardian-phone',
  'exact',
  'pinyin',
  'prefix',
  'pinyin-prefix',
  'contains',
  'same-sound',
  'initials',
  'similar-sound',
  'guardian-exact',
  'guardian-same-sound',
  'guardian-initials',
  'guardian-similar-sound',
  'place',
])
export type FoundBy = z.infer<typeof FoundBy>

export const Hit = ChildRow.extend({
  foundBy: FoundBy,
  /** Parents, guardians and those who live with the child: 父亲 张建国. */
  family: z.array(z.string()),
})
export type Hit = z.infer<typeof Hit>

/** Nobody reads more; who is not among them is found by typing more. */
export const MOST_HITS = 50

/** By body, never by address: what somebody searched for stays out of histories and logs. */
export const searchChildren = endpoint({
  method: 'POST',
  path: '/children/search',
  summary: '按姓名、拼音、首字母、证件号、电话、监护人或村镇查找儿童',
  can: 'children.read',
  audit: 'child.searched',
  input: z.object({
    text: z.string('请输入要找的内容').trim().min(1, '请输入要找的内容').max(60, '最多 60 字'),
  }),
  output: z.object({
    items: z.array(Hit),
    /** There are more; type more to narrow them. */
    isMore: z.boolean(),
    /** What may be wrong with what was typed, e.g. an identity number whose check fails. */
    hint: z.string().nullable(),
  }),
})
