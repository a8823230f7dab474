import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { COUNTY, NEIGHBOUR_COUNTY, testApp } from '#tests/app.ts'
import { findLate, linkAfter, genesisOf, readHeads, verifyChain, verifySlice } from './audit-chain.ts'
import { writeAudit } from './audit.ts'
import { createPool } from './database.ts'
import { ChainContradicted, sealBatch, startSealing } from './sealer.ts'
import { inTransaction } from './transaction.ts'
import { mintScope } from './access.ts'
import { uuidv7 } from './ids.ts'

const scope = (county: string) =>
  mintScope({ county, accountId: '', role: 'nobody', low: '', high: '', unitId: null })

/** A county with so many sealed entries and the owner’s power to tamper. */
const chained = async (count: number) => {
  const app = await testApp()
  const sealer = createPool(app.running.sealerUrl, 2)
  afterAll(() => sealer.end())
  const witness = (of: number, county = COUNTY) =>
    inTransaction(app.pool, scope(county), async (db) => {
      for (let index = 0; index < of; index += 1)
        await writeAudit(db, {
          at: new Date(),
          action: 'child.opened',
          result: 'done',
          kind: 'child',
          id: uuidv7(),
          divisionCode: '449821100201',
          fields: ['name', 'phone'],
          count: 1,
          purpose: '入户探访前核对',
          code: 'x',
          actorId: uuidv7(),
          actorRole: 'duty-officer',
          sessionId: uuidv7(),
          requestId: uuidv7(),
        })
    })
  const seal = async (county = COUNTY) => {
    while ((await sealBatch(sealer, county))?.count);
  }
  const verify = async (county = COUNTY) => {
    const client = await sealer.connect()
    try {
      return await verifyChain(client, county)
    } finally {
      client.release()
    }
  }
  /** As the owner of the tables, past row-level security and triggers. */
  const tamper = async (statement: string, values: unknown[] = []) => {
    await app.owner.query(`set search_path = county_${COUNTY}`)
    await app.owner.query('alter table audit_entry disable trigger user')
    for (const table of ['audit_entry', 'audit_head'])
      await app.owner.query(`alter table ${table} no force row level security`)
    const { rowCount } = await app.owner.query(statement, values)
    return rowCount
  }
  await witness(count)
  await seal()
  return { app, sealer, witness, seal, verify, tamper }
}

const { app, sealer, witness, seal, verify, tamper } = await chained(40)

const setAside = async () => {
  await tamper('create temporary table kept as select * from audit_entry')
  await tamper('create temporary table kept_head as select * from audit_head')
}

const putBack = async () => {
  for (const table of ['audit_entry', 'audit_head']) {
    const kept = table.replace('audit_entry', 'kept').replace('audit_head', 'kept_head')
    await tamper(`delete from ${table}`)
    await tamper(`insert into ${table} select * from ${kept}`)
    await tamper(`drop table ${kept}`)
  }
}

/** Makes a change, looks, and puts the rows back as they were. */
const tampered = async (statements: string | readonly string[]) => {
  await setAside()
  for (const statement of [statements].flat()) expect(await tamper(statement)).toBeGreaterThan(0)
  const report = await verify()
  await putBack()
  return report
}

test('entries are numbered without gaps, and the chain is sound', async () => {
  const report = await verify()
  expect(report).toMatchObject({ isSound: true, head: { seq: 40 } })
  expect(await readHeads(sealer, COUNTY)).toMatchObject([{ seq: 40, hash: report.head.hash }])
})

const { rows: columns } = await app.owner.query<{ name: string; type: string }>(
  `select column_name as name, case when data_type = 'USER-DEFINED' then udt_name else data_type end as type
    from information_schema.columns where table_schema = 'county_${COUNTY}' and table_name = 'audit_entry'`,
)

const OTHER: Record<string, string> = {
  uuid: `'00000000-0000-7000-8000-000000000000'`,
  'timestamp with time zone': `at + interval '1 microsecond'`,
  text: `'z'`,
  audit_result: `'failed'`,
  ARRAY: `array['name']`,
  integer: '2',
  bigint: '4000',
  bytea: `'\\x00'`,
}

