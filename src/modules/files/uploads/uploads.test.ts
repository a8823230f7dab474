import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import {
  soon,
  answered,
  headersOf,
  newUpload,
  offsetOf,
  openLine,
  photo,
  sendFile,
  sha256,
  storedOf,
  tus,
  untilChecked,
  type Sent,
} from '#tests/files.ts'
import { longFilm } from '#tests/media.ts'
import { createChecks, removeStrays, tendFiles } from '../jobs.ts'

const MB = 1024 * 1024
const logged: string[] = []
const logStream = new Writable({
  write: (line: Buffer, _, done) => {
    logged.push(line.toString())
    done()
  },
})
const app = await testApp({ more: { logStream } })
const { config } = app.running
const dataFolder = mkdtempSync(join(tmpdir(), 'uploads-'))
config.dataFolder = dataFolder
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))
afterAll(() => app.server.server.closeAllConnections())
const address = await app.server.listen({ host: '127.0.0.1', port: 0 })

/** Bytes of an upload on the disk. */
const lying = ({ id }: Sent) =>
  readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === id)
    .reduce((sum, { name, parentPath }) => sum + statSync(join(parentPath, name)).size, 0)

const finish = async (upload: Sent, content: Buffer) => {
  const from = await offsetOf(app, upload)
  expect((await tus(app, upload).patch(from, content.subarray(from))).statusCode).toBe(204)
  expect((await untilChecked(tus(app, upload))).state).toBe('ready')
}

test('a line that is lost in the middle loses nothing that had arrived', async () => {
  const content = longFilm(700_000)
  const upload = newUpload()
  await tus(app, upload, { kind: 'video', isEvidence: true }).create(content.length)
  const line = openLine(address, upload, 0, content.length)
  line.write(content.subarray(0, 400_000))
  await soon(() => lying(upload)).toBeGreaterThan(0)
  await setTimeout(300)
  line.destroy()
  // What was still on its way is lost with the line, a whole frame that had arrived is not.
  await soon(() => offsetOf(app, upload)).toBeGreaterThanOrEqual(256 * 1024)
  await finish(upload, content)
  expect(sha256(await storedOf(app, upload))).toBe(sha256(content))
})

test('of two that send the same upload at once the newer goes on, the other hears why, and the file is whole', async () => {
  const content = longFilm(600_000)
  const upload = newUpload()
  await tus(app, upload, { isEvidence: true }).create(content.length)
  const first = openLine(address, upload, 0, content.length)
  const heard = answered(first)
  first.write(content.subarray(0, 300_000))
  await soon(() => lying(upload)).toBeGreaterThan(0)
  // Both were told to begin at 0; the second finds that the first has come further.
  const second = await tus(app, upload).patch(0, content)
  expect([second.statusCode, second.json<{ code: string }>().code]).toEqual([409, 'upload-offset'])
  expect(await heard).toMatchObject({ status: 409, body: expect.stringContaining('upload-elsewhere') })
  const reached = await offsetOf(app, upload)
  expect(reached).toBeGreaterThan(0)
  const many = await Promise.all(
    Array.from({ length: 5 }, () => tus(app, upload).patch(reached, content.subarray(reached))),
  )
  expect(many.map(({ statusCode }) => statusCode).filter((status) => status === 204).length).toBeGreaterThan(
    0,
  )
  expect((await untilChecked(tus(app, upload))).state).toBe('ready')
  expect(sha256(await storedOf(app, upload))).toBe(sha256(content))
  first.destroy()
})

test('begun twice an upload is one, and what is finished cannot be written again', async () => {
  const content = await photo()
  const upload = newUpload()
  const wire = tus(app, upload, { isEvidence: true })
  expect((await wire.create(content.length)).statusCode).toBe(201)
  expect((await wire.create(content.length)).headers['location']).toBe(
    `/api/portal/uploads/449821-${upload.id}`,
  )
  await finish(upload, content)
  expect((await wire.create(content.length)).statusCode).toBe(201)
  expect((await wire.patch(0, Buffer.alloc(content.length))).statusCode).toBe(409)
  expect((await wire.patch(content.length, Buffer.alloc(0))).statusCode).toBe(204)
  expect((await wire.patch(content.length, Buffer.alloc(9))).statusCode).toBe(413)
  expect(sha256(await storedOf(app, upload))).toBe(sha256(content))
  expect((await app.auditOf('file.arrived')).filter(({ subject_id: id }) => id === upload.id)).toHaveLength(1)
})

