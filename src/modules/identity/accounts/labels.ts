import type { Account } from './contract.ts'

export const ACCOUNT_STATE_LABEL = {
  proposed: '待授权',
  active: '使用中',
  disabled: '已停用',
} satisfies Record<Account['state'], string>
