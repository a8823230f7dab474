import { fieldsFor, type FieldName, type Subject } from './fields.ts'

const ID = '(公民)?(身份证件?|身份号码|公民身份)(号码?|证号)?'

/** Headers that mean a field and nothing else, bare: without spaces, brackets, asterisks. */
const WORDS: Record<FieldName, string> = {
  name: '姓名 儿童姓名 学生姓名 未成年人姓名 孩子姓名 幼儿姓名 名字 对象姓名 被监护人姓名',
  idNumber: '身份证 身份证号 身份证号码 公民身份号码 身份证件号 身份证件号码 证件号码 证件号 学生身份证号',
  sex: '性别 儿童性别 学生性别',
  ethnicity: '民族 族别',
  birthDay: '出生日期 出生年月 出生年月日 生日 出生时间 出生',
  hukouAddress: '户籍地址 户籍地 户口所在地 户籍所在地 户口地址 户籍详细地址',
  residenceAddress:
    '现住址 家庭住址 居住地 居住地址 现居住地 地址 住址 家庭地址 所在镇村 镇村 联系地址 通讯地址',
  town: '镇 乡镇 镇街 乡镇街道 所在镇 所属镇 街镇 镇(街)',
  village: '村 村居 村委 村委会 村社区 所在村 行政村 村(居) 所在村居 社区 村居委会',
  fatherName: '父亲 父亲姓名 爸爸 爸爸姓名 父姓名',
  fatherIdNumber: '父亲身份证号 父亲公民身份号码',
  fatherPhone: '父亲电话 父亲联系电话',
  motherName: '母亲 母亲姓名 妈妈 妈妈姓名 母姓名',
  motherIdNumber: '母亲身份证号 母亲公民身份号码',
  motherPhone: '母亲电话 母亲联系电话',
  parentWorkplace: '务工地 务工地点 外出务工地 务工所在地 父母务工地点',
  guardianName: '监护人 监护人姓名 家长 家长姓名 主要监护人 法定监护人 抚养人 实际监护人',
  guardianIdNumber: '监护人身份证号 家长身份证号',
  guardianRelation: '与儿童关系 关系 监护关系 与本人关系 与监护人关系 监护人关系 与学生关系 亲属关系',
  guardianPhone: '监护人电话 家长电话 监护人联系电话 监护人手机 家长联系电话',
  phone: '联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 联系手机',
  carerName: '受委托照护人 委托照护人 被委托人 受委托监护人 照护人 照护人姓名 受托人',
  carerRelation: '照护人关系 受委托照护人关系 受委托照护人与儿童关系 与被委托人关系',
  hasCareAgreement:
    '委托照护协议 是否签订委托照护协议 照护协议 委托监护协议 监护责任确认书 委托监护责任确认书',
  categories:
    '困境类型 困境类别 儿童类别 儿童类型 保障类别 类别 类型 人员类别 困境儿童类型 困境情形 对象类别',
  subCategory: '细类 小类 困境小类 子类别 具体情形 困境原因',
  leftBehind: '留守类型 留守情况 留守情形 留守类别',
  categoryStartDay: '认定日期 认定时间 纳入日期 纳入时间 起领年月 确认日期 批准日期 登记日期',
  proofNo: '证明编号 文书编号 认定文号 低保证号 证明文号 批准文号 儿童编号',
  isLowIncome: '是否低保 低保 是否享受低保 是否低保户 低保家庭',
  isLeftBehind: '是否留守 留守儿童 是否留守儿童 留守',
  schoolingStatus: '就学情况 就学状况 就读情况 学业状况 入学情况 在校情况 就学状态',
  school: '学校 就读学校 学校名称 所在学校 就读院校 幼儿园',
  grade: '年级 就读年级 所在年级',
  className: '班级 班 所在班级 班别 班级名称',
  isBoarding: '是否寄宿 是否住校 是否寄宿生 寄宿 住宿 住校',
  disabilityCardNo: '残疾人证号 残疾证号 残疾人证 残疾证 残疾证号码 残疾人证号码 残疾证件号码',
  disabilityClass: '残疾类别 残疾类型 残疾种类',
  disabilityGrade: '残疾等级 残疾级别 残疾程度',
  illness: '病种 疾病 疾病名称 病种名称 诊断 患病名称 所患疾病 重病病种',
  personName: '姓名 人员姓名 服刑人员姓名 失联人员姓名 残疾人姓名 患者姓名 死者姓名',
  personIdNumber: '身份证 身份证号 身份证号码 公民身份号码 证件号码',
  personSex: '性别',
  personBirthDay: '出生日期 出生年月 出生年月日',
  personAddress: '户籍地 户籍地址 地址 住址 户口所在地 户籍所在地 家庭住址 现住址',
  stateStartDay:
    '开始日期 受理报案日期 入监日期 死亡日期 起始日期 收监日期 失联日期 报案日期 死亡时间 入所日期 刑期起日 判决日期 发证日期 确诊日期',
  stateEndDay: '结束日期 释放日期 刑满日期 解除日期 截止日期 刑期止日 出所日期 终止日期',
  stateMonths: '期限 刑期 期限月 刑期月 戒毒期限',
  documentNo:
    '文书编号 文书号 判决书号 判决书文号 决定书号 受案回执号 回执编号 案号 证明编号 残疾人证号 残疾证号 证号',
  note: '备注 说明 备考 其他情况 其他说明 备注说明',
}

