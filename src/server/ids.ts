import { randomBytes } from 'node:crypto'

const POOL_SIZE = 16 * 256
let pool = Buffer.alloc(0)

/** Sixteen random bytes; asking the system for each id alone costs more than the id. */
const sixteen = () => {
  if (pool.length < 16) pool = randomBytes(POOL_SIZE)
  const bytes = pool.subarray(0, 16)
  pool = pool.subarray(16)
  return bytes
}

/** UUID version 7 (RFC 9562): ordered by time; made by the application because PostgreSQL 15 has none. */
export const uuidv7 = (at: number = Date.now()): string => {
  const bytes = sixteen()
  bytes.writeUIntBE(at, 0, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
