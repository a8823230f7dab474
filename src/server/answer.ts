import type { Readable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { forbidden, invalid, Problem, unauthenticated } from '#kernel/problem.ts'
import { mintScope, type Actor, type Scope } from './access.ts'
import { auditStatement, type AuditSubject } from './audit.ts'
import type { Config } from './config.ts'
import type { Db } from './database.ts'
import type { CountyKeys } from './crypto/keys.ts'
import type { Constraints, Context, Download, Route } from './route.ts'
import {
  forgetSession,
  isSameSession,
  readSession,
  recallSession,
  SessionChanged,
  type Gate,
  type Session,
} from './session-gate.ts'
import { dutyScope, inTransaction } from './transaction.ts'

/** What the modules hand upward so that the transport knows no module. */
export type Installation = {
  pool: pg.Pool
  config: Config
  counties: Context['counties']
  keysOf: (county: string) => CountyKeys
  gate: Gate
  permits: (role: string, permission: string) => boolean
  constraints: Constraints
  now: () => Date
  /** Tests of the second wall open the first one; nothing else sets this. */
  isApplicationWallOpen?: boolean
}

export type Request = {
  requestId: string
  token: string | undefined
  isSameOrigin: boolean
  device: string
  /** Whence it comes, as `originsOf` tells it. */
  origin: string
  input: Record<string, unknown>
  body: Readable
  log: FastifyBaseLogger
}

export type Answer = {
  output?: unknown
  download?: Download
  problem?: Problem
  /** A token to set, null to clear, undefined to leave. */
  token?: string | null
}

const NOBODY: Actor = { accountId: '', sessionId: '', displayName: '', role: 'nobody', unitId: null }
const REAUTH_MINUTES = 10
/** Stands in the audit of what strangers do: nothing there leads from a report to a connection. */
const NO_REQUEST = '-'
/** After this the session is read anew, which also renews its "last seen". */
const RECALL_FOR_MS = 60_000

const check = (
  on: Installation,
  { endpoint }: Route,
  session: Session | undefined,
  request: Request,
  now: Date,
) => {
  if (endpoint.method !== 'GET' && !request.isSameOrigin)
    throw new Problem({ status: 403, code: 'cross-site', title: '请求不是从本系统页面发出的，已拒绝' })
  if (endpoint.can === 'anyone') return
  if (!session || session.stage !== 'full')
    throw unauthenticated(session ? '登录还没有完成，请继续登录' : '请先登录，或登录已超时')
  const isPermitted =
    endpoint.can === 'signed-in' || on.isApplicationWallOpen || on.permits(session.role, endpoint.can)
  if (!isPermitted) throw forbidden()
  const isProved = session.provedAt && now.getTime() - session.provedAt.getTime() < REAUTH_MINUTES * 60_000
  if (endpoint.reauth && !isProved)
    throw new Problem({ status: 403, code: 'reauthenticate', title: '这一步需要再次输入您的登录口令' })
}

const parse = (route: Route, input: Record<string, unknown>) => {
  const parsed = route.endpoint.input.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  throw invalid(fields[0] ? `填写有误：${fields[0].message}` : '填写有误', fields)
}

const scopeFor = async (
  on: Installation,
  route: Route,
  session: Session | undefined,
  input: Record<string, unknown>,
) => {
  if (session && !route.duty)
    return mintScope({
      county: session.county,
      accountId: session.accountId,
      role: session.stage === 'full' ? session.role : 'nobody',
      low: session.stage === 'full' ? session.low : '',
      high: session.stage === 'full' ? session.high : '',
      unitId: session.stage === 'full' ? session.unitId : null,
      isWallOpen: on.isApplicationWallOpen ?? false,
    })
  const counties = await on.counties()
  const wanted = session?.county ?? input['county'] ?? (counties.length === 1 ? counties[0]?.code : undefined)
  if (!counties.length)
    throw new Problem({ status: 503, code: 'first-run', title: '系统里还没有县，请先完成首次设置' })
  const county = counties.find(({ code }) => code === wanted) ?? (route.duty ? undefined : counties[0])
  if (!county) throw invalid('请先选择所在的县', [{ field: 'county', message: '请先选择所在的县' }])
  if (route.duty) return dutyScope(county.code, route.duty)
  return mintScope({ county: county.code, accountId: '', role: 'nobody', low: '', high: '', unitId: null })
}

const problemOf = (on: Installation, error: unknown): Problem | undefined => {
  if (error instanceof Problem) return error
  const { constraint, code } = error as { constraint?: string; code?: string }
  if (constraint && on.constraints[constraint]) return on.constraints[constraint]()
  // A policy refused a row that the application let through: to the caller it does not exist.
  if (code === '42501') return new Problem({ status: 404, code: 'not-found', title: '没有找到这条记录' })
  return undefined
}

const isWitnessed = (route: Route, problem: Problem) =>
  problem.status === 403 ||
  problem.status === 404 ||
  (route.endpoint.audit !== undefined && problem.status !== 401)

type Attempt = {
  on: Installation
  route: Route
  request: Request
  session: Session | undefined
  /** Taken from memory: the transaction must read it again. */
  isRecalled: boolean
  now: Date
}

const witnessOf = ({ route, session, request, now }: Attempt) => ({
  actorId: session?.accountId ?? null,
  actorRole: session?.role ?? 'nobody',
  sessionId: session?.sessionId ?? null,
  requestId: route.duty === 'portal' ? NO_REQUEST : request.requestId,
  at: now,
})

const recheck = ({ on, session, now }: Attempt) =>
  session && {
    statement: on.gate.statement(session.county, session.hash, now),
    check: (rows: unknown[]) => {
      if (!isSameSession(session, on.gate.read(rows, session.county))) throw new SessionChanged()
    },
  }

/** The work itself: everything in one transaction, whose last words are the audit entry and the commit. */
const perform = async (attempt: Attempt, input: unknown, scope: Scope, noted: { subject: AuditSubject }) => {
  const { on, route, request, session, now } = attempt
  const { endpoint } = route
  const answer: Answer = {}
  const followUps: (() => void)[] = []
  const work = async (db: Db) => {
    const context: Context = {
      db,
      scope,
      actor: session ? { ...session } : NOBODY,
      stage: session?.stage,
      county: scope.county,
      keys: on.keysOf(scope.county),
      now,
      requestId: route.duty === 'portal' ? NO_REQUEST : request.requestId,
      config: on.config,
      device: route.duty === 'portal' ? '' : request.device,
      origin: request.origin,
      body: request.body,
      counties: on.counties,
      note: (more) => {
        noted.subject = { ...noted.subject, ...more }
      },
      setToken: (value) => {
        answer.token = value ?? null
      },
      afterCommit: (followUp) => {
        followUps.push(followUp)
      },
      detached: (more) => inTransaction(on.pool, scope, more),
    }
    const result: unknown = await route.handler(context, input as never)
    if (result instanceof Problem) answer.problem = result
    else if (endpoint.file === 'download') answer.download = result as Download
    else answer.output = endpoint.output.parse(result)
  }
  const first = attempt.isRecalled ? recheck(attempt) : undefined
  await inTransaction(on.pool, scope, work, {
    ...(first && { first }),
    last: () =>
      endpoint.audit &&
      auditStatement({
        ...witnessOf(attempt),
        ...noted.subject,
        action: endpoint.audit,
        result: answer.problem ? 'refused' : 'done',
        ...(answer.problem && { code: answer.problem.code }),
      }),
  })
  for (const followUp of followUps) followUp()
  return answer
}

const attemptOnce = async (attempt: Attempt): Promise<Answer> => {
  const { on, route, request, session, now } = attempt
  const noted = { subject: { id: idIn(request.input) } as AuditSubject }
  let scope: Scope | undefined
  try {
    check(on, route, session, request, now)
    const input = parse(route, request.input)
    scope = await scopeFor(on, route, session, request.input)
    const before = { keys: on.keysOf(scope.county), now, origin: request.origin, county: scope.county }
    const early = route.threshold?.(before, input as never)
    if (early !== undefined) return { output: route.endpoint.output.parse(early) }
    return await perform(attempt, input, scope, noted)
  } catch (error) {
    const problem = problemOf(on, error)
    // What a session from memory was refused before the transaction confirmed it is decided again.
    if (!problem || attempt.isRecalled) throw problem ? new SessionChanged() : error
    request.log.info({ code: problem.code, status: problem.status }, 'refused')
    if (session && isWitnessed(route, problem)) {
      const own = scope ?? (await scopeFor(on, { ...route, duty: undefined }, session, {}))
      const entry = auditStatement({
        ...witnessOf(attempt),
        ...noted.subject,
        action: route.endpoint.audit ?? `${route.endpoint.method} ${route.endpoint.path}`,
        result: 'refused',
        code: problem.code,
      })
      await inTransaction(on.pool, own, () => Promise.resolve(), { last: () => entry })
    }
    return { problem }
  }
}

/** Runs one endpoint for one request: session, permission, validation, transaction, audit, allow-listed answer. */
export const answerTo = async (on: Installation, route: Route, request: Request): Promise<Answer> => {
  const now = on.now()
  if (route.duty === 'portal')
    return attemptOnce({ on, route, request, session: undefined, isRecalled: false, now })
  const recalled = route.endpoint.file === 'upload' ? undefined : recallSession(request.token)
  if (recalled && now.getTime() - recalled.lastSeenAt.getTime() < RECALL_FOR_MS)
    try {
      return await attemptOnce({ on, route, request, session: recalled, isRecalled: true, now })
    } catch (error) {
      if (!(error instanceof SessionChanged)) throw error
      forgetSession(recalled)
    }
  const session = await readSession(on, request.token, now)
  return attemptOnce({ on, route, request, session, isRecalled: false, now })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const idIn = (input: Record<string, unknown>) => {
  const id = input['id']
  return typeof id === 'string' && UUID.test(id) ? id : undefined
}
