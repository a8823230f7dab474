/** How a limit is counted. `persons`, `per-term` and `event` have no hour at which they fall due. */
export type TimedUnit =
  | 'instant'
  | 'hour'
  | 'calendar-day'
  | 'working-day'
  | 'month'
  | 'year'
  | 'next-month'
  | 'per-week'
  | 'per-month'
  | 'per-quarter'
  | 'per-year'
export type DeadlineUnit = TimedUnit | 'per-term' | 'event' | 'persons'

/** C the text was read · P in part, or a draft · R from memory · D our own default without legal force. */
export type Confidence = 'C' | 'P' | 'R' | 'D'

/**
 * deadline: somebody must act in time · longest: a state may not last longer · shortest: it must have lasted this long ·
 * frequency: the thing comes back.
 */
export type DeadlineKind = 'deadline' | 'longest' | 'shortest' | 'frequency'

/** What a county may set otherwise for a rule: its own limit and the document that says so. */
export type DeadlineSetting = {
  limit: number
  unit: TimedUnit
  source: string
  article: string
  confidence: Confidence
}

type Source = { source: string; article?: string; confidence: Confidence; elsewhere?: true }

const from =
  (source: string, confidence: Confidence = 'C') =>
  (article?: string): Source => ({ source, confidence, ...(article && { article }) })

/** The rule holds in another place: a county that follows it does so by choice. */
const elsewhere = (source: string, confidence: Confidence = 'C'): Source => ({
  source,
  confidence,
  elsewhere: true,
})

const minorsLaw = from('《未成年人保护法》')
const familyViolenceLaw = from('《反家庭暴力法》')
const legalAidLaw = from('《法律援助法》')
const delinquencyLaw = from('《预防未成年人犯罪法》')
const networkRules = from('《未成年人网络保护条例》')
const adoptionRules = from('《中国公民收养子女登记办法》')
const mandatoryReport = from('《关于建立侵害未成年人案件强制报告制度的意见（试行）》（高检发〔2020〕9号）')()
const custodyOpinion = from(
  '《关于依法处理监护人侵害未成年人权益行为若干问题的意见》（法发〔2014〕24号）',
  'R',
)()
const crossProvince = from('孤儿、事实无人抚养儿童认定“跨省通办”办理流程（2025-01）')()
const allowanceGuide = from('事实无人抚养儿童基本生活补贴办理指南')()
const unattendedChildren = from('事实无人抚养儿童认定口径（民发〔2019〕62号的地方实施文件）')()
const visitOpinion = elsewhere('内蒙古自治区探访关爱意见（2022-06）')
const shanghaiStation = elsewhere('上海市未成年人保护工作站规范')
const ourDefault: Source = { source: '本平台默认值，由县里确定', confidence: 'D' }

const rule = <const Unit extends DeadlineUnit>(
  event: string,
  action: string,
  limit: Unit extends 'instant' | 'event' ? null : number,
  unit: Unit,
  source: Source,
  kind: DeadlineKind = unit.startsWith('per-') ? 'frequency' : 'deadline',
) => ({ event, action, limit, unit, kind, ...source })

/**
 * Every limit that the product knows, from law, practice elsewhere or our own choice. Where one article sets two limits
 * the second has the suffix -2. What is not confirmed is shown as 待核实 and is always open to a county's setting.
 */
