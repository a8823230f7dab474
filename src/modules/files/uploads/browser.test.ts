import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { soon, photo, sha256 } from '#tests/files.ts'
import { longFilm } from '#tests/media.ts'
import { uploadResumable, type UploadState } from '#web/upload-resumable.ts'

const app = await testApp()
const dataFolder = mkdtempSync(join(tmpdir(), 'browser-'))
app.running.config.dataFolder = dataFolder
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))
afterAll(() => app.server.server.closeAllConnections())
const address = new URL(await app.server.listen({ host: '127.0.0.1', port: 0 }))

/** A line to the server that is cut after so many bytes, and can be dead for a while. */
const shakyLine = async (cutAfter: number[]) => {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(address.port), '127.0.0.1')
    sockets.add(near).add(far)
    const drop = () => {
      near.destroy()
      far.destroy()
    }
    near.on('error', drop).on('close', drop)
    far.on('error', drop).on('close', drop)
    far.pipe(near)
    let passed = 0
    near.on('data', (bytes) => {
      passed += bytes.length
      far.write(bytes)
      const [limit] = cutAfter
      if (limit === undefined || passed < limit) return
      cutAfter.shift()
      drop()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('no port')
  const stop = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { origin: `http://127.0.0.1:${at.port}`, stop }
}

/** What a browser's file is to the library outside a browser. */
const fileOf = (content: Buffer, type: string) =>
  Object.assign(Buffer.from(content), { size: content.length, type }) as unknown as Blob

const hashOf = async (id: string) =>
  (
    await app.setUp((db) =>
      db.selectFrom('file').where('id', '=', id).select('sha256').executeTakeFirstOrThrow(),
    )
  ).sha256?.toString('hex')

test('over a line that is cut three times the page goes on by itself and the file comes out whole', async () => {
  const line = await shakyLine([300_000, 700_000, 200_000])
  const content = longFilm(2_000_000)
  const states: UploadState[] = []
  const uploading = uploadResumable(fileOf(content, 'video/mp4'), {
    door: 'portal',
    county: '449821',
    isEvidence: true,
    origin: line.origin,
    onState: (state) => states.push(state),
  })
  expect(await uploading.done).toMatchObject({ phase: 'ready', share: 1 })
  const phases = states.map(({ phase }) => phase)
  expect(phases).toEqual(expect.arrayContaining(['sending', 'paused', 'checking', 'ready']))
  expect(states.find(({ phase }) => phase === 'paused')?.message).toMatch(/自动接着传/)
  expect(await hashOf(uploading.file.id)).toBe(sha256(content))
  line.stop()
})

test('what the server refuses ends in its words, without another try', async () => {
  const sent = (content: Buffer, type: string) =>
    uploadResumable(fileOf(content, type), { door: 'portal', county: '449821', origin: address.origin }).done
  expect(await sent(Buffer.alloc(400, 'PK\x03\x04'), 'image/jpeg')).toMatchObject({
    phase: 'failed',
    code: 'file-mislabelled',
    message: expect.stringContaining('对不上'),
  })
  const half = (await photo()).subarray(0, 1_500)
  expect(await sent(half, 'image/jpeg')).toMatchObject({
    phase: 'failed',
    message: expect.stringContaining('请'),
  })
  expect(
    await uploadResumable(fileOf(half, 'image/jpeg'), { door: 'signed-in', origin: address.origin }).done,
  ).toMatchObject({
    phase: 'failed',
    code: 'signed-out',
  })
})

test('a busy server is waited for', async () => {
  app.running.config.uploadsAtOnce = 0
  const phases: string[] = []
  const uploading = uploadResumable(fileOf(await photo(), 'image/jpeg'), {
    door: 'portal',
    county: '449821',
    origin: address.origin,
    onState: ({ phase, message }) => phases.push(`${phase} ${message}`),
  })
  await soon(() => phases.join()).toContain('waiting 现在上传的人较多，正在排队')
  app.running.config.uploadsAtOnce = 40
  expect((await uploading.done).phase).toBe('ready')
})

test('paused it stands still, resumed it ends, cancelled it leaves nothing', async () => {
  const content = longFilm(2_000_000)
  const begin = () =>
    uploadResumable(fileOf(content, 'video/mp4'), {
      door: 'portal',
      county: '449821',
      origin: address.origin,
    })
  const first = begin()
  await soon(() => first.state().share).toBeGreaterThan(0)
  first.pause()
  expect(first.state()).toMatchObject({ phase: 'paused', message: expect.stringContaining('继续') })
  first.resume()
  expect((await first.done).phase).toBe('ready')
  const second = begin()
  await soon(() => second.state().share).toBeGreaterThan(0)
  await second.cancel()
  expect((await second.done).phase).toBe('cancelled')
  const left = () =>
    readdirSync(dataFolder, { recursive: true }).filter((name) => String(name).includes(second.file.id))
  await soon(left).toEqual([])
})
