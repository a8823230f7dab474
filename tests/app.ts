import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#kernel/endpoint.ts'
import { Problem, type ProblemBody } from '#kernel/problem.ts'
import type { HttpOptions } from '#server/http.ts'
import { readConfig } from '#server/config.ts'
import { countyKeys } from '#server/crypto/keys.ts'
import { createPool, type Db } from '#server/database.ts'
import { readCounties, type Running } from '#server/installation.ts'
import { urlFor } from '#server/migrate.ts'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { createServer } from '#apps/server.ts'
import { startSession } from '#modules/identity/queries.ts'
import type { Role } from '#modules/identity/rules.ts'
import { TEST_KEY } from './global-setup.ts'

export const COUNTY = '449821'
export const NEIGHBOUR_COUNTY = '449822'

export type Person = { role: Role; divisionCode?: string; unitId?: string; name?: string; county?: string }

/** Someone who is signed in: calls endpoints through HTTP as the browser does; a refusal is thrown as a Problem. */
export type Caller = {
  <E extends Endpoint>(endpoint: E, input?: InputOf<E>): Promise<OutputOf<E>>
  accountId: string
  token: string
}

/** The owner may not end other roles' connections, and a closed one or a vacuum may linger for a moment. */
const dropSoon = async (admin: pg.Client, name: string) => {
  for (let tries = 0; tries < 50; tries += 1)
    try {
      return await admin.query(`drop database if exists ${name}`)
    } catch {
      await setTimeout(100)
    }
  return undefined
}

/** A copied database, a running server without a socket, and people who use it. */
export const testApp = async (
  options: { more?: Partial<HttpOptions>; afterMigrate?: (owner: pg.Client) => Promise<void> } = {},
) => {
  const ownerUrl = inject('ownerUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: ownerUrl })
  await admin.connect()
  // Copies of one template cannot overlap; a lock lets the test files queue.
  await admin.query('select pg_advisory_lock(424242)')
  await admin.query(`create database ${name} template shouwang_template`)
  await admin.query(`grant connect, temporary on database ${name} to shouwang_server`)
  await admin.query('select pg_advisory_unlock(424242)')
  const url = new URL(ownerUrl)
  url.pathname = `/${name}`
  const owner = new pg.Client({ connectionString: url.toString() })
  await owner.connect()
  await options.afterMigrate?.(owner)
  const pool = createPool(urlFor(url.toString(), 'shouwang_server', TEST_KEY), 6)
  const keys = new Map([COUNTY, NEIGHBOUR_COUNTY].map((code) => [code, countyKeys(TEST_KEY, code)]))
  const config = {
    ...readConfig({ SHOUWANG_LOG_LEVEL: 'silent' }),
    dataFolder: inject('dataFolder'),
    masterKey: TEST_KEY,
  }
  const running: Running = {
    config,
    masterKey: TEST_KEY,
    masterKeyPath: undefined,
    isMasterKeyNew: false,
    ownerUrl: url.toString(),
    sealerUrl: urlFor(url.toString(), 'shouwang_sealer', TEST_KEY),
    pool,
    counties: () => readCounties(pool),
    refreshCounties: () => Promise.resolve(),
    keysOf: (code) => keys.get(code)!,
    stop: () => pool.end(),
  }
  const clock = { now: undefined as Date | undefined }
  const server = await createServer(running, {
    now: () => clock.now ?? new Date(),
    consoleFolder: '',
    ...options.more,
  })

  /** Runs set-up work in a county as its installer: through row-level security, past nobody's scope. */
  const setUp = <T>(work: (db: Db) => Promise<T>, county = COUNTY) =>
    inTransaction(pool, dutyScope(county, 'installer'), work)

  const send = async (
    endpoint: Endpoint,
    input: Record<string, unknown>,
    token: string | undefined,
    upload?: Readable | Buffer,
  ) => {
    const { url: address, body } = addressOf(endpoint, input)
    return server.inject({
      method: endpoint.method,
      url: address,
      headers: {
        'x-shouwang-request': '1',
        ...(upload
          ? { 'content-type': 'application/octet-stream' }
          : body !== undefined
            ? { 'content-type': 'application/json' }
            : {}),
      },
      ...(token && { cookies: { shouwang: token } }),
      ...(upload ? { payload: upload } : body !== undefined && { payload: JSON.stringify(body) }),
    })
  }

  const callerFor = (token: string, accountId: string): Caller => {
    const call = async (endpoint: Endpoint, input: Record<string, unknown> = {}) => {
      const response = await send(endpoint, input, token)
      if (response.statusCode >= 400) throw new Problem(response.json<ProblemBody>())
      return endpoint.file === 'download' ? response.rawPayload : response.json<unknown>()
    }
    return Object.assign(call, { accountId, token }) as unknown as Caller
  }

  /** Makes an account in the given role and signs it in (a real session, without the password step). */
  const as = async (person: Person): Promise<Caller> => {
    const accountId = uuidv7()
    const county = person.county ?? COUNTY
    const token = await setUp(async (db) => {
      await db
        .insertInto('account')
        .values({
          id: accountId,
          signInName: `u-${accountId}`,
          displayName: person.name ?? '测试人员',
          state: 'active',
          role: person.role,
          divisionCode: person.divisionCode ?? null,
          unitId: person.unitId ?? null,
          mustChangePassword: false,
        })
        .execute()
      return startSession(db, {
        county,
        accountId,
        stage: 'full',
        device: '测试',
        now: clock.now ?? new Date(),
      })
    }, county)
    return callerFor(token, accountId)
  }

  /** The audit entries of one action, oldest first, read as the owner with row-level security set aside. */
  const auditOf = async (action: string, county = COUNTY) => {
    await owner.query(`alter table county_${county}.audit_entry no force row level security`)
    const { rows } = await owner.query<Record<string, unknown>>(
      `select * from county_${county}.audit_entry where action = $1 order by id`,
      [action],
    )
    return rows
  }

  const close = async () => {
    await server.close()
    await pool.end()
    await owner.end()
    await dropSoon(admin, name)
    await admin.end()
  }
  afterAll(close)

  return {
    server,
    running,
    pool,
    owner,
    setUp,
    as,
    send,
    callerFor,
    auditOf,
    clock,
    keys: keys.get(COUNTY)!,
    url: url.toString(),
  }
}

/** The person of nobody: signed out. */
export const signedOut = (app: Awaited<ReturnType<typeof testApp>>) => app.callerFor('', '')
