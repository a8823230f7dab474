import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import sharp from 'sharp'
import { expect } from 'vitest'
import { streamSealed } from '#server/blobs.ts'
import { uuidv7 } from '#server/ids.ts'
import type { COUNTY, testApp } from './app.ts'

type App = Awaited<ReturnType<typeof testApp>>

export type Sent = { id: string; secret: string }

export const newUpload = (): Sent => ({ id: uuidv7(), secret: randomBytes(32).toString('base64url') })

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const metadata = (facts: Record<string, string>) =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

export type Creating = { kind?: string; isEvidence?: boolean; county?: typeof COUNTY; token?: string }

const doorOf = ({ token }: Pick<Creating, 'token'>) => (token ? '/api/uploads' : '/api/portal/uploads')

export const headersOf = ({ secret }: Sent) => ({
  'tus-resumable': '1.0.0',
  'upload-secret': secret,
  'x-shouwang-request': '1',
})

/** One request of the tus protocol, as the browser's library makes it. */
export const tus = (app: App, upload: Sent, more: Creating = {}) => {
  const cookies = more.token ? { cookies: { shouwang: more.token } } : {}
  const address = `${doorOf(more)}/449821-${upload.id}`
  const headers = headersOf(upload)
  return {
    create: (size: number) =>
      app.server.inject({
        method: 'POST',
        url: doorOf(more),
        headers: {
          ...headers,
          'upload-length': String(size),
          'upload-metadata': metadata({
            id: upload.id,
            county: '449821',
            ...(more.kind && { kind: more.kind }),
            ...(more.isEvidence && { evidence: '1' }),
          }),
        },
        ...cookies,
      }),
    head: () => app.server.inject({ method: 'HEAD', url: address, headers, ...cookies }),
    patch: (offset: number, payload: Buffer) =>
      app.server.inject({
        method: 'PATCH',
        url: address,
        headers: {
          ...headers,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        payload,
        ...cookies,
      }),
    remove: () => app.server.inject({ method: 'DELETE', url: address, headers, ...cookies }),
    tell: async () =>
      (await app.server.inject({ method: 'GET', url: address, headers, ...cookies })).json<{
        state: string
        code: string | null
        title: string | null
      }>(),
  }
}

/** Looks again until it is so; the machine may be busy. */
export const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 20_000, interval: 20 })

/** What became of an upload once it was checked. */
export const untilChecked = async (wire: ReturnType<typeof tus>) => {
  for (;;) {
    const told = await wire.tell()
    if (told.state !== 'checking') return told
    await setTimeout(50)
  }
}

/** Uploads a file and waits until it was checked; answers its id, its secret and what became of it. */
export const sendFile = async (app: App, content: Buffer, more: Creating = {}) => {
  const upload = newUpload()
  const wire = tus(app, upload, more)
  const created = await wire.create(content.length)
  if (created.statusCode !== 201)
    return { ...upload, state: 'refused', ...created.json<{ code: string; title: string }>() }
  for (let at = 0; at < content.length; at += 1_000_000) {
    const answer = await wire.patch(at, content.subarray(at, at + 1_000_000))
    if (answer.statusCode !== 204)
      return { ...upload, state: 'refused', ...answer.json<{ code: string; title: string }>() }
  }
  return { ...upload, ...(await untilChecked(wire)) }
}

/** A photo as a telephone takes it, with a place and a device in it. */
export const photo = (width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: { r: 90, g: 120, b: 60 } } })
    .withExif({
      IFD0: { Model: 'PLANTED-DEVICE', Software: 'PLANTED-SOFTWARE' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '23/1 41/1 30/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '113/1 3/1 0/1',
      },
    })
    .jpeg()
    .toBuffer()

/** The sealed original as it lies, opened. */
export const storedOf = async (app: App, { id }: Sent) => {
  const row = await app.setUp((db) =>
    db.selectFrom('file').where('id', '=', id).select(['keySealed', 'size']).executeTakeFirstOrThrow(),
  )
  const { dataFolder } = app.running.config
  return buffer(
    streamSealed({ dataFolder, county: '449821', id }, app.keys.unwrap(row.keySealed, id), row.size),
  )
}

/** How far the server has come with it. */
export const offsetOf = async (app: App, upload: Sent) =>
  Number((await tus(app, upload).head()).headers['upload-offset'])

/** A PATCH over a real line, whose body is written by hand. */
export const openLine = (to: string, upload: Sent, offset: number, length: number): ClientRequest => {
  const line = request(`${to}/api/portal/uploads/449821-${upload.id}`, {
    method: 'PATCH',
    headers: {
      ...headersOf(upload),
      'upload-offset': offset,
      'content-length': length,
      'content-type': 'application/offset+octet-stream',
    },
  })
  line.on('error', () => undefined)
  return line
}

export const answered = async (line: ClientRequest) => {
  const [response] = (await once(line, 'response')) as [IncomingMessage]
  return { status: response.statusCode, body: (await buffer(response)).toString() }
}
