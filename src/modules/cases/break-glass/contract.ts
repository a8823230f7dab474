import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Page, pageOf, Reason } from '#kernel/fields.ts'
import { IdNumber, PersonName } from '#modules/children/contract.ts'

/** 紧急调阅: a case that is closed to somebody on duty, opened for some hours with a reason; reviewed the next working day. */
export const Verdict = z.enum(['justified', 'not-justified'], '请选择是否应当')
export type Verdict = z.infer<typeof Verdict>

export const BreakGlass = z.object({
  id: z.string(),
  /** Of the case, which whoever reviews it may not see. */
  number: z.string(),
  /** Where the reader may open the case. */
  caseId: z.string().nullable(),
  openedBy: z.object({ name: z.string(), isMe: z.boolean() }),
  openedAt: z.string(),
  endsAt: z.string(),
  isRunning: z.boolean(),
  reason: z.string(),
  verdict: Verdict.nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  words: z.string().nullable(),
})
export type BreakGlass = z.infer<typeof BreakGlass>

export const BreakGlassFilter = Page.extend({
  state: z.enum(['running', 'to-review', 'reviewed']).optional(),
})

/** One's own; the head and the audit administrator see all. */
export const listBreakGlass = endpoint({
  method: 'GET',
  path: '/break-glass',
  summary: '紧急调阅记录',
  can: 'break-glass.read',
  audit: 'break-glass.listed',
  input: BreakGlassFilter,
  output: pageOf(BreakGlass),
})

export const getBreakGlass = endpoint({
  method: 'GET',
  path: '/break-glass/:id',
  summary: '一次紧急调阅',
  can: 'break-glass.read',
  audit: 'break-glass.read',
  input: z.object({ id: Id }),
  output: BreakGlass,
})

/** Of one case, for whoever sees it: the running one is the banner on its page. */
export const listBreakGlassOfCase = endpoint({
  method: 'GET',
  path: '/cases/:caseId/break-glass',
  summary: '本案的紧急调阅',
  can: 'cases.read',
  input: z.object({ caseId: Id }),
  output: z.object({ items: z.array(BreakGlass) }),
})

const Way = z.enum(['number', 'id-number', 'name'], '请选择怎样找到个案')

/** One step: nobody learns that there is a case without having said why they open it. */
export const breakGlass = endpoint({
  method: 'POST',
  path: '/break-glass',
  summary: '紧急调阅个案（两小时，次日复核）',
  can: 'cases.break-glass',
  audit: 'break-glass.opened',
  input: z
    .object({
      id: Id,
      by: Way,
      number: z.string().trim().max(40).optional(),
      idNumber: IdNumber.optional(),
      name: PersonName.optional(),
      birthDay: Day.optional(),
      reason: Reason,
    })
    .refine(({ by, number }) => by !== 'number' || number, { path: ['number'], message: '请填写个案编号' })
    .refine(({ by, idNumber }) => by !== 'id-number' || idNumber, {
      path: ['idNumber'],
      message: '请填写孩子的证件号码',
    })
    .refine(({ by, name }) => by !== 'name' || name, { path: ['name'], message: '请填写孩子的姓名' })
    .refine(({ by, birthDay }) => by !== 'name' || birthDay, {
      path: ['birthDay'],
      message: '请填写孩子的出生日期',
    }),
  output: z.object({ caseId: z.string(), endsAt: z.string() }),
})

export const endBreakGlass = endpoint({
  method: 'POST',
  path: '/break-glass/:id/end',
  summary: '提前结束紧急调阅',
  can: 'break-glass.read',
  audit: 'break-glass.ended',
  input: z.object({ id: Id }),
  output: Done,
})

export const reviewBreakGlass = endpoint({
  method: 'POST',
  path: '/break-glass/:id/review',
  summary: '复核紧急调阅',
  can: 'break-glass.review',
  audit: 'break-glass.reviewed',
  input: z.object({ id: Id, verdict: Verdict, words: Reason }),
  output: Done,
})
