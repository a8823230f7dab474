import { daysBetween } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import type { getNetwork, VillageNode } from '#modules/organisations/network/contract.ts'
import { SUPPRESSED_BELOW, type countChildrenInDifficulty } from '../contract.ts'

export type Network = OutputOf<typeof getNetwork>
export type Counts = OutputOf<typeof countChildrenInDifficulty>

/** How a village is painted and what is said of it. */
export type Shade = { text: string; colour: string }

export type Measure = 'point' | 'director' | 'difficulty' | 'set-up'

export const MEASURE_LABEL = {
  point: '有没有工作点',
  director: '儿童主任是否在岗',
  'set-up': '工作点设立时间',
  difficulty: '困境儿童人数',
} satisfies Record<Measure, string>

const YES = '#2f7d6b'
const NO = '#c77700'
const UNKNOWN = '#b9c1bd'
/** From few to many; told apart also without colour by their lightness. */
const STEPS = ['#dcebe5', '#a9d0c2', '#6fb09d', '#2f7d6b', '#124a40'] as const
const FALLBACK = STEPS[4]

const stepOf = (limits: number[], value: number) =>
  STEPS[limits.filter((limit) => value >= limit).length] ?? FALLBACK

const POINT_YEARS = [1, 2, 4, 6]
const PERSONS = [10, 20, 40, 80]

const shadeOfPoint = ({ sites }: VillageNode): Shade => {
  const point = sites.find(({ kind }) => kind === 'point')
  return point ? { text: `${point.setUpOn} 设立`, colour: YES } : { text: '没有工作点', colour: NO }
}

const shadeOfDirector = ({ posts }: VillageNode): Shade => {
  const held = posts.find(({ holding }) => holding !== null)
  if (held) return { text: `${held.holding?.holderName}在任`, colour: YES }
  return { text: posts[0]?.vacantSince ? `空缺,自 ${posts[0].vacantSince}` : '没有设岗', colour: NO }
}

const shadeOfSetUp = ({ sites }: VillageNode, on: string): Shade => {
  const point = sites.find(({ kind }) => kind === 'point')
  if (!point) return { text: '没有工作点', colour: NO }
  return { text: `${point.setUpOn} 设立`, colour: stepOf(POINT_YEARS, daysBetween(point.setUpOn, on) / 365) }
}

const shadeOfCount = (count: number | null | undefined): Shade => {
  if (count === undefined) return { text: '不在您的工作范围', colour: UNKNOWN }
  if (count === null) return { text: `少于 ${SUPPRESSED_BELOW} 人`, colour: STEPS[0] }
  return { text: `${count} 人`, colour: stepOf(PERSONS, count) }
}

/** The shade of each village for what the user picked. */
export const shader = (measure: Measure, on: string, counts: Counts | undefined) => {
  const byCode = new Map(counts?.items.map(({ divisionCode, count }) => [divisionCode, count]))
  return (village: VillageNode): Shade => {
    if (measure === 'point') return shadeOfPoint(village)
    if (measure === 'director') return shadeOfDirector(village)
    if (measure === 'set-up') return shadeOfSetUp(village, on)
    return shadeOfCount(byCode.get(village.code))
  }
}

const ranges = (limits: number[], unit: string, lowest: string) => [
  { text: lowest, colour: STEPS[0] },
  ...limits.map((limit, index) => ({
    text:
      limits[index + 1] === undefined
        ? `${limit} ${unit}以上`
        : `${limit}–${(limits[index + 1] ?? 0) - 1} ${unit}`,
    colour: STEPS[index + 1] ?? FALLBACK,
  })),
]

/** What the colours mean. */
export const legendOf = (measure: Measure): Shade[] => {
  if (measure === 'point')
    return [
      { text: '有工作点', colour: YES },
      { text: '没有', colour: NO },
    ]
  if (measure === 'director')
    return [
      { text: '在岗', colour: YES },
      { text: '空缺或未设岗', colour: NO },
    ]
  if (measure === 'set-up')
    return [
      { text: '设立不满 1 年', colour: STEPS[0] },
      { text: '1 年以上', colour: STEPS[1] },
      { text: '2 年以上', colour: STEPS[2] },
      { text: '4 年以上', colour: STEPS[3] },
      { text: '6 年以上', colour: STEPS[4] },
      { text: '没有工作点', colour: NO },
    ]
  return [
    ...ranges(PERSONS, '人', '少于 10 人(少于 5 人的不显示数字)'),
    { text: '不在您的工作范围', colour: UNKNOWN },
  ]
}

export const DEFINITION = {
  point: '当日有已设立且未关闭的工作点',
  director: '当日至少有一名在任的儿童主任',
  'set-up': '现有工作点的设立日期距今的年数',
  difficulty: '',
} satisfies Record<Measure, string>
