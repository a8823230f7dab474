import { Problem } from '#kernel/problem.ts'
import type { FileKind, OpensAs, Refusal } from './contract.ts'
import { REFUSAL } from './labels.ts'

const MB = 1024 * 1024

/** The most bytes of each kind. */
export const LARGEST = {
  image: 20 * MB,
  audio: 50 * MB,
  video: 200 * MB,
  document: 20 * MB,
} satisfies Record<FileKind, number>

export const LARGEST_OF_ALL = Math.max(...Object.values(LARGEST))

/** A picture of more is not decoded: a small file can unpack to gigabytes. Cameras of telephones make up to 108 million. */
export const MOST_PIXELS = 120_000_000

/** Longest side of the picture that is shown, in pixels. */
export const VIEW_SIDE = 2_560

/** What waits for its record longer is removed; whoever works in a village without a network may take weeks to send the record. */
export const WAITS_HOURS = { portal: 24, signedIn: 30 * 24 }

/** So long after it was opened a content is answered. */
export const OPENING_MINUTES = 30

/** Media types that are taken, as found in the content. */
export const MEDIA_TYPES: Record<string, FileKind> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'image/gif': 'image',
  'image/avif': 'image',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'audio/aac': 'audio',
  'audio/wav': 'audio',
  'audio/ogg': 'audio',
  'audio/amr': 'audio',
  'video/mp4': 'video',
  'video/x-m4v': 'video',
  'video/quicktime': 'video',
  'video/3gpp': 'video',
  'video/webm': 'video',
  'application/pdf': 'document',
}

/** A file that is not taken, in words for whoever sent it. */
export const refusal = (code: Refusal): Problem =>
  new Problem({ status: code === 'file-too-large' ? 413 : 415, code, title: REFUSAL[code] })

/** How a file of a kind is shown once it is ready; a document cannot be made harmless, so it is never shown on a page. */
export const opensAs = (kind: FileKind): OpensAs =>
  kind === 'image' ? 'picture' : kind === 'document' ? 'original' : 'player'

/**
 * The part that a Range header asks for, [from, to); undefined for the whole, 'unsatisfiable' beyond the end (RFC 9110 §14). Of several
 * parts the first is answered, which a player accepts.
 */
export const partOf = (
  range: string | undefined,
  size: number,
): { from: number; to: number } | 'unsatisfiable' | undefined => {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})/.exec(range ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  return from < to ? { from, to } : 'unsatisfiable'
}
