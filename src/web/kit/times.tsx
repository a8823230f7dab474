import { dayOf, SHANGHAI } from '#kernel/day.ts'

/** A day as it is kept, YYYY-MM-DD; a dash when there is none. */
export function DayText({ value }: { value: string | null | undefined }) {
  return value ? (
    <time dateTime={value} className="sw-number">
      {value}
    </time>
  ) : (
    <span className="sw-quiet">—</span>
  )
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: SHANGHAI,
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** An instant as text, by the clock in China: 2026-03-05 14:30. */
export const instantText = (value: string) => `${dayOf(value)} ${clock.format(new Date(value))}`

export function Instant({ value }: { value: string | null | undefined }) {
  return value ? (
    <time dateTime={value} className="sw-number">
      {instantText(value)}
    </time>
  ) : (
    <span className="sw-quiet">—</span>
  )
}
