import type { Measure, Stage } from './contract.ts'

export const STAGE = {
  waiting: '待研判',
  'in-hand': '已决定，还没答复',
  answered: '已答复',
  'set-aside': '已搁置',
} satisfies Record<Stage, string>

export const MEASURE = {
  seen: '收到到第一次打开',
  decided: '收到到作出决定',
  told: '收到到答复报告人',
} satisfies Record<Measure, string>

/** What is counted, beside each number. */
export const DEFINITION = {
  total: '这段时间收到的报告份数；不含密封的和涉及县中心自己、已转由上级办理的',
  stage: '按统计当日的状态；并入的报告各算一份',
  source: '按登记时选的来源，一份只算一次',
  door: '按从哪扇门来，一份只算一次',
  kind: '强制报告九类情形中对得上的；一份可有几类，也可没有',
  seen: '从收到到值守第一次打开；还没打开的不算。值守自己接的电话，接听即为打开',
  decided: '从收到到受理、转交、不予受理、并入或搁置；还没决定的不算',
  told: '从收到到答复报告人，含写明原因、无法答复的；还没答复的不算',
} as const
