import type { Tone } from '#web/kit/StateTag.tsx'
import { RowVerdict, type Counts, type RosterState } from '../contract.ts'
import { ROW_VERDICT } from '../labels.ts'

export const STATE_TONE = {
  received: 'attention',
  reading: 'active',
  previewed: 'attention',
  applying: 'active',
  applied: 'good',
  undoing: 'active',
  undone: 'neutral',
  discarded: 'neutral',
  failed: 'bad',
} satisfies Record<RosterState, Tone>

export const VERDICT_TONE = {
  new: 'good',
  changed: 'active',
  same: 'neutral',
  doubtful: 'attention',
  wrong: 'bad',
  skipped: 'neutral',
} satisfies Record<RowVerdict, Tone>

/** A number as people read it: 80,216. */
export const numberText = (value: number) => value.toLocaleString('zh-CN')

/** Kinds of rows that occur: "新增 12 · 有错 3". */
export const countsText = ({ verdicts }: Counts) =>
  RowVerdict.options
    .filter((verdict) => verdicts[verdict])
    .map((verdict) => `${ROW_VERDICT[verdict]} ${numberText(verdicts[verdict])}`)
    .join(' · ')

/** Something is under way that ends by itself; the page looks again until then. */
export const isWorking = (state: RosterState) =>
  state === 'reading' || state === 'applying' || state === 'undoing'

const STEP_OF = {
  received: 'mapping',
  reading: 'preview',
  previewed: 'preview',
  applying: 'apply',
  applied: 'apply',
  undoing: 'apply',
  undone: 'apply',
  discarded: 'mapping',
  failed: 'mapping',
} as const satisfies Record<RosterState, string>

export const stepOf = (state: RosterState) => STEP_OF[state]

/** Bytes for people: 612 KB, 7.4 MB. */
export const sizeText = (bytes: number) =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`

export const optionsOf = <V extends string>(words: Record<V, string>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value, label }))
