import { cleanName, nameTokens } from '#kernel/names.ts'

const soundsOf = (name: string) =>
  nameTokens(name).filter((token) => token.startsWith('p:') || token.startsWith('f:'))

/** Equal but for spaces and forms of signs. */
export const isSameName = (one: string, other: string) => one === other || cleanName(one) === cleanName(other)

/** Written otherwise but heard alike (章玮, 张伟), or one sign differs in a name of three and more. */
export const isNearName = (one: string, other: string): boolean => {
  const [first, second] = [cleanName(one), cleanName(other)]
  if (first === second) return true
  const known = new Set(soundsOf(first))
  if (soundsOf(second).some((token) => known.has(token))) return true
  const [signs, others] = [Array.from(first), Array.from(second)]
  const differing = signs.filter((sign, at) => sign !== others[at]).length
  return signs.length === others.length && signs.length >= 3 && differing === 1
}