export const DEADLINE_TABLE = {
  'MR-01': rule(
    '发现侵害或疑似侵害',
    '向公安机关报案，并向民政、教育等部门报告',
    null,
    'instant',
    minorsLaw('第十一条'),
  ),
  'MR-02': rule('公安机关受案或立案', '向报告单位告知进展', 3, 'calendar-day', mandatoryReport),
  'MR-03': rule('移送审查起诉之前', '再次向报告单位告知进展', null, 'event', mandatoryReport),
  'MR-04': rule(
    '部门处理完毕',
    '以适当方式将结果告知报告人（未规定天数）',
    null,
    'event',
    minorsLaw('第十一条第三款'),
  ),

  'GV-01': rule('委托照护期间', '父母与孩子、受托人至少联系一次', 1, 'per-week', minorsLaw('第二十三条')),
  'GV-02': rule('收到司法建议、检察建议', '书面回复', 1, 'month', minorsLaw('第一百一十四条')),
  'GV-03': rule('申请人身安全保护令', '法院作出裁定', 72, 'hour', familyViolenceLaw('第二十八条')),
  'GV-03-2': rule('申请人身安全保护令（紧急）', '法院作出裁定', 24, 'hour', familyViolenceLaw('第二十八条')),
  'GV-04': rule('人身安全保护令生效', '有效期届满', 6, 'month', familyViolenceLaw('第三十条'), 'longest'),
  'GV-05': rule('开始临时监护', '临时监护期限届满', 1, 'year', custodyOpinion, 'longest'),
  'GV-06': rule(
    '临时监护评估',
    '评估组至少人数',
    3,
    'persons',
    elsewhere('《未成年人临时监护服务规范》（征求意见稿）', 'P'),
    'shortest',
  ),
  'GV-07': rule('送回家庭', '继续跟踪回访，不少于', 3, 'month', shanghaiStation, 'shortest'),
  'GV-07-2': rule('送回家庭', '跟踪回访，不超过', 12, 'month', shanghaiStation, 'longest'),

  'VS-01': rule(
    '新增困境、留守儿童',
    '首次探访',
    5,
    'working-day',
    elsewhere('杭州市 DB3301/T 0460-2024《儿童主任服务规范》', 'P'),
  ),
  'VS-02': rule('高风险儿童情况重大变化', '上门探访', 24, 'hour', visitOpinion),
  'VS-03': rule('高风险儿童', '定期探访', 1, 'per-week', visitOpinion),
  'VS-04': rule('散居孤儿、困境儿童', '定期探访', 1, 'per-month', visitOpinion),
  'VS-05': rule('一般儿童', '定期探访', 1, 'per-quarter', visitOpinion),
  'VS-06': rule(
    '每年三月、九月',
    '重新评定风险等级',
    null,
    'event',
    elsewhere('贵州省黔西县留守儿童风险评估表'),
  ),

  'AL-01': rule('受理基本生活补贴申请', '乡镇查验', 15, 'working-day', crossProvince),
  'AL-02': rule('乡镇上报', '县级民政部门确认', 15, 'working-day', crossProvince),
  'AL-03': rule('跨省通办受理', '录入并推送户籍地', 3, 'working-day', crossProvince),
  'AL-04': rule('跨省通办办结', '告知申请人', 3, 'working-day', crossProvince),
  'AL-05': rule('确认，或出现终止情形', '次月起发放或停发', 1, 'next-month', allowanceGuide),
  'AL-06': rule('受理孤儿认定申请', '乡镇审核', 10, 'working-day', elsewhere('济宁市孤儿认定办理指南')),
  'AL-06-2': rule('乡镇上报孤儿认定', '县级审批', 10, 'working-day', elsewhere('济宁市孤儿认定办理指南')),
  'AL-07': rule('公安机关受理失联报案', '可认定为失联，须满', 6, 'month', unattendedChildren, 'shortest'),
  'AL-08': rule(
    '服刑、强制戒毒等限制人身自由',
    '可认定，期限须满',
    6,
    'month',
    unattendedChildren,
    'shortest',
  ),

  'BU-01': rule(
    '启动学生欺凌调查',
    '完成调查处理',
    10,
    'calendar-day',
    from('《加强中小学生欺凌综合治理方案》（教督〔2017〕10号）、广东省实施办法（2018）')(),
  ),
  'BU-02': rule(
    '收到对认定结论的申诉',
    '完成复查',
    15,
    'calendar-day',
    from('《加强中小学生欺凌综合治理方案》（教督〔2017〕10号）', 'R')(),
  ),
  'BU-03': rule(
    '每学期',
    '防欺凌培训、教育、专项调查各一次',
    1,
    'per-term',
    elsewhere('贵州省学生欺凌防控职责（2024）'),
  ),
  'EQ-01': rule('录用之前，此后每年', '查询性侵害等违法犯罪记录', 1, 'per-year', minorsLaw('第六十二条')),
  'LA-01': rule(
    '未成年犯罪嫌疑人、被告人没有辩护人',
    '通知法律援助机构',
    3,
    'calendar-day',
    legalAidLaw('第三十六条'),
  ),
  'LA-01-2': rule('收到指派律师通知', '指派律师', 3, 'calendar-day', legalAidLaw('第三十六条')),
  'LA-02': rule(
    '被害人或其代理人申请法律援助',
    '审查并作出决定',
    7,
    'calendar-day',
    legalAidLaw('第四十三条'),
  ),
  'LA-02-2': rule('决定给予法律援助', '指派律师', 3, 'calendar-day', legalAidLaw('第四十三条')),
  'AD-01': rule(
    '发布查找弃婴生父母的公告',
    '公告期，须满',
    60,
    'calendar-day',
    adoptionRules('第八条'),
    'shortest',
  ),
  'AD-02': rule('收到收养登记申请', '完成审查', 30, 'calendar-day', adoptionRules('第八条')),
  'SP-01': rule('专门学校学生', '每学期评估', 1, 'per-term', delinquencyLaw('第四十六条')),
  'PI-01': rule(
    '个人信息泄露',
    '启动预案、报告、告知本人和监护人',
    null,
    'instant',
    networkRules('第三十五条'),
  ),
  'PI-02': rule('处理未成年人个人信息', '合规审计', 1, 'per-year', networkRules('第三十七条')),
  'ST-01': rule('按季', '向领导小组通报', 1, 'per-quarter', elsewhere('宁夏回族自治区通报制度（2019）')),
  'ST-01-2': rule('按年', '向领导小组通报', 1, 'per-year', elsewhere('宁夏回族自治区通报制度（2019）')),
  'SF-01': rule('无烟学校', '每学期自查', 1, 'per-term', ourDefault),

  'CL-01': rule('接到有现实危险的报告', '研判分级', 2, 'hour', ourDefault),
  'CL-02': rule('接到其他报告', '研判分级', 1, 'working-day', ourDefault),
  'CL-03': rule('立案', '完成评估', 5, 'working-day', ourDefault),
  'CL-04': rule('立案', '制定服务计划', 10, 'working-day', ourDefault),
  'CL-05': rule('发出转介', '承接单位答复', 5, 'working-day', ourDefault),
  'CL-06': rule('发出转介', '承接单位签收', 1, 'working-day', ourDefault),
  'CL-07': rule('结案', '回访', 30, 'calendar-day', ourDefault),
  'CL-08': rule('作出决定或结案', '告知报告人', 3, 'working-day', ourDefault),

  'CA-01': rule('评估为紧急或高', '再次评估', 1, 'per-month', ourDefault),
  'CA-02': rule('评估为中或低', '再次评估', 1, 'per-quarter', ourDefault),
  'CA-03': rule('评估等级降低', '另一人确认', 3, 'working-day', ourDefault),
} as const
