import type { AuditEntry, ChainBreak } from './contract.ts'

export const RESULT_LABEL = {
  done: '已完成',
  refused: '被拒绝',
  failed: '失败',
} satisfies Record<AuditEntry['result'], string>

export const BREAK_LABEL = {
  missing: '这条记录不见了（被删除或移走）',
  changed: '这条记录与封存时不符（被改动或调换了位置）',
  'cut-off': '从这条起，末尾的记录被截掉',
  rewritten: '从这条往前被整体改写，与当日链头不符',
} satisfies Record<ChainBreak['kind'], string>

/** Kinds of record that an entry is about; unknown ones show as they are. */
export const SUBJECT_LABEL: Record<string, string> = {
  account: '账号',
  session: '登录',
  child: '儿童档案',
  person: '家庭成员',
  roster: '台账',
  report: '报告',
  case: '个案',
  assessment: '评估',
  instrument: '评估表',
  plan: '服务计划',
  'plan-item': '计划措施',
  referral: '转介',
  task: '任务',
  division: '区划',
  site: '阵地',
  post: '岗位',
  unit: '成员单位',
  setting: '县级设置',
  audit: '审计记录',
  receipt: '强制报告回执',
  duty: '值班表',
  file: '附件',
  notice: '通知',
  'notice-choices': '通知方式',
  'notice-delivery': '通知送达',
  'push-subscription': '推送设备',
}

/** Acts that no request of its own does: long works at their end, and what arrives in parts. All others bear the summary of their endpoint. */
export const WORK_LABEL: Record<string, string> = {
  'roster.previewed': '读取名册并预览',
  'roster.applied': '应用名册',
  'roster.undone': '撤销名册',
  'file.arrived': '收到附件',
}
