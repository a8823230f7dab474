import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, optionalText, Reason, Version } from '#kernel/fields.ts'

export const PlanItemState = z.enum(['open', 'done', 'dropped'])
export type PlanItemState = z.infer<typeof PlanItemState>

const PlanItemOwner = z.object({ kind: z.enum(['person', 'unit']), id: z.string(), name: z.string() })

export const PlanItemRecord = z.object({
  id: z.string(),
  /** As the page counts them: 第 1 项. */
  ordinal: z.number().int(),
  state: PlanItemState,
  title: z.string(),
  owner: PlanItemOwner,
  dueDay: Day,
  result: z.string().nullable(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  dropReason: z.string().nullable(),
  hasRunningReferral: z.boolean(),
  version: z.number().int(),
})
export type PlanItemRecord = z.infer<typeof PlanItemRecord>

/** What the child and the guardian think of the plan; kept sealed as a whole. */
export const PlanOpinion = z.object({
  childOpinion: z.string().optional(),
  noChildOpinionReason: z.string().optional(),
  guardianOpinion: z.string().optional(),
})
export type PlanOpinion = z.infer<typeof PlanOpinion>

/** 帮扶计划. */
export const PlanRecord = z.object({
  goal: z.string(),
  childOpinion: z.string().nullable(),
  noChildOpinionReason: z.string().nullable(),
  guardianOpinion: z.string().nullable(),
  madeAt: z.string(),
  madeBy: z.string(),
  items: z.array(PlanItemRecord),
})

const NewPlanItem = z
  .object({
    /** Made by the browser, so that sending twice adds once. */
    itemId: Id,
    title: z.string('请写明做什么').trim().min(2, '请写明做什么').max(200, '最多 200 字'),
    ownerId: Id.optional(),
    unitId: Id.optional(),
    dueDay: Day,
  })
  .refine(({ ownerId, unitId }) => Boolean(ownerId) !== Boolean(unitId), {
    path: ['ownerId'],
    message: '每个事项要有一名负责人或一个承办单位，二者选一',
  })

const NO_HEARING = '请记录孩子对计划的意见；确实没有听取的，请写明原因（未成年人保护法第四条）'

/** Writes the plan, or writes it anew as long as it has not begun. */
export const makePlan = endpoint({
  method: 'PUT',
  path: '/cases/:id/plan',
  summary: '制定帮扶计划',
  can: 'cases.work',
  audit: 'plan.made',
  input: z
    .object({
      id: Id,
      version: Version,
      goal: z.string('请填写帮扶目标').trim().min(2, '请填写帮扶目标').max(2000, '最多 2000 字'),
      childOpinion: optionalText(2000),
      noChildOpinionReason: optionalText(500),
      guardianOpinion: optionalText(2000),
      items: z.array(NewPlanItem).min(1, '计划至少要有一个事项').max(50, '一份计划最多 50 个事项'),
    })
    .refine(({ childOpinion, noChildOpinionReason }) => childOpinion ?? noChildOpinionReason, {
      path: ['childOpinion'],
      message: NO_HEARING,
    }),
  output: Done,
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

export const addPlanItem = endpoint({
  method: 'POST',
  path: '/cases/:id/plan/items',
  summary: '增加计划事项',
  can: 'cases.work',
  audit: 'plan-item.added',
  input: z.object({ id: Id, version: Version, item: NewPlanItem }),
  output: Done,
})

/** One item for whoever is to do it: what, for whom, by when. The case behind it stays closed. */
export const PlanItemPage = PlanItemRecord.omit({ ordinal: true, hasRunningReferral: true }).extend({
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
