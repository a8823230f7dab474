import { useSyncExternalStore } from 'react'

const MINUTE = 60_000
const minute = () => Math.floor(Date.now() / MINUTE)

const subscribe = (notify: () => void) => {
  const timer = setInterval(notify, 15_000)
  return () => clearInterval(timer)
}

/** The present time, drawn anew each minute. */
export const useNow = (): Date => new Date(useSyncExternalStore(subscribe, minute) * MINUTE)
