import type { ReturnContent } from '#modules/reports/portal/contract.ts'
import { call } from './call.ts'
import { labour } from './labour.ts'
import type { Keys } from './labours.ts'

export type Opened = { keys: Keys; content: ReturnContent }

/** Asks once more with keys that are known. Undefined when the code opens nothing. */
export const readReturn = async (keys: Keys): Promise<Opened | undefined> => {
  const { sealed } = await call('openReturn', keys.claim)
  const content = await labour<'open'>({ kind: 'open', secrets: keys.secrets, sealed })
  return content && { keys, content }
}