test.each(columns)('an edit of $name in one entry is found', async ({ name, type }) => {
  const report = await tampered(`update audit_entry set ${name} = ${OTHER[type]} where seq = 17`)
  expect(report).toMatchObject({ isSound: false, broken: { seq: 17 } })
})

test.each(
  columns.filter(
    ({ name }) => !['id', 'at', 'action', 'result', 'actor_role', 'request_id', 'seq', 'hash'].includes(name),
  ),
)('emptying $name of one entry is found', async ({ name }) => {
  expect(await tampered(`update audit_entry set ${name} = null where seq = 17`)).toMatchObject({
    broken: { kind: 'changed', seq: 17 },
  })
})

test.each([
  ['an entry is deleted', 'delete from audit_entry where seq = 17', { kind: 'missing', seq: 17 }],
  ['the first entries are deleted', 'delete from audit_entry where seq < 5', { kind: 'missing', seq: 1 }],
  ['the last entries are cut off', 'delete from audit_entry where seq > 35', { kind: 'cut-off', seq: 36 }],
  ['all entries are deleted', 'delete from audit_entry', { kind: 'cut-off', seq: 1 }],
  [
    'an entry loses its number',
    'update audit_entry set seq = null, hash = null where seq = 17',
    { kind: 'missing', seq: 17 },
  ],
  [
    'two entries change places',
    [
      'update audit_entry set seq = -seq where seq in (17, 18)',
      'update audit_entry set seq = 35 + seq where seq < 0',
    ],
    { kind: 'changed', seq: 17 },
  ],
  [
    'the entries after a deleted one move up',
    [
      'delete from audit_entry where seq = 17',
      'update audit_entry set seq = -seq where seq > 17',
      'update audit_entry set seq = -seq - 1 where seq < 0',
    ],
    { kind: 'changed', seq: 17 },
  ],
] as const)('when %s, the first broken place is named', async (_, statement, broken) => {
  expect(await tampered(statement)).toMatchObject({ isSound: false, broken })
})

test('a chain that was computed anew after an edit contradicts the head of its day', async () => {
  await setAside()
  await tamper(`update audit_entry set purpose = '别的事由' where seq = 17`)
  await tamper('update audit_entry set seq = null, hash = null')
  const { rows } = await app.owner.query<Parameters<typeof linkAfter>[1]>(
    `select e.*, e.id::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at
      from audit_entry e join kept k using (id) order by k.seq`,
  )
  let link = genesisOf(COUNTY)
  for (const row of rows) {
    link = linkAfter(link, row)
    await tamper('update audit_entry set seq = $2, hash = $3 where id = $1', [row.id, link.seq, link.hash])
  }
  expect(await verify()).toMatchObject({ broken: { kind: 'rewritten', seq: 40 } })
  await putBack()
  expect(await verify()).toMatchObject({ isSound: true })
})

test('the sealer does not seal past an end that is not the one it left', async () => {
  await setAside()
  await tamper(`update audit_entry set purpose = '别的事由', seq = null, hash = null where seq = 40`)
  await expect(sealBatch(sealer, COUNTY)).rejects.toThrow(ChainContradicted)
  await putBack()
})

test('an entry that waits longer than five seconds is reported, whatever the rest says', async () => {
  await witness(1)
  const now = new Date(Date.now() + 6_000)
  expect(await findLate(sealer, COUNTY, new Date())).toBeUndefined()
  expect(await findLate(sealer, COUNTY, now)).toMatchObject({ count: 1 })
  await seal()
  expect(await findLate(sealer, COUNTY, now)).toBeUndefined()
})

test('a slice goes on from the link before it, and a false link does not fit', async () => {
  const first = await verifySlice(sealer, COUNTY, { most: 1 })
  expect(first).toMatchObject({ isAtEnd: true, head: { seq: 41 } })
  const false_ = { seq: 20, hash: Buffer.alloc(32) }
  expect(await verifySlice(sealer, COUNTY, { after: false_ })).toMatchObject({
    broken: { kind: 'changed', seq: 21 },
  })
})

