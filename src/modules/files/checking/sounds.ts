import type { Patch, SealedFile } from '#server/blobs.ts'
import { refusal } from '../rules.ts'

const NOTHING = Buffer.alloc(0)

/** ID3 in front (id3.org, ID3v2.4.0): the header stays, with empty padding behind it. ID3v1 and APE tags at the end are emptied. */
export const mpegPatches = async (file: SealedFile): Promise<Patch[]> => {
  const patches: Patch[] = []
  for (let at = 0; ;) {
    const header = await file.read(at, at + 10)
    if (header.length < 10 || header.toString('latin1', 0, 3) !== 'ID3') break
    const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + ((header[index] ?? 0) & 0x7f), 0)
    if (at + 10 + size > file.size) throw refusal('file-truncated')
    const emptied = Buffer.concat([Buffer.from('ID3'), Buffer.of(4, 0, 0), header.subarray(6, 10)])
    patches.push({ at, length: 10 + size, head: emptied })
    at += 10 + size
  }
  let end = file.size
  const last = await file.read(end - 128, end)
  if (last.toString('latin1', 0, 3) === 'TAG') {
    end -= 128
    patches.push({ at: end, length: 128, head: NOTHING })
  }
  const footer = end >= 32 ? await file.read(end - 32, end) : NOTHING
  if (footer.toString('latin1', 0, 8) === 'APETAGEX') {
    const hasHeader = (footer.readUInt32LE(20) & 0x8000_0000) !== 0
    const length = Math.min(footer.readUInt32LE(12) + (hasHeader ? 32 : 0), end)
    patches.push({ at: end - length, length, head: NOTHING })
  }
  return patches
}

const SOUND = new Set(['fmt ', 'data', 'fact', 'PEAK'])
/** Written by recorders that do not know the length yet. */
const isOpenEnd = (size: number) => size === 0 || size >= 0xffff_ff00

/** RIFF/WAVE: chunks that are not sound (LIST, bext, iXML, id3 …) become empty `JUNK`. */
export const wavePatches = async (file: SealedFile): Promise<Patch[]> => {
  const patches: Patch[] = []
  let hasData = false
  for (let at = 12; at + 8 <= file.size;) {
    const header = await file.read(at, at + 8)
    const name = header.toString('latin1', 0, 4)
    const size = header.readUInt32LE(4)
    hasData ||= name === 'data'
    if (name === 'data' && isOpenEnd(size)) break
    if (at + 8 + size > file.size) throw refusal('file-truncated')
    if (!SOUND.has(name))
      patches.push({ at, length: 4, head: Buffer.from('JUNK') }, { at: at + 8, length: size, head: NOTHING })
    at += 8 + size + (size % 2)
  }
  if (!hasData) throw refusal('file-truncated')
  return patches
}

const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1
  return value >>> 0
})

const crcOf = (page: Buffer) => {
  let crc = 0
  for (const byte of page) crc = ((crc << 8) ^ (CRC[(crc >>> 24) ^ byte] ?? 0)) >>> 0
  return crc
}

const MOST_PAGES = 4_000

/** Vendor and comments of no length; Vorbis then wants one bit set. */
const emptyComments = (packet: Buffer) => {
  if (packet.toString('latin1', 0, 8) === 'OpusTags')
    return Buffer.concat([packet.subarray(0, 8), Buffer.alloc(8)])
  if (packet.toString('latin1', 1, 7) === 'vorbis')
    return Buffer.concat([packet.subarray(0, 7), Buffer.alloc(8), Buffer.of(1)])
  return undefined
}

/**
 * Ogg (RFC 3533; RFC 7845 for Opus): the second packet of a stream is its comments. They are emptied in place, and the checksums of their
 * pages made anew.
 */
export const oggPatches = async (file: SealedFile): Promise<Patch[]> => {
  const patches: Patch[] = []
  let isIn = false
  let emptied: Buffer = NOTHING
  for (let at = 0, pages = 0; at + 27 < file.size && pages < MOST_PAGES; pages += 1) {
    const header = await file.read(at, at + 27)
    if (header.toString('latin1', 0, 4) !== 'OggS') throw refusal('file-broken')
    const segments = header[26] ?? 0
    const table = await file.read(at + 27, at + 27 + segments)
    const head = 27 + segments
    const length = table.reduce((sum, size) => sum + size, 0)
    if (at + head + length > file.size) throw refusal('file-truncated')
    const page = await file.read(at, at + head + length)
    const isFirst = ((header[5] ?? 0) & 2) !== 0
    if (!isFirst && !isIn && !patches.length) {
      const empty = emptyComments(page.subarray(head))
      if (!empty) throw refusal('file-broken')
      emptied = empty
      isIn = true
    }
    if (!isFirst && isIn) {
      // A packet ends with its first segment of less than 255 bytes.
      const ending = table.findIndex((size) => size < 255)
      const segmentsOfPacket = ending < 0 ? segments : ending + 1
      const covered = table.subarray(0, segmentsOfPacket).reduce((sum, size) => sum + size, 0)
      const clear = Buffer.from(page)
      clear.fill(0, head, head + covered)
      emptied.copy(clear, head, 0, covered)
      clear.writeUInt32LE(0, 22)
      const crc = Buffer.alloc(4)
      crc.writeUInt32LE(crcOf(clear))
      patches.push(
        { at: at + 22, length: 4, head: crc },
        { at: at + head, length: covered, head: Buffer.from(emptied.subarray(0, covered)) },
      )
      emptied = NOTHING
      isIn = ending < 0
    }
    at += head + length
    if (patches.length && !isIn) break
  }
  if (!patches.length || isIn) throw refusal('file-truncated')
  return patches
}
