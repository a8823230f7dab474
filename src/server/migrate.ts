import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { installationSecret } from './crypto/keys.ts'
import { schemaOf } from './transaction.ts'

const FOLDER = join(import.meta.dirname, '../../migrations')
/** One migrator at a time, whatever the number of processes that start together. */
const LOCK = 727_446_310

type Migration = { name: string; text: string; checksum: string }

const readMigrations = (set: 'installation' | 'county'): Migration[] =>
  readdirSync(join(FOLDER, set))
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(FOLDER, set, name), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    })

const ensureRole = async (client: pg.Client, name: string, password: string) => {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  await client.query(`${rowCount ? 'alter' : 'create'} role ${name} login password '${password}'`)
}

const CHECK = 'shouwang master key'

/** A wrong master key must stop the start: it would seal new values so that nobody could open them with the right one. */
const checkKey = async (client: pg.Client, masterKey: Buffer) => {
  const proof = installationSecret(masterKey, CHECK)
  await client.query('create table if not exists shouwang.key_proof (proof text primary key)')
  const { rows } = await client.query<{ proof: string }>('select proof from shouwang.key_proof')
  if (!rows.length) await client.query('insert into shouwang.key_proof values ($1)', [proof])
  else if (rows[0]?.proof !== proof)
    throw new Error(
      '主密钥与这个数据库不符，未启动：请核对 SHOUWANG_MASTER_KEY（或密钥文件、数据目录）是否属于这个数据库',
    )
}

const createShared = async (client: pg.Client) => {
  await client.query('grant usage on schema shouwang to shouwang_server, shouwang_sealer')
  await client.query(`create table if not exists shouwang.migration (
    schema_name text not null, name text not null, checksum text not null, applied_at timestamptz not null default now(),
    primary key (schema_name, name))`)
}

const applyTo = async (client: pg.Client, schema: string, migrations: Migration[]) => {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from shouwang.migration where schema_name = $1',
    [schema],
  )
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  let count = 0
  for (const { name, text, checksum } of migrations) {
    const before = applied.get(name)
    if (before === checksum) continue
    if (before) throw new Error(`迁移 ${name} 在执行后被改动过，请恢复原文件后再启动`)
    try {
      await client.query('begin')
      await client.query(`set local search_path = ${schema}, pg_catalog`)
      await client.query(text)
      await client.query('insert into shouwang.migration (schema_name, name, checksum) values ($1, $2, $3)', [
        schema,
        name,
        checksum,
      ])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(
        `迁移 ${name} 在 ${schema} 上没有成功：${error instanceof Error ? error.message : ''}`,
        {
          cause: error,
        },
      )
    }
    count += 1
  }
  return count
}

const withOwner = async <T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'shouwang migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    return await work(client)
  } finally {
    await client.end()
  }
}

const migrateCounty = async (client: pg.Client, code: string) => {
  const schema = schemaOf(code)
  await client.query(`create schema if not exists ${schema}`)
  await client.query(`grant usage on schema ${schema} to shouwang_server, shouwang_sealer`)
  return applyTo(client, schema, readMigrations('county'))
}

/** Brings the shared schema and every county up to date; answers the number of migrations run. Safe to run at every start. */
export const migrate = (ownerUrl: string, masterKey: Buffer): Promise<number> =>
  withOwner(ownerUrl, async (client) => {
    const { rows: version } = await client.query<{ number: number }>(
      `select current_setting('server_version_num')::int as number`,
    )
    if ((version[0]?.number ?? 0) < 150_000) throw new Error('需要 PostgreSQL 15 或更高版本')
    await client.query('create schema if not exists shouwang')
    await checkKey(client, masterKey)
    await ensureRole(client, 'shouwang_server', installationSecret(masterKey, 'role shouwang_server'))
    await ensureRole(client, 'shouwang_sealer', installationSecret(masterKey, 'role shouwang_sealer'))
    const { rows: name } = await client.query<{ name: string }>(
      'select quote_ident(current_database()) as name',
    )
    // Bulk loads go through a temporary table: COPY cannot write to a table under row-level security.
    await client.query(`grant connect, temporary on database ${name[0]?.name} to shouwang_server`)
    await createShared(client)
    let count = await applyTo(client, 'shouwang', readMigrations('installation'))
    const { rows: counties } = await client.query<{ code: string }>(
      'select code from shouwang.county order by code',
    )
    for (const { code } of counties) count += await migrateCounty(client, code)
    return count
  })

/** Makes a county: its row in the shared schema and its own schema with all tables. */
export const addCounty = (
  ownerUrl: string,
  county: { code: string; name: string; indexSuite: 'aes' | 'sm'; isDemonstration: boolean },
): Promise<void> =>
  withOwner(ownerUrl, async (client) => {
    await client.query(
      `insert into shouwang.county (code, name, index_suite, is_demonstration) values ($1, $2, $3, $4) on conflict do nothing`,
      [county.code, county.name, county.indexSuite, county.isDemonstration],
    )
    await migrateCounty(client, county.code)
  })

/** The address of a lesser role on the same server and database. */
export const urlFor = (ownerUrl: string, role: 'shouwang_server' | 'shouwang_sealer', masterKey: Buffer) => {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = installationSecret(masterKey, `role ${role}`)
  return url.toString()
}
