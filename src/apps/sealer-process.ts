import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Running } from '#server/installation.ts'

const FILE = join(import.meta.dirname, 'sealer.ts')
const RESTART_AFTER_MS = 1_000

/** Runs the sealer of the audit chain as a process of its own, under its own database role; starts it again when it ends. */
export const startSealer = (running: Running): { stop: () => Promise<void> } => {
  let isStopping = false
  let child: ChildProcess
  const start = () => {
    child = fork(FILE, [], {
      // The address holds a password: by environment, never on the command line that every user of the machine can read.
      env: {
        ...process.env,
        SEALER_DATABASE_URL: running.sealerUrl,
        SEALER_LOG_LEVEL: running.config.logLevel,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.once('exit', () => {
      if (!isStopping) setTimeout(start, RESTART_AFTER_MS)
    })
  }
  start()
  return {
    stop: () =>
      new Promise((resolve) => {
        isStopping = true
        if (child.exitCode !== null || child.signalCode) return resolve()
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}
