import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Reason, Version } from '#kernel/fields.ts'
import { GrantedField } from '../contract.ts'

/**
 * 离线交接文件: what a unit or a county without the system needs of one matter, as one sealed page; its answer comes back as a file.
 * Of a referral it holds no more than was granted; of a case what its sender chooses, for a county that takes the child over.
 */
export const makeHandOver = endpoint({
  method: 'POST',
  path: '/cases/:caseId/hand-over-files',
  summary: '制作离线交接文件（口令只显示一次）',
  can: 'referrals.send',
  audit: 'hand-over.made',
  reauth: true,
  input: z.object({
    caseId: Id,
    /** Made by the browser, so that asking twice makes one. */
    id: Id,
    /** Absent: the case itself is handed over. */
    referralId: Id.optional(),
    recipient: z.string('请填写交给谁').trim().min(2, '请填写交给谁').max(80, '最多 80 字'),
    fields: z.array(GrantedField).min(1, '请选择对方办理所必需的信息').max(GrantedField.options.length),
    /** For a case; a referral has its own. */
    request: z.string().trim().max(4_000, '最多 4000 字').optional(),
    reason: Reason,
    endsOn: Day,
  }),
  output: z.object({
    fileName: z.string(),
    /** The whole page. The server keeps neither it nor the passphrase. */
    page: z.string(),
    words: z.array(z.string()),
    digits: z.string(),
  }),
})

const Came = z.object({
  id: z.string(),
  cameAt: z.string(),
  cameBy: z.string(),
  writtenAt: z.string(),
  name: z.string(),
  office: z.string(),
  phone: z.string(),
  isDone: z.boolean(),
  answer: z.string(),
  decision: z.enum(['adopted', 'set-aside']).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string().nullable(),
})

const Made = z.object({
  id: z.string(),
  /** The referral's number; null when the case itself was handed over. */
  referral: z.object({ id: z.string(), number: z.string(), version: z.number().int() }).nullable(),
  recipient: z.string(),
  fields: z.array(GrantedField),
  reason: z.string(),
  endsOn: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  withdrawnAt: z.string().nullable(),
  answers: z.array(Came),
})
export type Made = z.infer<typeof Made>

export const listHandOvers = endpoint({
  method: 'GET',
  path: '/cases/:caseId/hand-over-files',
  summary: '个案的离线交接文件与回件',
  can: 'cases.read',
  audit: 'hand-over.listed',
  input: z.object({ caseId: Id }),
  /** Of a sealed case no file is made. */
  output: z.object({ items: z.array(Made), isSealed: z.boolean() }),
})

/** The file is opened, judged and kept for a decision; a broken, foreign or repeated one is not taken. */
export const bringAnswer = endpoint({
  method: 'POST',
  path: '/hand-over-files/:id/answers',
  summary: '收离线交接文件的回件',
  can: 'referrals.send',
  audit: 'hand-over.answer-taken',
  input: z.object({ id: Id, answerId: Id, text: z.string().max(60_000, '文件太大，不是交接文件的回件') }),
  output: Done,
})

/** For a referral it becomes the unit's answer, which is then accepted like any other. */
export const adoptAnswer = endpoint({
  method: 'POST',
  path: '/hand-over-answers/:id/adoption',
  summary: '采纳离线回件',
  can: 'referrals.send',
  audit: 'hand-over.adopted',
  /** Of the referral, where there is one. */
  input: z.object({ id: Id, version: Version.optional() }),
  output: Done,
})

export const setAnswerAside = endpoint({
  method: 'POST',
  path: '/hand-over-answers/:id/setting-aside',
  summary: '搁置离线回件',
  can: 'referrals.send',
  audit: 'hand-over.answer-set-aside',
  input: z.object({ id: Id, reason: Reason }),
  output: Done,
})

/** The file that is out cannot be called back; but no answer to it is taken any more. */
export const withdrawHandOver = endpoint({
  method: 'POST',
  path: '/hand-over-files/:id/withdrawal',
  summary: '作废离线交接文件，不再收回件',
  can: 'referrals.send',
  audit: 'hand-over.withdrawn',
  input: z.object({ id: Id, reason: Reason }),
  output: Done,
})
