import { daysBetween, endOfDay, today } from '#kernel/day.ts'

export type DeadlineState = 'within' | 'soon' | 'overdue' | 'gravely-overdue'

export const DEADLINE_LABEL = {
  within: '期限内',
  soon: '快到期',
  overdue: '已超期',
  'gravely-overdue': '严重超期',
} satisfies Record<DeadlineState, string>

type Limits = { soonDays?: number; graveDays?: number }

const isDayText = (due: string) => due.length === 10

/**
 * Where a deadline stands at `now`. A day ends at 24:00 in China; an instant is exact.
 * `soonDays` (3): within so many days it is near; `graveDays` (7): after so many days late it is grave.
 */
export const deadlineStateOf = (due: string, now: Date, limits: Limits = {}): DeadlineState => {
  const end = isDayText(due) ? endOfDay(due) : new Date(due)
  const daysLeft = (end.getTime() - now.getTime()) / 86_400_000
  if (daysLeft < -(limits.graveDays ?? 7)) return 'gravely-overdue'
  if (daysLeft <= 0) return 'overdue'
  return daysLeft <= (limits.soonDays ?? 3) ? 'soon' : 'within'
}

/** The distance in words: "还有 2 天", "今天到期", "超期 5 天"; hours when less than a day is left to an instant. */
export const distanceText = (due: string, now: Date): string => {
  if (!isDayText(due)) {
    const hours = (Date.parse(due) - now.getTime()) / 3_600_000
    if (Math.abs(hours) < 24) {
      const whole = Math.floor(Math.abs(hours))
      if (whole === 0) return hours > 0 ? '不到 1 小时' : '刚刚超期'
      return hours > 0 ? `还有 ${whole} 小时` : `超期 ${whole} 小时`
    }
  }
  const days = daysBetween(today(now), isDayText(due) ? due : today(new Date(due)))
  if (days === 0) return '今天到期'
  return days > 0 ? `还有 ${days} 天` : `超期 ${-days} 天`
}
