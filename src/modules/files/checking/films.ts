import type { Patch, SealedFile } from '#server/blobs.ts'
import { refusal } from '../rules.ts'

/**
 * MP4, MOV, M4A and 3GP (ISO/IEC 14496-12): a tree of boxes. Where a film was made, by what and by whom stands in boxes beside sound and
 * picture (`udta`, `meta`, `uuid`, Apple's keys) and in tracks of their own; what is not needed to play becomes an empty `free` box of
 * the same size, so that nothing moves.
 */
type Box = { type: string; at: number; head: number; size: number }

const MOST_BOXES = 20_000
const MOST_SAMPLES = 1_000_000

/** What may stand inside each box that is looked into; everything else is covered. */
const KEPT: Record<string, ReadonlySet<string>> = Object.fromEntries(
  Object.entries({
    file: 'ftyp styp moov moof mdat sidx ssix mfra pdin prft',
    moov: 'mvhd trak mvex iods',
    trak: 'tkhd mdia edts tref tapt',
    mdia: 'mdhd elng hdlr minf',
    minf: 'vmhd smhd gmhd nmhd hdlr dinf stbl',
    stbl: 'stsd stts stss ctts cslg stsc stsz stz2 stco co64 sdtp sbgp sgpd stps subs saiz saio padb',
    moof: 'mfhd traf',
    traf: 'tfhd tfdt trun sdtp sbgp sgpd saiz saio subs senc',
  }).map(([box, children]) => [box, new Set(children.split(' '))]),
)

const cover = ({ at, head, size }: Box): Patch[] =>
  head === 8
    ? [{ at: at + 4, length: size - 4, head: Buffer.from('free') }]
    : [
        { at: at + 4, length: 4, head: Buffer.from('free') },
        { at: at + head, length: size - head, head: Buffer.alloc(0) },
      ]

const boxesIn = async (file: SealedFile, from: number, to: number): Promise<Box[]> => {
  const isWhole = to === file.size
  const boxes: Box[] = []
  for (let at = from; at < to;) {
    const header = await file.read(at, Math.min(at + 16, to))
    // Some writers end a list of boxes with four zero bytes.
    if (header.length < 8) break
    const short = header.readUInt32BE(0)
    const type = header.toString('latin1', 4, 8)
    const head = short === 1 ? 16 : 8
    if (head > header.length) throw refusal('file-truncated')
    const size = short === 0 ? to - at : short === 1 ? Number(header.readBigUInt64BE(8)) : short
    if (size < head) throw refusal('file-broken')
    if (at + size > to) throw refusal(isWhole ? 'file-truncated' : 'file-broken')
    boxes.push({ type, at, head, size })
    if (boxes.length > MOST_BOXES) throw refusal('file-broken')
    at += size
  }
  return boxes
}

const childrenOf = (file: SealedFile, { at, head, size }: Box) => boxesIn(file, at + head, at + size)

const find = async (file: SealedFile, box: Box, ...path: string[]): Promise<Box | undefined> => {
  let found: Box | undefined = box
  for (const type of path)
    found = found && (await childrenOf(file, found)).find((child) => child.type === type)
  return found
}

const contentOf = (file: SealedFile, { at, head, size }: Box) => file.read(at + head, at + size)

/** 'vide', 'soun', or what else a track holds. */
const handlerOf = async (file: SealedFile, track: Box) => {
  const handler = await find(file, track, 'mdia', 'hdlr')
  return handler ? (await contentOf(file, handler)).toString('latin1', 8, 12) : ''
}

const numbersIn = (content: Buffer, from: number, count: number, width: 4 | 8 = 4) => {
  if (count > MOST_SAMPLES || from + count * width > content.length) throw refusal('file-broken')
  return Array.from({ length: count }, (_, index) =>
    width === 4 ? content.readUInt32BE(from + index * 4) : Number(content.readBigUInt64BE(from + index * 8)),
  )
}

const tableOf = async (file: SealedFile, table: Box, type: string) => {
  const box = await find(file, table, type)
  if (!box) return undefined
  const content = await contentOf(file, box)
  if (content.length < 8) throw refusal('file-broken')
  return content
}

/** Where a track's samples lie in the file, chunk by chunk (§8.7). */
const chunksOf = async (file: SealedFile, track: Box): Promise<{ at: number; length: number }[]> => {
  const table = await find(file, track, 'mdia', 'minf', 'stbl')
  if (!table) return []
  const short = await tableOf(file, table, 'stco')
  const long = short ?? (await tableOf(file, table, 'co64'))
  const sizes = await tableOf(file, table, 'stsz')
  const runs = await tableOf(file, table, 'stsc')
  if (!long || !sizes || !runs || sizes.length < 12) return []
  const offsets = numbersIn(long, 8, long.readUInt32BE(4), short ? 4 : 8)
  const count = sizes.readUInt32BE(8)
  const same = sizes.readUInt32BE(4)
  const each = same ? [] : numbersIn(sizes, 12, count)
  const plan = numbersIn(runs, 8, runs.readUInt32BE(4) * 3)
  let run = 0
  let sample = 0
  return offsets.map((at, index) => {
    // A run says from which chunk on so many samples lie in each.
    while ((plan[run + 3] ?? Infinity) <= index + 1) run += 3
    const many = plan[run + 1] ?? 0
    const length = same
      ? same * Math.max(0, Math.min(many, count - sample))
      : each.slice(sample, sample + many).reduce((sum, size) => sum + size, 0)
    sample += many
    return { at, length }
  })
}

/** A track that is neither picture nor sound (place, movement, names of faces, subtitles) goes with all that it points at. */
const coverTrack = async (file: SealedFile, track: Box): Promise<Patch[]> => {
  const chunks = await chunksOf(file, track)
  const samples = chunks
    .filter(({ at, length }) => length > 0 && at + length <= file.size)
    .map((chunk) => ({ ...chunk, head: Buffer.alloc(0) }))
  return [...samples, ...cover(track)]
}

/** The name in a handler is the maker's. */
const coverName = ({ at, head, size }: Box): Patch[] =>
  size > head + 24 ? [{ at: at + head + 24, length: size - head - 24, head: Buffer.alloc(0) }] : []

const patchesIn = async (file: SealedFile, parent: string, boxes: Box[]): Promise<Patch[]> => {
  const patches: Patch[] = []
  for (const box of boxes) {
    const isForeign = box.type === 'trak' && !['vide', 'soun'].includes(await handlerOf(file, box))
    if (isForeign) patches.push(...(await coverTrack(file, box)))
    else if (!KEPT[parent]?.has(box.type)) patches.push(...cover(box))
    else if (box.type === 'hdlr') patches.push(...coverName(box))
    else if (KEPT[box.type]) patches.push(...(await patchesIn(file, box.type, await childrenOf(file, box))))
  }
  return patches
}

/** What is to be covered in a film or a recording of this family. Throws when it cannot be played: the list of its parts is missing. */
export const filmPatches = async (file: SealedFile): Promise<Patch[]> => {
  const boxes = await boxesIn(file, 0, file.size)
  const has = (type: string) => boxes.some((box) => box.type === type)
  // A recording that was cut off before its end was written has its bytes, but not the list of what they are.
  if (!has('moov') || !(has('mdat') || has('moof'))) throw refusal('file-truncated')
  return patchesIn(file, 'file', boxes)
}
