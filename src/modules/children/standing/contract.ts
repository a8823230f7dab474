import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Reason, Version } from '#kernel/fields.ts'
import { Written } from '../contract.ts'

/** Why a child no longer stands on the register. */
export const LeavingKind = z.enum(
  ['moved-away', 'grown-up', 'died', 'registered-twice', 'other'],
  '请选择退出的缘由',
)
export type LeavingKind = z.infer<typeof LeavingKind>

/** 销档、转出: the file stays with all its history, and the lists leave it out. */
export const leaveRegister = endpoint({
  method: 'POST',
  path: '/children/:id/leave',
  summary: '销档或转出',
  can: 'children.leave',
  audit: 'child.left',
  input: z.object({ id: Id, version: Version, kind: LeavingKind, on: Day, reason: Reason }),
  output: Written,
})

/** 恢复在册: whoever left comes back; a candidate of a roster, once somebody has made sure, comes on. */
export const returnToRegister = endpoint({
  method: 'POST',
  path: '/children/:id/return',
  summary: '恢复在册，或核实后列入在册',
  can: 'children.leave',
  audit: 'child.returned',
  input: z.object({ id: Id, version: Version, on: Day, reason: Reason }),
  output: Written,
})
