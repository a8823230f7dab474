import type { FeedbackStage } from './contract.ts'

export const FEEDBACK_STAGE = {
  filed: '受案、立案后三日内',
  'before-transfer': '移送审查起诉前',
} satisfies Record<FeedbackStage, string>

export const POLICE_SAID = ['已立案侦查，办案民警会联系', '经审查不予立案，已书面告知'] as const
