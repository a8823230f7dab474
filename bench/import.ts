import { chmodSync, createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import pg from 'pg'
import { readConfig } from '#server/config.ts'
import { uuidv7 } from '#server/ids.ts'
import { openInstallation } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { importRoster } from '#modules/rosters/jobs.ts'
import { generateCounty } from '#apps/demonstration/county.ts'
import { addNewCounty } from '#apps/new-county.ts'
import { bareUrl, COUNTY, DAY } from './world.ts'

const ROWS = 80_000
const HEAD =
  '序号,姓名,性别,民族,公民身份号码,出生日期,户籍地址,父亲姓名,父亲公民身份号码,母亲姓名,母亲公民身份号码,联系电话'

/** The police's household roster as it comes: one line a child, both parents in it. */
const writeRoster = (path: string) => {
  const divisions = loadDivisions(COUNTY)
  const towns = new Map(divisions.towns.map(({ code, name }) => [code, name]))
  const places = new Map(
    divisions.villages.map((v) => [v.code, `广东省佛冈县${towns.get(v.townCode)}${v.name}`]),
  )
  const lines = [HEAD]
  for (const { father, mother, children } of generateCounty({ seed: 7, minors: ROWS, today: DAY, divisions }))
    for (const child of children)
      lines.push(
        [
          lines.length,
          child.name,
          child.sex === 'male' ? '男' : '女',
          child.ethnicity,
          child.idNumber,
          child.bornOn.replaceAll('-', ''),
          `${places.get(child.hukou.villageCode)}${child.hukou.detail}`,
          father?.name ?? '',
          father?.idNumber ?? '',
          mother?.name ?? '',
          mother?.idNumber ?? '',
          mother?.phone ?? father?.phone ?? '',
        ].join(','),
      )
  writeFileSync(path, `${lines.join('\r\n')}\r\n`)
}

const watchMemory = () => {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 100)
  return () => {
    clearInterval(timer)
    return Math.round(peak / 2 ** 20)
  }
}

const timed = async <T>(work: () => Promise<T>) => {
  const began = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - began) / 1_000 }
}

/** Into an empty county: from the file to an applied roster, beside the bare COPY of the same file into a table of texts. */
export const benchImport = async (): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-import-'))
  // As root the database runs under an account of its own, which must get to its folder.
  chmodSync(folder, 0o711)
  const file = join(folder, '公安_户籍未成年人.csv')
  writeRoster(file)
  const running = await openInstallation(
    readConfig({ SHOUWANG_DATA: join(folder, 'data'), SHOUWANG_LOG_LEVEL: 'silent' }),
  )
  await addNewCounty(running, loadDivisions(COUNTY), { isDemonstration: true })
  const scope = dutyScope(COUNTY, 'installer')
  const clerk = {
    county: COUNTY,
    scope,
    keys: running.keysOf(COUNTY),
    actorId: null,
    actorRole: 'installer',
    sessionId: null,
    requestId: uuidv7(),
    dataFolder: running.config.dataFolder,
    now: () => new Date(),
    transaction: <T>(work: Parameters<typeof inTransaction<T>>[2]) =>
      inTransaction(running.pool, scope, work),
  }
  const bring = (isApplied: boolean) =>
    importRoster(clerk, {
      fileName: '公安_户籍未成年人.csv',
      department: '公安局',
      asOfDay: DAY,
      body: createReadStream(file),
      isApplied,
      onProgress: () => undefined,
    })
  const memory = watchMemory()
  const first = await timed(() => bring(true))
  const peak = memory()
  const again = await timed(() => bring(false))
  const client = new pg.Client({ connectionString: bareUrl(running) })
  await client.connect()
  await client.query(
    `create table bare_roster (${HEAD.split(',')
      .map((_, at) => `c${at} text`)
      .join(', ')})`,
  )
  const bare = await timed(() =>
    pipeline(
      createReadStream(file),
      client.query(copyFrom('copy bare_roster from stdin (format csv, header)')),
    ),
  )
  await client.end()
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
  const verdicts = JSON.stringify(first.result.counts?.verdicts ?? {})
  return [
    `Import of a household roster of ${ROWS.toLocaleString('en')} rows (CSV) into an empty county, from the file to applied: **${first.seconds.toFixed(1)} s**,`,
    `peak ${peak} MiB of the process (aim ≤ 60 s, ≤ 600 MB); rows ${verdicts}. The same file again, read and compared: ${again.seconds.toFixed(1)} s, rows`,
    `${JSON.stringify(again.result.counts?.verdicts ?? {})}. Bare COPY of the same file into a table of texts, without checks, keys, people or search: ${bare.seconds.toFixed(2)} s.`,
  ]
}
