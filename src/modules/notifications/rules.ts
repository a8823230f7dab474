/**
 * The whole text of what leaves the system, by counts alone: no name, number, place or event can stand in it, because none is handed in.
 */
export const noticeText = (of: { tasks: number; messages: number; isDanger: boolean }): string => {
  if (of.isDanger) return `有 ${Math.max(of.tasks + of.messages, 1)} 件紧急待办`
  const parts = [of.tasks && `${of.tasks} 件待办`, of.messages && `${of.messages} 条新留言`].filter(Boolean)
  return parts.length ? `您有 ${parts.join('、')}` : '这是您要的一条测试消息'
}

export const textOfNotice = ({ kind, isDanger }: { kind: 'task' | 'message'; isDanger: boolean }) =>
  noticeText({ tasks: kind === 'task' ? 1 : 0, messages: kind === 'message' ? 1 : 0, isDanger })

const CHINA_IS_AHEAD_MINUTES = 8 * 60
const DAY = 24 * 60

/** Minutes since midnight by the clock in China, and back as 22:00. */
const minuteOf = (at: Date) => (Math.floor(at.getTime() / 60_000) + CHINA_IS_AHEAD_MINUTES) % DAY

export const minutesOfClock = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

export const clockOfMinutes = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const startOfMinute = (at: Date) => Math.floor(at.getTime() / 60_000) * 60_000

/** The next moment, `at` included, at which the clock shows so many minutes. */
const nextAt = (minutes: number, at: Date) => {
  const ahead = (minutes - minuteOf(at) + DAY) % DAY
  return ahead ? new Date(startOfMinute(at) + ahead * 60_000) : at
}

/** A person's hours; minutes since midnight in China. From and until alike means the whole day. */
export type Hours = { quietFrom: number | null; quietUntil: number | null; digestAt: number | null }

export const isQuiet = ({ quietFrom, quietUntil }: Hours, at: Date): boolean => {
  if (quietFrom === null || quietUntil === null) return false
  const minute = minuteOf(at)
  return quietFrom < quietUntil
    ? minute >= quietFrom && minute < quietUntil
    : minute >= quietFrom || minute < quietUntil
}

/** So long after a message the next one over the same channel waits, and what comes meanwhile joins it. */
const GAP_MS = { danger: 60_000, other: 5 * 60_000 }

type Waiting = { isDanger: boolean; isTest: boolean; createdAt: Date; lastSentAt: Date | null }

/**
 * When something may leave, not before `now`: danger and what one sends oneself at once, the rest outside the quiet hours, with a digest at its
 * time; and never as a rain of messages.
 */
export const mayLeaveAt = (of: Waiting, hours: Hours, now: Date): Date => {
  if (of.isTest) return now
  const gap = of.isDanger ? GAP_MS.danger : GAP_MS.other
  const afterGap = Math.max(now.getTime(), (of.lastSentAt?.getTime() ?? 0) + gap)
  if (of.isDanger) return new Date(afterGap)
  const digest = hours.digestAt === null ? of.createdAt : nextAt(hours.digestAt, of.createdAt)
  const at = new Date(Math.max(afterGap, digest.getTime()))
  return isQuiet(hours, at) ? nextAt(hours.quietUntil ?? 0, at) : at
}

const RETRY_AFTER_MINUTES = [1, 5, 15, 60, 180, 360, 360]

/** Minutes until the next attempt after the n-th has failed; undefined: given up. */
export const retryAfter = (attempts: number): number | undefined => RETRY_AFTER_MINUTES[attempts - 1]

/** What a server answered, without anything that could be an address or a number of somebody; at most 200 characters. */
export const proofText = (answer: string): string =>
  answer
    .replaceAll(/\S+@\S+/g, '[…]')
    .replaceAll(/https?:\/\/\S+/g, '[…]')
    .replaceAll(/(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)/g, '[…]')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
