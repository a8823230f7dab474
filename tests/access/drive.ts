import { isDeepStrictEqual } from 'node:util'
import type { testApp } from '#tests/app.ts'
import { TEST_KEY } from '#tests/global-setup.ts'
import { addressOf, type Endpoint } from '#kernel/endpoint.ts'
import { urlFor } from '#server/migrate.ts'
import { createServer } from '#apps/server.ts'
import { textOfWorkbook } from './download.ts'
import { dryPool, newTraffic, watching, type Traffic } from './dry-pool.ts'
import type { Row } from './entry.ts'
import { RELATIONS, type Relation } from './marks.ts'
import { nameOfEndpoint } from './table.ts'
import { makeWorld, type Person, type RecordSet, type World } from './world.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** One call: an endpoint, a person or nobody, and the set that the input names. */
export type Cell = {
  row: Row
  endpoint: Endpoint
  role: Person['role'] | 'signed-out'
  relation: Relation
  set: RecordSet
  world: World
}
export type Answered = Cell & { status: number; body: string; traffic: Traffic }

/** A finding in words: where, and what is wrong there. */
export const at = ({ endpoint, role, relation, status }: Answered, what: string) =>
  `${nameOfEndpoint(endpoint)} · ${role} · ${relation} · ${status}: ${what}`

const isWorkbook = ({ headers }: { headers: Record<string, unknown> }) =>
  String(headers['content-type']).includes('spreadsheetml')

const CALLS_AT_ONCE = 6

const cellsOf = (row: Row, world: World): { cell: Cell; me: Person }[] => {
  const { endpoint } = row
  const relations: readonly Relation[] =
    row.about === 'nothing' && !row.isForEach ? ['own'] : (row.relations ?? RELATIONS)
  return relations.flatMap((relation) => {
    const set = world.sets.find((each) => each.relation === relation)
    if (!set) throw new Error(`no set ${relation}`)
    const cell = { row, endpoint, relation, set, world }
    return [
      ...world.people.map((me) => ({ me, cell: { ...cell, role: me.role } })),
      { me: world.outsider, cell: { ...cell, role: 'signed-out' as const } },
    ]
  })
}

/** A server on the app's database through a dry pool, with a world in it. */
export const stage = async (app: App, more: { isApplicationWallOpen?: true } = {}) => {
  const world = await makeWorld(app)
  const pool = dryPool(urlFor(app.url, 'shouwang_server', TEST_KEY), CALLS_AT_ONCE)
  const server = await createServer(app.running, { ...more, pool, consoleFolder: '' })

  const call = async ({ cell, me }: { cell: Cell; me: Person }): Promise<Answered> => {
    const { row, endpoint, set, role } = cell
    const input = row.input?.(set, me, world) ?? {}
    const upload = await row.body?.()
    const { url, body } = addressOf(endpoint, input)
    const traffic = newTraffic()
    // Fastify's inject begins when it is awaited, so it is awaited inside.
    const response = await watching(traffic, async () => {
      const answer = await server.inject({
        method: endpoint.method,
        url,
        headers: {
          'x-shouwang-request': '1',
          ...(upload && { 'content-type': 'application/octet-stream' }),
          ...(!upload && body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(role !== 'signed-out' && { cookies: { shouwang: me.token } }),
        ...(upload ? { payload: upload } : body !== undefined && { payload: JSON.stringify(body) }),
      })
      return answer
    })
    return {
      ...cell,
      status: response.statusCode,
      body: isWorkbook(response) ? await textOfWorkbook(response.rawPayload) : response.body,
      traffic,
    }
  }

  /** Drives every line of the table; `judge` answers what is wrong with an answer. */
  const drive = async (table: Row[], judge: (answered: Answered) => string[]) => {
    const faults: string[] = []
    const answers: Answered[] = []
    for (const row of table) {
      const waiting = cellsOf(row, world)
      const work = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const answered = await call(next)
          answers.push(answered)
          faults.push(...judge(answered))
        }
      }
      await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work))
    }
    return { faults, answers }
  }

  const close = async () => {
    await server.close()
    await pool.end()
  }
  return { app, server, world, drive, close }
}

/** What the contract would have let through of an answer: an answer with more in it than that shows too much. */
export const isAsDeclared = ({ endpoint, body }: Answered) => {
  if (endpoint.file === 'download') return true
  const sent: unknown = JSON.parse(body)
  const parsed = endpoint.output.safeParse(sent)
  return parsed.success && isDeepStrictEqual(JSON.parse(JSON.stringify(parsed.data)), sent)
}
