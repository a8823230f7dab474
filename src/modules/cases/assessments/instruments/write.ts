import type { Band, InstrumentContent, Level, Option, Question } from '../scoring/content.ts'

/** Whoever works on cases. */
export const WORKERS: InstrumentContent['roles'] = ['supervisor', 'duty-officer', 'caseworker', 'centre-head']

type OptionLine = readonly [value: string, text: string, points: number, more?: string | Partial<Option>]

const optionOf = ([value, text, points, more]: OptionLine): Option => ({
  value,
  text,
  points,
  ...(typeof more === 'string' ? { atLeast: more } : more),
})

type Asked = Partial<Pick<Question, 'say' | 'hint' | 'isOptional' | 'shownWhen' | 'source'>>
type Scored = Asked & { weight?: number; unknown?: { points: 'worst' | 'half'; atLeast?: string } | null }

/** What nobody knows counts half at first sight; where a child may come to harm meanwhile, in full. */
const scored = ({ unknown = { points: 'half' }, ...more }: Scored) => ({
  ...more,
  ...(unknown && { unknown }),
})

export const choice = (id: string, text: string, options: OptionLine[], more: Scored = {}): Question => ({
  kind: 'choice',
  id,
  text,
  options: options.map(optionOf),
  ...scored(more),
})

export const several = (
  id: string,
  text: string,
  none: string,
  options: OptionLine[],
  more: Scored = {},
): Question => ({ kind: 'several', id, text, none, options: options.map(optionOf), ...scored(more) })

type Range = { min: number; max: number; minText: string; maxText: string; bands: Band[] }

export const scale = (id: string, text: string, range: Range, more: Scored = {}): Question => ({
  kind: 'scale',
  id,
  text,
  ...range,
  ...scored(more),
})

export const text = (id: string, words: string, more: Asked = {}): Question => ({
  kind: 'text',
  id,
  text: words,
  ...more,
})

export const day = (id: string, words: string, more: Asked = {}): Question => ({
  kind: 'day',
  id,
  text: words,
  ...more,
})

/** The last three, which every danger scale of ours has in common with the triage of reports. */
export const DANGER_LEVELS = ({
  immediate,
  high,
  medium,
}: Record<'immediate' | 'high' | 'medium', number | null>): Level[] => [
  {
    code: 'immediate',
    label: '紧急',
    danger: 'immediate',
    from: immediate,
    advice: '马上处置：先保证孩子安全，必要时报警、送医、带离；当天报告中心负责人，每天跟进。',
  },
  {
    code: 'high',
    label: '高',
    danger: 'high',
    from: high,
    advice: '两天内上门，开展监护评估，十天内会商并定计划；每周至少看望一次。',
  },
  {
    code: 'medium',
    label: '中',
    danger: 'medium',
    from: medium,
    advice: '一个月内弄清还不清楚的情况，定计划帮扶；每月至少看望一次。',
  },
  {
    code: 'low',
    label: '低',
    danger: 'low',
    from: 0,
    advice: '告诉家庭有困难找谁，按常规探访。',
  },
]
