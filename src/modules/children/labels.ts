import type {
  CategoryKind,
  ChildState,
  FamilyRelation,
  HealthDetail,
  IdNumberState,
  ParentStateKind,
  ResidenceKind,
  SchoolingStatus,
  Sex,
  Source,
} from './contract.ts'
import type { AgeBand } from './rules.ts'

export const SEX = { male: '男', female: '女', unknown: '未知' } satisfies Record<Sex, string>

export const CHILD_STATE = {
  candidate: '待核实',
  active: '在册',
  suspended: '暂停',
  exited: '已退出',
  archived: '已归档',
} satisfies Record<ChildState, string>

export const ID_NUMBER_STATE = {
  valid: '已登记',
  invalid: '有误，待核对',
  none: '没有',
} satisfies Record<IdNumberState, string>

export const RESIDENCE = {
  'same-as-hukou': '住在户籍地',
  'in-county': '住在本县别处',
  outside: '住在外县',
  unknown: '不清楚',
} satisfies Record<ResidenceKind, string>

export const CATEGORY = {
  orphan: '孤儿',
  'de-facto-unattended': '事实无人抚养儿童',
  'hiv-affected': '受艾滋病影响儿童',
  'poor-family': '困难家庭儿童',
  'severely-disabled-or-ill': '重病重残儿童',
  'improper-guardianship': '监护缺失或失当儿童',
  'other-difficulty': '其他困境儿童',
  'left-behind': '农村留守儿童',
  migrant: '流动儿童',
} satisfies Record<CategoryKind, string>

export const PARENT_STATE = {
  deceased: '死亡',
  'declared-missing': '宣告失踪',
  'severe-disability': '重残',
  'severe-illness': '重病',
  imprisoned: '服刑在押',
  'compulsory-detox': '强制隔离戒毒',
  'other-restriction': '被执行其他限制人身自由的措施',
  'out-of-contact': '失联',
  'guardianship-revoked': '被撤销监护资格',
  deported: '被遣送（驱逐）出境',
} satisfies Record<ParentStateKind, string>

export const RELATION = {
  father: '父亲',
  mother: '母亲',
  'paternal-grandfather': '祖父',
  'paternal-grandmother': '祖母',
  'maternal-grandfather': '外祖父',
  'maternal-grandmother': '外祖母',
  brother: '兄弟',
  sister: '姐妹',
  'step-parent': '继父母',
  'other-relative': '其他亲属',
  other: '其他人',
} satisfies Record<FamilyRelation, string>

export const SCHOOLING = {
  preschool: '学龄前',
  enrolled: '在读',
  suspended: '休学',
  'dropped-out': '辍学',
  'left-school': '已离校',
} satisfies Record<SchoolingStatus, string>

export const HEALTH = {
  disability: '残疾',
  'severe-illness': '重病',
  'chronic-illness': '慢性病',
  other: '其他',
} satisfies Record<HealthDetail['kind'], string>

/** GB/T 26341-2010, classes 1 to 7. */
export const DISABILITY_CLASS = ['视力', '听力', '言语', '肢体', '智力', '精神', '多重'] as const
export const DISABILITY_GRADE = ['一级', '二级', '三级', '四级'] as const

export const AGE_BAND = {
  'under-3': '不满 3 岁',
  '3-5': '3–5 岁',
  '6-13': '6–13 岁',
  '14-15': '14–15 岁',
  '16-17': '16–17 岁',
  adult: '已满 18 岁',
} satisfies Record<AgeBand, string>

/** Names of fields in histories, conflicts and source notes. */
export const FIELD: Record<string, string> = {
  name: '姓名',
  sex: '性别',
  ethnicity: '民族',
  birthDay: '出生日期',
  idNumber: '身份证号',
  phone: '电话',
  divisionCode: '负责的村（居）',
  hukouDivisionCode: '户籍所在村（居）',
  hukouAddress: '户籍详址',
  residence: '居住情况',
  residencePlace: '居住地（外县）',
  residenceAddress: '居住详址',
  state: '在册状态',
  stateReason: '退出缘由',
  stateDay: '变动日期',
  kind: '种类',
  detail: '详情',
  category: '类别',
  from: '开始日期',
  to: '结束日期',
  endReason: '结束原因',
  proof: '证明材料',
  proofNo: '证明编号',
  relation: '关系',
  isGuardian: '是监护人',
  isHousehold: '同住',
  whereabouts: '去向',
  acceptedOn: '公安受理报案日期',
  status: '就学状况',
  schoolName: '学校',
  grade: '年级',
  className: '班级',
  isBoarding: '寄宿',
  carer: '被委托人',
  reason: '原因',
  agreementNo: '协议编号',
  villageToldOn: '书面告知村（居）委会日期',
  schoolToldOn: '书面告知学校日期',
  declared: '被委托人声明',
  isChildHeard: '听取了儿童意见',
}

/** Where a value came from, in one line. */
export const sourceText = (source: Source) =>
  source.kind === 'entry'
    ? `${source.by} 录入，${source.day}`
    : `${source.department}名册${source.row ? `第 ${source.row} 行` : ''}，${source.day}`
