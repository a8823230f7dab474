import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import {
  appendSealed,
  CHUNK,
  heldBytes,
  openSealed,
  pathOf,
  putSealed,
  removeSealed,
  rewriteSealed,
  streamSealed,
  type Place,
} from './blobs.ts'
import { SUITES } from './crypto/suites.ts'
import { uuidv7 } from './ids.ts'

const dataFolder = mkdtempSync(join(tmpdir(), 'blobs-'))
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }))

const place = (): Place => ({ dataFolder, county: '449821', id: uuidv7() })
const key = randomBytes(32)
const suites = [SUITES.aes, SUITES.sm]
const wholeOf = (at: Place, size: number) => buffer(streamSealed(at, key, size))

async function* pieces(clear: Buffer, length: number) {
  for (let from = 0; from < clear.length; from += length)
    yield await Promise.resolve(clear.subarray(from, from + length))
}
async function* brokenOff(clear: Buffer) {
  yield await Promise.resolve(clear)
  throw new Error('the line went dead')
}

test.each(
  suites.flatMap((suite) =>
    [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77].map((size) => [suite.name, size] as const),
  ),
)('under %s a file of %i bytes comes back as it was handed in', async (name, size) => {
  const clear = randomBytes(size)
  const at = place()
  const held = await appendSealed(at, { key, suite: SUITES[name] }, { size, source: pieces(clear, 65_000) })
  expect(held).toBe(size)
  expect((await wholeOf(at, size)).equals(clear)).toBe(true)
  await removeSealed(at)
})

test('an upload that is broken off anywhere, any number of times, goes on where it was and comes out whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...suites),
      fc.integer({ min: 1, max: 3 * CHUNK }),
      fc.array(fc.integer({ min: 1, max: CHUNK * 2 }), { maxLength: 5 }),
      async (suite, size, steps) => {
        const clear = randomBytes(size)
        const at = place()
        const sealing = { key, suite }
        for (const step of steps) {
          const from = await heldBytes(at, sealing, size)
          const sent = clear.subarray(from, from + step)
          const failed = await appendSealed(at, sealing, { size, source: brokenOff(sent) }).catch(() => -1)
          const held = await heldBytes(at, sealing, size)
          // Nothing that arrived is lost to a broken line; what fills the file ends it without an error.
          expect(held).toBe(from + sent.length)
          expect(failed === -1 || failed === size).toBe(true)
        }
        const from = await heldBytes(at, sealing, size)
        await appendSealed(at, sealing, { size, source: pieces(clear.subarray(from), 65_536) })
        expect((await wholeOf(at, size)).equals(clear)).toBe(true)
        await removeSealed(at)
      },
    ),
    { numRuns: 40 },
  )
})

test('a frame that a crash cut off is sent again', async () => {
  const size = 3 * CHUNK
  const clear = randomBytes(size)
  const at = place()
  const sealing = { key, suite: SUITES.aes }
  await appendSealed(at, sealing, { size, source: pieces(clear.subarray(0, 2 * CHUNK), 65_536) })
  truncateSync(pathOf(at), readFileSync(pathOf(at)).length - 10)
  expect(await heldBytes(at, sealing, size)).toBe(CHUNK)
  await appendSealed(at, sealing, { size, source: pieces(clear.subarray(CHUNK), 65_536) })
  expect((await wholeOf(at, size)).equals(clear)).toBe(true)
})

test('cut off, swapped, changed or moved to another file, it does not open', async () => {
  const size = 3 * CHUNK
  const clear = randomBytes(size)
  const at = place()
  await putSealed(at, { key, suite: SUITES.aes }, clear)
  const sealed = readFileSync(pathOf(at))
  const frame = sealed.length / 3
  const openWith = async (bytes: Buffer, where = at, ofSize = size) => {
    writeFileSync(pathOf(where), bytes)
    return wholeOf(where, ofSize)
  }
  const swapped = Buffer.concat([
    sealed.subarray(frame, 2 * frame),
    sealed.subarray(0, frame),
    sealed.subarray(2 * frame),
  ])
  const changed = Buffer.from(sealed)
  changed[frame + 40] = (changed[frame + 40] ?? 0) ^ 1
  await expect(openWith(swapped)).rejects.toThrow()
  await expect(openWith(changed)).rejects.toThrow()
  await expect(openWith(sealed.subarray(0, 2 * frame))).rejects.toThrow()
  // Cut to two frames and called a file of two: the second is not marked as the last.
  await expect(openWith(sealed.subarray(0, 2 * frame), at, 2 * CHUNK)).rejects.toThrow()
  const other = place()
  await putSealed(other, { key, suite: SUITES.aes }, clear)
  await expect(openWith(sealed, other)).rejects.toThrow()
  expect((await openWith(sealed)).equals(clear)).toBe(true)
})

test('a part is read without the rest, and patches cover what they should and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 * CHUNK }),
      fc.integer({ min: 0, max: CHUNK }),
      fc.integer({ min: 0, max: 2 * CHUNK }),
      fc.integer({ min: 1, max: CHUNK + 10 }),
      async (from, length, at, covered) => {
        const size = 2 * CHUNK + 1_000
        const clear = randomBytes(size)
        const where = place()
        await putSealed(where, { key, suite: SUITES.aes }, clear)
        const patches = [{ at, length: Math.min(covered, size - at), head: Buffer.from('free') }]
        const wanted = Buffer.from(clear)
        wanted.fill(0, at, at + patches[0]!.length)
        Buffer.from('free').copy(wanted, at, 0, Math.min(4, patches[0]!.length))
        const file = await openSealed(where, key, size, patches)
        expect((await file.read(from, from + length)).equals(wanted.subarray(from, from + length))).toBe(true)
        await file.close()
        await rewriteSealed(where, key, size, patches)
        expect((await wholeOf(where, size)).equals(wanted)).toBe(true)
        await removeSealed(where)
      },
    ),
    { numRuns: 15 },
  )
})

test('nothing lies in clear, neither frames nor what a broken line left', async () => {
  const clear = Buffer.alloc(CHUNK + 5_000, '身份证号 449821201001010011 ')
  const at = place()
  await appendSealed(at, { key, suite: SUITES.aes }, { size: 2 * CHUNK, source: brokenOff(clear) }).catch(
    () => 0,
  )
  const folder = join(dataFolder, 'files', '449821', at.id.slice(-2))
  const names = readdirSync(folder).filter((name) => name.startsWith(at.id))
  expect(names.toSorted()).toEqual([at.id, `${at.id}.tail`])
  for (const name of names) expect(readFileSync(join(folder, name)).includes('4498212010')).toBe(false)
  await removeSealed(at)
  expect(readdirSync(folder).filter((name) => name.startsWith(at.id))).toEqual([])
})
