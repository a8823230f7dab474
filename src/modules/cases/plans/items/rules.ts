import { defineMachine } from '#kernel/state-machine.ts'
import { PLAN_ITEM_STATE } from '../../labels.ts'

export type ItemFacts = {
  /** Its owner, or somebody who works on the case. */
  isTheirs: boolean
  hasRunningReferral: boolean
  /** The plan has begun and its closing is not under way. */
  isPlanRunning: boolean
}

export const ITEM_MACHINE = defineMachine({
  initial: 'open',
  states: PLAN_ITEM_STATE,
  guards: {
    isTheirs: {
      reason: '只有事项负责人或办理个案的人可以记录结果',
      holds: (facts: ItemFacts) => facts.isTheirs,
    },
    noRunningReferral: {
      reason: '这一项已转介，请先采纳答复或撤回转介',
      holds: (facts: ItemFacts) => !facts.hasRunningReferral,
    },
    isPlanRunning: { reason: '计划还没有开始实施', holds: (facts: ItemFacts) => facts.isPlanRunning },
  },
  commands: {
    finish: {
      from: ['open'],
      to: 'done',
      label: '记录结果',
      guards: ['isTheirs', 'isPlanRunning', 'noRunningReferral'],
    },
    drop: {
      from: ['open'],
      to: 'dropped',
      label: '取消事项',
      guards: ['isTheirs', 'isPlanRunning', 'noRunningReferral'],
    },
  },
})
