import { createHmac, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'

/** IPv4: /24. IPv6: /48, what a household or a small office gets. An IPv4 address inside IPv6 counts as IPv4. */
const prefixOf = (address: string): string => {
  const inside = /^::ffff:(\d+\.\d+\.\d+)\.\d+$/i.exec(address)
  if (inside?.[1]) return inside[1]
  if (!isIPv6(address)) return address.split('.').slice(0, 3).join('.')
  const [head = '', tail] = address.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array.from({ length: Math.max(zeros, 0) }, () => '0'), ...right]
  return groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}

const DAY_MS = 86_400_000

/**
 * Tells whether two requests come from the same corner of the network, and no more: a keyed hash of the address's prefix. The key lives
 * in memory alone and is thrown away after a day, so that nothing leads from what is counted back to an address.
 */
export const originsOf = (now: () => Date) => {
  let key = randomBytes(32)
  let day = Math.floor(now().getTime() / DAY_MS)
  return (address: string): string => {
    const today = Math.floor(now().getTime() / DAY_MS)
    if (today !== day) {
      key = randomBytes(32)
      day = today
    }
    return createHmac('sha256', key).update(prefixOf(address)).digest('base64url').slice(0, 16)
  }
}
