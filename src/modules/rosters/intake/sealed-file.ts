import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Problem } from '#kernel/problem.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { uuidv7 } from '#server/ids.ts'
import { DEFAULT_LIMITS } from '../reading/limits.ts'

/**
 * Handed-in files hold clear identity numbers, so what lies on the disk is sealed while it arrives: frames of 64 KiB, each a length
 * and a ciphertext under the roster's key. Number and last-mark of a frame are bound in: none can be cut off, swapped or repeated. The
 * file goes as soon as the roster is applied or discarded.
 */
const FRAME = 64 * 1024

const folderOf = (dataFolder: string) => join(dataFolder, 'uploads')
const pathOf = (dataFolder: string, county: string, id: string) =>
  join(folderOf(dataFolder), `${county}-${id}.sealed`)

const frameName = (number: number, isLast: boolean) => `upload:${number}:${isLast ? 'last' : 'more'}`

const tooLarge = (limit: number) =>
  new Problem({
    status: 413,
    code: 'roster-too-large',
    title: `文件超过 ${Math.round(limit / 1024 / 1024)} MB 的上限，已停止接收。请按镇或年级分成几个文件再交`,
  })

const brokenOff = () =>
  new Problem({ status: 400, code: 'upload-broken', title: '文件没有传完就断了，请重新上传' })

export type Place = { dataFolder: string; county: string; id: string }
type Keyed = { keys: CountyKeys; key: Buffer }

const writeFrame = async (
  file: FileHandle,
  { keys, key }: Keyed,
  number: number,
  clear: Buffer,
  isLast: boolean,
) => {
  const sealed = keys.seal(key, frameName(number, isLast), clear.toString('base64'))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(sealed.length)
  await file.write(Buffer.concat([length, sealed]))
}

/** Chunks of whatever size as frames of one size; the last may be shorter. */
async function* framesOf(body: AsyncIterable<Uint8Array>, onBytes: (chunk: Uint8Array) => void) {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of body) {
    onBytes(chunk)
    held = held.length ? Buffer.concat([held, chunk]) : Buffer.from(chunk)
    while (held.length > FRAME) {
      yield { clear: held.subarray(0, FRAME), isLast: false }
      held = held.subarray(FRAME)
    }
  }
  yield { clear: held, isLast: true }
}

/**
 * Stores a body sealed, without ever holding more than a frame of it. Refuses with `roster-too-large` as soon as the limit is passed; the
 * rest of the body is left to the transport, which throws it away.
 */
export const receiveSealed = async (
  place: Place,
  keyed: Keyed,
  body: Readable,
  limit: number = DEFAULT_LIMITS.bytes,
): Promise<{ bytes: number; sha256: Buffer }> => {
  await mkdir(folderOf(place.dataFolder), { recursive: true, mode: 0o700 })
  const path = pathOf(place.dataFolder, place.county, place.id)
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  const count = (chunk: Uint8Array) => {
    bytes += chunk.length
    if (bytes > limit) throw tooLarge(limit)
    hash.update(chunk)
  }
  try {
    let number = 0
    // Destroying the body would cut the connection before the refusal is heard.
    const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
    for await (const { clear, isLast } of framesOf(chunks, count))
      await writeFrame(file, keyed, number++, clear, isLast)
    await file.close()
    return { bytes, sha256: hash.digest() }
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error instanceof Problem || !body.destroyed ? error : brokenOff()
  }
}

async function* clearFrames(file: FileHandle, { keys, key }: Keyed): AsyncGenerator<Buffer> {
  const { size } = await file.stat()
  const lengthBytes = Buffer.alloc(4)
  let at = 0
  for (let number = 0; at < size; number += 1) {
    await file.read(lengthBytes, 0, 4, at)
    const sealed = Buffer.alloc(lengthBytes.readUInt32BE(0))
    await file.read(sealed, 0, sealed.length, at + 4)
    at += 4 + sealed.length
    yield Buffer.from(keys.open(key, frameName(number, at === size), sealed), 'base64')
  }
}

/** On Linux an open file is reached without having a name: when the process dies, so does the file. */
const canBeNameless = () => existsSync('/proc/self/fd')

const missing = () =>
  new Problem({ status: 409, code: 'roster-file-gone', title: '暂存的文件已不在，请重新上传这份名册' })

/**
 * Unseals the file for as long as `read` needs it, for readers that need a path. The clear copy has no name while it is open (where the
 * system allows that), so no crash leaves it behind; elsewhere it is removed afterwards and by the next sweep.
 */
export const withClearCopy = async <T>(
  place: Place,
  keyed: Keyed,
  read: (path: string) => Promise<T>,
): Promise<T> => {
  const source = await open(pathOf(place.dataFolder, place.county, place.id)).catch(() => {
    throw missing()
  })
  const name = join(folderOf(place.dataFolder), `${uuidv7()}.reading`)
  const copy = await open(name, 'wx+', 0o600)
  const isNameless = canBeNameless()
  if (isNameless) await rm(name)
  try {
    for await (const frame of clearFrames(source, keyed)) await copy.write(frame)
    await source.close()
    return await read(isNameless ? `/proc/self/fd/${copy.fd}` : name)
  } finally {
    await source.close()
    await copy.close()
    await rm(name, { force: true })
  }
}

export const removeSealed = ({ dataFolder, county, id }: Place): Promise<void> =>
  rm(pathOf(dataFolder, county, id), { force: true })

const SWEPT_AFTER_MS = 3_600_000

/** Removes what broken-off uploads left behind: files of this county that no roster knows, and forgotten clear copies. */
export const sweepUploads = async (
  { dataFolder, county }: Omit<Place, 'id'>,
  known: ReadonlySet<string>,
  now: Date,
): Promise<void> => {
  const folder = folderOf(dataFolder)
  for (const name of await readdir(folder).catch(() => [])) {
    const id = new RegExp(`^${county}-(.+)\\.sealed$`).exec(name)?.[1]
    const isForgotten = name.endsWith('.reading') || (id !== undefined && !known.has(id))
    if (!isForgotten) continue
    const facts = await stat(join(folder, name)).catch(() => undefined)
    if (facts && now.getTime() - facts.mtimeMs > SWEPT_AFTER_MS) await rm(join(folder, name), { force: true })
  }
}
