import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'

export type Got = { id: string; to: string; text: string; headers: Record<string, unknown> }

/** Decides what a receiver answers; it has already kept what came. */
export type Reaction = (got: Got, count: number) => Promise<number | undefined>
export const taken: Reaction = () => Promise.resolve(undefined)

/** A mail server that keeps what it accepts, and answers as told: a code, or that it took it. */
export const mailbox = async () => {
  const got: Got[] = []
  const box = { got, react: taken, port: 0 }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, answer) => {
      const take = async (mail: string) => {
        const id = /^Message-ID: <(.+)@.+>/im.exec(mail)?.[1] ?? ''
        const one = { id, to: session.envelope.rcptTo[0]?.address ?? '', text: mail, headers: {} }
        const code = await box.react(one, got.length + 1)
        if (code) return answer(Object.assign(new Error(`no such user <${one.to}>`), { responseCode: code }))
        got.push(one)
        return answer(null, `OK queued as ${id.slice(0, 8)}`)
      }
      // Half a mail, of a sender that was killed over it, is none.
      void text(stream).then(take, () => undefined)
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  box.port = (server.server.address() as AddressInfo).port
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)))
  return box
}

/** An SMS gateway or a push service. */
export const gateway = async () => {
  const got: Got[] = []
  const box = { got, react: taken, origin: '', bodies: [] as Buffer[] }
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    box.bodies.push(body)
    const isJson = request.headers['content-type'] === 'application/json'
    const sms = isJson ? (JSON.parse(body.toString()) as { to: string; text: string }) : { to: '', text: '' }
    const one = { ...sms, id: String(request.headers['idempotency-key']), headers: request.headers }
    const code = await box.react(one, got.length + 1)
    if (!code) got.push(one)
    response.writeHead(code ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ messageId: `sms-${one.id.slice(0, 8)}` }))
  }
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  box.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  return box
}
