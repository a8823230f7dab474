import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { COUNTY, testApp } from '#tests/app.ts'
import { addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { applied, csvOf, factsOf, handIn, HOUSEHOLD, imported, previewed } from '#tests/rosters.ts'
import { searchChildren } from '#modules/children/search/contract.ts'
import { getRoster } from '../contract.ts'
import { applyRoster } from './contract.ts'

const app = await testApp()
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
const schema = `county_${COUNTY}`

const row = (name: string, number: string, more: { father?: string; day?: string } = {}) => [
  '1',
  name,
  '男',
  '汉族',
  number,
  more.day ?? '2016-01-01',
  '石角镇围镇村委会1组',
  more.father ? '父亲' : '',
  more.father ?? '',
  '',
  '',
  '',
]
const boy = () => idNumberOf('2016-01-01', 'male')
const rowsOf = (names: string[]) =>
  csvOf(
    HOUSEHOLD,
    names.map((name) => row(name, boy(), { father: idNumberOf('1980-01-01', 'male') })),
  )

/** Runs before each child is written; the owner of the schema may add it, the server may not take it away. */
const onEachChild = (name: string, body: string) =>
  app.owner.query(`
    create function ${schema}.${name}() returns trigger language plpgsql as $$ begin ${body} return new; end $$;
    create trigger ${name} before insert on ${schema}.child for each row execute function ${schema}.${name}()`)
const stop = (name: string) =>
  app.owner.query(`drop trigger ${name} on ${schema}.child; drop function ${schema}.${name}()`)

beforeAll(() => addPlaces(app))

test('a row that fails in the middle leaves nothing half-applied, and the roster can be applied afterwards', async () => {
  const names = Array.from({ length: 40 }, (_, at) => (at === 23 ? '炸弹' : '平安'))
  const ready = await previewed(caseworker, await handIn(app, caseworker, rowsOf(names)))
  const before = await factsOf(app)
  await onEachChild('explode', `if new.name = '炸弹' then raise exception 'no'; end if;`)
  const failed = await applied(caseworker, ready)
  expect(failed).toMatchObject({
    state: 'previewed',
    failure: expect.stringContaining('没有写入任何内容'),
    appliedAt: null,
  })
  expect(await factsOf(app)).toEqual(before)
  expect((await app.auditOf('roster.applied')).at(-1)).toMatchObject({
    result: 'failed',
    subject_id: ready.id,
  })
  await stop('explode')
  expect(await applied(caseworker, failed)).toMatchObject({
    state: 'applied',
    failure: null,
    counts: { written: { child: 40 } },
  })
})

test('a child who was registered since the preview becomes a change, not a second file', async () => {
  const number = boy()
  const first = await previewed(
    caseworker,
    await handIn(app, caseworker, csvOf(HOUSEHOLD, [row('双份', number)])),
  )
  await imported(
    app,
    caseworker,
    csvOf(HOUSEHOLD, [row('双份', number, { father: idNumberOf('1981-01-01', 'male') })]),
  )
  const second = await applied(caseworker, first)
  expect(second).toMatchObject({ state: 'applied', failure: null })
  expect((await caseworker(searchChildren, { text: number })).items).toHaveLength(1)
})

test('siblings of one roster share their father, also when he was on file before', async () => {
  const father = idNumberOf('1982-02-02', 'male')
  await imported(app, caseworker, csvOf(HOUSEHOLD, [row('长子', boy(), { father })]))
  const roster = await imported(
    app,
    caseworker,
    csvOf(HOUSEHOLD, [row('次子', boy(), { father }), row('三子', boy(), { father })]),
  )
  expect(roster.counts?.written).toEqual({ child: 2, 'child-person': 2 })
  const fathers = await app.setUp((db) =>
    db
      .selectFrom('person')
      .where('idNumberIndex', '=', app.keys.index('id-number', father))
      .select('id')
      .execute(),
  )
  expect(fathers).toHaveLength(1)
})

test('two orders to apply the same roster carry it out once', async () => {
  const ready = await previewed(caseworker, await handIn(app, caseworker, rowsOf(['一次'])))
  const orders = await Promise.allSettled([caseworker(applyRoster, ready), caseworker(applyRoster, ready)])
  expect(orders.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

const WORKER = `
  const [{ createPool }, { countyKeys }, { dutyScope, inTransaction }, { orderApply }, { runWork }, { uuidv7 }] = await Promise.all([
    import('#server/database.ts'), import('#server/crypto/keys.ts'), import('#server/transaction.ts'), import('#modules/rosters/jobs.ts'),
    import('#modules/rosters/works/jobs.ts'), import('#server/ids.ts')])
  const [url, id, dataFolder] = process.env.WORK.split('\\n')
  const pool = createPool(url, 4)
  const scope = dutyScope('${COUNTY}', 'installer')
  const clerk = { county: '${COUNTY}', scope, keys: countyKeys(Buffer.alloc(32, 42), '${COUNTY}'), actorId: null, actorRole: 'installer', sessionId: null,
    requestId: uuidv7(), dataFolder, now: () => new Date(), transaction: (work) => inTransaction(pool, scope, work) }
  const work = await clerk.transaction((db) => orderApply(db, clerk, { id }))
  console.log('started')
  await runWork(clerk, work)
  console.log('ended')`

test('a process killed in the middle of applying leaves nothing behind, and the roster says so', async () => {
  const ready = await previewed(
    caseworker,
    await handIn(app, caseworker, rowsOf(Array.from({ length: 200 }, () => '断电'))),
  )
  const before = await factsOf(app)
  await onEachChild('linger', 'perform pg_sleep(0.04);')
  const url = app.pool.options.connectionString ?? ''
  const child = spawn(process.execPath, ['--input-type=module', '-e', WORKER], {
    env: { ...process.env, WORK: [url, ready.id, app.running.config.dataFolder].join('\n') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(String(chunk)))
  await once(child.stdout, 'data')
  await setTimeout(1_500)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(said.join('')).toBe('started\n')
  // The database notices when it next writes to the dead process, at the latest when the statement ends.
  await setTimeout(500)
  expect(await factsOf(app)).toEqual(before)
  expect((await caseworker(getRoster, { id: ready.id })).state).toBe('applying')
  await app.setUp((db) =>
    db
      .updateTable('roster')
      .set({ beatAt: new Date(Date.now() - 60_000) })
      .where('id', '=', ready.id)
      .execute(),
  )
  const left = await caseworker(getRoster, { id: ready.id })
  expect(left).toMatchObject({ state: 'previewed', failure: expect.stringContaining('没有写入任何内容') })
  await stop('linger')
  expect(await applied(caseworker, left)).toMatchObject({
    state: 'applied',
    counts: { written: { child: 200 } },
  })
})
