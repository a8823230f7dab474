import { z } from 'zod'
import type { DangerLevel } from '../assessments/scoring/danger.ts'

/** Who may be asked to approve: never the person who asks. */
export const ApproverRole = z.enum(['supervisor', 'caseworker', 'centre-head'])
export type ApproverRole = z.infer<typeof ApproverRole>

const Approvers = z.array(ApproverRole).max(3, '最多三级审批')
const Days = (longest: number) =>
  z.number('请填写天数').int('天数应为整数').min(1, '至少 1 天').max(longest, `最多 ${longest} 天`)

/** What a case of one danger level must have before it goes on. */
export const LevelProcedure = z.object({
  /** 应急处置 recorded before the assessment is concluded. */
  needsEmergencyResponse: z.boolean(),
  /** 社会背景调查 recorded before the assessment is concluded (MZ/T 086-2017). */
  needsInvestigation: z.boolean(),
  /** Codes of the instruments filled in before the assessment is concluded. */
  instruments: z.array(z.string().max(40)).max(20),
  /** 会商 signed off before the plan is submitted. */
  needsConference: z.boolean(),
  /** One after the other; nobody: the plan begins when its maker says so. */
  planApprovers: Approvers,
  /** At least one: nobody closes a case alone. */
  closingApprovers: Approvers.min(1, '结案至少要有一级审批'),
  /** Filled in anew between the plan's beginning and the request to close (结案评估). */
  closingInstruments: z.array(z.string().max(40)).max(20),
  /** 跟踪: while the plan runs the child is seen or spoken to at least every so many days. */
  followUpDays: Days(180),
  /** 回访: days after closing, ascending. */
  lookBackDays: z
    .array(Days(730))
    .min(1, '至少安排一次回访')
    .max(6, '最多六次回访')
    .refine(
      (days) => days.every((day, at) => at === 0 || day > (days[at - 1] ?? 0)),
      '回访日应从近到远，不重复',
    ),
  /** What one case of this level counts in a worker's load. */
  weight: z.number('请填写权重').min(0.5, '至少 0.5').max(20, '最多 20'),
})
export type LevelProcedure = z.infer<typeof LevelProcedure>

/** A ground on which a unit may return a referral: the clause that it must name. */
export const ReturnClause = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  text: z.string('请填写退回事由').trim().min(4, '请填写退回事由').max(200, '最多 200 字'),
  source: z.string('请填写依据').trim().min(2, '请填写依据').max(120, '最多 120 字'),
})
export type ReturnClause = z.infer<typeof ReturnClause>

/** 办案规程: all that a county decides about its loop. */
export const ProcedureContent = z.object({
  levels: z.object({
    immediate: LevelProcedure,
    high: LevelProcedure,
    medium: LevelProcedure,
    low: LevelProcedure,
  } satisfies Record<DangerLevel, unknown>),
  cases: z.object({
    /** A plan or measure begun before its approval is approved afterwards within so many working days. */
    lateApprovalWorkingDays: Days(10),
    /** Above this sum of weights a worker is shown as overloaded. */
    fullLoad: z.number().min(1).max(500),
    /** 紧急调阅 at night: how long it lasts. */
    breakGlassHours: z.number().int().min(1).max(12),
    /** Words with which the outcome is told to a child or guardian; the worker completes them. */
    outcomeTexts: z
      .array(z.object({ title: z.string().trim().min(1).max(40), text: z.string().trim().min(4).max(500) }))
      .max(20),
  }),
  referrals: z.object({
    /** Code of the unit that houses the leading group's office (未保委、领导小组办公室). */
    officeUnit: z.string().max(60),
    /** Nobody of the unit has opened it after so many hours: the unit's head is told. */
    unreadHours: z.number().int().min(1).max(240),
    /** Blue from so many working days before the limit. */
    nearWorkingDays: z.number().int().min(0).max(30),
    /** Red from so many working days after the limit; yellow between. */
    longLateWorkingDays: z.number().int().min(1).max(60),
    /** For the urgent-safety lane, from dispatch. */
    urgentHours: z.number().int().min(1).max(72),
    /** The sender says whether it helped, so many days after the answer was accepted. */
    effectDays: Days(365),
    returnClauses: z.array(ReturnClause).min(1, '至少保留一条退回事由').max(30),
  }),
  oversight: z.object({
    /** 督办 by working days: signed, fed back, reviewed. */
    signWorkingDays: Days(10),
    feedbackWorkingDays: Days(60),
    reviewWorkingDays: Days(30),
  }),
})
export type ProcedureContent = z.infer<typeof ProcedureContent>
