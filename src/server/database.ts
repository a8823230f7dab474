import {
  CamelCasePlugin,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'

/** The open transaction of one request, bound to one connection and one county's schema. */
export type Db = Kysely<DB>

const DATE = 1082
const INT8 = 20
const asText = (value: string) => value
const types: pg.CustomTypesConfig = {
  // A day stays text: as a Date it would move with the time zone.
  getTypeParser: ((oid: number, format: 'text' | 'binary') =>
    oid === DATE
      ? asText
      : oid === INT8
        ? Number
        : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
}

export const createPool = (connectionString: string, max: number) => {
  const pool = new pg.Pool({
    connectionString,
    max,
    types,
    application_name: 'shouwang',
  })
  // A dropped idle connection is replaced at the next request; without a listener it would end the process.
  pool.on('error', () => undefined)
  return pool
}

/**
 * Statements whose best plan depends on their values are planned each time: by a plan made for any range and any limit the first page
 * of a county's children took 96 ms instead of 2.
 */
const DEPENDS_ON_VALUES = / limit \$| >= \$/
/** Rows looked up by their ids are found by the primary key whatever else is asked of them. */
const IS_BY_ID = /"child"\."id" = \$|\bchild\.id = any \(\$/
const IS_LIMITED = / limit \$/

const statementNames = new Map<string, string>()

/**
 * Hot statements are prepared once per connection and schema: a prepared statement keeps the types of the schema it was made in.
 */
const nameOf = (schema: string, sql: string) => {
  if (DEPENDS_ON_VALUES.test(sql) && (IS_LIMITED.test(sql) || !IS_BY_ID.test(sql))) return undefined
  const text = `${schema}:${sql}`
  const known = statementNames.get(text)
  if (known || statementNames.size > 2_000) return known
  const name = `s${statementNames.size}`
  statementNames.set(text, name)
  return name
}

const connectionOn = (client: pg.PoolClient, schema: string): DatabaseConnection => ({
  executeQuery: async <R>(compiled: CompiledQuery): Promise<QueryResult<R>> => {
    const result = await client.query({
      text: compiled.sql,
      values: [...compiled.parameters],
      name: nameOf(schema, compiled.sql),
    })
    return {
      rows: result.rows as R[],
      numAffectedRows: result.rowCount === null ? undefined : BigInt(result.rowCount),
    }
  },
  streamQuery: () => {
    throw new Error('streaming goes through server/bulk.ts')
  },
})

const refuse = () => Promise.reject(new Error('transactions are opened by server/transaction.ts alone'))

const driverOn = (client: pg.PoolClient, schema: string): Driver => ({
  init: () => Promise.resolve(),
  acquireConnection: () => Promise.resolve(connectionOn(client, schema)),
  beginTransaction: refuse,
  commitTransaction: refuse,
  rollbackTransaction: refuse,
  releaseConnection: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
})

const camelCase = new CamelCasePlugin()
const clients = new WeakMap<object, pg.PoolClient>()

/** Kysely on one connection, whose search path begins with `schema`. */
export const dbOn = (client: pg.PoolClient, schema: string): Db => {
  const db: Db = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOn(client, schema),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (of) => new PostgresIntrospector(of),
    },
    plugins: [camelCase],
  })
  clients.set(db, client)
  return db
}

/** The raw connection below, for COPY. */
export const clientOf = (db: Db): pg.PoolClient => {
  const client = clients.get(db)
  if (!client) throw new Error('not a db made by dbOn')
  return client
}

type FollowUp = (pool: pg.Pool, county: string) => void
const followUps = new WeakMap<object, FollowUp[]>()

/** Runs `work` after the transaction of `db` committed, and not when it was rolled back; must not throw. */
export const onCommit = (db: Db, work: FollowUp) => {
  followUps.set(db, [...(followUps.get(db) ?? []), work])
}

/** For server/transaction.ts alone. */
export const followUpsOf = (db: Db) => followUps.get(db) ?? []
