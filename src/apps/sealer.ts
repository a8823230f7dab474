import { pino } from 'pino'
import { startSealing } from '#server/sealer.ts'

/**
 * The process that seals the audit chain of every county, apart from the server and under its own database role, so that whoever
 * takes the server over cannot re-seal what is sealed. The start command hands it these two settings; they are nobody else's.
 */
const { SEALER_DATABASE_URL: url, SEALER_LOG_LEVEL: level = 'info' } = process.env
if (!url) {
  console.error(
    '封存进程由 shouwang start 启动；单独运行时请以 SEALER_DATABASE_URL 给出角色 shouwang_sealer 的连接',
  )
  process.exit(1)
}

const logger = pino({ level, name: 'sealer' })
const sealing = startSealing({
  url,
  log: ({ level: severity, message, ...facts }) => logger[severity](facts, message),
})
logger.info('sealing')

let isStopping = false
const stop = async () => {
  if (isStopping) return
  isStopping = true
  await sealing.stop()
  logger.info('stopped')
  if (process.connected) process.disconnect()
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
// The start command is gone, killed perhaps: without it nobody would end this process.
process.once('disconnect', () => void stop())
