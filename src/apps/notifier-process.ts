import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Running } from '#server/installation.ts'
import { urlFor } from '#server/migrate.ts'
import type { NotifierSettings } from './notifier.ts'

const FILE = join(import.meta.dirname, 'notifier.ts')
const RESTART_AFTER_MS = 1_000

/** Runs the sender of notices as a process of its own, when a channel is set up; starts it again when it ends. */
export const startNotifier = (running: Running): { stop: () => Promise<void> } => {
  const { config, masterKey, ownerUrl } = running
  if (!Object.keys(config.channels).length) return { stop: () => Promise.resolve() }
  const settings: NotifierSettings = {
    url: urlFor(ownerUrl, 'shouwang_server', masterKey),
    masterKey: masterKey.toString('base64'),
    channels: config.channels,
    publicOrigin: config.publicOrigin,
    logLevel: config.logLevel,
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
