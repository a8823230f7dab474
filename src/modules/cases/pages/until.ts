import { dueText } from '#modules/tasks/rules.ts'
import { instantText } from '#web/kit/times.tsx'

/** Until when something runs: a day when it ends at 24:00, else by the clock. */
export const untilText = (value: string) => {
  const text = dueText(value)
  return text.length === 10 ? text : instantText(text)
}
