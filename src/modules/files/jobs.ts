import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { removeSealed } from '#server/blobs.ts'
import { checkFile, clearUp, scanLate, underWork } from './checking/queries.ts'
import { placeOf, type Ground } from './uploads/queries.ts'

export type Checks = {
  add: (county: string, id: string) => void
  /** When nothing waits any more. */
  idle: () => Promise<void>
  stop: () => void
}

/** Files are checked one after the other, so that a hundred pictures at once take no more memory than one. */
export const createChecks = (ground: Ground, onFailure: (error: unknown) => void): Checks => {
  const waiting = new Map<string, string>()
  let running: Promise<void> | undefined
  let isStopped = false
  const run = async () => {
    for (let next = waiting.entries().next(); !next.done && !isStopped; next = waiting.entries().next()) {
      const [id, county] = next.value
      waiting.delete(id)
      await checkFile(ground, county, id).catch(onFailure)
    }
    running = undefined
  }
  return {
    add: (county, id) => {
      waiting.set(id, county)
      running ??= Promise.resolve().then(run)
    },
    idle: async () => {
      while (running) await running
    },
    stop: () => {
      isStopped = true
    },
  }
}

const BATCH = 500
const STALE_MS = 6 * 60_000
const CLEARED_FOR_MS = 24 * 3_600_000
const STRAY_AFTER_MS = 3_600_000

const ago = (now: Date, ms: number) => new Date(now.getTime() - ms)

/** Uploads that nobody bound to a record in time. */
const removeExpired = async (ground: Ground, county: string) => {
  const now = ground.now()
  const gone = await underWork(ground, county, (db) =>
    db
      .deleteFrom('file')
      .where('id', 'in', (of) =>
        of
          .selectFrom('file')
          .where('recordId', 'is', null)
          .where('expiresAt', '<', now)
          .select('id')
          .limit(BATCH),
      )
      .where('recordId', 'is', null)
      .returning('id')
      .execute(),
  )
  for (const { id } of gone) await removeAll(ground, county, id)
  return gone.length
}

const removeAll = async (ground: Ground, county: string, id: string) => {
  await removeSealed(placeOf(ground, county, id))
  await removeSealed({ ...placeOf(ground, county, id), part: 'view' })
}

/** What a crash between two steps left lying: bytes that were to go, and bytes of no file. */
const removeLeftovers = async (ground: Ground, county: string) => {
  const cleared = await underWork(ground, county, (db) =>
    db
      .selectFrom('file')
      .where('state', 'in', ['ready', 'refused'])
      .where('checkedAt', '>', ago(ground.now(), CLEARED_FOR_MS))
      .select(['id', 'refusal', 'kind', 'isEvidence'])
      .limit(BATCH)
      .execute(),
  )
  for (const file of cleared) await clearUp(ground, county, file)
}

/** Bytes whose row is gone; asked folder by folder. */
export const removeStrays = async (ground: Ground, county: string): Promise<number> => {
  const root = join(ground.config.dataFolder, 'files', county)
  let removed = 0
  for (const folder of await readdir(root).catch(() => [])) {
    const names = await readdir(join(root, folder)).catch(() => [])
    const ids = [...new Set(names.map((name) => name.slice(0, 36)))]
    if (!ids.length) continue
    const known = await underWork(ground, county, (db) =>
      db.selectFrom('file').where('id', 'in', ids).select('id').execute(),
    )
    const isKnown = new Set(known.map(({ id }) => id))
    for (const id of ids.filter((each) => !isKnown.has(each))) {
      const name = names.find((each) => each.startsWith(id)) ?? id
      const facts = await stat(join(root, folder, name)).catch(() => undefined)
      if (!facts || facts.mtimeMs > ago(ground.now(), STRAY_AFTER_MS).getTime()) continue
      await removeAll(ground, county, id)
      removed += 1
    }
  }
  return removed
}

const LATE_SCANS = 20

/** Evidence that came while there was no malware scan, or none that answered. */
const scanWaiting = async (ground: Ground, county: string) => {
  if (!ground.config.clamav) return
  const files = await underWork(ground, county, (db) =>
    db
      .selectFrom('file')
      .where('state', '=', 'ready')
      .where('isScanned', '=', false)
      .where('isEvidence', '=', true)
      .select(['id', 'size', 'keySealed'])
      .orderBy('checkedAt', 'desc')
      .limit(LATE_SCANS)
      .execute(),
  )
  for (const file of files) await scanLate(ground, county, file)
}

/** Checks that a stopped server left behind. */
const takeUpChecks = async (ground: Ground, county: string, checks: Checks) => {
  const stale = ago(ground.now(), STALE_MS)
  const files = await underWork(ground, county, (db) =>
    db
      .selectFrom('file')
      .where('state', '=', 'checking')
      .where((row) => row.or([row('checkedAt', 'is', null), row('checkedAt', '<', stale)]))
      .select('id')
      .orderBy('arrivedAt')
      .limit(BATCH)
      .execute(),
  )
  for (const { id } of files) checks.add(county, id)
}

/** Timed work, every few minutes; idempotent, and safe beside another process that does the same. */
export const tendFiles = async (ground: Ground, county: string, checks: Checks): Promise<void> => {
  await takeUpChecks(ground, county, checks)
  await removeExpired(ground, county)
  await removeLeftovers(ground, county)
  await scanWaiting(ground, county)
}
