import type { CategoryKind, Child } from './shapes.ts'

/** What the duty desk asks first; one yes among the first five means that somebody goes at once. */
export type DangerAnswers = {
  isHurtNow: boolean
  isWithSuspectedOffender: boolean
  /** Under eight, or in need of care, and nobody there (《未成年人保护法》第二十一条). */
  isUnattended: boolean
  isAtRiskOfSelfHarm: boolean
  isMissing: boolean
  isSexualHarmSuspected: boolean
  lacksFoodOrShelter: boolean
}

/** How far the story has come by today. */
export type StoryStage =
  | 'received'
  | 'dismissed'
  | 'transferred'
  | 'case-opened'
  | 'assessed'
  | 'planned'
  | 'referred'
  | 'answered'
  | 'awaiting-approval'
  | 'closed'
  | 'looked-back'

export type PlanItem = {
  what: string
  state: 'open' | 'done' | 'dropped'
  /** Why it was dropped. */
  reason?: string
  /** Code of the member unit that is to do it. */
  unit?: string
}

export type Story = {
  key: string
  daysAgo: number
  /** Clock time of the call, `HH:MM`. */
  at: string
  /** `is`: someone of the county, whose own name and telephone the report then has. */
  reporter: { relation: string; isAnonymous: boolean; is?: 'director' | 'father' | 'mother' }
  /** `{age}` becomes the child's age. */
  narrative: string
  /** Which child it is told of; absent when nobody knows who the child is. */
  wants?: {
    ages: readonly [number, number]
    sex?: Child['sex']
    /** Without one the child stands on no ledger. */
    category?: CategoryKind
    /** Parents of whom the story tells; they are there and well. */
    parents?: readonly ('father' | 'mother')[]
    isDisabled?: true
  }
  danger: Partial<DangerAnswers>
  level: 'red' | 'yellow' | 'blue' | 'green'
  /** Only named readers may open it. */
  isSealed?: true
  reaches: StoryStage
  assessment?: string
  plan?: PlanItem[]
  referral?: { unit: string; asks: string; answer?: string }
  /** What the reporter was told. */
  told?: string
}

