import { defineMachine } from '#kernel/state-machine.ts'
import { ROSTER_STATE } from './labels.ts'

/** 名册的流转. A long work ends in its state or, when it fails or is stopped, goes back to where it began. */
export const ROSTER_MACHINE = defineMachine({
  initial: 'received',
  states: ROSTER_STATE,
  guards: {
    hasMapping: {
      reason: '请先核对各列的对应关系',
      holds: (facts: { hasMapping: boolean }) => facts.hasMapping,
    },
  },
  commands: {
    map: { from: ['received', 'previewed', 'failed'], to: 'received', label: '修改对应关系' },
    preview: {
      from: ['received', 'previewed', 'failed'],
      to: 'reading',
      label: '预览',
      guards: ['hasMapping'],
    },
    /** Nothing is lost: what a work wrote so far was never committed. */
    stop: { from: ['reading', 'applying'], to: 'received', label: '停止' },
    apply: { from: ['previewed'], to: 'applying', label: '应用' },
    undo: { from: ['applied'], to: 'undoing', label: '撤销' },
    decide: { from: ['previewed', 'applied'], to: 'previewed', label: '作出决定' },
    discard: { from: ['received', 'previewed', 'failed'], to: 'discarded', label: '作废' },
  },
})
export type RosterCommand = keyof typeof ROSTER_MACHINE.commands
