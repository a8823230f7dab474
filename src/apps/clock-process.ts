import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Running } from '#server/installation.ts'
import { urlFor } from '#server/migrate.ts'
import type { ClockSettings } from './clock.ts'

const FILE = join(import.meta.dirname, 'clock.ts')
const RESTART_AFTER_MS = 1_000

/** Runs what falls due by the clock as a process of its own; starts it again when it ends. */
export const startClock = (
  running: Running,
  more: Partial<ClockSettings> = {},
): { stop: () => Promise<void> } => {
  const { config, masterKey, ownerUrl } = running
  const settings: ClockSettings = {
    url: urlFor(ownerUrl, 'shouwang_server', masterKey),
    logLevel: config.logLevel,
    ...more,
  }
  let isStopping = false
  let child: ChildProcess
  const start = () => {
    child = fork(FILE, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.send(settings)
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
