import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(max-width: 767.98px)')

const subscribe = (notify: () => void) => {
  narrow.addEventListener('change', notify)
  return () => narrow.removeEventListener('change', notify)
}

/** Narrower than 768 px: lists become cards, the menu a drawer. */
export const useIsPhone = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
