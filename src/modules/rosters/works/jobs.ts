import { Problem } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import type { Progress, RosterState } from '../contract.ts'
import { beat, endRun, witness, type Clerk } from './queries.ts'

const BEAT_MS = 1_000

export type Run = { id: string; runId: string }

/** What a work has in hand. */
export type WorkTools = {
  db: Db
  /** Tells how far the work is; throws when it is to stop, so call it between batches. */
  report: (progress: Progress) => void
}

export type Work = {
  run: Run
  /** Audit name of the outcome, e.g. roster.previewed. */
  action: string
  /** Where the roster goes when the work fails; nothing of it was written then. */
  onFailure: RosterState
  /** Where it goes when somebody stopped it. */
  onStop: RosterState
  /** All of it happens in this transaction, `endRun` included. */
  perform: (tools: WorkTools) => Promise<void>
  /** Told of progress besides the database, e.g. the bar of a terminal. */
  onProgress?: (progress: Progress) => void
  /** After the commit. */
  onDone?: () => Promise<void>
}

/** One heavy work at a time in a process: they would only share its one thread, and memory stays bounded. */
let queue: Promise<unknown> = Promise.resolve()

const STOP = 'roster-work-stopped'
const stopped = () => new Problem({ status: 409, code: STOP, title: '已停止，没有留下任何内容' })

const startHeart = (clerk: Clerk, { run, onProgress }: Work) => {
  let progress: Progress = { phase: 'waiting', done: 0, total: null }
  let isStopping = false
  let isBeating = false
  const pulse = async () => {
    if (isBeating) return
    isBeating = true
    try {
      const answer = await clerk.transaction((db) => beat(db, run, progress))
      isStopping ||= answer ?? true
    } catch {
      // A beat that did not get through is no reason to give the work up; a long silence is told by the readers.
    } finally {
      isBeating = false
    }
  }
  const timer = setInterval(() => void pulse(), BEAT_MS)
  return {
    report: (next: Progress) => {
      progress = next
      onProgress?.(next)
      if (isStopping) throw stopped()
    },
    stop: () => clearInterval(timer),
  }
}

const UNIQUE_VIOLATION = '23505'

const failureText = (error: unknown) => {
  if (codeOf(error) === UNIQUE_VIOLATION)
    return '这期间有人登记了名册里的同一个人，没有写入任何内容。请再试一次'
  return error instanceof Problem
    ? error.message
    : '系统出错，没有写入任何内容。请再试一次；仍不行请告诉系统管理员'
}

/** Names and codes only: the text of an error may hold what stood in a row. */
const codeOf = (error: unknown) => {
  const { code, name } = error as { code?: unknown; name?: string }
  return typeof code === 'string' ? code : (name ?? 'Error')
}

const recordFailure = (clerk: Clerk, { run, action, onFailure, onStop }: Work, error: unknown) =>
  clerk.transaction(async (db) => {
    const code = codeOf(error)
    const ending = code === STOP ? { state: onStop } : { state: onFailure, failure: failureText(error) }
    if (await endRun(db, run, ending))
      await witness(db, clerk, { action, id: run.id, result: 'failed', code })
  })

/**
 * Runs a work in one transaction behind those that are queued, with a heart that beats into the database meanwhile. Never throws; answers
 * the error that ended the work, if one did. Without the database not even the failure can be written: the silence tells it.
 */
export const runWork = async (clerk: Clerk, work: Work): Promise<unknown> => {
  const heart = startHeart(clerk, work)
  const attempt = async () => {
    try {
      await clerk.transaction((db) => work.perform({ db, report: heart.report }))
      await work.onDone?.()
      return undefined
    } catch (error) {
      heart.stop()
      await recordFailure(clerk, work, error).catch(() => undefined)
      return error
    } finally {
      heart.stop()
    }
  }
  const turn = queue.then(attempt)
  queue = turn
  return turn
}

/** For the end of `perform`: what follows must not be committed when another run took the roster over. */
export const endRunOrStop = async (db: Db, run: Run, ending: Parameters<typeof endRun>[2]): Promise<void> => {
  if (!(await endRun(db, run, ending))) throw stopped()
}
