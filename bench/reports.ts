import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createProofOfWork } from '#server/proof-of-work.ts'
import { uuidv7 } from '#server/ids.ts'
import { DANGER_QUESTION_NAMES } from '#modules/reports/rules.ts'
import { compare, ms, rateOf } from './measure.ts'
import { COUNTY, signIn, type World } from './world.ts'

const headers = { 'x-shouwang-request': '1', 'content-type': 'application/json' }
const bytes = (count: number) => randomBytes(count).toString('base64')

const work = createProofOfWork()

/** Done beforehand: it is the strangers' machines that work, not the server. */
const reportsFor = ({ running }: World, count: number) =>
  Array.from({ length: count }, () => {
    const secret = running.keysOf(COUNTY).derive('portal-work')
    const { challenge, bits } = work.ask(secret, uuidv7(), new Date())
    let nonce = 0
    const isDone = () =>
      createHash('sha256').update(`${challenge}:${nonce}`).digest().readUInt32BE(0) >>> (32 - bits) === 0
    while (!isDone()) nonce += 1
    return {
      id: uuidv7(),
      county: COUNTY,
      door: 'anonymous',
      narrative: '隔壁的孩子身上常有伤，夜里哭',
      code: { lookup: bytes(16), proof: bytes(32), publicKey: bytes(32) },
      work: { challenge, nonce: String(nonce) },
    }
  })

const BARE_REPORT = `with n as (update number_series set last = last + 1 where kind = '报' returning last)
  insert into report (id, number, source, received_at, division_code, key_sealed, narrative_sealed)
  select $1, '基准' || $2 || n.last, 'portal', now(), '${COUNTY}000000', $3, $4 from n`
const BARE_INBOX = `select id, number, state, source, received_at, danger_level from report
  where division_code >= '${COUNTY}000000' and division_code < '441822000000'
  order by state = 'received' desc, received_at, id limit 20`
const BARE_CODE = `select r.id, r.state, r.received_at, c.public_key from report_code c join report r on r.id = c.report_id where c.lookup = $1`

const BARE_TRIAGE = [
  `update report set danger_answers = $2, danger_level = 'medium', triaged_by = $3, triaged_at = now(), version = version + 1 where id = $1`,
  `update task set due_at = due_at + interval '1 hour' where subject_id = $1 and kind = 'triage-report' and done_at is null and cancelled_at is null`,
]
const NO_DANGER = Object.fromEntries(DANGER_QUESTION_NAMES.map((name) => [name, 'no']))

/** Each report once, ours and bare alike: twenty to warm up and a hundred to measure. */
const benchTriage = async ({ superuser }: World, triage: (id: string, payload: object) => Promise<void>) => {
  const { rows } = await superuser.query<{ id: string; version: number }>(
    `select id, version from report where state = 'received' and routed_to = 'desk' order by id limit 240`,
  )
  const next = () => rows.pop() ?? { id: '', version: 0 }
  return compare(
    Array.from({ length: 100 }, () => 1),
    () => {
      const { id, version } = next()
      return triage(id, { version, danger: NO_DANGER, dangerLevel: 'medium' })
    },
    async () => {
      const { id } = next()
      const client = await superuser.connect()
      try {
        await client.query('begin')
        await client.query(BARE_TRIAGE[0] ?? '', [id, JSON.stringify(NO_DANGER), uuidv7()])
        await client.query(BARE_TRIAGE[1] ?? '', [id])
        await client.query('commit')
      } finally {
        client.release()
      }
    },
  )
}

const row = (what: string, { ours, bare, ratio }: Awaited<ReturnType<typeof compare>>) =>
  `| ${what} | ${ms(ours.p50)} | ${ms(ours.p95)} | ${ms(bare.p50)} | ${ms(bare.p95)} | ${ratio.toFixed(2)} |`

/** Reports from outside: sent in, listed, looked up by code, each beside the bare SQL; and how many are taken a second. */
export const benchReports = async (world: World, server: FastifyInstance) => {
  const { running, superuser } = world
  const post = async (url: string, payload: object, cookies: Record<string, string> = {}) => {
    const response = await server.inject({ method: 'POST', url, headers, payload, cookies })
    if (response.statusCode !== 200) throw new Error(response.body)
  }
  const send = (report: object) => post('/api/portal/reports', report)
  const cookies = { shouwang: await signIn(running, 'duty-officer', null) }
  await send(reportsFor(world, 1)[0] ?? {})
  const sent = await compare(reportsFor(world, 200), send, () =>
    superuser.query(BARE_REPORT, [uuidv7(), uuidv7(), randomBytes(61), randomBytes(1_053)]),
  )
  const listed = await compare(
    Array.from({ length: 100 }, () => 1),
    async () => {
      const response = await server.inject({ url: '/api/reports?pageSize=20', headers, cookies })
      if (response.statusCode !== 200) throw new Error(response.body)
    },
    () => superuser.query(BARE_INBOX),
  )
  const found = await compare(
    Array.from({ length: 200 }, () => bytes(16)),
    (lookup) => post('/api/portal/returns', { county: COUNTY, lookup, proof: bytes(32) }),
    (lookup) => superuser.query(BARE_CODE, [Buffer.from(lookup, 'base64')]),
  )
  const triaged = await benchTriage(world, (id, payload) =>
    post(`/api/reports/${id}/triage`, payload, cookies),
  )
  const lines = [
    'Reports from outside, without files. Ours seals, pads, routes, wraps the key for the code and opens the desk’s task and notices; a look-up',
    'answers 16 KiB sealed to the code. Bare inserts, changes or reads the rows alone.',
    '',
    '| what | ours p50 | ours p95 | bare p50 | bare p95 | p95 ratio |',
    '|---|--:|--:|--:|--:|--:|',
    row('report sent in', sent),
    row('inbox, first page', listed),
    row('triage', triaged),
    row('look-up by code', found),
    '',
    '| senders at once | reports taken a second | aim |',
    '|--:|--:|---|',
  ]
  for (const width of [1, 8, 16]) {
    const waiting = reportsFor(world, 600)
    const rate = await rateOf(600, width, () => send(waiting.pop() ?? {}))
    lines.push(`| ${width} | ${Math.round(rate)} | ≥ 300 |`)
  }
  return lines
}
