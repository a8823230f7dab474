import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, optionalText, Reason, Version } from '#kernel/fields.ts'
import { CategoryKind, Proof, Source, Written } from '../contract.ts'

/** 类别: one of the several that a child can have at once, each with its own days, proof and source. */
export const Category = z.object({
  id: Id,
  version: Version,
  kind: CategoryKind,
  detail: z.string().nullable(),
  fromDay: Day,
  toDay: Day.nullable(),
  endReason: z.string().nullable(),
  proofKind: z.string().nullable(),
  proofIssuer: z.string().nullable(),
  proofDay: Day.nullable(),
  hasProofNo: z.boolean(),
  source: Source.nullable(),
})
export type Category = z.infer<typeof Category>

export const addCategory = endpoint({
  method: 'POST',
  path: '/children/:id/categories',
  summary: '为儿童增加一个类别',
  can: 'children.edit',
  audit: 'child.category-added',
  input: z.object({
    id: Id,
    categoryId: Id,
    kind: CategoryKind,
    detail: optionalText(60),
    from: Day,
    proof: Proof.optional(),
  }),
  output: Written,
})

export const endCategory = endpoint({
  method: 'POST',
  path: '/children/:id/categories/:categoryId/end',
  summary: '结束儿童的一个类别',
  can: 'children.edit',
  audit: 'child.category-ended',
  input: z.object({ id: Id, categoryId: Id, version: Version, to: Day, reason: Reason }),
  output: Written,
})
