import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Readable } from 'node:stream'
import { answerTo, type Installation } from '#server/answer.ts'
import { route } from '#server/route.ts'
import { uuidv7 } from '#server/ids.ts'
import { gate } from '#modules/identity/queries.ts'
import { rateOf } from './measure.ts'
import { signIn, type World } from './world.ts'

const VILLAGE = '441821100224'

/** One insert as an endpoint: what a write costs before its own work. */
const note = endpoint({
  method: 'POST',
  path: '/bench-notes',
  summary: '基准',
  can: 'children.edit',
  audit: 'bench.noted',
  input: z.object({ id: z.uuid(), name: z.string().max(50) }),
  output: z.object({ id: z.string() }),
})

const noteRoute = route(note, async ({ db, note: witness }, { id, name }) => {
  witness({ kind: 'child', id, divisionCode: VILLAGE })
  await db
    .insertInto('child')
    .values({ id, name, sex: 'male', birthDay: '2015-01-01', divisionCode: VILLAGE })
    .execute()
  return { id }
})

const BARE = 'insert into child (id, name, sex, birth_day, division_code) values ($1, $2, $3, $4, $5)'

export const benchWrite = async ({ running, superuser }: World, server: FastifyInstance) => {
  const token = await signIn(running, 'child-director', VILLAGE)
  const on: Installation = {
    pool: running.pool,
    config: running.config,
    counties: running.counties,
    keysOf: running.keysOf,
    gate,
    permits: () => true,
    constraints: {},
    now: () => new Date(),
  }
  const ours = async () => {
    const { problem } = await answerTo(on, noteRoute, {
      requestId: randomUUID(),
      token,
      isSameOrigin: true,
      device: '基准',
      origin: '',
      input: { id: uuidv7(), name: '张伟' },
      body: Readable.from([]),
      log: server.log,
    })
    if (problem) throw problem
  }
  const bare = async () => {
    const client = await superuser.connect()
    try {
      await client.query('begin')
      await client.query(BARE, [uuidv7(), '张伟', 'male', '2015-01-01', VILLAGE])
      await client.query('commit')
    } finally {
      client.release()
    }
  }
  const lines = [
    'One write: one row into `child` with all its indexes, as a child director. Ours adds session check, permission, validation, row-level',
    'security, the audit row with its indexes. Transactions a second:',
    '',
    '| callers at once | ours | bare | share | aim |',
    '|--:|--:|--:|--:|---|',
  ]
  for (const width of [1, 4, 16]) {
    await rateOf(300, width, ours)
    await rateOf(300, width, bare)
    const rates = { ours: 0, bare: 0 }
    for (let turn = 0; turn < 4; turn += 1) {
      rates.ours += (await rateOf(750, width, ours)) / 4
      rates.bare += (await rateOf(750, width, bare)) / 4
    }
    const share = Math.round((rates.ours / rates.bare) * 100)
    lines.push(`| ${width} | ${Math.round(rates.ours)} | ${Math.round(rates.bare)} | ${share} % | ≥ 40 % |`)
  }
  return lines
}
