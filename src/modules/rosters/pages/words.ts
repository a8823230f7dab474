import type { Tone } from '#web/kit/StateTag.tsx'
import { RowVerdict, type Counts, type RosterState } from '../contract.ts'
import { fieldLabel, ROW_VERDICT } from '../labels.ts'

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

const RECORD: Record<string, string> = {
  person: '亲属',
  'child-person': '亲属关系',
  'child-category': '类别',
  'parent-state': '父母状况',
  'delegated-care': '委托照护',
  'health-record': '健康与残疾',
}

/** A kind of record that a roster wrote, or a field that it would write. */
export const writtenLabel = (kind: string) => RECORD[kind] ?? fieldLabel(kind)
