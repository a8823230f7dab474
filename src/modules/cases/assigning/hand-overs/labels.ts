import type { PartState } from './contract.ts'

export const PART_STATE = {
  awaiting: '待签收',
  taken: '已签收',
  declined: '已退回',
} satisfies Record<PartState, string>
