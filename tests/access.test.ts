import { afterAll, expect, test } from 'vitest'
import { routes } from '#apps/server.ts'
import { stage, type Answered } from './access/drive.ts'
import { judgeFirstWall, judgeSecondWall } from './access/judge.ts'
import { matrixOf } from './access/matrix.ts'
import { addressesOf } from './access/router.ts'
import { rowFaults } from './access/rows.ts'
import { picture } from './access/still.ts'
import { nameOfEndpoint, TABLE } from './access/table.ts'
import { COUNTY, testApp } from './app.ts'

/**
 * Every endpoint × role × relation, driven through HTTP from one table: with both walls, with the first one open, and with row-level
 * security off. What each call writes is taken back, so all of them meet the same world.
 */
const LONG = 300_000

const withoutPolicies = () =>
  testApp({
    afterMigrate: async (owner) => {
      await owner.query(`do $$ declare t record; begin
        for t in select c.oid::regclass as name from pg_class c
          where c.relnamespace::regnamespace::text like 'county_%' and c.relkind = 'r' loop
          execute format('alter table %s disable row level security', t.name);
        end loop; end $$`)
    },
  })

const both = await stage(await testApp())
const secondAlone = await stage(await testApp(), { isApplicationWallOpen: true })
const firstAlone = await stage(await withoutPolicies())
for (const { close } of [both, secondAlone, firstAlone]) afterAll(close)

const names = TABLE.map(({ endpoint }) => nameOfEndpoint(endpoint))

test('every endpoint of the router has a line in the access table, and no line is left over', () => {
  const mounted = routes.map(({ endpoint }) => nameOfEndpoint(endpoint))
  const missing = mounted
    .filter((name) => !names.includes(name))
    .map(
      (name) =>
        `${name}: add a line to tests/access/tables: what it is about, a valid input, what its answer shows`,
    )
  expect(missing).toEqual([])
  expect(names.filter((name) => !mounted.includes(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

test('the server answers at no other address than those of the table, health, metrics and its own description', () => {
  const others = ['GET /healthz', 'GET /readyz', 'GET /metrics', 'GET /api/openapi.json', 'GET /api/live']
  // Resumable uploads speak their own protocol; whoever knows the secret of an upload, and nobody else (files/uploads).
  const uploads = ['/api/portal/uploads', '/api/uploads'].flatMap((path) => [
    `POST ${path}`,
    `OPTIONS ${path}`,
    ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} ${path}/:id`),
  ])
  // Files for everybody, the same for all who ask (server/portal-files.ts); there once the pages are built.
  const pages = ['/koujue', '/portal', '/portal/', '/portal/*', '/portal/receipt-check.html'].map(
    (path) => `GET ${path}`,
  )
  const known = [...others, ...uploads, ...names.map((name) => name.replace(' ', ' /api'))]
  // The router has one name for parameters that stand in the same place.
  const plain = (addresses: string[]) => addresses.map((each) => each.replace(/:[^/]+/g, ':')).toSorted()
  const addresses = addressesOf(both.server).filter((each) => !pages.includes(each))
  expect(plain(addresses)).toEqual(plain(known))
})

/** An endpoint that changes something has a cell in which it did; one that reads by POST is said to. */
const idleWriters = (answers: Answered[]) => {
  const writing = new Set(
    answers.filter(({ status, traffic }) => status === 200 && traffic.written.size).map(({ row }) => row),
  )
  return TABLE.filter(
    (row) => row.endpoint.method !== 'GET' && !row.isReading && !row.instead && !writing.has(row),
  )
}

test(
  'with both walls, everybody gets what the policy in words says, and every act has its one witness',
  async () => {
    const before = await picture(both.app)
    const { faults, answers } = await both.drive(TABLE, judgeFirstWall)
    expect(faults).toEqual([])
    expect(idleWriters(answers).map(({ endpoint }) => nameOfEndpoint(endpoint))).toEqual([])
    expect(await picture(both.app)).toEqual(before)
    await expect(matrixOf(TABLE, answers)).toMatchFileSnapshot('access/matrix.md')
  },
  LONG,
)

test(
  'with the first wall open, the policies alone show and change nothing that is not the caller’s',
  async () => {
    const { faults, answers } = await secondAlone.drive(TABLE, judgeSecondWall)
    expect(faults).toEqual([])
    // The wall was open: nobody was refused for want of a permission.
    expect(answers.filter(({ body }) => body.includes('"code":"forbidden"'))).toEqual([])
    expect(answers.filter(({ role, status }) => role === 'leader' && status === 200).length).toBeGreaterThan(
      100,
    )
  },
  LONG,
)

test('asked without any condition, each table shows each role the rows that the policy in words says', async () => {
  expect(await rowFaults(both)).toEqual([])
})

test(
  'with row-level security off, the first wall alone answers exactly as both',
  async () => {
    // The policies were off: without a scope the server's role sees every child.
    const { rows } = await firstAlone.app.pool.query<{ count: number }>(
      `select count(*) from county_${COUNTY}.child`,
    )
    expect(rows[0]?.count).toBeGreaterThan(50)
    const { faults } = await firstAlone.drive(TABLE, judgeFirstWall)
    expect(faults).toEqual([])
  },
  LONG,
)
