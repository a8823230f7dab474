import { mkdir, open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { suiteOf, type CipherSuite } from './crypto/suites.ts'

/**
 * Bytes of any size on the disk, sealed in frames of 256 KiB while they arrive and never lying there in clear. Owner, part, number and
 * last-mark of a frame are bound in: none can be cut off, swapped, repeated or moved to another file.
 */
export const CHUNK = 256 * 1024

/** Which bytes: `part` tells a file's view from its original. */
export type Place = { dataFolder: string; county: string; id: string; part?: 'view' }

export type Sealing = { key: Buffer; suite: CipherSuite }

/** Bytes that are answered and rewritten as others: `head`, then zeros up to `length`. */
export type Patch = { at: number; length: number; head: Buffer }

/** `files/<county>/<last two digits of the id>/<id>`: the first digits are the time, they would fill one folder after the other. */
export const pathOf = ({ dataFolder, county, id, part }: Place) =>
  join(dataFolder, 'files', county, id.slice(-2), part ? `${id}.${part}` : id)

const tailOf = (place: Place) => `${pathOf(place)}.tail`

const frameName = ({ id, part }: Place, number: number, size: number) =>
  `${id}:${part ?? 'original'}:${number}:${number === lastOf(size) ? 'last' : 'more'}`
const tailName = ({ id }: Place, number: number) => `${id}:tail:${number}`

const lastOf = (size: number) => Math.ceil(size / CHUNK) - 1
const clearLength = (number: number, size: number) => Math.min(CHUNK, size - number * CHUNK)

/** How long so many bytes are once sealed; every suite adds the same to the same length. */
const sealedLengths = new Map<string, number>()
const sealedLength = (suite: CipherSuite, bytes: number) => {
  const name = `${suite.id}:${bytes}`
  const known = sealedLengths.get(name)
  if (known !== undefined) return known
  const length = suite.seal(Buffer.alloc(32), Buffer.alloc(bytes), '').length
  if (bytes === CHUNK) sealedLengths.set(name, length)
  return length
}

/** A file goes on under the suite that it began with, whatever the settings say since. */
const suiteIn = async (file: FileHandle, otherwise: CipherSuite) => {
  const first = Buffer.alloc(1)
  const { bytesRead } = await file.read(first, 0, 1, 0)
  return bytesRead ? suiteOf(first) : otherwise
}

const openTail = async (place: Place, key: Buffer, number: number): Promise<Buffer> => {
  try {
    const sealed = await readFile(tailOf(place))
    return suiteOf(sealed).open(key, sealed, tailName(place, number))
  } catch {
    // None, or one of a frame that was filled since.
    return Buffer.alloc(0)
  }
}

type Held = { frames: number; tail: Buffer; bytes: number }

const heldIn = async (
  file: FileHandle,
  place: Place,
  { key, suite }: Sealing,
  size: number,
): Promise<Held> => {
  const { size: lying } = await file.stat()
  const frame = sealedLength(suite, CHUNK)
  const last = lastOf(size)
  const whole = last * frame + sealedLength(suite, clearLength(last, size))
  if (lying >= whole) return { frames: last + 1, tail: Buffer.alloc(0), bytes: size }
  // A frame that a crash cut off counts for nothing and is written again.
  const frames = Math.min(Math.floor(lying / frame), last)
  const tail = await openTail(place, key, frames)
  return { frames, tail, bytes: frames * CHUNK + tail.length }
}

const openForWriting = async (place: Place) => {
  await mkdir(dirname(pathOf(place)), { recursive: true, mode: 0o700 })
  return open(pathOf(place), 'r+').catch(() => open(pathOf(place), 'wx+', 0o600))
}

/** How many bytes of an upload of `size` lie safely; 0 when it has not begun. */
export const heldBytes = async (place: Place, sealing: Sealing, size: number): Promise<number> => {
  const file = await open(pathOf(place)).catch(() => undefined)
  if (!file) return 0
  try {
    const suite = await suiteIn(file, sealing.suite)
    return (await heldIn(file, place, { ...sealing, suite }, size)).bytes
  } finally {
    await file.close()
  }
}

/** What a broken-off request had sent of a frame, so that a slow line need not send it again. */
const keepTail = async (place: Place, { key, suite }: Sealing, number: number, clear: Buffer) => {
  const path = tailOf(place)
  if (!clear.length) return rm(path, { force: true })
  await writeFile(`${path}.new`, suite.seal(key, clear, tailName(place, number)), { mode: 0o600 })
  return rename(`${path}.new`, path)
}

type Appending = {
  size: number
  source: AsyncIterable<Uint8Array>
  /** Hears the first frame in clear as soon as it is there; what it throws ends the upload. */
  onFirst?: (clear: Buffer) => Promise<void>
}

/**
 * Goes on with an upload where `heldBytes` said, holding one frame in memory; answers how much lies safely now. A source that fails
 * leaves what it had sent. Bytes beyond `size` are not read.
 */
export const appendSealed = async (
  place: Place,
  given: Sealing,
  { size, source, onFirst }: Appending,
): Promise<number> => {
  const file = await openForWriting(place)
  try {
    const sealing = { ...given, suite: await suiteIn(file, given.suite) }
    const held = await heldIn(file, place, sealing, size)
    const frame = Buffer.alloc(CHUNK)
    let number = held.frames
    let filled = held.tail.copy(frame)
    const write = async () => {
      const clear = frame.subarray(0, filled)
      if (number === 0) await onFirst?.(clear)
      const sealed = sealing.suite.seal(sealing.key, clear, frameName(place, number, size))
      await file.write(sealed, 0, sealed.length, number * sealedLength(sealing.suite, CHUNK))
      number += 1
      filled = 0
    }
    try {
      for await (const chunk of source) {
        for (let from = 0; from < chunk.length && number <= lastOf(size);) {
          const room = clearLength(number, size) - filled
          const piece = chunk.subarray(from, from + room)
          frame.set(piece, filled)
          filled += piece.length
          from += piece.length
          if (piece.length === room) await write()
        }
        if (number > lastOf(size)) break
      }
    } finally {
      await file.datasync()
      await keepTail(place, sealing, number, frame.subarray(0, filled))
    }
    return Math.min(number * CHUNK + filled, size)
  } finally {
    await file.close()
  }
}

/** Seals bytes that are there already, e.g. a re-encoded picture. */
export const putSealed = async (place: Place, sealing: Sealing, clear: Buffer): Promise<void> => {
  await rm(pathOf(place), { force: true })
  await appendSealed(place, sealing, { size: clear.length, source: slices(clear) })
}

async function* slices(clear: Buffer) {
  for (let from = 0; from < clear.length; from += CHUNK)
    yield await Promise.resolve(clear.subarray(from, from + CHUNK))
}

const applyPatches = (clear: Buffer, from: number, patches: readonly Patch[]) => {
  for (const { at, length, head } of patches) {
    const start = Math.max(at, from)
    const end = Math.min(at + length, from + clear.length)
    for (let position = start; position < end; position += 1)
      clear[position - from] = head[position - at] ?? 0
  }
  return clear
}

/** A sealed file that is read here and there. */
export type SealedFile = {
  size: number
  /** Bytes [from, to) in clear; fewer at the end of the file. Throws when a frame does not verify. */
  read: (from: number, to: number) => Promise<Buffer>
  close: () => Promise<void>
}

export const openSealed = async (
  place: Place,
  key: Buffer,
  size: number,
  patches: readonly Patch[] = [],
): Promise<SealedFile> => {
  const file = await open(pathOf(place))
  const frame = await frameReader(file, place, key, size)
  let kept: { number: number; clear: Buffer } | undefined
  const clearOf = async (number: number) => {
    if (kept?.number !== number)
      kept = { number, clear: applyPatches(await frame(number), number * CHUNK, patches) }
    return kept.clear
  }
  return {
    size,
    read: async (from, to) => {
      const end = Math.min(to, size)
      const parts: Buffer[] = []
      for (let at = from; at < end;) {
        const number = Math.floor(at / CHUNK)
        const clear = await clearOf(number)
        const part = clear.subarray(at - number * CHUNK, end - number * CHUNK)
        parts.push(part)
        at += part.length
      }
      const [only] = parts
      return parts.length === 1 && only ? only : Buffer.concat(parts)
    },
    close: () => file.close(),
  }
}

const frameReader = async (file: FileHandle, place: Place, key: Buffer, size: number) => {
  const first = Buffer.alloc(1)
  await file.read(first, 0, 1, 0)
  const suite = suiteOf(first)
  const held = Buffer.alloc(sealedLength(suite, Math.min(CHUNK, size)))
  return async (number: number): Promise<Buffer> => {
    const sealed = held.subarray(0, sealedLength(suite, clearLength(number, size)))
    const { bytesRead } = await file.read(sealed, 0, sealed.length, number * sealedLength(suite, CHUNK))
    return suite.open(key, sealed.subarray(0, bytesRead), frameName(place, number, size))
  }
}

/** The bytes [from, to) frame by frame. */
export async function* streamSealed(
  place: Place,
  key: Buffer,
  size: number,
  { from = 0, to = size, patches = [] }: { from?: number; to?: number; patches?: readonly Patch[] } = {},
): AsyncGenerator<Buffer> {
  const file = await openSealed(place, key, size, patches)
  try {
    for (let at = from; at < to;) {
      const end = Math.min(to, (Math.floor(at / CHUNK) + 1) * CHUNK)
      yield await file.read(at, end)
      at = end
    }
  } finally {
    await file.close()
  }
}

/** Writes the patches into the file: only the frames that they touch are sealed anew, so what they cover is gone from the disk. */
export const rewriteSealed = async (
  place: Place,
  key: Buffer,
  size: number,
  patches: readonly Patch[],
): Promise<void> => {
  const file = await open(pathOf(place), 'r+')
  try {
    const frame = await frameReader(file, place, key, size)
    const suite = await suiteIn(file, suiteOf(Buffer.of(1)))
    const touched = new Set<number>()
    for (const { at, length } of patches)
      for (let number = Math.floor(at / CHUNK); number * CHUNK < at + length; number += 1) touched.add(number)
    for (const number of touched) {
      const clear = applyPatches(await frame(number), number * CHUNK, patches)
      const sealed = suite.seal(key, clear, frameName(place, number, size))
      await file.write(sealed, 0, sealed.length, number * sealedLength(suite, CHUNK))
    }
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Removes what lies of a file, with its tail. */
export const removeSealed = async (place: Place): Promise<void> => {
  for (const path of [pathOf(place), tailOf(place), `${tailOf(place)}.new`]) await rm(path, { force: true })
}

export const isLying = async (place: Place): Promise<boolean> =>
  Boolean(await stat(pathOf(place)).catch(() => undefined))
