import type { CodeSecrets } from '#modules/reports/codes/keys.ts'
import type { Keys } from './labours.ts'
import type { ReturnContent } from '#modules/reports/portal/contract.ts'

/** What the page asks of its worker, and what comes back. */
export type Order =
  | { kind: 'keys'; code: bigint; salt: string }
  | { kind: 'work'; challenge: string; bits: number }
  | { kind: 'open'; secrets: CodeSecrets; sealed: string }

export type Fruit = { keys: Keys; work: string; open: ReturnContent | undefined }

export type FromWorker =
  | { nth: number; tries: number }
  | { nth: number; fruit: Fruit[Order['kind']] }
  | { nth: number; failed: true }
