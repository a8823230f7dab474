/**
 * A server in a process of its own, to be killed in the middle of an upload. Says where it listens, then lives until it is killed.
 * Environment: POOL_URL, MASTER_KEY (base64), DATA_FOLDER.
 */
import { readConfig } from '../src/server/config.ts'
import { countyKeys } from '../src/server/crypto/keys.ts'
import { createPool } from '../src/server/database.ts'
import { readCounties, type Running } from '../src/server/installation.ts'
import { createServer } from '../src/apps/server.ts'

const { POOL_URL = '', MASTER_KEY = '', DATA_FOLDER = '' } = process.env
const masterKey = Buffer.from(MASTER_KEY, 'base64')
const pool = createPool(POOL_URL, 4)
const running: Running = {
  config: { ...readConfig({ SHOUWANG_LOG_LEVEL: 'silent' }), dataFolder: DATA_FOLDER },
  masterKey,
  masterKeyPath: undefined,
  isMasterKeyNew: false,
  ownerUrl: '',
  sealerUrl: '',
  pool,
  counties: () => readCounties(pool),
  refreshCounties: () => Promise.resolve(),
  keysOf: (code) => countyKeys(masterKey, code),
  stop: () => pool.end(),
}
const server = await createServer(running, { consoleFolder: '' })
process.stdout.write(`${await server.listen({ host: '127.0.0.1', port: 0 })}\n`)