test('a wrong secret and an upload that never was are answered alike, and nobody takes over an id', async () => {
  const upload = newUpload()
  await tus(app, upload).create(1_000)
  const guess = { id: upload.id, secret: newUpload().secret }
  const wrong = await tus(app, guess).patch(0, Buffer.alloc(10))
  const unknown = await tus(app, newUpload()).patch(0, Buffer.alloc(10))
  const body = ({ json }: { json: () => object }) => ({ ...json(), requestId: '' })
  expect([wrong.statusCode, body(wrong)]).toEqual([404, body(unknown)])
  expect((await tus(app, guess).create(1_000)).statusCode).toBe(409)
  expect((await tus(app, guess).remove()).statusCode).toBe(404)
  expect((await tus(app, { id: upload.id, secret: 'short' }).patch(0, Buffer.alloc(10))).statusCode).toBe(400)
  expect(await offsetOf(app, upload)).toBe(0)
})

test('who gives up removes what they had sent', async () => {
  const upload = newUpload()
  await tus(app, upload).create(1_000)
  await tus(app, upload).patch(0, Buffer.alloc(500))
  const names = () =>
    readdirSync(dataFolder, { recursive: true }).filter((name) => String(name).includes(upload.id))
  expect(names()).not.toEqual([])
  expect((await tus(app, upload).remove()).statusCode).toBe(204)
  expect(names()).toEqual([])
  expect((await tus(app, upload).head()).statusCode).toBe(404)
})

