import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id } from '#kernel/fields.ts'
import { BestInterests } from '../../best-interests/contract.ts'
import { HearingWay, NoGuardianReason } from '../contract.ts'
import { PlanItemKind } from '../kinds/contract.ts'

/** The plan as it was decided: what an approval is bound to, and nothing of how far it is done. */
export const PlanSubject = z.object({
  goals: z.array(z.object({ text: z.string(), sign: z.string() })),
  childWay: HearingWay.nullable(),
  childAsked: z.string().nullable(),
  childOpinion: z.string().nullable(),
  noChildOpinionReason: z.string().nullable(),
  guardianOpinion: z.string().nullable(),
  noGuardianReason: NoGuardianReason.nullable(),
  bestInterests: BestInterests.nullable(),
  items: z.array(
    z.object({
      id: z.string(),
      ordinal: z.number().int(),
      kind: PlanItemKind,
      title: z.string(),
      owner: z.object({ kind: z.enum(['person', 'unit']), id: z.string(), name: z.string() }),
      dueDay: z.string(),
      isDropped: z.boolean(),
    }),
  ),
})
export type PlanSubject = z.infer<typeof PlanSubject>

export const PlanVersionRecord = z.object({
  number: z.number().int(),
  madeAt: z.string(),
  madeBy: z.string(),
  /** First eight signs of the SHA-256 of its text; an approval shows the same. */
  mark: z.string(),
  why: z.string().nullable(),
  /** What is different from the version before, in sentences; of the first one nothing. */
  changes: z.array(z.string()),
  content: PlanSubject,
})
export type PlanVersionRecord = z.infer<typeof PlanVersionRecord>

export const listPlanVersions = endpoint({
  method: 'GET',
  path: '/cases/:id/plan/versions',
  summary: '计划的各版：改了什么、为什么',
  can: 'cases.read',
  audit: 'plan.versions-read',
  input: z.object({ id: Id }),
  output: z.object({
    number: z.string(),
    /** The newest first. */
    items: z.array(PlanVersionRecord),
    /** The plan as it stands is another one than the newest version here: it was changed since and not submitted yet. */
    isChangedSince: z.boolean(),
  }),
})
