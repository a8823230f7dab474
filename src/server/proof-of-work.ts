import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * A task for a stranger's machine before it may send something. It is the only limit that strangers meet: under a flood everybody's
 * task grows a little and that of the flood's own corner of the network much, but nobody is ever refused.
 */
export type ProofOfWork = {
  /** `origin` as `originsOf` tells it. */
  ask: (secret: Buffer, origin: string, now: Date) => { challenge: string; bits: number }
  /** Once for each `use`: what is sent again because the answer was lost keeps its proof. */
  isDone: (secret: Buffer, work: { challenge: string; nonce: string }, use: string, now: Date) => boolean
}

/** About 16,000 hashes: 50 ms of a desk machine's script, some tenths of a second of an old phone's. */
const LEAST_BITS = 14
/** Two million hashes: ten seconds, a minute at worst. More would shut people out. */
const MOST_BITS = 21
const GOOD_FOR_MS = 10 * 60_000

const LOAD_SECONDS = 5
const CALM_RATE = 20
const MOST_FOR_ALL = 3
const HALF_LIFE_MS = 30_000
const CALM_COUNT = 30
const MOST_FOR_ORIGIN = 6
/** What is remembered is bounded; past it the oldest is forgotten, which lets somebody through rather than nobody. */
const MOST_ORIGINS = 20_000
const MOST_USED = 200_000

const grown = (ratio: number, most: number) =>
  ratio < 1 ? 0 : Math.min(most, Math.floor(Math.log2(ratio)) + 1)

const leadingZeroBits = (hash: Buffer): number => {
  const at = hash.findIndex((byte) => byte !== 0)
  return at < 0 ? hash.length * 8 : at * 8 + Math.clz32(hash[at] ?? 0) - 24
}

/** How many of the last seconds' requests there were, a second. */
const createMeter = () => {
  const counts = new Map<number, number>()
  return (now: Date): number => {
    const second = Math.floor(now.getTime() / 1_000)
    counts.set(second, (counts.get(second) ?? 0) + 1)
    let sum = 0
    for (const [at, count] of counts)
      if (at <= second - LOAD_SECONDS || at > second) counts.delete(at)
      else sum += count
    return sum / LOAD_SECONDS
  }
}

const forgetOldest = (map: Map<string, unknown>, most: number) => {
  for (const name of map.keys()) {
    if (map.size <= most) return
    map.delete(name)
  }
}

/** How much came from one corner lately, halved every half minute. */
const createTally = () => {
  const tallies = new Map<string, { count: number; at: number }>()
  return (origin: string, now: Date): number => {
    const at = now.getTime()
    const before = tallies.get(origin)
    const count = 1 + (before ? before.count * 0.5 ** (Math.max(0, at - before.at) / HALF_LIFE_MS) : 0)
    // Put last: the oldest are the first that the map lists.
    tallies.delete(origin)
    tallies.set(origin, { count, at })
    forgetOldest(tallies, MOST_ORIGINS)
    return count
  }
}

const tagOf = (secret: Buffer, body: string) =>
  createHmac('sha256', secret).update(body).digest('base64url').slice(0, 22)

/** The state of one process: what it has seen in the last seconds, and which tasks were used. The tasks themselves are only signed. */
export const createProofOfWork = (): ProofOfWork => {
  const rateOf = createMeter()
  const countOf = createTally()
  const usedFor = new Map<string, string>()
  return {
    ask: (secret, origin, now) => {
      const more =
        grown(rateOf(now) / CALM_RATE, MOST_FOR_ALL) +
        grown(countOf(origin, now) / CALM_COUNT, MOST_FOR_ORIGIN)
      const bits = Math.min(MOST_BITS, LEAST_BITS + more)
      const body = `${randomBytes(12).toString('base64url')}.${(now.getTime() + GOOD_FOR_MS).toString(36)}.${bits}`
      return { challenge: `${body}.${tagOf(secret, body)}`, bits }
    },
    isDone: (secret, { challenge, nonce }, use, now) => {
      const [random = '', until = '', bits = '', tag = ''] = challenge.split('.')
      const right = tagOf(secret, `${random}.${until}.${bits}`)
      if (tag.length !== right.length || !timingSafeEqual(Buffer.from(tag), Buffer.from(right))) return false
      if (Number.parseInt(until, 36) < now.getTime()) return false
      if ((usedFor.get(random) ?? use) !== use) return false
      const hash = createHash('sha256').update(`${challenge}:${nonce}`).digest()
      if (leadingZeroBits(hash) < Number(bits)) return false
      usedFor.set(random, use)
      forgetOldest(usedFor, MOST_USED)
      return true
    },
  }
}
