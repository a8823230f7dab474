import type { Patch, SealedFile } from '#server/blobs.ts'
import { refusal } from '../rules.ts'

/**
 * WebM (EBML, RFC 8794; Matroska, RFC 9559): elements of id, size, content. Tags, chapters, attachments, titles and dates become `Void`
 * elements of the same size, so that nothing moves.
 */
type Element = { id: number; at: number; head: number; size: number; isOpen: boolean }

const SEGMENT = 0x18538067
const CLUSTER = 0x1f43b675
const INFO = 0x1549a966
const TRACKS = 0x1654ae6b
const TRACK = 0xae
const MOST_ELEMENTS = 2_000_000

/** What stands in a segment; any of them ends a cluster whose length was not known when it was written. */
const IN_SEGMENT = new Set([
  CLUSTER,
  INFO,
  TRACKS,
  0x114d9b74, // SeekHead
  0x1c53bb6b, // Cues
  0x1254c367, // Tags
  0x1043a770, // Chapters
  0x1941a469, // Attachments
])

const COVERED = new Set([
  0x1254c367, // Tags
  0x1043a770, // Chapters
  0x1941a469, // Attachments
  0xec, // Void: may hold what was there before
  0x7ba9, // Title
  0x4461, // DateUTC
  0x7384, // SegmentFilename
  0x4d80, // MuxingApp
  0x5741, // WritingApp
  0x536e, // Name of a track
])

const PARENTS = new Set([SEGMENT, INFO, TRACKS, TRACK])

const lengthOf = (first: number) => Math.clz32(first) - 23

const elementAt = async (file: SealedFile, at: number, end: number): Promise<Element> => {
  const header = await file.read(at, Math.min(at + 12, end))
  const idLength = lengthOf(header[0] ?? 0)
  if (idLength > 4) throw refusal('file-broken')
  const sizeLength = lengthOf(header[idLength] ?? 0)
  if (sizeLength > 8) throw refusal('file-broken')
  const head = idLength + sizeLength
  if (header.length < head) throw refusal('file-truncated')
  const id = header.readUIntBE(0, idLength)
  const marked = BigInt(`0x${header.toString('hex', idLength, head)}`)
  const most = (1n << BigInt(7 * sizeLength)) - 1n
  const isOpen = (marked & most) === most
  const size = isOpen ? end - at - head : Number(marked & most)
  if (at + head + size > end) throw refusal('file-truncated')
  return { id, at, head, size, isOpen }
}

const cover = ({ at, head, size }: Element): Patch => {
  const whole = head + size
  const width = whole >= 9 ? 8 : 1
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(whole - 1 - width))
  const marked = length.subarray(8 - width)
  marked[0] = (marked[0] ?? 0) | (width === 8 ? 0x01 : 0x80)
  return { at, length: whole, head: Buffer.concat([Buffer.of(0xec), marked]) }
}

/** What is to be covered in a WebM film or recording. */
export const matroskaPatches = async (file: SealedFile): Promise<Patch[]> => {
  const patches: Patch[] = []
  let elements = 0
  let hasCluster = false

  const walk = async (from: number, end: number): Promise<void> => {
    for (let at = from; at < end;) {
      const element = await elementAt(file, at, end)
      elements += 1
      if (elements > MOST_ELEMENTS) throw refusal('file-broken')
      const { id, head, size, isOpen } = element
      if (COVERED.has(id)) patches.push(cover(element))
      else if (PARENTS.has(id)) await walk(at + head, at + head + size)
      hasCluster ||= id === CLUSTER
      at = id === CLUSTER && isOpen ? await endOfCluster(at + head, end) : at + head + size
    }
  }

  /** A cluster of unknown length lasts until the next element of the segment. */
  const endOfCluster = async (from: number, end: number) => {
    let at = from
    while (at < end) {
      const element = await elementAt(file, at, end)
      elements += 1
      if (elements > MOST_ELEMENTS) throw refusal('file-broken')
      if (IN_SEGMENT.has(element.id)) break
      at += element.head + element.size
    }
    return at
  }

  await walk(0, file.size)
  if (!hasCluster) throw refusal('file-truncated')
  return patches
}
