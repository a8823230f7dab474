import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem, unauthenticated } from '#kernel/problem.ts'
import { mintScope, type Scope } from './access.ts'
import type { Installation } from './answer.ts'
import type { Db } from './database.ts'
import { listen, type Audience, type Tick } from './live-bus.ts'
import { hashToken, type OpenSession } from './session-gate.ts'
import { inTransaction } from './transaction.ts'

export { tick, type Audience } from './live-bus.ts'

export type LiveOptions = {
  /** Counted under a topic when it ticks for the reader, and when the stream opens, e.g. notices not read yet. */
  counters: Record<string, (db: Db, scope: Scope) => Promise<number>>
  heartbeatMs?: number
}

const HEARTBEAT_MS = 25_000
/** Tabs of one browser share a stream; so many are several browsers. */
const STREAMS_OF_ONE_ACCOUNT = 8
/** Whoever reads so slowly is cut off and comes again. */
const UNREAD_BYTES = 65_536
/** Topic after which a session is looked at once more, e.g. when somebody signed out on every device. */
const SESSION = 'session'

type Stream = {
  county: string
  hash: Buffer
  session: OpenSession
  raw: ServerResponse
  isCounting: boolean
  /** Topics that ticked while others were being counted. */
  uncounted: Set<string>
  timer: NodeJS.Timeout
}

const isMeant = ({ session }: Stream, audience: Audience) => {
  if ('accountIds' in audience) return audience.accountIds.includes(session.accountId)
  if ('unitId' in audience) return audience.unitId === session.unitId
  const { roles, divisionCode } = audience
  const isThere = !divisionCode || (divisionCode >= session.low && divisionCode < session.high)
  return roles.includes(session.role) && isThere
}

const write = ({ raw }: Stream, event: string, data: string) => {
  if (raw.writableEnded || raw.destroyed) return
  if (raw.writableLength > UNREAD_BYTES) raw.destroy()
  else raw.write(`event: ${event}\ndata: ${data}\n\n`)
}

/** An open session as it is now, without counting this look as the person's activity. */
const lookAt = async (on: Installation, county: string, hash: Buffer) => {
  const { rows } = await on.pool.query(on.gate.statement(county, hash, on.now()))
  const session = on.gate.read(rows, county)
  return session?.stage === 'full' ? session : undefined
}

const scopeOf = ({ county, session }: Stream) =>
  mintScope({
    county,
    accountId: session.accountId,
    role: session.role,
    low: session.low,
    high: session.high,
    unitId: session.unitId,
  })

const countTopics = (on: Installation, stream: Stream, topics: string[], live: LiveOptions) => {
  const scope = scopeOf(stream)
  return inTransaction(on.pool, scope, async (db) => {
    const counters: Record<string, number> = {}
    for (const topic of topics) counters[topic] = (await live.counters[topic]?.(db, scope)) ?? 0
    return counters
  })
}

/** One count at a time for each stream: what ticks meanwhile is counted right after. */
const count = async (on: Installation, stream: Stream, topics: string[], live: LiveOptions | undefined) => {
  for (const topic of topics) if (live?.counters[topic]) stream.uncounted.add(topic)
  if (!live || stream.isCounting) return
  stream.isCounting = true
  try {
    while (stream.uncounted.size) {
      const wanted = [...stream.uncounted]
      stream.uncounted.clear()
      write(stream, 'counters', JSON.stringify(await countTopics(on, stream, wanted, live)))
    }
  } catch {
    // The database is away for a moment: the browser reads for itself when it hears nothing.
  } finally {
    stream.isCounting = false
  }
}

const begin = (raw: ServerResponse, headers: Record<string, unknown>) => {
  raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // A proxy that gathers the answer would hold it for ever.
    'x-accel-buffering': 'no',
    // Kept for a next request it would keep the server from stopping.
    connection: 'close',
  })
  // After a restart of the server not everybody comes in the same second.
  raw.write(`retry: ${2_000 + Math.floor(Math.random() * 6_000)}\n\n`)
}

/**
 * `GET /api/live`: a stream of server-sent events for whoever is signed in: `counters` ({"notices":3}), `tick` (a topic, or `all`),
 * `beat` every 25 seconds, and `end` with the session. Never a record, a name or an id.
 */
export const mountLive = (
  app: FastifyInstance,
  on: Installation,
  tokenOf: (request: FastifyRequest) => string | undefined,
  live?: LiveOptions,
) => {
  const streams = new Set<Stream>()
  let listening: ReturnType<typeof listen> | undefined

  const close = (stream: Stream) => {
    clearInterval(stream.timer)
    streams.delete(stream)
    if (!stream.raw.writableEnded) stream.raw.end()
  }
  const look = async (stream: Stream) => {
    try {
      const session = await lookAt(on, stream.county, stream.hash)
      if (!session) {
        write(stream, 'end', '-')
        return close(stream)
      }
      stream.session = session
    } catch {
      // Without the database nobody is signed out; the next beat looks again.
    }
    return write(stream, 'beat', '-')
  }
  const hear = ({ county, topic, audience }: Tick) => {
    for (const stream of streams) {
      if (stream.county !== county || !isMeant(stream, audience)) continue
      if (topic === SESSION) void look(stream)
      else {
        write(stream, 'tick', topic)
        void count(on, stream, [topic], live)
      }
    }
  }
  const hearAll = () => {
    for (const stream of streams) {
      write(stream, 'tick', 'all')
      void count(on, stream, Object.keys(live?.counters ?? {}), live)
    }
  }
  const open = (of: Pick<Stream, 'county' | 'hash' | 'session' | 'raw'>) => {
    listening ??= listen(on.pool.options.connectionString ?? '', hear, hearAll)
    const timer = setInterval(() => void look(stream), live?.heartbeatMs ?? HEARTBEAT_MS)
    const stream: Stream = { ...of, timer, isCounting: false, uncounted: new Set() }
    streams.add(stream)
    of.raw.on('close', () => close(stream))
    of.raw.on('error', () => close(stream))
    void count(on, stream, Object.keys(live?.counters ?? {}), live)
  }

  app.get('/api/live', async (request, reply) => {
    const token = tokenOf(request)
    const county = (await on.counties()).find(({ code }) => code === token?.split('.')[0])?.code
    const hash = token && county ? hashToken(token) : undefined
    const session = county && hash ? await lookAt(on, county, hash) : undefined
    if (!county || !hash || !session) throw unauthenticated('请先登录，或登录已超时')
    const own = [...streams].filter((each) => each.session.accountId === session.accountId)
    if (own.length >= STREAMS_OF_ONE_ACCOUNT)
      throw new Problem({ status: 429, code: 'too-many-streams', title: '打开的窗口太多，请关掉一些' })
    reply.hijack()
    begin(reply.raw, reply.getHeaders())
    open({ county, hash, session, raw: reply.raw })
  })
  // Streams never end by themselves: without this the server would wait for them when it stops.
  app.addHook('preClose', async () => {
    for (const stream of streams) close(stream)
    await listening?.stop()
  })
}
