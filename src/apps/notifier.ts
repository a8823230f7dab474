import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import type { ChannelSettings } from '#server/config.ts'
import { countyKeys } from '#server/crypto/keys.ts'
import { createPool } from '#server/database.ts'
import { readCounties } from '#server/installation.ts'
import { carriersOf, deliverDue } from '#modules/notifications/outbox/jobs.ts'

/** What the start command hands over; by message, so that no secret stands in the environment of a process. */
export type NotifierSettings = {
  url: string
  /** base64 */
  masterKey: string
  channels: ChannelSettings
  publicOrigin: string | undefined
  logLevel: string
  leaseMs?: number
  intervalMs?: number
}

/** Sends notices by e-mail, SMS and web push, apart from the server: an outside service that hangs holds up no request. */
const deliver = async (
  settings: NotifierSettings,
  isStopping: () => boolean,
  rest: () => Promise<unknown>,
) => {
  const logger = pino({ level: settings.logLevel, name: 'notifier' })
  const pool = createPool(settings.url, 4)
  const masterKey = Buffer.from(settings.masterKey, 'base64')
  const carriers = carriersOf(settings.channels, settings.publicOrigin)
  logger.info({ channels: Object.keys(carriers) }, 'delivering')
  while (!isStopping()) {
    let count = 0
    try {
      for (const { code, indexSuite } of await readCounties(pool)) {
        const keys = countyKeys(masterKey, code, { sealing: indexSuite, index: indexSuite })
        const { leaseMs } = settings
        const post = { pool, county: code, keys, carriers, ...(leaseMs && { leaseMs }) }
        count += await deliverDue(post, () => new Date())
      }
    } catch (error) {
      const { name, code } = error as { name: string; code?: string }
      logger.error({ error: name, ...(code && { code }) }, 'not delivered, tried again')
      count = 0
    }
    if (!count && !isStopping()) await rest()
  }
  await pool.end()
  logger.info('stopped')
}

let isStopping = false
const resting = new AbortController()
const stop = () => {
  isStopping = true
  resting.abort()
}

process.once('message', (settings: NotifierSettings) => {
  const rest = () =>
    setTimeout(settings.intervalMs ?? 1_000, undefined, { signal: resting.signal }).catch(() => undefined)
  void deliver(settings, () => isStopping, rest).finally(() => {
    if (process.connected) process.disconnect()
  })
})
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The start command is gone, killed perhaps: without it nobody would end this process.
process.once('disconnect', stop)
