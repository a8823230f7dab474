import type { Coverage, Post, Site } from './network/contract.ts'
import type { Division, DivisionChange } from './divisions/contract.ts'
import type { DeadlineRule } from './settings/contract.ts'
import type { Unit } from './units/contract.ts'

export const LEVEL_LABEL = { county: '县', town: '镇（街道）', village: '村（居）' } satisfies Record<
  Division['level'],
  string
>

export const DIVISION_KIND_LABEL = { village: '村', community: '社区' } satisfies Record<
  NonNullable<Division['kind']>,
  string
>

export const CHANGE_LABEL = { rename: '更名', merge: '撤并', split: '拆分' } satisfies Record<
  DivisionChange['kind'],
  string
>

export const SITE_LABEL = {
  centre: '县未成年人救助保护中心',
  station: '镇未成年人保护工作站',
  point: '村（居）未成年人保护工作点',
} satisfies Record<Site['kind'], string>

export const POST_LABEL = {
  'child-director': '儿童主任',
  'child-supervisor': '儿童督导员',
} satisfies Record<Post['kind'], string>

export const UNIT_KIND_LABEL = {
  'member-unit': '成员单位',
  school: '学校',
  hospital: '医院',
  'protection-centre': '救助保护机构',
  'social-organisation': '社会组织',
  other: '其他',
} satisfies Record<Unit['kind'], string>

/** What each figure of the coverage counts; shown beside it, because a number without its definition misleads. */
export const COVERAGE_LABEL = {
  centre: { name: '县级中心', definition: '当日已设立且未关闭的县未成年人救助保护中心' },
  stations: {
    name: '镇级工作站',
    definition: '当日有已设立且未关闭的工作站的镇（街道）数 ÷ 当日有效的镇（街道）总数',
  },
  points: {
    name: '村（居）工作点',
    definition: '当日有已设立且未关闭的工作点的村（居）数 ÷ 当日有效的村（居）总数',
  },
  directors: {
    name: '儿童主任在岗',
    definition: '当日至少有一名在任儿童主任的村（居）数 ÷ 当日有效的村（居）总数',
  },
  supervisors: {
    name: '儿童督导员在岗',
    definition: '当日至少有一名在任儿童督导员的镇（街道）数 ÷ 当日有效的镇（街道）总数',
  },
  liaisons: { name: '成员单位联络员', definition: '当日有在任联络员的成员单位数 ÷ 当日在册的成员单位总数' },
} satisfies Record<Coverage['key'], { name: string; definition: string }>

export const DEADLINE_UNIT_LABEL = {
  instant: '立即',
  hour: '小时',
  'calendar-day': '日',
  'working-day': '个工作日',
  month: '个月',
  year: '年',
  'next-month': '个月后的次月起',
  'per-week': '周一次',
  'per-month': '个月一次',
  'per-quarter': '季度一次',
  'per-year': '年一次',
  'per-term': '次/学期',
  event: '不计天数',
  persons: '人以上',
} satisfies Record<DeadlineRule['unit'], string>

export const DEADLINE_KIND_LABEL = {
  deadline: '办理期限',
  longest: '最长',
  shortest: '最短',
  frequency: '频次',
} satisfies Record<DeadlineRule['kind'], string>

/** A limit in words: 15 个工作日, 每 1 周一次, 立即. */
export const limitText = ({ limit, unit }: Pick<DeadlineRule, 'limit' | 'unit'>) => {
  const word = DEADLINE_UNIT_LABEL[unit]
  if (limit === null) return word
  if (unit.startsWith('per-') && unit !== 'per-term') return `每 ${limit} ${word}`
  return `${limit} ${word}`
}