/** Headers that most likely mean a field. */
const LIKE: Partial<Record<FieldName, RegExp>> = {
  name: /^(儿童|学生|未成年人|孩子|幼儿|本人).*(姓名|名字)$/,
  idNumber: new RegExp(`^(儿童|学生|未成年人|孩子|幼儿|本人)?${ID}$|证件号码?$`),
  sex: /^(儿童|学生|孩子)?(出生(日期|年月日?|时间)|生日)$/,
  hukouAddress: /户籍.*(地|村)|户口.*(地|村)/,
  residenceAddress: /(住址|居住.*地|家庭.*地址|镇村)/,
  fatherIdNumber: new RegExp(`^(父亲?|爸爸)${ID}$`),
  fatherPhone: /^(父亲?|爸爸).*(电话|手机|联系方式)/,
  motherIdNumber: new RegExp(`^(母亲?|妈妈)${ID}$`),
  motherPhone: /^(母亲?|妈妈).*(电话|手机|联系方式)/,
  parentWorkplace: /务工.*地/,
  guardianName: /^(监护人|家长|抚养人).*(姓名|名字)$/,
  guardianIdNumber: new RegExp(`^(主要|法定|实际)?(监护人|家长|抚养人)${ID}$`),
  guardianRelation: /关系$/,
  guardianPhone: /^(主要|法定|实际)?(监护人|家长|抚养人).*(电话|手机|联系方式)/,
  phone: /^(联系|本人)?.{0,4}(电话|手机|联系方式)/,
  hasCareAgreement: /(委托|照护|监护).*(协议|确认书)/,
  categories: /困境.*(类|情形|原因)/,
  leftBehind: /^留守.*(类|情)/,
  categoryStartDay: /(认定|纳入|批准|确认)(日期|时间|年月)/,
  proofNo: /(证明|认定|批准|低保).*(编号|文号|证号)$/,
  isLowIncome: /是否.*低保/,
  isLeftBehind: /是否.*留守/,
  school: /^(就读|所在)?学校/,
  isBoarding: /是否.*(寄宿|住校|住宿)/,
  disabilityCardNo: /^(儿童)?残疾.*证.*号?码?$/,
  illness: /(病种|疾病|诊断)/,
  personName: /姓名$/,
  personIdNumber: new RegExp(`${ID}$|证件号码?$`),
  personAddress: /(户籍|户口|住址|地址)/,
  stateStartDay: /(报案|入监|收监|死亡|起始|开始|入所|失联|确诊).*(日期|时间|日)$/,
  stateEndDay: /(释放|刑满|解除|截止|结束|出所|到期).*(日期|时间|日)$/,
  stateMonths: /^(期限|刑期|戒毒期限)/,
  documentNo: /(文书|判决|决定|回执|受案|立案).*(号|编号)$/,
}

/** Columns that carry nothing: their headers are known, so that nobody is asked about them. */
export const IGNORED_HEADERS =
  /^(序号|编号|序|No\.?|NO\.?|年龄|周岁|岁数|照片|签名|签字|录入人|录入时间|更新时间|户主|原表行号|问题和改法|县|市|省|县区|区县|所属区县)$/

/** A header without spaces, brackets and their content, asterisks, colons; "期限(月)" is "期限". */
export const bareHeader = (label: string): string =>
  label
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]/g, '')
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[*※★:;、,.。/\\|()_-]/g, '')

/** The field that a header names, and whether the word is one that means nothing else. */
export const fieldOfHeader = (
  label: string,
  subject: Subject,
): { field: FieldName; isExact: boolean } | undefined => {
  const bare = bareHeader(label)
  if (!bare) return undefined
  const fields = fieldsFor(subject)
  const exact = fields.find((field) => WORDS[field].split(' ').includes(bare))
  if (exact) return { field: exact, isExact: true }
  const like = fields.find((field) => LIKE[field]?.test(bare))
  return like && { field: like, isExact: false }
}

/** Is this a word that heads a column, in any kind of roster? */
export const isKnownHeader = (label: string): boolean => {
  const bare = bareHeader(label)
  return (
    bare !== '' &&
    (IGNORED_HEADERS.test(bare) || Boolean(fieldOfHeader(bare, 'child') ?? fieldOfHeader(bare, 'person')))
  )
}
