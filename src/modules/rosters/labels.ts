import { FIELD as CHILD_FIELD } from '#modules/children/labels.ts'
import { FIELDS, type FieldName } from './cleaning/fields.ts'
import type { Progress, Purpose, RosterState, RowDecision, RowVerdict } from './contract.ts'

export const ROSTER_STATE = {
  received: '已收到',
  reading: '正在读取',
  previewed: '待应用',
  applying: '正在应用',
  applied: '已应用',
  undoing: '正在撤销',
  undone: '已撤销',
  discarded: '已作废',
  failed: '没有完成',
} satisfies Record<RosterState, string>

export const ROW_VERDICT = {
  new: '新增',
  changed: '有变化',
  same: '没有变化',
  doubtful: '存疑',
  wrong: '有错',
  skipped: '不用处理',
} satisfies Record<RowVerdict, string>

export const ROW_DECISION = {
  'same-child': '是同一个人',
  'new-child': '另建新档',
  'leave-out': '不处理',
} satisfies Record<RowDecision, string>

export const PURPOSE = {
  register: '底册：没有档案的直接建档，较新的内容更新档案',
  supplement: '补充台账：只补充本部门掌握的情况，没有档案的列为待核实',
} satisfies Record<Purpose, string>

export const PHASE = {
  waiting: '排队等候',
  reading: '读取、清洗并与档案核对',
  matching: '与档案核对',
  writing: '写入档案',
  undoing: '恢复原样',
} satisfies Record<Progress['phase'], string>

export const SUBJECT = { child: '儿童', person: '成年人（父母等）' } as const

/** What a row writes, in the words of the file. */
export const CHANGE: Record<string, string> = {
  ...CHILD_FIELD,
  child: '建立档案',
  father: '父亲',
  mother: '母亲',
  guardian: '监护人',
  parentPhone: '家长电话',
  whereabouts: '父母务工地',
  category: '类别',
  schooling: '就学',
  health: '健康与残疾',
  parentState: '父母状况',
}

/** A field of a row or of a file by its Chinese name. */
export const fieldLabel = (field: string): string =>
  field in FIELDS ? FIELDS[field as FieldName].label : (CHANGE[field] ?? field)

/** Frequent givers, as suggestions; any other name may be typed. */
export const DEPARTMENTS = [
  '公安局',
  '民政局',
  '教育局',
  '残联',
  '司法局',
  '医保局',
  '卫生健康局',
  '人力资源社会保障局',
  '妇联',
]
