import { useEffect, useState } from 'preact/hooks'
import { call } from './call.ts'
import type { Facts } from './draft.ts'

export type FactsHere = { value: Facts | undefined; get: () => Promise<Facts> }

// The same for everybody in the county; kept for as long as the page is open.
let known: Facts | undefined

/** Lists of the county. A failure is no fault yet: they are asked for again when sending needs them. */
export const useFacts = (): FactsHere => {
  const [value, setValue] = useState(known)
  const get = async () => {
    known ??= await call('getPortal', {})
    setValue(known)
    return known
  }
  useEffect(() => void get().catch(() => undefined), [])
  return { value, get }
}
