import { existsSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import compress from '@fastify/compress'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Problem, toBody } from '#kernel/problem.ts'
import { answerTo, type Installation } from './answer.ts'
import { serveConsole, strictHeaders } from './console-files.ts'
import { uuidv7 } from './ids.ts'
import { mountLive, type LiveOptions } from './live.ts'
import { createMetrics } from './metrics.ts'
import { openApi } from './openapi.ts'
import { originsOf } from './origins.ts'
import type { Route } from './route.ts'

export type HttpOptions = Installation & {
  /** What the live stream counts for its reader; without it the stream only ticks. */
  live?: LiveOptions
  routes: Route[]
  consoleFolder?: string
  /** Where the log goes; standard output unless a test looks into it. */
  logStream?: NodeJS.WritableStream
  /** Routes outside the contracts that belong to a module, e.g. resumable uploads. */
  mounts?: Mount[]
  /** Routes outside the contracts: only the first-run page, which exists before any county does. */
  mountMore?: (app: FastifyInstance) => void
}

/** `tokenOf` finds the session's token in a request. */
export type Mount = (
  app: FastifyInstance,
  on: Installation,
  tokenOf: (request: FastifyRequest) => string | undefined,
) => Promise<void> | void

const cookieName = (isSecure: boolean) => (isSecure ? '__Host-shouwang' : 'shouwang')

/** Only the route's pattern is logged: an address may hold ids, a query what somebody searched for. */
const logLine = (request: FastifyRequest) => ({
  method: request.method,
  route: request.routeOptions.url ?? 'unknown',
})

const sendProblem = (reply: FastifyReply, problem: Problem, requestId: string) =>
  reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send({ ...toBody(problem), requestId })

const mountRoute = (
  app: FastifyInstance,
  options: HttpOptions,
  one: Route,
  originOf: (address: string) => string,
) => {
  const { endpoint } = one
  const isSecure = options.config.publicOrigin?.startsWith('https:') ?? false
  app.route({
    method: endpoint.method,
    url: `/api${endpoint.path}`,
    // Of a stranger's request nothing is logged but that it failed, so that no line stands beside a report's time of arrival.
    ...(one.duty === 'portal' && { logLevel: 'error' as const }),
    // A sealed answer does not shrink, and its size must not tell anything.
    ...(one.duty === 'portal' && endpoint.method === 'POST' && { compress: false as const }),
    handler: async (request, reply) => {
      const token = request.cookies[cookieName(isSecure)]
      const answer = await answerTo(options, one, {
        requestId: request.id,
        token,
        isSameOrigin: request.headers['x-shouwang-request'] === '1',
        device: (request.headers['user-agent'] ?? '未知设备').slice(0, 200),
        origin: originOf(request.ip),
        input: {
          ...(request.query as object),
          ...(endpoint.file === 'upload' ? {} : ((request.body as object | null) ?? {})),
          ...(request.params as object),
          ...(endpoint.file === 'download' && request.headers.range && { range: request.headers.range }),
        },
        body: request.raw,
        log: request.log,
      })
      if (answer.token !== undefined) {
        const base = { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure } as const
        if (answer.token === null) void reply.clearCookie(cookieName(isSecure), base)
        else void reply.setCookie(cookieName(isSecure), answer.token, base)
      }
      void reply.header('cache-control', 'no-store')
      if (answer.problem) return sendProblem(reply, answer.problem, request.id)
      if (answer.download) {
        const { fileName, type, content, status, headers } = answer.download
        return reply
          .code(status ?? 200)
          .type(type)
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
          .headers(headers ?? {})
          .send(content)
      }
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.output))
    },
  })
}

const mountHealth = (app: FastifyInstance, options: HttpOptions) => {
  const metrics = createMetrics(options.pool)
  app.addHook('onResponse', (request, reply, next) => {
    metrics.observe(
      request.method,
      request.routeOptions.url ?? 'unknown',
      reply.statusCode,
      reply.elapsedTime,
    )
    next()
  })
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    try {
      await options.pool.query('select 1')
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'database-unreachable' })
    }
  })
  app.get('/metrics', async (request, reply) => {
    const { metricsToken } = options.config
    const isAllowed = metricsToken
      ? request.headers.authorization === `Bearer ${metricsToken}`
      : // Behind a proxy on the same machine everybody comes from there.
        !options.config.publicOrigin && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
    if (!isAllowed) return reply.code(404).send()
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}

const problemOf = (error: unknown): Problem | undefined => {
  if (error instanceof Problem) return error
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem({ status: 413, code: 'too-large', title: '提交的内容过大' })
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new Problem({ status: statusCode, code: 'malformed', title: '请求格式不对，请刷新页面后重试' })
  return undefined
}

/** The transport: every endpoint of `routes`, health, metrics, the description of the API and the console's files. */
export const createHttp = async (options: HttpOptions): Promise<FastifyInstance> => {
  const app = fastify({
    logger: {
      level: options.config.logLevel,
      serializers: { req: logLine, res: (reply: { statusCode: number }) => ({ status: reply.statusCode }) },
      redact: ['headers', 'body'],
      ...(options.logStream && { stream: options.logStream }),
    },
    genReqId: () => uuidv7(),
    // A proxy on the same machine says for whom it asks; whoever else does is not believed.
    trustProxy: 'loopback',
    bodyLimit: 1_048_576,
    requestTimeout: 300_000,
    routerOptions: { maxParamLength: 100 },
  })
  await app.register(cookie)
  await app.register(compress, { threshold: 1_024, encodings: ['br', 'gzip'] })
  app.addHook('onRequest', (_, reply, next) => {
    for (const [name, value] of Object.entries(strictHeaders(options.config))) void reply.header(name, value)
    next()
  })
  // An upload is read by its handler as a stream; nothing is buffered here.
  app.addContentTypeParser('application/octet-stream', (_, payload, parsed) => parsed(null, payload))
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (problem) return sendProblem(reply, problem, request.id)
    request.log.error(
      { name: (error as Error).name, stack: (error as Error).stack?.split('\n').slice(1, 8) },
      'failed',
    )
    return sendProblem(
      reply,
      new Problem({
        status: 500,
        code: 'failed',
        title: `系统出错，这一步没有保存。请稍后重试；如仍不行，请把编号 ${request.id} 告诉系统管理员`,
      }),
      request.id,
    )
  })
  mountHealth(app, options)
  const description = JSON.stringify(openApi(options.routes.map(({ endpoint }) => endpoint)))
  app.get('/api/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(description))
  const originOf = originsOf(options.now)
  for (const one of options.routes) mountRoute(app, options, one, originOf)
  const isSecure = options.config.publicOrigin?.startsWith('https:') ?? false
  const tokenOf = (request: FastifyRequest) => request.cookies[cookieName(isSecure)]
  mountLive(app, options, tokenOf, options.live)
  for (const mount of options.mounts ?? []) await mount(app, options, tokenOf)
  options.mountMore?.(app)
  const folder = options.consoleFolder
  if (folder && existsSync(join(folder, 'index.html'))) await serveConsole(app, folder, options.config)
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new Problem({ status: 404, code: 'no-such-address', title: '没有这个地址' }),
      request.id,
    ),
  )
  return app
}
