import { fileTypeFromBuffer } from 'file-type'
import type { FileKind, Refusal } from '../contract.ts'
import { LARGEST, MEDIA_TYPES } from '../rules.ts'

export type Verdict = { kind: FileKind; mediaType: string } | { refusal: Refusal }

const HEIC = new Set(['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'])

/** Names that file-type has for what players know by another. */
const PLAIN: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'audio/ogg; codecs=opus': 'audio/ogg',
}

/** AAC as a bare stream of ADTS frames: twelve set bits, layer 0; file-type sees some of them as MP3. */
const isAdts = (clear: Buffer) => clear[0] === 0xff && ((clear[1] ?? 0) & 0xf6) === 0xf0

/** What a file is, by the first frame of its content. */
export const sniff = async (
  clear: Buffer,
  { size, declared }: { size: number; declared: FileKind | null },
): Promise<Verdict> => {
  const found = isAdts(clear) ? { mime: 'audio/aac' } : await fileTypeFromBuffer(clear).catch(() => undefined)
  const mime = found && (PLAIN[found.mime] ?? found.mime)
  const kind = mime && MEDIA_TYPES[mime]
  if (!mime || !kind) {
    if (mime && HEIC.has(mime)) return { refusal: 'file-heic' }
    return { refusal: declared ? 'file-mislabelled' : 'file-type' }
  }
  if (size > LARGEST[kind]) return { refusal: 'file-too-large' }
  return { kind, mediaType: mime }
}
