import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { pino } from 'pino'
import { createPool } from '#server/database.ts'
import { readCounties } from '#server/installation.ts'
import { watchReferrals } from '#modules/referrals/jobs.ts'
import { watchServiceOrders } from '#modules/referrals/orders/jobs.ts'
import { watchOversights } from '#modules/referrals/oversight/jobs.ts'

/** What the start command hands over; by message, so that no secret stands in the environment of a process. */
export type ClockSettings = { url: string; logLevel: string; intervalMs?: number }

/** The only place that lists what is done because time has passed. Each is idempotent and works on one county. */
const WATCHES: Record<string, (on: { pool: pg.Pool; county: string }, now: Date) => Promise<number>> = {
  referrals: watchReferrals,
  oversights: watchOversights,
  serviceOrders: watchServiceOrders,
}

/** One round over all counties; a county or a watch that fails holds up no other. */
const goRound = async (pool: pg.Pool, logger: pino.Logger) => {
  for (const { code } of await readCounties(pool))
    for (const [name, watch] of Object.entries(WATCHES))
      try {
        const count = await watch({ pool, county: code }, new Date())
        if (count) logger.info({ county: code, watch: name, count }, 'done')
      } catch (error) {
        const { name: failure, code: reason } = error as { name: string; code?: string }
        logger.error(
          { county: code, watch: name, error: failure, ...(reason && { code: reason }) },
          'tried again',
        )
      }
}

/** Every minute: what falls due by the clock alone, apart from the server. Several may run; each record is locked while it is done. */
const watch = async (settings: ClockSettings, isStopping: () => boolean, rest: () => Promise<unknown>) => {
  const logger = pino({ level: settings.logLevel, name: 'clock' })
  const pool = createPool(settings.url, 2)
  logger.info('watching')
  while (!isStopping()) {
    try {
      await goRound(pool, logger)
    } catch (error) {
      logger.error({ error: (error as Error).name }, 'tried again')
    }
    if (!isStopping()) await rest()
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

process.once('message', (settings: ClockSettings) => {
  const rest = () =>
    setTimeout(settings.intervalMs ?? 60_000, undefined, { signal: resting.signal }).catch(() => undefined)
  void watch(settings, () => isStopping, rest).finally(() => {
    if (process.connected) process.disconnect()
  })
})
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The start command is gone, killed perhaps: without it nobody would end this process.
process.once('disconnect', stop)
