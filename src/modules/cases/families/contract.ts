import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason } from '#kernel/fields.ts'
import { CaseState } from '../contract.ts'

/** 关联个案: cases of one family or of one event. Whoever does not see both learns of neither's link. */
export const LinkKind = z.enum(
  ['siblings', 'same-household', 'same-event', 'same-offender', 'other'],
  '请选择为什么关联',
)
export type LinkKind = z.infer<typeof LinkKind>

const LinkedCase = z.object({
  id: z.string(),
  number: z.string(),
  child: z.string().nullable(),
  state: CaseState,
  owner: z.string(),
})

export const CaseLink = z.object({
  id: z.string(),
  kind: LinkKind,
  other: LinkedCase,
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  ended: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
})
export type CaseLink = z.infer<typeof CaseLink>

export const listLinks = endpoint({
  method: 'GET',
  path: '/cases/:caseId/links',
  summary: '关联个案',
  can: 'cases.read',
  input: z.object({ caseId: Id }),
  output: z.object({
    items: z.array(CaseLink),
    /** Cases of the child's brothers and sisters that are not linked yet. */
    suggested: z.array(LinkedCase),
  }),
})

export const linkCases = endpoint({
  method: 'POST',
  path: '/cases/:caseId/links',
  summary: '关联另一个案',
  can: 'cases.work',
  audit: 'case-link.made',
  input: z.object({
    caseId: Id,
    linkId: Id,
    /** As it stands on paper: 个〔2026〕0012号. */
    number: z.string('请填写个案编号').trim().min(3, '请填写个案编号').max(40, '最多 40 字'),
    kind: LinkKind,
    reason: Reason,
  }),
  output: Done,
})

export const endLink = endpoint({
  method: 'POST',
  path: '/cases/:caseId/links/:linkId/end',
  summary: '解除关联',
  can: 'cases.work',
  audit: 'case-link.ended',
  input: z.object({ caseId: Id, linkId: Id, reason: Reason }),
  output: Done,
})
