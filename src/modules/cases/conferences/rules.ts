import { defineMachine } from '#kernel/state-machine.ts'
import type { ConferenceFacts } from './contract.ts'
import { CONFERENCE_STATE } from './labels.ts'

/** 会商的流转. A signed or cancelled conference changes no more; the database says so too. */
export const CONFERENCE_MACHINE = defineMachine({
  initial: 'called',
  states: CONFERENCE_STATE,
  guards: {
    hasBegun: { reason: '还没有到通知的时间', holds: (facts: ConferenceFacts) => facts.hasBegun },
    twoCame: {
      reason: '到会的至少要有两人',
      holds: (facts: ConferenceFacts) => facts.came >= 2,
    },
    excusesGiven: {
      reason: '请假的还没有写明原因',
      holds: (facts: ConferenceFacts) => !facts.isExcuseMissing,
    },
    hasDiscussion: { reason: '还没有记录讨论情况', holds: (facts: ConferenceFacts) => facts.hasDiscussion },
    hasResolutions: { reason: '还没有决议', holds: (facts: ConferenceFacts) => facts.resolutions > 0 },
    resolutionsWhole: {
      reason: '有的决议没有写明谁负责、何时前完成',
      holds: (facts: ConferenceFacts) => facts.openEnds.length === 0,
    },
    isNotSignedByMe: {
      reason: '您已经签过，须由另一人再签',
      holds: (facts: ConferenceFacts) => !facts.isSignedByMe,
    },
    isWanted: {
      reason: '另一签发人已经签过，还等主持人签发',
      holds: (facts: ConferenceFacts) => (facts.isChair ? !facts.isSignedByChair : !facts.isSignedByOther),
    },
    isSignedByBoth: {
      reason: '还没有由主持人和另一人签发',
      holds: (facts: ConferenceFacts) => facts.isSignedByChair && facts.isSignedByOther,
    },
  },
  commands: {
    move: { from: ['called'], to: 'called', label: '更改时间地点' },
    cancel: { from: ['called'], to: 'cancelled', label: '取消会商' },
    hold: { from: ['called'], to: 'held', label: '开始会商', guards: ['hasBegun'] },
    record: { from: ['held'], to: 'held', label: '记录' },
    draftMinutes: {
      from: ['held'],
      to: 'minutes-drafted',
      label: '生成纪要',
      guards: ['twoCame', 'excusesGiven', 'hasDiscussion', 'hasResolutions', 'resolutionsWhole'],
    },
    takeBack: { from: ['minutes-drafted'], to: 'held', label: '退回修改' },
    sign: {
      from: ['minutes-drafted'],
      to: 'minutes-drafted',
      label: '签发',
      guards: ['isNotSignedByMe', 'isWanted'],
    },
    /** Follows the second signature by itself. */
    issue: { from: ['minutes-drafted'], to: 'signed', label: '成文', guards: ['isSignedByBoth'] },
  },
})
export type ConferenceCommand = keyof typeof CONFERENCE_MACHINE.commands

/** Names the resolutions that lack somebody or a day, by their numbers. */
export const openEndsText = (command: ConferenceCommand, { openEnds }: ConferenceFacts) =>
  command === 'draftMinutes' && openEnds.length ? `（第 ${openEnds.join('、')} 项）` : ''
