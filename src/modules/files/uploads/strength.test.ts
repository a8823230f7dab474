import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import {
  soon,
  answered,
  newUpload,
  offsetOf,
  openLine,
  sha256,
  storedOf,
  tus,
  untilChecked,
} from '#tests/files.ts'
import { TEST_KEY } from '#tests/global-setup.ts'
import { film, GPS, longFilm } from '#tests/media.ts'
import { urlFor } from '#server/migrate.ts'

const MB = 1024 * 1024
const app = await testApp()
const dataFolder = mkdtempSync(join(tmpdir(), 'strength-'))
app.running.config.dataFolder = dataFolder
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))

const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** A server of its own on the same database and folder. */
const startServer = async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../../tests/upload-server.ts')], {
    env: {
      POOL_URL: urlFor(app.url, 'shouwang_server', TEST_KEY),
      MASTER_KEY: TEST_KEY.toString('base64'),
      DATA_FOLDER: dataFolder,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, to: said.toString().trim() }
}

test('a server that is killed in the middle of an upload costs a frame at most', async () => {
  const content = longFilm(5 * MB)
  const upload = newUpload()
  await tus(app, upload, { kind: 'video', isEvidence: true }).create(content.length)
  for (const _ of [1, 2]) {
    const from = await offsetOf(app, upload)
    const { child, to } = await startServer()
    const line = openLine(to, upload, from, content.length - from)
    line.write(content.subarray(from, from + 1_500_000))
    await soon(
      () =>
        readdirSync(dataFolder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.name === upload.id)
          .map((entry) => readFileSync(join(entry.parentPath, entry.name)).length)[0] ?? 0,
    ).toBeGreaterThan(from + 1_200_000)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await offsetOf(app, upload)).toBeGreaterThanOrEqual(from + 1_500_000 - 256 * 1024)
  }
  const from = await offsetOf(app, upload)
  expect((await tus(app, upload).patch(from, content.subarray(from))).statusCode).toBe(204)
  expect((await untilChecked(tus(app, upload))).state).toBe('ready')
  expect(sha256(await storedOf(app, upload))).toBe(sha256(content))
})

const peakOf = (pid: number) =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** Sends a film of 200 MB to a server and waits for its check; answers how long both took, in milliseconds. */
const sendLong = async (to: string) => {
  const start = film(GPS)
  const size = 200 * MB
  const header = Buffer.concat([Buffer.alloc(4), Buffer.from('mdat')])
  header.writeUInt32BE(size - start.length)
  const hash = createHash('sha256')
  const upload = newUpload()
  await tus(app, upload, { kind: 'video', isEvidence: true }).create(size)
  const line = openLine(to, upload, 0, size)
  const heard = answered(line)
  const write = async (piece: Buffer) => {
    hash.update(piece)
    if (!line.write(piece)) await once(line, 'drain')
  }
  const began = Date.now()
  await write(Buffer.concat([start, header]))
  const piece = randomBytes(MB)
  for (let left = size - start.length - 8; left > 0; left -= MB)
    await write(piece.subarray(0, Math.min(MB, left)))
  line.end()
  expect((await heard).status).toBe(204)
  const arrived = Date.now()
  expect((await untilChecked(tus(app, upload))).state).toBe('ready')
  const row = await app.setUp((db) =>
    db.selectFrom('file').where('id', '=', upload.id).select('sha256').executeTakeFirstOrThrow(),
  )
  expect(row.sha256?.toString('hex')).toBe(hash.digest('hex'))
  return { received: arrived - began, checked: Date.now() - arrived }
}

test.runIf(process.platform === 'linux')(
  'memory is bounded: after 200 MB came in, 400 MB more cost next to nothing',
  async () => {
    const { child, to } = await startServer()
    const { pid = 0 } = child
    await fetch(`${to}/healthz`)
    const before = peakOf(pid)
    const { received, checked } = await sendLong(to)
    const first = peakOf(pid)
    await sendLong(to)
    await sendLong(to)
    const after = peakOf(pid)
    console.log(
      `200 MB: received in ${received} ms, checked in ${checked} ms; peak memory +${Math.round(first - before)} MB, with 400 MB more +${Math.round(after - first)} MB`,
    )
    expect(first - before).toBeLessThan(400)
    expect(after - first).toBeLessThan(130)
  },
  180_000,
)
