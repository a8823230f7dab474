import type { FastifyInstance } from 'fastify'
import { addressOf, type Endpoint, type InputOf, type OutputOf } from '#kernel/endpoint.ts'
import type { Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { startSession } from '#modules/identity/queries.ts'
import { createServer } from '../server.ts'

/** Somebody of the county at a moment of the story: calls the same endpoints as the console does. */
export type Act = <E extends Endpoint>(endpoint: E, input: InputOf<E>) => Promise<OutputOf<E>>

export type Stage = {
  /** That account, signed in at the stage's present time. */
  as: (signInName: string) => Promise<Act>
  /** Somebody who is not signed in. */
  outside: Act
  accountId: (signInName: string) => string | undefined
  unitId: (code: string) => string
  setTime: (at: Date) => void
  /** Ends all sessions of the play. */
  close: () => Promise<void>
}

const actThrough =
  (server: FastifyInstance, token: string | undefined): Act =>
  async (endpoint, input) => {
    const { url, body } = addressOf(endpoint, input)
    const response = await server.inject({
      method: endpoint.method,
      url,
      headers: { 'x-shouwang-request': '1', ...(body && { 'content-type': 'application/json' }) },
      ...(token && { cookies: { shouwang: token } }),
      ...(body && { payload: JSON.stringify(body) }),
    })
    if (response.statusCode >= 400)
      throw new Error(`演示故事停在 ${endpoint.method} ${endpoint.path}:${response.body}`)
    return response.json()
  }

/** A server without a socket whose clock the story sets, and the county's people on it. */
export const openStage = async (running: Running, county: string): Promise<Stage> => {
  let now = new Date()
  // The cookie of the play is the plain one, whatever the public address of the real server.
  const quiet = {
    ...running,
    config: { ...running.config, logLevel: 'silent' as const, publicOrigin: undefined },
  }
  const server = await createServer(quiet, { now: () => now, consoleFolder: '' })
  const installer = dutyScope(county, 'installer')
  const known = await inTransaction(running.pool, installer, async (db) => ({
    accounts: await db.selectFrom('account').select(['id', 'signInName']).execute(),
    units: await db.selectFrom('unit').select(['id', 'code']).execute(),
  }))
  const accounts = new Map(known.accounts.map(({ id, signInName }) => [signInName, id]))
  const units = new Map(known.units.map(({ id, code }) => [code, id]))
  return {
    as: async (signInName) => {
      const accountId = accounts.get(signInName)
      if (!accountId) throw new Error(`no demonstration account ${signInName}`)
      const token = await inTransaction(running.pool, installer, (db) =>
        startSession(db, { county, accountId, stage: 'full', device: '演示', now }),
      )
      return actThrough(server, token)
    },
    outside: actThrough(server, undefined),
    accountId: (signInName) => accounts.get(signInName),
    unitId: (code) => {
      const id = units.get(code)
      if (!id) throw new Error(`no demonstration unit ${code}`)
      return id
    },
    setTime: (at) => {
      now = at
    },
    close: async () => {
      await inTransaction(running.pool, installer, (db) =>
        db.updateTable('session').set({ endedAt: new Date() }).where('endedAt', 'is', null).execute(),
      )
      await server.close()
    },
  }
}
