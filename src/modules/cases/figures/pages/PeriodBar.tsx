import { Button, Input, Segmented, Select } from 'antd'
import { addDays } from '#kernel/day.ts'
import { PERIOD } from '../labels.ts'
import { periodAround } from '../rules.ts'
import './figures.css'

type Width = keyof typeof PERIOD
// Object.keys of a literal record gives its keys; TypeScript only says string.
const WIDTHS = Object.keys(PERIOD) as Width[]

type Span = { from: string; to: string }

const widthOf = ({ from, to }: Span): Width | undefined =>
  WIDTHS.find((width) => {
    const whole = periodAround(from, width)
    return whole.from === from && whole.to === to
  })

type Props = {
  span: Span
  today: string
  onChange: (span: Span) => void
  /** Own days, beside whole months, quarters and years. */
  hasOwnDays: boolean
  towns?: { code: string; name: string }[]
  town?: string | undefined
  onTown?: (town: string | undefined) => void
}

/** Month, quarter or year, one earlier or later; own days and one town for whoever may. */
export function PeriodBar({ span, today, onChange, hasOwnDays, towns, town, onTown }: Props) {
  const width = widthOf(span)
  const step = width ?? 'month'
  return (
    <div className="sw-filters sw-no-print" role="search" aria-label="统计期">
      <Segmented<Width | 'own'>
        aria-label="按月、季、年"
        value={width ?? 'own'}
        onChange={(next) => next !== 'own' && onChange(periodAround(today, next))}
        options={[
          ...WIDTHS.map((value) => ({ value, label: PERIOD[value] })),
          ...(width ? [] : [{ value: 'own' as const, label: '自定' }]),
        ]}
      />
      <Button onClick={() => onChange(periodAround(addDays(span.from, -1), step))}>上一{PERIOD[step]}</Button>
      <Button onClick={() => onChange(periodAround(addDays(span.to, 1), step))}>下一{PERIOD[step]}</Button>
      {hasOwnDays && (
        <>
          <Input
            type="date"
            aria-label="从哪天起"
            className="sw-figure-day"
            value={span.from}
            onChange={({ target }) => target.value && onChange({ ...span, from: target.value })}
          />
          <Input
            type="date"
            aria-label="到哪天止"
            className="sw-figure-day"
            value={span.to}
            onChange={({ target }) => target.value && onChange({ ...span, to: target.value })}
          />
        </>
      )}
      {towns && towns.length > 1 && (
        <Select<string>
          allowClear
          aria-label="乡镇"
          className="sw-filter"
          popupMatchSelectWidth={false}
          placeholder="全部乡镇"
          value={town}
          onChange={(next: string | undefined) => onTown?.(next)}
          options={towns.map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
    </div>
  )
}
