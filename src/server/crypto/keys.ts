import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hkdfSync, randomBytes } from 'node:crypto'
import { SUITES, suiteOf, type CipherSuite } from './suites.ts'

/** Who works on a report: what is routed past the county's desk is wrapped under another key than the desk's. */
export type Audience = 'desk' | 'leading-group' | 'procuratorate'

/** Sizes that a padded value can have, in bytes; past the last it is a multiple of it. */
const BUCKETS = [1, 4, 16, 64].map((kib) => kib * 1024)
const LARGEST = 64 * 1024

/** Text filled up with zero bytes, which no text ends with, so that its sealed size tells nothing of its length but the bucket. */
export const padded = (text: string): Buffer => {
  const length = Buffer.byteLength(text)
  const size = BUCKETS.find((bucket) => length <= bucket) ?? Math.ceil(length / LARGEST) * LARGEST
  const plain = Buffer.alloc(size)
  plain.write(text)
  return plain
}

const unpadded = (plain: Buffer): string => {
  let end = plain.length
  while (end > 0 && plain[end - 1] === 0) end -= 1
  return plain.toString('utf8', 0, end)
}

/**
 * The keys of one county. Values of a child, a person or a report are sealed under that record's own key, which lies wrapped in
 * the record; blanking the wrapped key shreds them all (个人信息保护法第四十七条).
 */
export type CountyKeys = {
  /** A fresh record key: `wrapped` is stored in the record, `key` seals its values. */
  newKey: (recordId: string, audience?: Audience) => { key: Buffer; wrapped: Buffer }
  unwrap: (wrapped: Buffer, recordId: string, audience?: Audience) => Buffer
  /** Wraps a known key for another audience. */
  wrap: (key: Buffer, recordId: string, audience: Audience) => Buffer
  /** Seals text; `field` is bound in, so that a value cannot be moved to another field. */
  seal: (key: Buffer, field: string, text: string) => Buffer
  /** The same, in a size that tells nothing but its bucket: 1, 4, 16 or 64 KiB. */
  sealPadded: (key: Buffer, field: string, text: string) => Buffer
  open: (key: Buffer, field: string, sealed: Buffer) => string
  /** Blind index of a normalised value for equality search; 16 bytes. */
  index: (field: string, text: string) => Buffer
  /** A secret derived for another purpose, 32 bytes. */
  derive: (purpose: string) => Buffer
}

const derived = (master: Buffer, purpose: string) =>
  Buffer.from(hkdfSync('sha256', master, 'shouwang', purpose, 32))

export const countyKeys = (
  master: Buffer,
  county: string,
  suites: { sealing: CipherSuite['name']; index: CipherSuite['name'] } = { sealing: 'aes', index: 'aes' },
): CountyKeys => {
  const suite = SUITES[suites.sealing]
  const wrappingKeys: Record<Audience, Buffer> = {
    desk: derived(master, `wrap:${county}`),
    'leading-group': derived(master, `wrap:${county}:leading-group`),
    procuratorate: derived(master, `wrap:${county}:procuratorate`),
  }
  const wrap = (key: Buffer, recordId: string, audience: Audience) =>
    suite.seal(wrappingKeys[audience], key, `key:${recordId}`)
  const indexKeys = new Map<string, Buffer>()
  const indexKey = (field: string) => {
    const known = indexKeys.get(field) ?? derived(master, `index:${county}:${field}`)
    indexKeys.set(field, known)
    return known
  }
  return {
    newKey: (recordId, audience = 'desk') => {
      const key = randomBytes(32)
      return { key, wrapped: wrap(key, recordId, audience) }
    },
    unwrap: (wrapped, recordId, audience = 'desk') =>
      suiteOf(wrapped).open(wrappingKeys[audience], wrapped, `key:${recordId}`),
    wrap,
    seal: (key, field, text) => suite.seal(key, Buffer.from(text), field),
    sealPadded: (key, field, text) => suite.seal(key, padded(text), field),
    open: (key, field, sealed) => unpadded(suiteOf(sealed).open(key, sealed, field)),
    // The index suite is fixed when the county is made: mixed indexes would hide records from search.
    index: (field, text) => SUITES[suites.index].index(indexKey(field), text),
    derive: (purpose) => derived(master, `purpose:${county}:${purpose}`),
  }
}

/** A secret of the installation (not of a county), e.g. the password of a database role. */
export const installationSecret = (master: Buffer, purpose: string) =>
  derived(master, `installation:${purpose}`).toString('base64url')

/** The master key of an installation that names none: made once, kept in the data folder, readable by its owner only. */
export const masterKeyIn = (dataFolder: string): { key: Buffer; path: string; isNew: boolean } => {
  const path = join(dataFolder, 'master.key')
  if (existsSync(path)) {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64')
    if (key.length !== 32) throw new Error(`主密钥文件 ${path} 已损坏：应为 32 字节的 base64`)
    return { key, path, isNew: false }
  }
  mkdirSync(dirname(path), { recursive: true })
  const key = randomBytes(32)
  writeFileSync(path, `${key.toString('base64')}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
  return { key, path, isNew: true }
}
