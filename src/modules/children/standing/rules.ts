import { ageOn } from '#kernel/day.ts'
import { defineMachine } from '#kernel/state-machine.ts'
import { CHILD_STATE } from '../labels.ts'
import { THRESHOLDS } from '../rules.ts'
import type { LeavingKind } from './contract.ts'

/** 在册状态的流转. */
export const STANDING = defineMachine({
  initial: 'active',
  states: CHILD_STATE,
  guards: {},
  commands: {
    leave: { from: ['candidate', 'active', 'suspended'], to: 'exited', label: '销档或转出' },
    comeBack: { from: ['candidate', 'suspended', 'exited'], to: 'active', label: '恢复在册' },
  },
})

/** What is wrong with the day on which a child left or came back, at its field. */
export const dayProblemOf = (
  { on, kind }: { on: string; kind?: LeavingKind },
  { birthDay, since }: { birthDay: string; since: string | null },
  day: string,
): string | undefined => {
  if (on > day) return '日期不能晚于今天'
  if (on < birthDay) return `日期不能早于儿童的出生日期 ${birthDay}`
  if (since && on < since) return `日期不能早于上一次变动的 ${since}`
  if (kind === 'grown-up' && ageOn(birthDay, on) < THRESHOLDS.eighteen)
    return '这一天还没有满十八周岁，请核对日期或另选缘由'
  return undefined
}
