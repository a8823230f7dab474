import { defineMachine } from '#kernel/state-machine.ts'
import { BREAK_GLASS_STATE } from './labels.ts'

export type GlassState = keyof typeof BREAK_GLASS_STATE

type Glass = { endsAt: Date; endedAt: Date | null; reviewedAt: Date | null }

/** The clock ends it; a review closes it for good, whether or not it still runs. */
export const stateOf = ({ endsAt, endedAt, reviewedAt }: Glass, now: Date): GlassState => {
  if (reviewedAt) return 'reviewed'
  return !endedAt && endsAt > now ? 'running' : 'to-review'
}

export type GlassFacts = { isOpener: boolean; isHead: boolean }

export const GLASS_MACHINE = defineMachine({
  initial: 'running',
  states: BREAK_GLASS_STATE,
  guards: {
    mayEnd: {
      reason: '只有调阅人本人或中心主任可以提前结束',
      holds: ({ isOpener, isHead }: GlassFacts) => isOpener || isHead,
    },
    another: {
      reason: '紧急调阅须由调阅人以外的人复核',
      holds: ({ isOpener }: GlassFacts) => !isOpener,
    },
  },
  commands: {
    end: { from: ['running'], to: 'to-review', label: '结束调阅', guards: ['mayEnd'] },
    review: { from: ['running', 'to-review'], to: 'reviewed', label: '复核', guards: ['another'] },
  },
})
