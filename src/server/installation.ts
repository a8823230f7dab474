import type pg from 'pg'
import type { Config } from './config.ts'
import { countyKeys, masterKeyIn, type CountyKeys } from './crypto/keys.ts'
import { createPool } from './database.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate, urlFor } from './migrate.ts'

export type County = { code: string; name: string; indexSuite: 'aes' | 'sm'; isDemonstration: boolean }

/** A running installation: database, keys, counties. */
export type Running = {
  config: Config
  masterKey: Buffer
  /** Where a master key that nobody gave was written, if so. */
  masterKeyPath: string | undefined
  isMasterKeyNew: boolean
  ownerUrl: string
  sealerUrl: string
  pool: pg.Pool
  counties: () => Promise<County[]>
  /** Forgets what is known of the counties, after one was added. */
  refreshCounties: () => Promise<void>
  keysOf: (county: string) => CountyKeys
  stop: () => Promise<void>
}

/** The counties seldom change; a county added by another process shows after this long. */
const COUNTIES_FOR_MS = 5_000

export const readCounties = async (pool: pg.Pool): Promise<County[]> => {
  const { rows } = await pool.query<County>(
    `select code, name, index_suite as "indexSuite", is_demonstration as "isDemonstration" from shouwang.county order by code`,
  )
  return rows
}

/** Opens the database (embedded unless DATABASE_URL is set), migrates every county, makes the pool of the server's role. */
export const openInstallation = async (config: Config): Promise<Running> => {
  const made = config.masterKey ? undefined : masterKeyIn(config.dataFolder)
  const masterKey = config.masterKey ?? made?.key
  if (!masterKey) throw new Error('no master key')
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataFolder, masterKey)
  const ownerUrl = config.databaseUrl ?? embedded?.ownerUrl ?? ''
  try {
    await migrate(ownerUrl, masterKey)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  const pool = createPool(urlFor(ownerUrl, 'shouwang_server', masterKey), config.poolSize)
  const keys = new Map<string, CountyKeys>()
  let held: { counties: County[]; until: number } = { counties: [], until: 0 }
  const counties = async () => {
    if (held.until < Date.now() || !held.counties.length)
      held = { counties: await readCounties(pool), until: Date.now() + COUNTIES_FOR_MS }
    return held.counties
  }
  await counties()
  return {
    config,
    masterKey,
    refreshCounties: async () => {
      held.until = 0
      await counties()
    },
    masterKeyPath: made?.path,
    isMasterKeyNew: made?.isNew ?? false,
    ownerUrl,
    sealerUrl: urlFor(ownerUrl, 'shouwang_sealer', masterKey),
    pool,
    counties,
    keysOf: (code) => {
      const known = keys.get(code)
      if (known) return known
      const county = held.counties.find((one) => one.code === code)
      const fresh = countyKeys(masterKey, code, {
        sealing: config.cipherSuite,
        index: county?.indexSuite ?? config.cipherSuite,
      })
      if (county) keys.set(code, fresh)
      return fresh
    },
    stop: async () => {
      await pool.end()
      await embedded?.stop()
    },
  }
}
