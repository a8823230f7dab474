import type { CoarseState, DangerAnswer, ReportDoor, ReportSource, ReportState, ToldHow } from './contract.ts'

export const REPORT_STATE = {
  received: '待研判',
  accepted: '已受理',
  'passed-on': '已转交',
  'turned-down': '不予受理',
  joined: '已并入另一份报告',
  'set-aside': '已搁置',
  answered: '已答复',
} satisfies Record<ReportState, string>

export const REPORT_SOURCE = {
  telephone: '电话',
  village: '村（居）',
  school: '学校',
  hospital: '医院',
  visit: '探访发现',
  paper: '来信、书面',
  portal: '网上',
  email: '电子邮件',
  'order-12345': '12345 工单',
  other: '其他',
} satisfies Record<ReportSource, string>

export const REPORT_DOOR = {
  desk: '值守登记',
  anonymous: '网上匿名',
  confidential: '网上实名保密',
  mandatory: '强制报告责任人',
} satisfies Record<ReportDoor, string>

export const DANGER_ANSWER = { yes: '是', no: '否', unknown: '不清楚' } satisfies Record<DangerAnswer, string>

export const TOLD_HOW = {
  telephone: '电话告知',
  'in-person': '当面告知',
  letter: '书面告知',
  message: '短信、微信告知',
  code: '凭回访码留言告知',
  cannot: '无法告知',
} satisfies Record<ToldHow, string>

/** What whoever took a report may know of its way. */
export const COARSE_STATE = {
  waiting: '已登记，等待研判',
  'in-hand': '正在办理',
  ended: '已办结',
} satisfies Record<CoarseState, string>