/** Twelve invented telephone reports, each at another place of the way from the first call to the look-back. */
export const STORIES: readonly Story[] = [
  {
    key: 'alone-at-night',
    daysAgo: 0,
    at: '07:40',
    reporter: { relation: '邻居', isAnonymous: false },
    narrative: '隔壁{age}岁的孩子昨晚一个人在家哭到半夜，门从外面锁着，大人两天没见回来，今早还在哭。',
    wants: { ages: [4, 7] },
    danger: { isUnattended: true, lacksFoodOrShelter: true },
    level: 'red',
    reaches: 'case-opened',
  },
  {
    key: 'cuts-on-the-arm',
    daysAgo: 6,
    at: '11:05',
    reporter: { relation: '班主任', isAnonymous: false },
    narrative:
      '班上一名{age}岁女生手臂有多处新旧割痕，近一个月不愿与同学说话，说过“没意思”。家长电话里说孩子闹脾气。',
    wants: { ages: [12, 15], sex: 'female', parents: ['father', 'mother'] },
    danger: { isAtRiskOfSelfHarm: true },
    level: 'red',
    reaches: 'assessed',
    assessment:
      '有自伤行为，情绪低落约一个月；父母愿意配合但不了解风险。需尽快由专业人员评估，在校期间有老师陪伴。',
  },
  {
    key: 'drunken-father',
    daysAgo: 3,
    at: '22:18',
    reporter: { relation: '村民', isAnonymous: true },
    narrative: '村里有个{age}岁的孩子，父亲喝酒后常打他，今晚又打，脸上有血，孩子跑到小卖部不敢回家。',
    wants: { ages: [8, 12], sex: 'male', parents: ['father', 'mother'] },
    danger: { isHurtNow: true, isWithSuspectedOffender: true },
    level: 'red',
    reaches: 'referred',
    assessment: '面部软组织伤，一年内至少三次；母亲愿意带孩子暂住外婆家。属监护侵害，已送医检查并留存记录。',
    plan: [
      { what: '接孩子到外婆家暂住，每日电话联系', state: 'done' },
      { what: '公安机关调查处理，视情出具告诫书', state: 'open', unit: 'public-security' },
      { what: '父亲接受家庭教育指导', state: 'open', unit: 'women' },
    ],
    referral: { unit: 'public-security', asks: '请调查监护人殴打未成年人的情况，三日内告知受案或立案进展。' },
  },
  {
    key: 'carer-in-hospital',
    daysAgo: 24,
    at: '09:30',
    reporter: { relation: '儿童主任', is: 'director', isAnonymous: false },
    narrative:
      '一名{age}岁事实无人抚养儿童的照料人上周住院，家里暂由邻居帮忙做饭，补贴卡在照料人手里取不出钱。',
    wants: { ages: [6, 15], category: 'de-facto-unattended' },
    danger: { lacksFoodOrShelter: true },
    level: 'yellow',
    reaches: 'answered',
    assessment: '照料人预计住院三周，孩子起居有邻居照看，无人监管学习；需临时照料安排和补贴领取人变更。',
    plan: [
      { what: '与亲属签订临时照料约定', state: 'done' },
      { what: '变更补贴领取人', state: 'open', unit: 'civil-affairs' },
    ],
    referral: {
      unit: 'civil-affairs',
      asks: '请在照料人住院期间变更基本生活补贴领取人。',
      answer: '已为孩子办理本人账户，自下月起改发新账户，本月补贴由镇工作站协助取出。',
    },
  },
  {
    key: 'not-at-school',
    daysAgo: 12,
    at: '15:20',
    reporter: { relation: '亲属', isAnonymous: false },
    narrative: '{age}岁的孩子跟老家亲属住，父母在外打工，已经两周没去上学，整天在家玩手机，照护人叫不动。',
    wants: { ages: [7, 15], category: 'left-behind' },
    danger: {},
    level: 'yellow',
    reaches: 'planned',
    assessment: '与同学起冲突后不愿返校，父母每月联系一次；无伤害迹象。需学校劝返并督促父母每周联系。',
    plan: [
      { what: '班主任和儿童主任一同家访劝返', state: 'open', unit: 'education' },
      { what: '督促父母每周至少联系一次孩子和照护人', state: 'open' },
    ],
  },
  {
    key: 'begging-at-the-market',
    daysAgo: 0,
    at: '10:12',
    reporter: { relation: '路人', isAnonymous: true },
    narrative: '农贸市场门口有一个看上去七八岁的男孩跪着讨钱，旁边有个中年男人一直看着，口音不像本地人。',
    danger: { isWithSuspectedOffender: true },
    level: 'red',
    reaches: 'received',
  },
  {
    key: 'hospital-finding',
    daysAgo: 2,
    at: '16:45',
    reporter: { relation: '接诊医生', isAnonymous: false },
    narrative: '接诊一名{age}岁女孩，检查发现疑似遭受侵害的情形，已按强制报告规定向公安机关报案并保存病历。',
    wants: { ages: [12, 13], sex: 'female' },
    danger: { isSexualHarmSuspected: true },
    level: 'red',
    isSealed: true,
    reaches: 'referred',
    assessment: '公安机关已受理；需一次完成询问，女性工作人员在场，尽快安排心理支持。',
    plan: [
      { what: '一站式询问和检查，监护人或合适成年人到场', state: 'open', unit: 'public-security' },
      { what: '心理支持', state: 'open', unit: 'health' },
    ],
    referral: { unit: 'public-security', asks: '请安排一站式询问取证，并告知监护人权利。' },
  },
  {
    key: 'training-not-started',
    daysAgo: 52,
    at: '14:00',
    reporter: { relation: '母亲', is: 'mother', isAnonymous: false },
    narrative: '孩子{age}岁，有残疾证，申请康复训练两个多月没有答复，不知道该找谁。',
    wants: { ages: [2, 10], category: 'severe-illness-disability', parents: ['mother'], isDisabled: true },
    danger: {},
    level: 'blue',
    reaches: 'closed',
    assessment: '材料缺定点机构方案，家属不知情。协助补齐后可受理。',
    plan: [
      { what: '协助联系定点康复机构出具训练方案', state: 'done' },
      { what: '受理康复救助申请', state: 'done', unit: 'disabled-persons' },
      { what: '申请交通补助', state: 'dropped', reason: '机构每日有接送车，家属表示不再需要' },
    ],
    referral: {
      unit: 'disabled-persons',
      asks: '请核查康复救助申请进度并告知家属所缺材料。',
      answer: '已受理并核准，本月起在定点机构开始训练。',
    },
    told: '孩子的康复训练申请已核准，从本月开始，训练机构会联系您约时间。',
  },
  {
    key: 'hotel-desk',
    daysAgo: 1,
    at: '23:36',
    reporter: { relation: '旅馆前台', isAnonymous: false },
    narrative:
      '一名看上去十五六岁的女孩由一名成年男子带来登记住宿，问关系答不清楚，女孩一直低头不说话，没有带证件。',
    danger: { isWithSuspectedOffender: true },
    level: 'red',
    reaches: 'transferred',
    told: '您反映的情况已立即转公安机关到场处置，感谢您及时报告。',
  },
  {
    key: 'bullied-at-school',
    daysAgo: 33,
    at: '18:50',
    reporter: { relation: '父亲', is: 'father', isAnonymous: false },
    narrative: '{age}岁的儿子几个月来多次被同班三个同学要钱、起绰号，上周书包被扔进水沟，孩子不敢上学。',
    wants: { ages: [10, 14], sex: 'male', parents: ['father'] },
    danger: {},
    level: 'yellow',
    reaches: 'awaiting-approval',
    assessment: '学校调查认定构成欺凌；双方监护人已到校，孩子恢复上学，仍怕单独去洗手间。',
    plan: [
      { what: '学校十日内完成调查认定并告知双方监护人', state: 'done', unit: 'education' },
      { what: '为孩子安排心理老师每周一次谈话', state: 'done', unit: 'education' },
    ],
    referral: {
      unit: 'education',
      asks: '请督促学校启动欺凌调查程序，并把认定和处理结果告知双方监护人。',
      answer: '学校治理委员会已认定为欺凌（较轻），三名学生受到批评教育并书面道歉，财物已赔偿。',
    },
  },
  {
    key: 'house-after-the-rain',
    daysAgo: 75,
    at: '08:15',
    reporter: { relation: '儿童主任', is: 'director', isAnonymous: false },
    narrative: '一户低收入家庭的老屋在大雨后后墙开裂，{age}岁的孩子和母亲还住在里面。',
    wants: { ages: [3, 14], category: 'poor-family', parents: ['mother'] },
    danger: { lacksFoodOrShelter: true },
    level: 'yellow',
    reaches: 'looked-back',
    assessment: '房屋鉴定为危房，母子可暂住村委会安排的房间；符合危房改造条件。',
    plan: [
      { what: '当日转移到安全住处', state: 'done' },
      { what: '危房鉴定和改造', state: 'done', unit: 'housing' },
    ],
    referral: {
      unit: 'housing',
      asks: '请鉴定房屋并按政策安排改造。',
      answer: '已列入本年度改造，屋顶和后墙加固完工并验收。',
    },
    told: '房屋已加固并通过验收，孩子和母亲已搬回居住。',
  },
  {
    key: 'crying-next-door',
    daysAgo: 18,
    at: '20:05',
    reporter: { relation: '邻居', isAnonymous: true },
    narrative: '楼上经常传来小孩的哭声和大人的吼声，孩子大概{age}岁，担心被打。',
    wants: { ages: [2, 6], parents: ['mother'] },
    danger: {},
    level: 'green',
    reaches: 'dismissed',
    assessment: '儿童主任和民警上门查看，孩子无伤，因就医打针后哭闹；与母亲谈了安抚的办法，留下求助电话。',
    told: '已上门查看，孩子安全。感谢您的关心，再有类似情况请随时来电。',
  },
]
