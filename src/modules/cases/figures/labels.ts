import type { Measure } from './contract.ts'

export const MEASURE = {
  opened: '立案',
  closed: '结案',
  reopened: '重新办理',
  running: '在办',
  told: '已告知结果',
  'look-back': '按时回访',
  better: '回访时好转',
  useful: '孩子说有用',
  dispatched: '发出转介',
  signed: '按时签收',
  answered: '按时答复',
  returned: '退回',
  'returned-twice': '第二次退回',
  helped: '转介有效果',
} satisfies Record<Measure, string>

/** What is counted, beside each number. Every one leaves out sealed cases and, for each reader, what they are kept from. */
export const DEFINITION = {
  opened: '这段时间立案的个案；由报告受理的和直接立案的都算，一案一次',
  closed: '这段时间批准结案的件次；结案后重新办理、又结案的，各算一次',
  reopened: '这段时间由结案转回办理的件次',
  running: '统计日还没有结案的个案，不论何时立案',
  told: '这段时间批准结案的件次中，已把结果告知孩子或监护人的',
  'look-back': '这段时间到期的回访中，到期前做了的；还没到期又没做的不算',
  better: '这段时间到期、已做的回访中，孩子情况好转的',
  useful: '这段时间到期的回访中，问了孩子“说出来有用吗”并得到回答的，答“有用”的；“有一点用”不算',
  dispatched: '这段时间向各单位发出的转介件数；改派、重新交办各算一件，撤回的也算',
  signed: '这段时间发出的转介中，在签收期限内签收的；没签收就退回、撤回的和还没到期的不算',
  answered: '这段时间发出的转介中，在答复期限内答复的；没答复就退回、撤回的和还没到期的不算',
  returned: '这段时间发出的转介中，被退回的件次',
  'returned-twice': '这段时间发出、又是同一事项第二次被退回的件次，由领导小组办公室指定承办',
  helped: '这段时间发出的转介中，发出人已评效果的，评为有效果的；部分有效果的不算',
} satisfies Record<Measure, string>

export const STAY_DEFINITION =
  '这段时间离开该状态的件次，在该状态停留的天数；中位数：一半不超过，九成：九成不超过'

export const PERIOD = { month: '月', quarter: '季', year: '年' } as const
