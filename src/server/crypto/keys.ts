import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hkdfSync, randomBytes } from 'node:crypto'
import { SUITES, suiteOf, type CipherSuite } from './suites.ts'

/**
 * The keys of one county. Values of a child, a person or a report are sealed under that record's own key, which lies wrapped in
 * the record; blanking the wrapped key shreds them all (个人信息保护法第四十七条).
 */
export type CountyKeys = {
  /** A fresh record key: `wrapped` is stored in the record, `key` seals its values. */
  newKey: (recordId: string) => { key: Buffer; wrapped: Buffer }
  unwrap: (wrapped: Buffer, recordId: string) => Buffer
  /** Seals text; `field` is bound in, so that a value cannot be moved to another field. */
  seal: (key: Buffer, field: string, text: string) => Buffer
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
  const wrappingKey = derived(master, `wrap:${county}`)
  const indexKeys = new Map<string, Buffer>()
  const indexKey = (field: string) => {
    const known = indexKeys.get(field) ?? derived(master, `index:${county}:${field}`)
    indexKeys.set(field, known)
    return known
  }
  return {
    newKey: (recordId) => {
      const key = randomBytes(32)
      return { key, wrapped: suite.seal(wrappingKey, key, `key:${recordId}`) }
    },
    unwrap: (wrapped, recordId) => suiteOf(wrapped).open(wrappingKey, wrapped, `key:${recordId}`),
    seal: (key, field, text) => suite.seal(key, Buffer.from(text), field),
    open: (key, field, sealed) => suiteOf(sealed).open(key, sealed, field).toString(),
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