test('one county’s entries do not stand for another’s', async () => {
  await witness(3, NEIGHBOUR_COUNTY)
  await seal(NEIGHBOUR_COUNTY)
  expect(await verify(NEIGHBOUR_COUNTY)).toMatchObject({ isSound: true, head: { seq: 3 } })
  expect((await verify()).head.hash).not.toEqual((await verify(NEIGHBOUR_COUNTY)).head.hash)
  expect(genesisOf(COUNTY).hash).not.toEqual(genesisOf(NEIGHBOUR_COUNTY).hash)
})

test('neither the server nor the sealer changes, removes or un-seals an entry', async () => {
  const { app: fresh, sealer: own } = await chained(3)
  const table = `county_${COUNTY}.audit_entry`
  const refusedToServer = ['update', 'delete', 'truncate'].map((verb) =>
    verb === 'update'
      ? `update ${table} set purpose = 'x'`
      : verb === 'delete'
        ? `delete from ${table}`
        : `truncate ${table}`,
  )
  for (const statement of refusedToServer)
    await expect(fresh.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
  for (const statement of [
    `update ${table} set purpose = 'x'`,
    `delete from ${table}`,
    `truncate ${table}`,
    `insert into ${table} (id, at, action, result, actor_role, request_id) values (gen_random_uuid(), now(), 'x', 'done', 'x', 'x')`,
  ])
    await expect(own.query(statement)).rejects.toMatchObject({ code: '42501' })
  expect((await own.query(`update ${table} set seq = null, hash = null where seq = 2`)).rowCount).toBe(0)
  await expect(own.query(`select * from county_${COUNTY}.account`)).rejects.toMatchObject({ code: '42501' })
  const sealed = `insert into ${table} (id, at, action, result, actor_role, request_id, seq, hash)
    values (gen_random_uuid(), now(), 'x', 'done', 'x', 'x', 4, '\\x00')`
  await expect(fresh.pool.query(sealed)).rejects.toMatchObject({ code: '42501' })
})

test('two sealers at work at once leave one chain, and entries of long transactions join it late', async () => {
  const { app: fresh, sealer: own, witness: add, verify: look } = await chained(0)
  const log: object[] = []
  const two = [1, 2].map(() =>
    startSealing({ url: fresh.running.sealerUrl, intervalMs: 5, log: (line) => log.push(line) }),
  )
  for (let round = 0; round < 20; round += 1) await Promise.all([add(10), add(10), add(5)])
  for (
    let waited = 0;
    (await findLate(own, COUNTY, new Date(Date.now() + 6_000))) && waited < 100;
    waited += 1
  )
    await sleep(50)
  await Promise.all(two.map(({ stop }) => stop()))
  expect(await look()).toMatchObject({ isSound: true, head: { seq: 500 } })
  expect(log.filter((line) => 'error' in line)).toEqual([])
})

test('a sealer killed again and again seals everything in the end, each entry once and within five seconds', async () => {
  const { app: fresh, sealer: own, witness: add, verify: look } = await chained(0)
  const start = () =>
    spawn(process.execPath, [join(import.meta.dirname, '../apps/sealer.ts')], {
      env: { ...process.env, SEALER_DATABASE_URL: fresh.running.sealerUrl, SEALER_LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  let lines = ''
  for (let round = 0; round < 4; round += 1) {
    const child = start()
    child.stdout.on('data', (chunk: Buffer) => (lines += chunk.toString()))
    const working = add(400)
    await sleep(700 + round * 150)
    child.kill('SIGKILL')
    await working
  }
  const last = start()
  last.stdout.on('data', (chunk: Buffer) => (lines += chunk.toString()))
  const began = Date.now()
  await add(200)
  while (await findLate(own, COUNTY, new Date(Date.now() + 6_000))) await sleep(50)
  expect(Date.now() - began).toBeLessThan(5_000)
  const ended = new Promise<number | null>((resolve) => last.once('exit', resolve))
  last.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(await look()).toMatchObject({ isSound: true, head: { seq: 1_800 } })
  expect(lines).toContain('chain head')
  expect(lines).not.toMatch(/入户|duty-officer|449821100201|postgresql:/)
})
