import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** Argon2id, 64 MiB, three passes (RFC 9106, second recommended choice); at most two at a time so that a flood cannot exhaust memory. */
const COST = { memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 }
const AT_ONCE = 2

let running = 0
const waiting: (() => void)[] = []

const gated = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

const tagOf = (password: string, nonce: Buffer, cost: typeof COST) =>
  gated(() => derive('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, ...cost }))

/** PHC text: $argon2id$m=…,t=…,p=…$salt$tag. `cheap` is for invented accounts of the demonstration and of tests alone. */
export const hashPassword = async (password: string, options: { cheap?: boolean } = {}): Promise<string> => {
  const cost = options.cheap ? { ...COST, memory: 1_024, passes: 1 } : COST
  const nonce = randomBytes(16)
  const tag = await tagOf(password, nonce, cost)
  return `$argon2id$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${nonce.toString('base64')}$${tag.toString('base64')}`
}

export const verifyPassword = async (password: string, hash: string): Promise<boolean> => {
  const parts = /^\$argon2id\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash)
  if (!parts) return false
  const [, memory, passes, parallelism, nonce, tag] = parts
  const known = Buffer.from(tag ?? '', 'base64')
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: known.length,
  }
  return timingSafeEqual(known, await tagOf(password, Buffer.from(nonce ?? '', 'base64'), cost))
}

/** Spends the same time for a name that does not exist, so that the answer does not tell. */
export const spendAsMuch = async (password: string): Promise<void> => {
  await tagOf(password, randomBytes(16), COST)
}
