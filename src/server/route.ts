import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Actor, Scope } from './access.ts'
import type { AuditSubject } from './audit.ts'
import type { Config } from './config.ts'
import type { CountyKeys } from './crypto/keys.ts'
import type { Db } from './database.ts'

/** How far a sign-in has come; only 'full' may use the product. */
export type Stage = 'password-change' | 'second-factor' | 'enrolment' | 'full'

/** What a handler gets besides its input. */
export type Context = {
  db: Db
  scope: Scope
  /** The caller; for endpoints open to anyone an empty account. */
  actor: Actor
  /** Present when a valid session came with the request, at whatever stage. */
  stage: Stage | undefined
  county: string
  /** Every county of the installation. */
  counties: () => Promise<{ code: string; name: string; isDemonstration: boolean }[]>
  keys: CountyKeys
  now: Date
  requestId: string
  config: Config
  device: string
  /** Adds to the audit entry of this act. */
  note: (subject: AuditSubject) => void
  /** Hands a new session token to the browser, or takes it away. */
  setToken: (token: string | undefined) => void
  /** The raw body of an upload. */
  body: Readable
  /** For endpoints that strangers use: whence the request comes, as `originsOf` tells it; never an address. */
  origin: string
  /** Runs after the answer's transaction committed, e.g. starts a long work; must not throw. */
  afterCommit: (work: () => void) => void
  /** Opens another transaction under the caller's own scope, for work that outlives the request. */
  detached: <T>(work: (db: Db) => Promise<T>) => Promise<T>
}

/** Answer of a download endpoint. */
export type Download = {
  fileName: string
  type: string
  content: Readable | Buffer | string
  /** 206 or 416 for a part; 200 otherwise. */
  status?: number
  /** On top of, or instead of, those of a download. */
  headers?: Record<string, string>
}

type Answer<E extends Endpoint> = E extends { file: 'download' } ? Download : z.input<E['output']>

/** A returned (not thrown) Problem keeps what was written, e.g. the count of failed sign-ins. */
export type Handler<E extends Endpoint> = (
  context: Context,
  input: z.output<E['input']>,
) => Promise<Answer<E> | Problem> | Answer<E> | Problem

export type Before = Pick<Context, 'keys' | 'now' | 'origin' | 'county'>

/**
 * What is looked at before the database is asked, so that a stranger's junk costs no transaction. Throws a Problem to refuse; what it
 * answers is the answer; undefined goes on.
 */
export type Threshold<E extends Endpoint> = (
  before: Before,
  input: z.output<E['input']>,
) => z.input<E['output']> | undefined | void

export type RouteDuty = 'gate' | 'portal'

export type Route = {
  endpoint: Endpoint
  handler: (context: Context, input: never) => unknown
  duty: RouteDuty | undefined
  threshold: ((before: Before, input: never) => unknown) | undefined
}

/**
 * Binds a handler to its contract. `duty: 'gate'` is for signing in, where no scope exists yet; `duty: 'portal'` for strangers, whose
 * session (a desk's own, perhaps), request and address are told to nobody: neither to the handler nor to log or audit.
 */
export const route = <E extends Endpoint>(
  endpoint: E,
  handler: Handler<E>,
  options: { duty?: RouteDuty; threshold?: Threshold<E> } = {},
): Route => ({
  endpoint,
  handler: handler as Route['handler'],
  duty: options.duty,
  threshold: options.threshold as Route['threshold'],
})

/** Named database constraints and what they mean to a user. */
export type Constraints = Record<string, () => Problem>
