import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, optionalText, Reason, Version } from '#kernel/fields.ts'
import { BestInterests } from '../best-interests/contract.ts'
import { PlanItemKind } from './kinds/contract.ts'

export const PlanItemState = z.enum(['open', 'done', 'dropped'])
export type PlanItemState = z.infer<typeof PlanItemState>

/** Did it help the child? */
export const PlanItemEffect = z.enum(['helped', 'partly', 'not-helped', 'too-early'])
export type PlanItemEffect = z.infer<typeof PlanItemEffect>

const PlanItemOwner = z.object({ kind: z.enum(['person', 'unit']), id: z.string(), name: z.string() })

export const PlanItemRecord = z.object({
  id: z.string(),
  /** As the page counts them: 第 1 项. */
  ordinal: z.number().int(),
  state: PlanItemState,
  kind: PlanItemKind,
  title: z.string(),
  owner: PlanItemOwner,
  dueDay: Day,
  result: z.string().nullable(),
  effect: PlanItemEffect.nullable(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  dropReason: z.string().nullable(),
  hasRunningReferral: z.boolean(),
  /** The conference's resolution that it carries out. */
  resolutionId: z.string().nullable(),
  version: z.number().int(),
})
export type PlanItemRecord = z.infer<typeof PlanItemRecord>

/** 目标, and by what everybody will see that it is reached. */
export const PlanGoal = z.object({
  text: z.string('请填写目标').trim().min(2, '请填写目标').max(300, '最多 300 字'),
  sign: z.string('请写明怎样看出已经达到').trim().min(2, '请写明怎样看出已经达到').max(300, '最多 300 字'),
})
export type PlanGoal = z.infer<typeof PlanGoal>

/** How the child was asked, in a way that fits its age. */
export const HearingWay = z.enum(['talk', 'play', 'cards', 'questionnaire', 'trusted-person'])
export type HearingWay = z.infer<typeof HearingWay>

/** Why a guardian was not asked. */
export const NoGuardianReason = z.enum([
  'suspected-offender',
  'endangers-child',
  'not-reachable',
  'no-guardian',
  'refused',
])
export type NoGuardianReason = z.infer<typeof NoGuardianReason>

/** What child and guardian said of the plan, and how it meets the six demands; kept sealed as a whole. */
export const PlanOpinion = z.object({
  childWay: HearingWay.optional(),
  childAsked: z.string().optional(),
  childOpinion: z.string().optional(),
  noChildOpinionReason: z.string().optional(),
  guardianOpinion: z.string().optional(),
  noGuardianReason: NoGuardianReason.optional(),
  bestInterests: BestInterests.optional(),
})
export type PlanOpinion = z.infer<typeof PlanOpinion>

/** 帮扶计划. */
export const PlanRecord = z.object({
  goals: z.array(z.object({ text: z.string(), sign: z.string() })),
  /** All goals in one line. */
  goal: z.string(),
  childWay: HearingWay.nullable(),
  childAsked: z.string().nullable(),
  childOpinion: z.string().nullable(),
  noChildOpinionReason: z.string().nullable(),
  guardianOpinion: z.string().nullable(),
  noGuardianReason: NoGuardianReason.nullable(),
  /** Null in a plan from before the demands were asked for. */
  bestInterests: BestInterests.nullable(),
  madeAt: z.string(),
  madeBy: z.string(),
  items: z.array(PlanItemRecord),
})
export type PlanRecord = z.infer<typeof PlanRecord>

export const NewPlanItem = z
  .object({
    /** Made by the browser, so that sending twice adds once. */
    itemId: Id,
    /** Without one: a unit's is a referral, a person's own work. */
    kind: PlanItemKind.optional(),
    title: z.string('请写明做什么').trim().min(2, '请写明做什么').max(200, '最多 200 字'),
    ownerId: Id.optional(),
    unitId: Id.optional(),
    dueDay: Day,
    /** The resolution that it carries out. */
    resolutionId: Id.optional(),
  })
  .refine(({ ownerId, unitId }) => Boolean(ownerId) !== Boolean(unitId), {
    path: ['ownerId'],
    message: '每个事项要有一名负责人或一个承办单位，二者选一',
  })
export type NewPlanItem = z.infer<typeof NewPlanItem>

const NO_HEARING = '请记录孩子对计划的意见；确实没有听取的，请写明原因（未成年人保护法第四条）'

const planFields = {
  goals: z.array(PlanGoal).min(1, '至少一个目标').max(10, '最多 10 个目标'),
  childWay: HearingWay.optional(),
  /** Who asked where, who sat by, and how it was put so that the child understood. */
  childAsked: optionalText(500),
  childOpinion: optionalText(2000),
  noChildOpinionReason: optionalText(500),
  guardianOpinion: optionalText(2000),
  noGuardianReason: NoGuardianReason.optional(),
  bestInterests: BestInterests,
  items: z.array(NewPlanItem).min(1, '计划至少要有一个事项').max(50, '一份计划最多 50 个事项'),
}

type Heard = {
  childWay?: unknown
  childAsked?: unknown
  childOpinion?: unknown
  noChildOpinionReason?: unknown
  guardianOpinion?: unknown
  noGuardianReason?: unknown
}

/** Child and guardian were heard, or it says why not: before anybody approves (《未成年人保护法》第四条第五项). */
const checkHeard = (
  plan: Heard,
  refinement: { addIssue: (issue: { code: 'custom'; path: string[]; message: string }) => void },
) => {
  const lacks = (field: string, message: string) =>
    refinement.addIssue({ code: 'custom', path: [field], message })
  if (!plan.childOpinion && !plan.noChildOpinionReason) lacks('childOpinion', NO_HEARING)
  if (plan.childOpinion && !plan.childWay) lacks('childWay', '请选择用什么方式听取的')
  if (plan.childOpinion && !plan.childAsked) lacks('childAsked', '请写明谁问的、谁在场、怎样让孩子听得懂')
  if (!plan.guardianOpinion && !plan.noGuardianReason)
    lacks('guardianOpinion', '请记录监护人的意见；没有征求的，请选择原因（如监护人是侵害嫌疑人）')
}

/** Writes the plan, or writes it anew as long as it has not begun. */
export const makePlan = endpoint({
  method: 'PUT',
  path: '/cases/:id/plan',
  summary: '制定帮扶计划',
  can: 'cases.work',
  audit: 'plan.made',
  input: z.object({ id: Id, version: Version, ...planFields }).superRefine(checkHeard),
  output: Done,
})

/** A running plan as a new version: it holds at once, and is approved afterwards where its level asks for approval. */
export const revisePlan = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/revisions',
  summary: '修订实施中的计划',
  can: 'cases.work',
  audit: 'plan.revised',
  input: z.object({ id: Id, version: Version, why: Reason, ...planFields }).superRefine(checkHeard),
  output: z.object({ number: z.number().int(), isApprovalOwed: z.boolean() }),
})

