import type { ShiftKind } from './contract.ts'

export const SHIFT = { day: '白班', night: '夜班' } satisfies Record<ShiftKind, string>
