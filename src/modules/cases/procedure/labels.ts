import type { ApproverRole, LevelProcedure, ProcedureContent } from './content.ts'
import type { ProcedureState } from './contract.ts'

export const PROCEDURE_STATE = {
  draft: '草稿',
  published: '施行中',
  retired: '旧版',
} satisfies Record<ProcedureState, string>

export const APPROVER = {
  supervisor: '乡镇儿童督导员',
  caseworker: '中心另一名社工',
  'centre-head': '中心负责人',
} satisfies Record<ApproverRole, string>

/** A field in words: what it is called, what it is counted in, and what a county should know before changing it. */
export type FieldWords = { label: string; help: string; unit?: string }

export const LEVEL_FIELDS = {
  needsEmergencyResponse: {
    label: '应急处置',
    help: '写评估结论前，必须先记下应急处置：孩子在哪里、和谁在一起、已经做了什么。',
  },
  needsInvestigation: {
    label: '社会背景调查',
    help: '写评估结论前，必须先做社会背景调查（MZ/T 086-2017）。',
  },
  instruments: { label: '评估表', help: '写评估结论前必须填的评估表；只能选使用中的。' },
  needsConference: { label: '会商', help: '计划送审前，必须先开会商会议并签认纪要。' },
  planApprovers: {
    label: '计划审批',
    help: '从左到右一级一级审批；不选，计划由制定人直接实施。申请人自己永远不能审批。',
  },
  closingApprovers: { label: '结案审批', help: '至少一级：谁都不能一个人结案。' },
  closingInstruments: { label: '结案评估', help: '计划实施以后、申请结案以前，要重新填一次的评估表。' },
  followUpDays: { label: '跟踪', unit: '天', help: '计划实施期间，最多隔这么多天要看望孩子或和孩子说上话。' },
  lookBackDays: {
    label: '回访',
    unit: '天',
    help: '结案以后第几天回访，从近到远，例如 30、90；没有好转可以重新办理。',
  },
  weight: {
    label: '工作量权重',
    help: '一件这个等级的个案，在负责人的工作量里算几。越危险的不应越轻。',
  },
} satisfies Record<keyof LevelProcedure, FieldWords>

export const CASE_FIELDS = {
  lateApprovalWorkingDays: {
    label: '紧急先办后批',
    unit: '个工作日',
    help: '紧急时先实施、后审批的，从实施起这么多个工作日内补审批。',
  },
  fullLoad: { label: '工作量满额', help: '一个人手里的权重合计超过这个数，分案时提示已满。' },
  breakGlassHours: {
    label: '紧急调阅',
    unit: '小时',
    help: '夜间值班紧急调阅一次能看多久；次日复核。',
  },
  outcomeTexts: {
    label: '告知结果用语',
    help: '把办理结果告诉孩子或监护人时的起头话，由社工补充完整。要让孩子听得懂。',
  },
} satisfies Record<keyof ProcedureContent['cases'], FieldWords>

export const REFERRAL_FIELDS = {
  officeUnit: {
    label: '领导小组办公室',
    help: '领导小组（未保委）办公室设在哪个单位；第二次退回的转介由它指定承办单位。',
  },
  unreadHours: { label: '未读提醒', unit: '小时', help: '发出后这么久没人打开，提醒承接单位负责人。' },
  nearWorkingDays: { label: '临期（蓝）', unit: '个工作日', help: '离期限还有这么多个工作日，开始标蓝。' },
  longLateWorkingDays: {
    label: '严重超期（红）',
    unit: '个工作日',
    help: '超过期限标黄；超过这么多个工作日，标红。',
  },
  urgentHours: { label: '紧急转介期限', unit: '小时', help: '涉及孩子当下安全的转介，从发出起算。' },
  effectDays: { label: '成效回看', unit: '天', help: '采纳答复后，过这么多天由发出人写明有没有帮上忙。' },
  returnClauses: {
    label: '退回事由',
    help: '承接单位退回时必须选一条，并写明依据和应由哪个单位办理。',
  },
} satisfies Record<keyof ProcedureContent['referrals'], FieldWords>

export const OVERSIGHT_FIELDS = {
  signWorkingDays: { label: '督办签收', unit: '个工作日', help: '督办交办后，承办单位多久内签收。' },
  feedbackWorkingDays: { label: '督办反馈', unit: '个工作日', help: '签收后多久内反馈办理情况。' },
  reviewWorkingDays: { label: '督办复核', unit: '个工作日', help: '反馈后，交办方多久内复核。' },
} satisfies Record<keyof ProcedureContent['oversight'], FieldWords>

/** The stations of a case, as the picture of a procedure draws them. */
export const STATION = {
  accept: '受理',
  grade: '分级',
  emergency: '应急处置',
  inquiry: '调查评估',
  conference: '会商',
  plan: '计划',
  work: '实施',
  followUp: '跟踪',
  closing: '结案',
  lookBack: '回访',
} as const
