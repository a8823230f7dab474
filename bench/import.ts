import { execFileSync } from 'node:child_process'
import { chmodSync, createReadStream, mkdtempSync, rmSync } from 'node:fs'
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
import { addNewCounty } from '#apps/new-county.ts'
import { HEAD, ROWS, writeRoster } from './roster.ts'
import { bareUrl, COUNTY, DAY } from './world.ts'

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
const importFrom = async (folder: string, file: string): Promise<string[]> => {
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
  const verdicts = JSON.stringify(first.result.counts?.verdicts ?? {})
  return [
    `Import of a household roster of ${ROWS.toLocaleString('en')} rows (CSV) into an empty county, from the file to applied: **${first.seconds.toFixed(1)} s**,`,
    `peak ${peak} MiB of the process (aim ≤ 60 s, ≤ 600 MB); rows ${verdicts}. The same file again, read and compared: ${again.seconds.toFixed(1)} s, rows`,
    `${JSON.stringify(again.result.counts?.verdicts ?? {})}. Bare COPY of the same file into a table of texts, without checks, keys, people or search: ${bare.seconds.toFixed(2)} s.`,
  ]
}

/** The import in a process of its own, so that the peak of its memory is its own. */
export const benchImport = (): string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-import-'))
  // As root the database runs under an account of its own, which must get to its folder.
  chmodSync(folder, 0o711)
  const file = join(folder, '公安_户籍未成年人.csv')
  writeRoster(file)
  const lines = execFileSync(process.execPath, [import.meta.filename, folder, file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  rmSync(folder, { recursive: true, force: true })
  return lines.trimEnd().split('\n')
}

if (import.meta.main) {
  const [folder, file] = process.argv.slice(2)
  if (!folder || !file) throw new Error('usage: import.ts FOLDER FILE')
  for (const line of await importFrom(folder, file)) console.log(line)
}
