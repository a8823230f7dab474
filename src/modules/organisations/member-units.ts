/** 成员单位: a unit of the county's leading group for the protection of minors (未成年人保护工作领导小组). */
export type MemberUnit = {
  /** Stable word for our own use; no national code. */
  code: string
  /** As it stands on a document of the county. */
  name: string
  shortName: string
  kind: 'party' | 'judicial' | 'government' | 'people'
}

/**
 * Where the list comes from. A county enters its own in place of it: of 佛冈's 30 units its article names only the
 * publicity department, the political-legal committee, education and police.
 */
export const MEMBER_UNIT_LIST = {
  asOf: '2026-11-23',
  source: '演示用种子名单，非县正式文件',
  confidence: '待核实',
} as const

const unit = (code: string, name: string, shortName: string, kind: MemberUnit['kind']): MemberUnit => ({
  code,
  name,
  shortName,
  kind,
})

/** Thirty units to begin with, in the order of protocol (party, courts, government, people's organisations). */
export const MEMBER_UNITS: readonly MemberUnit[] = [
  unit('organisation', '县委组织部', '组织部', 'party'),
  unit('publicity', '县委宣传部', '宣传部', 'party'),
  unit('political-legal', '县委政法委', '政法委', 'party'),
  unit('cyberspace', '县委网信办', '网信办', 'party'),
  unit('staffing', '县委编办', '编办', 'party'),
  unit('court', '县人民法院', '法院', 'judicial'),
  unit('procuratorate', '县人民检察院', '检察院', 'judicial'),
  unit('development-reform', '县发展和改革局', '发改局', 'government'),
  unit('education', '县教育局', '教育局', 'government'),
  unit('industry-commerce', '县科工商务局', '科工商务局', 'government'),
  unit('public-security', '县公安局', '公安局', 'government'),
  unit('civil-affairs', '县民政局', '民政局', 'government'),
  unit('justice', '县司法局', '司法局', 'government'),
  unit('finance', '县财政局', '财政局', 'government'),
  unit('human-resources', '县人力资源和社会保障局', '人社局', 'government'),
  unit('housing', '县住房和城乡建设局', '住建局', 'government'),
  unit('transport', '县交通运输局', '交通运输局', 'government'),
  unit('water', '县水利局', '水利局', 'government'),
  unit('agriculture', '县农业农村局', '农业农村局', 'government'),
  unit('culture-tourism', '县文化广电旅游体育局', '文广旅体局', 'government'),
  unit('health', '县卫生健康局', '卫健局', 'government'),
  unit('emergency', '县应急管理局', '应急管理局', 'government'),
  unit('market-regulation', '县市场监督管理局', '市场监管局', 'government'),
  unit('medical-insurance', '县医疗保障局', '医保局', 'government'),
  unit('statistics', '县统计局', '统计局', 'government'),
  unit('trade-union', '县总工会', '总工会', 'people'),
  unit('youth-league', '共青团县委', '团县委', 'people'),
  unit('women', '县妇女联合会', '妇联', 'people'),
  unit('disabled-persons', '县残疾人联合会', '残联', 'people'),
  unit('next-generation', '县关心下一代工作委员会', '关工委', 'people'),
]