export const startPlan = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/start',
  summary: '开始实施计划',
  can: 'cases.work',
  audit: 'plan.started',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

export const submitPlan = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/submission',
  summary: '计划送审',
  can: 'cases.work',
  audit: 'plan.submitted',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

/** The version is the one that the approver has seen; the approval is bound to the hash of that plan. */
export const approvePlan = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/agreement',
  summary: '批准计划',
  can: 'cases.decide',
  audit: 'plan.approved',
  input: z.object({ id: Id, version: Version }),
  output: z.object({ isComplete: z.boolean() }),
})

export const sendBackPlan = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/return',
  summary: '退回计划',
  can: 'cases.decide',
  audit: 'plan.sent-back',
  input: z.object({ id: Id, version: Version, note: Reason }),
  output: Done,
})

/** Begins before the approval because a child cannot wait; the approval is owed within the days that the procedure sets. */
export const startUrgently = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/urgent-start',
  summary: '先行实施计划，事后补批',
  can: 'cases.work',
  audit: 'plan.started-urgently',
  input: z.object({ id: Id, version: Version, reason: Reason }),
  output: Done,
})

export const addPlanItem = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/items',
  summary: '增加计划事项',
  can: 'cases.work',
  audit: 'plan-item.added',
  input: z.object({ id: Id, version: Version, item: NewPlanItem }),
  output: Done,
})

/** With one press a resolution of signed minutes becomes an item of the plan; each can be found from the other. */
export const adoptResolution = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/resolutions',
  summary: '把会商决议列入计划',
  can: 'cases.work',
  audit: 'plan-item.adopted',
  input: z.object({ id: Id, version: Version, itemId: Id, resolutionId: Id }),
  output: z.object({ ordinal: z.number().int() }),
})

/** One item for whoever is to do it: what, for whom, by when. The case behind it stays closed. */
export const PlanItemPage = PlanItemRecord.omit({
  ordinal: true,
  hasRunningReferral: true,
  resolutionId: true,
}).extend({
  child: z.object({ id: z.string(), name: z.string(), place: z.string().nullable() }).nullable(),
  isMine: z.boolean(),
  /** Only for those who may open the case. */
  caseId: z.string().nullable(),
})

export const getPlanItem = endpoint({
  method: 'GET',
  path: '/plan-items/:id',
  summary: '计划事项',
  can: 'plan-items.work',
  audit: 'plan-item.read',
  input: z.object({ id: Id }),
  output: PlanItemPage,
})

export const finishPlanItem = endpoint({
  method: 'POST',
  path: '/plan-items/:id/result',
  summary: '记录计划事项的结果',
  can: 'plan-items.work',
  audit: 'plan-item.done',
  input: z.object({
    id: Id,
    version: Version,
    result: z.string('请填写办理结果').trim().min(2, '请填写办理结果').max(2000, '最多 2000 字'),
    effect: PlanItemEffect.optional(),
  }),
  output: Done,
})

export const dropPlanItem = endpoint({
  method: 'POST',
  path: '/plan-items/:id/drop',
  summary: '取消计划事项',
  can: 'cases.work',
  audit: 'plan-item.dropped',
  input: z.object({ id: Id, version: Version, reason: Reason }),
  output: Done,
})
