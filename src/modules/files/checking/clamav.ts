import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

const PATIENCE_MS = 120_000

export type Scan = 'clean' | 'infected' | 'unknown'

const addressOf = (address: string) => {
  if (address.startsWith('/')) return { path: address }
  const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(address) ?? []
  return { host, port: Number(port) }
}

/**
 * Has a ClamAV daemon look at bytes (clamd(8), INSTREAM: each piece with its length, an empty one at the end). 'unknown' when it cannot be
 * reached or does not want so much: the file is then treated as one that nobody has scanned.
 */
export const scanWith = async (address: string, bytes: AsyncIterable<Buffer>): Promise<Scan> => {
  const socket = connect(addressOf(address))
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('clamd is silent')))
  const answer = text(socket).catch(() => '')
  const failed = new Promise<void>((resolve) =>
    socket.once('error', () => resolve()).once('close', () => resolve()),
  )
  const send = (piece: Buffer) =>
    new Promise<void>((resolve) => {
      if (socket.write(piece)) resolve()
      else
        void Promise.race([new Promise((drained) => socket.once('drain', drained)), failed]).then(() =>
          resolve(),
        )
    })
  await send(Buffer.from('zINSTREAM\0'))
  for await (const piece of bytes) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(piece.length)
    // Read to the end also when the daemon hung up: whoever counts along must see every byte.
    if (!socket.destroyed) await send(Buffer.concat([length, piece]))
  }
  if (!socket.destroyed) socket.write(Buffer.alloc(4))
  const said = await answer
  socket.destroy()
  if (/ FOUND/.test(said)) return 'infected'
  return /: OK/.test(said) ? 'clean' : 'unknown'
}
