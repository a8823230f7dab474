/**
 * 强制报告九类情形 and who must report: 《关于建立侵害未成年人案件强制报告制度的意见（试行）》（高检发〔2020〕9号）第三条、第四条.
 * The names are kept with reports (`duty_kinds`): they never change. `isRead` tells whether somebody here has compared the words
 * with the text itself; the others are shown as 待核实.
 */
export const DUTY_KINDS = {
  'private-parts-injury': { text: '生殖器官或隐私部位受到或者疑似受到非正常损伤', isRead: true },
  'girl-under-14': { text: '不满十四周岁的女孩受到或者疑似受到性侵害，或者怀孕、流产', isRead: true },
  'girl-over-14': { text: '十四周岁以上的女孩因受到或者疑似受到性侵害而怀孕、流产', isRead: false },
  'injury-neglect': {
    text: '身体多处受伤、严重营养不良、意识不清，疑似受到家庭暴力、欺凌、虐待、殴打或者被人麻醉',
    isRead: false,
  },
  'unnatural-harm': {
    text: '因自杀、自残、工伤、中毒、被人麻醉、殴打等不正常的原因伤残、死亡',
    isRead: false,
  },
  abandoned: { text: '被遗弃，或者长期没有人照料', isRead: false },
  'missing-trafficked': { text: '来历不明、失踪，或者被拐卖、收买', isRead: false },
  begging: { text: '被人组织乞讨', isRead: false },
  'other-grave': { text: '其他严重侵害身心健康，或者正面临受侵害的危险', isRead: false },
} as const satisfies Record<string, { text: string; isRead: boolean }>
export type DutyKind = keyof typeof DUTY_KINDS

// Object.keys of a literal record gives its keys; TypeScript only says string.
export const DUTY_KIND_NAMES = Object.keys(DUTY_KINDS) as DutyKind[]

/** Bodies whose people must report what they find at work (第三条). */
export const DUTY_BODIES = {
  state: '国家机关，或者法律授权行使公权力的单位（公职人员）',
  village: '村（居）民委员会',
  school: '中小学、幼儿园',
  training: '校外培训、校外活动场所',
  bus: '校车服务',
  nursery: '托育、托儿',
  hospital: '医院、妇幼保健院、急救中心、诊所等医疗机构',
  welfare: '儿童福利、救助管理、未成年人保护机构',
  'social-work': '社会工作服务机构',
  hotel: '旅店、宾馆',
} as const satisfies Record<string, string>
export type DutyBody = keyof typeof DUTY_BODIES
