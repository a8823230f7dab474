import { sql } from 'kysely'
import { next } from '#kernel/state-machine.ts'
import { found, refused, stale } from '#kernel/problem.ts'
import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { writeAudit } from '#server/audit.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { Counts, Progress, RosterState } from '../contract.ts'
import { ROSTER_MACHINE, type RosterCommand } from '../rules.ts'

/** What a long work keeps of the request, or the command at the terminal, that ordered it. */
export type Clerk = {
  county: string
  scope: Scope
  keys: CountyKeys
  actorId: string | null
  actorRole: string
  sessionId: string | null
  requestId: string
  dataFolder: string
  now: () => Date
  /** A transaction of the county under the same scope. */
  transaction: <T>(work: (db: Db) => Promise<T>) => Promise<T>
}

export const clerkOf = (context: Context): Clerk => ({
  county: context.county,
  scope: context.scope,
  keys: context.keys,
  actorId: context.actor.accountId || null,
  actorRole: context.actor.role,
  sessionId: context.actor.sessionId || null,
  requestId: context.requestId,
  dataFolder: context.config.dataFolder,
  now: () => context.now,
  transaction: context.detached,
})

/** A work beats every second; after this long a silence means that its process is gone. */
const SILENT_AFTER = '20 seconds'

/** Where a work that died without a word has left the roster: what was not committed never was. */
const FALLBACK = {
  reading: { state: 'failed', failure: '上次读取中断了（服务重启或断电），没有留下内容，请再来一次' },
  applying: { state: 'previewed', failure: '上次应用中断了，没有写入任何内容，请再应用一次' },
  undoing: { state: 'applied', failure: '上次撤销中断了，档案没有变化，请再撤销一次' },
} as const satisfies Partial<Record<RosterState, { state: RosterState; failure: string }>>
export type WorkState = keyof typeof FALLBACK

export const isSilent = sql<boolean>`(roster.beat_at is null or roster.beat_at < now() - interval '${sql.raw(SILENT_AFTER)}')`

/** The state as it is to be taken: that of a work that died is where it began. */
export const liveState = (row: {
  state: RosterState
  isSilent: boolean
  failure: string | null
}): { state: RosterState; failure: string | null } =>
  row.isSilent && row.state in FALLBACK
    ? FALLBACK[row.state as WorkState]
    : { state: row.state, failure: row.failure }

/** The roster, locked, in its live state; refused when the command does not fit the state, stale when somebody was faster. */
export const getRosterFor = async (
  db: Db,
  command: RosterCommand,
  { id, version }: { id: string; version?: number | undefined },
) => {
  const row = found(
    await db
      .selectFrom('roster')
      .where('id', '=', id)
      .selectAll()
      .select(isSilent.as('isSilent'))
      .forUpdate()
      .executeTakeFirst(),
    '名册',
  )
  const live = { ...row, ...liveState(row) }
  if (version !== undefined && version !== row.version)
    throw stale({ yours: {}, theirs: { state: live.state }, version: row.version })
  const step = next(ROSTER_MACHINE, live.state, command, { hasMapping: row.mapping !== null })
  if (!step.ok) throw refused(step.reason)
  return live
}
export type RosterToWork = Awaited<ReturnType<typeof getRosterFor>>

/** The key under which all of this roster is sealed; gone once it was discarded. */
export const keyOfRoster = (
  keys: CountyKeys,
  { id, keySealed }: { id: string; keySealed: Buffer | null },
) => {
  if (!keySealed) throw refused('这份名册的内容已经销毁')
  return keys.unwrap(keySealed, id)
}

const WAITING: Progress = { phase: 'waiting', done: 0, total: null }

/** Marks the roster as being worked on, under a new run number; the caller starts the work after the commit. */
export const beginRun = async (db: Db, id: string, state: WorkState): Promise<string> => {
  const runId = uuidv7()
  await db
    .updateTable('roster')
    .set(({ eb }) => ({
      state,
      runId,
      beatAt: sql`now()`,
      stopAskedAt: null,
      failure: null,
      progress: JSON.stringify(WAITING),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
  return runId
}

/** A sign of life; answers whether somebody asked to stop, or undefined when the roster is no longer this run's. */
export const beat = async (
  db: Db,
  { id, runId }: { id: string; runId: string },
  progress: Progress,
): Promise<boolean | undefined> => {
  const row = await db
    .updateTable('roster')
    .set({ beatAt: sql`now()`, progress: JSON.stringify(progress) })
    .where('id', '=', id)
    .where('runId', '=', runId)
    .returning('stopAskedAt')
    .executeTakeFirst()
  return row && row.stopAskedAt !== null
}

type Ending = {
  state: RosterState
  failure?: string | null
  counts?: Counts
  appliedBy?: string | null
  appliedAt?: Date
  undoneBy?: string | null
  undoneAt?: Date
  undoReason?: string
}

/** The end of a run, in its own transaction or in that of the work; false when the roster is no longer this run's. */
export const endRun = async (
  db: Db,
  { id, runId }: { id: string; runId: string },
  { counts, failure = null, ...ending }: Ending,
): Promise<boolean> => {
  const row = await db
    .updateTable('roster')
    .set(({ eb }) => ({
      ...ending,
      failure,
      runId: null,
      beatAt: null,
      stopAskedAt: null,
      progress: '{}',
      ...(counts && { counts: JSON.stringify(counts) }),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('runId', '=', runId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export const askToStop = (db: Db, id: string, now: Date) =>
  db.updateTable('roster').set({ stopAskedAt: now }).where('id', '=', id).execute()

/** The witness of a work, in its transaction: the order to begin was audited with its request. */
export const witness = (
  db: Db,
  clerk: Clerk,
  entry: {
    action: string
    id: string
    result?: 'done' | 'failed'
    code?: string
    count?: number
    purpose?: string
    fields?: string[]
  },
): Promise<void> =>
  writeAudit(db, {
    result: 'done',
    ...entry,
    kind: 'roster',
    at: clerk.now(),
    actorId: clerk.actorId,
    actorRole: clerk.actorRole,
    sessionId: clerk.sessionId,
    requestId: clerk.requestId,
  })
