import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { forbidden, invalid, Problem, unauthenticated } from '#kernel/problem.ts'
import { mintScope, type Actor, type Scope } from './access.ts'
import { writeAudit, type AuditSubject } from './audit.ts'
import type { Config } from './config.ts'
import type { CountyKeys } from './crypto/keys.ts'
import type { Constraints, Context, Download, Route, Stage } from './route.ts'
import { dutyScope, inTransaction } from './transaction.ts'

/** An open session as the gate found it. */
export type OpenSession = {
  sessionId: string
  stage: Stage
  provedAt: Date | null
  accountId: string
  displayName: string
  role: string
  low: string
  high: string
  unitId: string | null
}

/** What the modules hand upward so that the transport knows no module. */
export type Installation = {
  pool: pg.Pool
  config: Config
  counties: Context['counties']
  keysOf: (county: string) => CountyKeys
  openSession: (
    pool: pg.Pool,
    county: string,
    tokenHash: Buffer,
    now: Date,
  ) => Promise<OpenSession | undefined>
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

/** Token as the browser holds it: county code, a dot, 256 random bits. The database holds only this hash. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest()

const sessionOf = async (on: Installation, token: string | undefined, now: Date) => {
  const county = token?.split('.')[0]
  if (!token || !county || !/^\d{6}$/.test(county)) return undefined
  const session = await on.openSession(on.pool, county, hashToken(token), now)
  return session && { ...session, county }
}

type Found = Awaited<ReturnType<typeof sessionOf>>

const check = (on: Installation, { endpoint }: Route, session: Found, request: Request, now: Date) => {
  if (endpoint.method !== 'GET' && !request.isSameOrigin)
    throw new Problem({ status: 403, code: 'cross-site', title: '请求不是从本系统页面发出的,已拒绝' })
  if (endpoint.can === 'anyone') return
  if (!session || session.stage !== 'full')
    throw unauthenticated(session ? '登录还没有完成,请继续登录' : '请先登录,或登录已超时')
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
  throw invalid(fields[0] ? `填写有误:${fields[0].message}` : '填写有误', fields)
}

const scopeFor = async (on: Installation, route: Route, session: Found, input: Record<string, unknown>) => {
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
    throw new Problem({ status: 503, code: 'first-run', title: '系统里还没有县,请先完成首次设置' })
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

/** Runs one endpoint for one request: session, permission, validation, transaction, audit, allow-listed answer. */
export const answerTo = async (on: Installation, route: Route, request: Request): Promise<Answer> => {
  const { endpoint } = route
  const now = on.now()
  const session = await sessionOf(on, request.token, now)
  const actor: Actor = session ? { ...session } : NOBODY
  let subject: AuditSubject = { id: idIn(request.input) }
  let token: string | null | undefined
  let scope: Scope | undefined
  const followUps: (() => void)[] = []
  const witness = {
    actorId: actor.accountId,
    actorRole: actor.role,
    sessionId: actor.sessionId,
    requestId: request.requestId,
    at: now,
  }
  try {
    check(on, route, session, request, now)
    const input = parse(route, request.input)
    scope = await scopeFor(on, route, session, request.input)
    const held = scope
    const result = await inTransaction(on.pool, held, async (db) => {
      const context: Context = {
        db,
        scope: held,
        actor,
        stage: session?.stage,
        county: held.county,
        keys: on.keysOf(held.county),
        now,
        requestId: request.requestId,
        config: on.config,
        device: request.device,
        body: request.body,
        counties: on.counties,
        note: (more) => {
          subject = { ...subject, ...more }
        },
        setToken: (value) => {
          token = value ?? null
        },
        afterCommit: (work) => {
          followUps.push(work)
        },
        detached: (work) => inTransaction(on.pool, held, work),
      }
      const answered: unknown = await route.handler(context, input as never)
      const isRefusal = answered instanceof Problem
      if (endpoint.audit)
        await writeAudit(db, {
          ...witness,
          ...subject,
          action: endpoint.audit,
          result: isRefusal ? 'refused' : 'done',
          ...(isRefusal && { code: answered.code }),
        })
      return answered
    })
    for (const work of followUps) work()
    if (result instanceof Problem) return { problem: result, ...(token !== undefined && { token }) }
    const passed = token === undefined ? {} : { token }
    if (endpoint.file === 'download') return { download: result as Download, ...passed }
    return { output: endpoint.output.parse(result), ...passed }
  } catch (error) {
    const problem = problemOf(on, error)
    if (!problem) throw error
    request.log.info({ code: problem.code, status: problem.status }, 'refused')
    if (session && isWitnessed(route, problem)) {
      const own = scope ?? (await scopeFor(on, { ...route, duty: undefined }, session, {}))
      await inTransaction(on.pool, own, (db) =>
        writeAudit(db, {
          ...witness,
          ...subject,
          action: endpoint.audit ?? `${endpoint.method} ${endpoint.path}`,
          result: 'refused',
          code: problem.code,
        }),
      )
    }
    return { problem, ...(token !== undefined && { token }) }
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const idIn = (input: Record<string, unknown>) => {
  const id = input['id']
  return typeof id === 'string' && UUID.test(id) ? id : undefined
}
