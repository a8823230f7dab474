import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { checkedRow, type RosterRow } from './cells.ts'
import {
  damaged,
  encrypted,
  fileTooLarge,
  hasMacro,
  noSuchSheet,
  notWorkbook,
  tooManyRows,
  tooSlow,
} from './refusals.ts'
import type { RosterLimits } from './limits.ts'
import type { XlsAnswer, XlsTask } from './xls-worker.ts'

const MEMORY_MIB = 768

const refusalFor = (why: (XlsAnswer & { kind: 'refused' })['why'], sheet: string | undefined) =>
  ({
    macro: hasMacro,
    encrypted,
    word: () => notWorkbook(' Word 或 PowerPoint 文件'),
    'not-excel': () => notWorkbook('别的程序的文件'),
    'no-sheet': () => noSuchSheet(sheet ?? ''),
    damaged,
  })[why]()

/** Waits for the thread's next answer; a thread that ran out of memory or time is a refusal. */
const nextAnswer = async (worker: Worker, deadline: number): Promise<XlsAnswer> => {
  const settled = new AbortController()
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(Math.max(1, deadline - Date.now()))])
  try {
    const [answer] = await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(() => Promise.reject(damaged())),
    ])
    return answer as XlsAnswer
  } catch (error) {
    const isOverLimit =
      error instanceof Error && 'code' in error && /ABORT|OUT_OF_MEMORY/.test(String(error.code))
    throw isOverLimit ? tooSlow() : error
  } finally {
    settled.abort()
  }
}

const startThread = (task: XlsTask) => {
  const worker = new Worker(new URL('./xls-worker.ts', import.meta.url), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
    // What the library prints about odd records is nobody's business.
    stdout: true,
    stderr: true,
  })
  worker.stdout.resume()
  worker.stderr.resume()
  return worker
}

const checkSize = (bytes: number, limits: RosterLimits) => {
  if (bytes > limits.xlsBytes) throw fileTooLarge(bytes, limits.xlsBytes)
}

/** Names of the sheets of a legacy .xls. Throws a Problem: macro, password, another program's file, too large, damaged. */
export const inspectXls = async (path: string, bytes: number, limits: RosterLimits) => {
  checkSize(bytes, limits)
  const worker = startThread({ path, rows: 1 })
  try {
    const answer = await nextAnswer(worker, Date.now() + limits.xlsMilliseconds)
    if (answer.kind === 'refused') throw refusalFor(answer.why, undefined)
    return answer.kind === 'sheets' ? answer.sheets : []
  } finally {
    await worker.terminate()
  }
}

/** Rows of one sheet of a legacy .xls that hold something. */
export async function* readXls(
  path: string,
  bytes: number,
  limits: RosterLimits,
  sheet?: string,
): AsyncGenerator<RosterRow> {
  checkSize(bytes, limits)
  const deadline = Date.now() + limits.xlsMilliseconds
  // The old format ends at row 65,536, so this cuts nothing but a lie.
  const worker = startThread({
    path,
    rows: Math.max(65_536, limits.rows + 1),
    ...(sheet !== undefined && { sheet }),
  })
  let rows = 0
  try {
    for (let answer = await nextAnswer(worker, deadline); ; answer = await nextAnswer(worker, deadline)) {
      if (answer.kind === 'refused') throw refusalFor(answer.why, sheet)
      if (answer.kind === 'rows' && answer.rows.length === 0) return
      for (const row of answer.kind === 'rows' ? answer.rows : []) {
        if (++rows > limits.rows) throw tooManyRows(limits.rows)
        yield checkedRow(row, limits)
      }
      worker.postMessage('next')
    }
  } finally {
    await worker.terminate()
  }
}
