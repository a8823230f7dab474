import { useSession } from '#web/session.tsx'

/**
 * Whether a place lies in this person's own territory: the codes of a county, its towns and their villages begin alike. Whoever
 * was given no place works for the whole county.
 */
export const useIsOwnPlace = () => {
  const own = useSession().account?.divisionCode?.replace(/(?:000)+$/, '') ?? ''
  return (code: string) => code.startsWith(own)
}
