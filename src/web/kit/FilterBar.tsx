import { Button, Select } from 'antd'
import type { ReactNode } from 'react'

type Props = {
  children: ReactNode
  /** Given when something is filtered: shows 清除筛选. */
  onClear?: (() => void) | undefined
}

/** The row of filters over a list. */
export function FilterBar({ children, onClear }: Props) {
  return (
    <div className="sw-filters sw-no-print" role="search" aria-label="筛选">
      {children}
      {onClear && (
        <Button type="link" onClick={onClear}>
          清除筛选
        </Button>
      )}
    </div>
  )
}

type FilterSelectProps<V extends string> = {
  /** "类别"; shows as 全部类别 while nothing is chosen. */
  label: string
  /** Value → word, as `labels.ts` holds it. */
  words: Record<V, string>
  value: V | undefined
  onChange: (value: V | undefined) => void
}

export function FilterSelect<V extends string>({ label, words, value, onChange }: FilterSelectProps<V>) {
  return (
    <Select<V>
      allowClear
      aria-label={label}
      className="sw-filter"
      popupMatchSelectWidth={false}
      placeholder={`全部${label}`}
      value={value}
      onChange={(next: V | undefined) => onChange(next)}
      options={Object.entries<string>(words).map(([key, word]) => ({ value: key as V, label: word }))}
    />
  )
}