test('requests that are not of the protocol are refused before anything is stored', async () => {
  const upload = newUpload()
  const send = (headers: Record<string, string>, method: 'POST' | 'PATCH' = 'POST', path = '') =>
    app.server.inject({ method, url: `/api/portal/uploads${path}`, headers, payload: '' })
  const good = {
    ...headersOf(upload),
    'upload-length': '10',
    'upload-metadata': `id ${Buffer.from(upload.id).toString('base64')},county NDQ5ODIx`,
  }
  const without = (name: keyof typeof good) =>
    Object.fromEntries(Object.entries(good).filter(([each]) => each !== name))
  expect((await send(without('tus-resumable'))).statusCode).toBe(412)
  expect((await send(without('upload-length'))).statusCode).toBe(400)
  expect((await send(without('upload-secret'))).statusCode).toBe(400)
  expect((await send(without('x-shouwang-request'))).statusCode).toBe(403)
  expect((await send({ ...good, 'upload-length': '-5' })).statusCode).toBe(400)
  expect((await send({ ...good, 'upload-length': String(2 ** 52) })).statusCode).toBe(413)
  expect((await send({ ...good, 'upload-metadata': 'id ../../etc' })).statusCode).toBe(400)
  expect(
    (
      await send({
        ...good,
        'upload-metadata': `id ${Buffer.from('../../etc/passwd').toString('base64')},county NDQ5ODIx`,
      })
    ).statusCode,
  ).toBe(422)
  for (const path of ['/449821-../../x', '/449821-', '/x', `/000000-${upload.id}`, `/449822-${upload.id}`])
    expect([404, 400]).toContain(
      (
        await send(
          { ...good, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
          'PATCH',
          path,
        )
      ).statusCode,
    )
  expect(
    (
      await send(
        { ...good, 'upload-offset': '0', 'content-type': 'text/plain' },
        'PATCH',
        `/449821-${upload.id}`,
      )
    ).statusCode,
  ).toBe(415)
  const options = await app.server.inject({ method: 'OPTIONS', url: '/api/portal/uploads' })
  expect(options.headers).toMatchObject({ 'tus-version': '1.0.0', 'tus-extension': 'creation,termination' })
})

test('too large is refused before it is sent when that is known, and at the first look otherwise', async () => {
  const picture = await tus(app, newUpload(), { kind: 'image' }).create(21 * MB)
  expect([picture.statusCode, picture.json<{ code: string }>().code]).toEqual([413, 'file-too-large'])
  expect((await tus(app, newUpload(), { kind: 'video' }).create(200 * MB + 1)).statusCode).toBe(413)
  const upload = newUpload()
  const wire = tus(app, upload)
  await wire.create(60 * MB)
  const sound = Buffer.alloc(300_000)
  for (let at = 0; at + 417 < sound.length; at += 417) sound.set([0xff, 0xfb, 0x90, 0x00], at)
  const refused = await wire.patch(0, sound)
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([413, 'file-too-large'])
  // It stays refused, in the same words, and takes no place.
  expect((await wire.patch(0, sound)).json<{ code: string }>().code).toBe('file-too-large')
  expect((await wire.tell()).title).toMatch(/录音最多 50 MB/)
})

test('when many send at once the rest wait and are told so, and go on later', async () => {
  config.uploadsAtOnce = 1
  const content = await photo()
  const slow = newUpload()
  await tus(app, slow).create(MB)
  const line = openLine(address, slow, 0, MB)
  line.write(Buffer.alloc(1_000))
  await setTimeout(200)
  const next = newUpload()
  await tus(app, next).create(content.length)
  const waiting = await tus(app, next).patch(0, content)
  expect([waiting.statusCode, waiting.headers['retry-after']]).toEqual([503, '5'])
  expect(waiting.json<{ title: string }>().title).toMatch(/排队.*不影响先提交报告/)
  line.destroy()
  await soon(async () => (await tus(app, next).patch(0, content)).statusCode).toBe(204)
  config.uploadsAtOnce = 40
})

test('what waits fills no more than its share of the disk, and what was begun and left takes no place', async () => {
  config.uploadSpaceBytes = 250 * MB
  await app.setUp((db) => db.deleteFrom('file').execute())
  await tus(app, newUpload()).create(200 * MB)
  const full = await tus(app, newUpload()).create(100 * MB)
  expect([full.statusCode, full.json<{ code: string }>().code]).toEqual([503, 'uploads-full'])
  app.clock.now = new Date(Date.now() + 16 * 60_000)
  expect((await tus(app, newUpload()).create(100 * MB)).statusCode).toBe(201)
  app.clock.now = undefined
  config.uploadSpaceBytes = 10_240 * MB
})

test('what nobody bound in time goes from the table and from the disk, and so does what a crash left', async () => {
  const left = await sendFile(app, await photo(), { isEvidence: true })
  const names = () =>
    readdirSync(dataFolder, { recursive: true }).filter((name) => String(name).includes(left.id))
  expect(names().length).toBe(2)
  const at = (hours: number) => ({ ...app.running, now: () => new Date(Date.now() + hours * 3_600_000) })
  const tend = (hours: number) =>
    tendFiles(
      at(hours),
      '449821',
      createChecks(at(hours), () => undefined),
    )
  await tend(23)
  expect(names().length).toBe(2)
  await tend(25)
  expect(names()).toEqual([])
  expect((await tus(app, left).head()).statusCode).toBe(404)
  const stray = await sendFile(app, await photo(), { isEvidence: true })
  await app.setUp((db) => db.deleteFrom('file').where('id', '=', stray.id).execute())
  expect(await removeStrays(at(0), '449821')).toBe(0)
  expect(await removeStrays(at(2), '449821')).toBeGreaterThan(0)
  const isLeft = readdirSync(dataFolder, { recursive: true }).some((name) => String(name).includes(stray.id))
  expect(isLeft).toBe(false)
})

test('a check that a stopped server left behind is taken up', async () => {
  const content = await photo()
  const upload = newUpload()
  await tus(app, upload).create(content.length)
  await finish(upload, content)
  await app.setUp((db) =>
    db
      .updateTable('file')
      .set({ state: 'checking', kind: null, checkedAt: new Date(), isEvidence: true })
      .where('id', '=', upload.id)
      .execute(),
  )
  // Its bytes are gone, since it was checked once: taken up again it must say so.
  const later = { ...app.running, now: () => new Date(Date.now() + 10 * 60_000) }
  const checks = createChecks(later, () => undefined)
  const early = createChecks({ ...app.running, now: () => new Date() }, () => undefined)
  await tendFiles({ ...app.running, now: () => new Date() }, '449821', early)
  await early.idle()
  expect((await tus(app, upload).tell()).state).toBe('checking')
  await tendFiles(later, '449821', checks)
  await checks.idle()
  expect((await tus(app, upload).tell()).code).toBe('file-broken')
})

test('the log knows neither addresses nor ids nor secrets of uploads', async () => {
  config.logLevel = 'info'
  const sent = await sendFile(app, await photo(), { kind: 'image' })
  const all = logged.join('')
  expect(all).not.toContain(sent.id)
  expect(all).not.toContain(sent.secret)
  expect(all).not.toContain('127.0.0.1')
})
