/** How a value is cleaned; see `clean-value.ts`. */
export type ValueKind =
  | 'name'
  | 'text'
  | 'code'
  | 'sex'
  | 'ethnicity'
  | 'id-number'
  | 'day'
  | 'address'
  | 'phone'
  | 'yes-no'
  | 'categories'
  | 'left-behind'
  | 'relation'
  | 'schooling'
  | 'grade'
  | 'disability-card'
  | 'disability-class'
  | 'disability-grade'
  | 'months'

/** Whom a row is about: a minor of the register, or a grown-up whose state a department reports (服刑, 失联 …). */
export type Subject = 'child' | 'person'

type FieldShape = {
  /** For the user who corrects the mapping. */
  label: string
  kind: ValueKind
  /** Absent: both. */
  subject?: Subject
}

/** Everything that departments' rosters say about a child or about a grown-up, in the order in which a form shows it. */
export const FIELDS = {
  name: { label: '儿童姓名', kind: 'name', subject: 'child' },
  idNumber: { label: '儿童身份证号', kind: 'id-number', subject: 'child' },
  sex: { label: '性别', kind: 'sex', subject: 'child' },
  ethnicity: { label: '民族', kind: 'ethnicity' },
  birthDay: { label: '出生日期', kind: 'day', subject: 'child' },
  hukouAddress: { label: '户籍地址', kind: 'address', subject: 'child' },
  residenceAddress: { label: '现住址', kind: 'address', subject: 'child' },
  town: { label: '镇', kind: 'text', subject: 'child' },
  village: { label: '村（居）', kind: 'text', subject: 'child' },
  fatherName: { label: '父亲姓名', kind: 'name', subject: 'child' },
  fatherIdNumber: { label: '父亲身份证号', kind: 'id-number', subject: 'child' },
  fatherPhone: { label: '父亲电话', kind: 'phone', subject: 'child' },
  motherName: { label: '母亲姓名', kind: 'name', subject: 'child' },
  motherIdNumber: { label: '母亲身份证号', kind: 'id-number', subject: 'child' },
  motherPhone: { label: '母亲电话', kind: 'phone', subject: 'child' },
  parentWorkplace: { label: '父母务工地', kind: 'text', subject: 'child' },
  guardianName: { label: '监护人姓名', kind: 'name', subject: 'child' },
  guardianIdNumber: { label: '监护人身份证号', kind: 'id-number', subject: 'child' },
  guardianRelation: { label: '监护人与儿童关系', kind: 'relation', subject: 'child' },
  guardianPhone: { label: '监护人电话', kind: 'phone', subject: 'child' },
  phone: { label: '联系电话', kind: 'phone' },
  carerName: { label: '受委托照护人', kind: 'text', subject: 'child' },
  carerRelation: { label: '受委托照护人与儿童关系', kind: 'relation', subject: 'child' },
  hasCareAgreement: { label: '是否签委托照护协议', kind: 'yes-no', subject: 'child' },
  categories: { label: '困境类型', kind: 'categories', subject: 'child' },
  subCategory: { label: '困境细类', kind: 'text', subject: 'child' },
  leftBehind: { label: '留守类型', kind: 'left-behind', subject: 'child' },
  categoryStartDay: { label: '认定日期', kind: 'day', subject: 'child' },
  proofNo: { label: '证明文书编号', kind: 'code', subject: 'child' },
  isLowIncome: { label: '是否低保', kind: 'yes-no', subject: 'child' },
  isLeftBehind: { label: '是否留守', kind: 'yes-no', subject: 'child' },
  schoolingStatus: { label: '就学情况', kind: 'schooling', subject: 'child' },
  school: { label: '学校', kind: 'text', subject: 'child' },
  grade: { label: '年级', kind: 'grade', subject: 'child' },
  className: { label: '班级', kind: 'text', subject: 'child' },
  isBoarding: { label: '是否寄宿', kind: 'yes-no', subject: 'child' },
  disabilityCardNo: { label: '残疾人证号', kind: 'disability-card', subject: 'child' },
  disabilityClass: { label: '残疾类别', kind: 'disability-class' },
  disabilityGrade: { label: '残疾等级', kind: 'disability-grade' },
  illness: { label: '病种', kind: 'text' },
  personName: { label: '姓名（成年人）', kind: 'name', subject: 'person' },
  personIdNumber: { label: '身份证号（成年人）', kind: 'id-number', subject: 'person' },
  personSex: { label: '性别（成年人）', kind: 'sex', subject: 'person' },
  personBirthDay: { label: '出生日期（成年人）', kind: 'day', subject: 'person' },
  personAddress: { label: '户籍地（成年人）', kind: 'text', subject: 'person' },
  stateStartDay: { label: '状态开始日期', kind: 'day', subject: 'person' },
  stateEndDay: { label: '状态结束日期', kind: 'day', subject: 'person' },
  stateMonths: { label: '期限（月）', kind: 'months', subject: 'person' },
  documentNo: { label: '法律文书编号', kind: 'code', subject: 'person' },
  note: { label: '备注', kind: 'text' },
} as const satisfies Record<string, FieldShape>

export type FieldName = keyof typeof FIELDS

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]

/** The catalogue's entry with its optional parts visible. */
export const fieldShape = (field: FieldName): FieldShape => FIELDS[field]

/** Fields that a roster about children, or about grown-ups, can have. */
export const fieldsFor = (subject: Subject): FieldName[] =>
  FIELD_NAMES.filter((field) => (fieldShape(field).subject ?? subject) === subject)
