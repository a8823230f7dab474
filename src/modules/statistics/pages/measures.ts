import { daysBetween } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import type { VillageNode } from '#modules/organisations/network/contract.ts'
import { SUPPRESSED_BELOW, type countChildrenInDifficulty } from '../contract.ts'

type Counts = OutputOf<typeof countChildrenInDifficulty>

/** How a village is painted, what is said of it, and the one word that stands in the tile, so that colour is never alone. */
export type Shade = { text: string; short: string; colour: string }

export type Measure = 'point' | 'director' | 'difficulty' | 'set-up'

export const MEASURE_LABEL = {
  point: '有没有工作点',
  director: '儿童主任是否在岗',
  'set-up': '工作点设立时间',
  difficulty: '困境儿童人数',
} satisfies Record<Measure, string>

const YES = '#2f7d6b'
const NO = '#a65f00'
const UNKNOWN = '#b9c1bd'
/** From few to many; told apart also without colour by their lightness. */
const STEPS = ['#dcebe5', '#a9d0c2', '#6fb09d', '#2f7d6b', '#124a40'] as const
const FALLBACK = STEPS[4]

const stepOf = (limits: number[], value: number) =>
  STEPS[limits.filter((limit) => value >= limit).length] ?? FALLBACK

const POINT_YEARS = [1, 2, 4, 6]
const PERSONS = [10, 20, 40, 80]

const pointOf = ({ sites }: VillageNode) => sites.find(({ kind }) => kind === 'point')

const shadeOfPoint = (village: VillageNode): Shade => {
  const point = pointOf(village)
  if (!point) return { text: '没有工作点', short: '没有', colour: NO }
  return { text: `${point.setUpOn} 设立`, short: '有', colour: YES }
}

const shadeOfDirector = ({ posts }: VillageNode): Shade => {
  const holding = posts.find((post) => post.holding !== null)?.holding
  if (holding) return { text: `${holding.holderName}在任`, short: holding.holderName, colour: YES }
  const since = posts[0]?.vacantSince
  return { text: since ? `空缺，自 ${since}` : '没有设岗', short: since ? '空缺' : '未设', colour: NO }
}

const shadeOfSetUp = (village: VillageNode, on: string): Shade => {
  const point = pointOf(village)
  if (!point) return { text: '没有工作点', short: '没有', colour: NO }
  const years = daysBetween(point.setUpOn, on) / 365
  return {
    text: `${point.setUpOn} 设立`,
    short: point.setUpOn.slice(0, 7),
    colour: stepOf(POINT_YEARS, years),
  }
}

const shadeOfCount = (count: number | null | undefined): Shade => {
  if (count === undefined) return { text: '不在您的工作范围', short: '—', colour: UNKNOWN }
  if (count === null)
    return { text: `少于 ${SUPPRESSED_BELOW} 人`, short: `<${SUPPRESSED_BELOW}`, colour: STEPS[0] }
  return { text: `${count} 人`, short: `${count} 人`, colour: stepOf(PERSONS, count) }
}

/** White on what is dark, ink on what is light: 4.5:1 either way. */
export const inkOn = (colour: string) => ([YES, NO, STEPS[4]].includes(colour) ? '#fff' : '#1e2a27')

export type Shader = (village: VillageNode) => Shade

/** The shade of each village for what the user picked. */
export const shader = (measure: Measure, on: string, counts: Counts | undefined): Shader => {
  const byCode = new Map(counts?.items.map(({ divisionCode, count }) => [divisionCode, count]))
  return (village) => {
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
export const legendOf = (measure: Measure): Omit<Shade, 'short'>[] => {
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
    ...ranges(PERSONS, '人', '少于 10 人（少于 5 人的不显示数字）'),
    { text: '不在您的工作范围', colour: UNKNOWN },
  ]
}

export const DEFINITION = {
  point: '当日有已设立且未关闭的工作点',
  director: '当日至少有一名在任的儿童主任',
  'set-up': '现有工作点的设立日期距今的年数',
  difficulty: '',
} satisfies Record<Measure, string>
