import { addDays, dayOf } from '#kernel/day.ts'
import type { Stage } from './actors.ts'
import type { CastStory } from './stories.ts'

/** Time goes on with every step, and never past the present. */
export const clockOf = (story: CastStory, now: Date, stage: Stage) => {
  const [hour = '9', minute = '0'] = story.at.split(':')
  const day = addDays(dayOf(now), -story.daysAgo)
  const began = new Date(`${day}T${hour.padStart(2, '0')}:${minute}:00+08:00`).getTime()
  const latest = now.getTime() - 60_000
  let at = Math.min(began, latest - 30 * 60_000)
  stage.setTime(new Date(at))
  return (hours: number) => {
    at = Math.max(at + 1_000, Math.min(at + hours * 3_600_000, latest - 20_000))
    stage.setTime(new Date(at))
    return new Date(at)
  }
}
export type Clock = ReturnType<typeof clockOf>
