import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Done, Id, Reason, Version } from '#kernel/fields.ts'
import { isPhone, normalisePhone, phoneProblem } from '#kernel/phone.ts'
import { Holding, Post } from '../network/contract.ts'

export const setUpPost = endpoint({
  method: 'POST',
  path: '/posts',
  summary: '设立岗位',
  can: 'organisations.edit',
  audit: 'post.set-up',
  input: z.object({ id: Id, kind: Post.shape.kind, divisionCode: DivisionCode, setUpOn: Day }),
  output: Done,
})

/** Only one that nobody holds. */
export const closePost = endpoint({
  method: 'POST',
  path: '/posts/:id/close',
  summary: '撤销岗位',
  can: 'organisations.edit',
  audit: 'post.closed',
  input: z.object({ id: Id, closedOn: Day, reason: Reason }),
  output: Done,
})

/** A post with everyone who held it, the newest first. */
export const getPost = endpoint({
  method: 'GET',
  path: '/posts/:id',
  summary: '岗位及历任',
  can: 'organisations.read',
  input: z.object({ id: Id }),
  output: Post.pick({ id: true, kind: true, divisionCode: true, setUpOn: true, closedOn: true }).extend({
    divisionName: z.string(),
    holdings: z.array(Holding),
  }),
})

/** Accounts of the post's place and role, to tie a holder to. */
export const listCandidates = endpoint({
  method: 'GET',
  path: '/posts/:id/candidates',
  summary: '可与岗位关联的账号',
  can: 'organisations.appoint',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(z.object({ id: Id, displayName: z.string() })) }),
})

export const PersonName = z
  .string('请填写姓名')
  .trim()
  .min(2, '请填写姓名，至少 2 个字')
  .max(40, '姓名最多 40 字')

/** A person's telephone number; kept sealed. */
export const PersonPhone = z
  .string()
  .nullish()
  .transform((text) => (text?.trim() ? normalisePhone(text) : null))
  .refine((text) => text === null || isPhone(text), phoneProblem(''))

export const appoint = endpoint({
  method: 'POST',
  path: '/posts/:id/holdings',
  summary: '任命',
  can: 'organisations.appoint',
  audit: 'post.appointed',
  input: z.object({
    /** Of the post. */
    id: Id,
    holdingId: Id,
    holderName: PersonName,
    phone: PersonPhone,
    accountId: Id.nullish().transform((id) => id ?? null),
    fromDay: Day,
    reason: Reason,
  }),
  output: Holding,
})

export const endHolding = endpoint({
  method: 'POST',
  path: '/holdings/:id/end',
  summary: '离任',
  can: 'organisations.appoint',
  audit: 'post.left',
  input: z.object({ id: Id, version: Version, toDay: Day, reason: Reason }),
  output: Holding,
})

/** Colleagues call each other; that somebody looked is recorded. */
export const showHolderPhone = endpoint({
  method: 'POST',
  path: '/holdings/:id/phone',
  summary: '查看任职者电话',
  can: 'organisations.call',
  audit: 'holder.phone-shown',
  input: z.object({ id: Id }),
  output: z.object({ phone: z.string().nullable() }),
})
