import { createServer, type Socket } from 'node:net'

/** The test file of the European Institute for Computer Antivirus Research; harmless. Written in two parts, lest this file is found. */
export const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-${'STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`

/** A daemon that speaks clamd's INSTREAM and knows one virus. */
export const daemon = async () => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let held = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      held = Buffer.concat([held, bytes])
      const begun = held.indexOf('zINSTREAM\0')
      const pieces: Buffer[] = []
      for (let at = begun + 10; begun === 0 && at + 4 <= held.length;) {
        const length = held.readUInt32BE(at)
        if (length === 0) {
          const isInfected = Buffer.concat(pieces).includes(EICAR)
          socket.end(isInfected ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
          return
        }
        if (at + 4 + length > held.length) return
        pieces.push(held.subarray(at + 4, at + 4 + length))
        at += 4 + length
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const stop = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { address: `127.0.0.1:${address.port}`, stop }
}
